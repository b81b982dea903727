"""Files are parsed in a process of its own that may die: with a limit on its memory and on its time.

    calls            what the rest of intake calls: a file in, its sheets as Arrow batches out
    worker_pool      at most two workers, kept warm, and ended with this process
    worker           one worker: started, asked, listened to
    worker_main      what runs there: it imports PyArrow and the readers of the formats, but no Polars
    transfer         the sheets on their way: batches as Arrow files that the parent maps, all else as JSON
    worker_failures  how a worker may end, and what is said of it
    selected_sheets  some sheets of a workbook: all that is needed to check a plan
    ole_files        old workbooks, encrypted ones, and other documents

A crash, a file that takes too much and one that takes too long come out as `ReaderStopped`. The process pools of
libraries were tried and do not serve: they unpickle what a worker answers, which may run code; their busy workers
outlive a killed parent; and they run the main script of their user once more in each worker.
"""

from __future__ import annotations

from pipeline.intake.sandbox.worker_pool import start

__all__ = ["start"]
