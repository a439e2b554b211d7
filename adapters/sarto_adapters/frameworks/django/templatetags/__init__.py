"""Where Django looks for `{% load sarto %}`."""
