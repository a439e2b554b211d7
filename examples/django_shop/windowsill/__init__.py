"""Windowsill, a shop for people without a garden."""
