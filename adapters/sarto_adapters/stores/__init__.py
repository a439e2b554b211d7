"""Adapters that keep profiles: a file, or a server."""
