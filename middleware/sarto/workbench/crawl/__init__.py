"""Real pages, gathered and held against the config and its fragments."""
