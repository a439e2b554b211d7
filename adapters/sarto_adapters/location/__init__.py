"""Adapters that find places by address."""
