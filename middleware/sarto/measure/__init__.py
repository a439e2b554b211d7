"""What came of it: what was seen and done, and what may be concluded from that."""
