"""Consent tools: one file for each, by the grammar of the cookies it writes."""
