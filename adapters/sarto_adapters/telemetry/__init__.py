"""Who is told what the server does: one file per vendor, and the log."""
