"""Adapters that know the days of the year."""
