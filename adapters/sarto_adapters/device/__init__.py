"""Adapters that tell devices apart."""
