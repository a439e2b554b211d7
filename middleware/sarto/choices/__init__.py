"""What the visitor told us: consent, and later what they prefer."""
