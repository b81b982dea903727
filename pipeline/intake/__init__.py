"""Reading: input files in, typed rows with provenance and issues out. The ledger is not used here.

read          the two functions that other layers call: input files or a plan in, rows out
tables        a file of somebody's own as a table of texts, for a question
opened_files  one file: the file checks, the sandbox and the readers, in this order
file_checks/  the checks of a file's kind and soundness, before anything parses it
sandbox/      the worker processes, with limits, in which files are parsed
readers/      one reader per format: its first half runs in a worker, its second half here
sheets/       the choice of sheets, and the rows below their header that hold no data
headers/      the header row, and the field of each column
maps/         one file as it is understood, column by column
cells/        the value of each cell; damaged cells, and the messages about bad ones
files         all input files of a run, and the one `Checked` made of them
items         the items of requests of other programs, as rows
plans/        reading a plan workbook back
cache/        the rows of files that were parsed before
errors        the errors about a file that is not read
issues        the frame of issues, and findings about files, sheets and columns
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
