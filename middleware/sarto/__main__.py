"""`python -m sarto` is the command line."""

from sarto.cli import main

main()
