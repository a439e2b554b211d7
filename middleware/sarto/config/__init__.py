"""What the site asked for: `sarto.toml` as frozen values that know their place."""
