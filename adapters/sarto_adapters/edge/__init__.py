"""Caches in front of a site: one file per cache, writing its whole configuration."""
