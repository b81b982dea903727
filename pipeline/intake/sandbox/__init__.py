"""The sandbox: files are parsed in worker processes that may die, with limits on memory and time.

    calls            the calls from the rest of intake: a file in, its sheets as Arrow batches out
    worker_pool      at most two workers, kept for the next file, and ended with this process
    worker           one worker, as this process sees it: started, given requests, ended
    worker_main      the program that runs in a worker: PyArrow and the readers of the formats, but not Polars or NumPy
    transfer         the sheets on their way to this process: batches as Arrow files, all else as JSON
    arrival          the sheets as this process takes them: the files mapped, without PyArrow
    worker_failures  the ways in which a worker may end, and the errors that follow
    selected_sheets  some sheets of a workbook, as needed to check a plan
    ole_files        old workbooks, encrypted ones, and other documents

A crash, a file that takes too much memory and one that takes too long are raised as `ReaderStopped`. The process pools
of libraries were tried and do not serve: they unpickle a worker's answers, which may run code; their busy workers
outlive a killed parent; and they run the main script of their user again in each worker.
"""
