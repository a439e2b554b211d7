"""One file per outside thing that Sarto can be plugged into."""
