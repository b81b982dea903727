"""`python -m pipeline` is the command `rollcall`."""

from pipeline.cli import program

program()
