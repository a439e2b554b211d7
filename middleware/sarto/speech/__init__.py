"""What we say to visitors: our texts, in their language."""
