"""`python -m tongban` is the same as `tongban`."""

from tongban.cli import main

main()
