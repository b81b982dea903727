"""Files are parsed in a child process that may die: with a limit on its memory and on its time.

    loading     what the rest of intake calls: a file in, its sheets as Arrow batches out
    pool        at most two children, kept warm, and ended with this process
    children    one child: started, asked, listened to
    child       what runs there: it imports PyArrow and the readers of the formats, but no Polars
    carrying    the sheets on their way: batches as Arrow files that the parent maps, all else as JSON
    failures    how a child may end, and what is said of it

A crash, a file that takes too much and one that takes too long come out as `ReaderStopped`.
"""

from __future__ import annotations

from pipeline.intake.sandbox.pool import start

__all__ = ["start"]
