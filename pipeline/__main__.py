"""`python -m pipeline` is the command `rollcall`."""

from pipeline.cli import main

main()
