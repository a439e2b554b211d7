"""The console: what a running site does and why, for its developers."""
