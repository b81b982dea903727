"""Files in, typed rows with provenance and issues out. Nothing here looks at the ledger.

read           files or a plan in, rows out: what the other layers call
opening        a file is opened: by the file checks, the sandbox and the readers, in this order
file_checks/   that a file is what it says and is sound, before anything parses it
sandbox/       a process of its own, with limits, in which it is parsed
readers/       one per format: the half that parses there, and the half that finishes here
sheets/        which sheets are used, and the rows below their header that hold no data
headers/       the header row, and the field that each column fills
cells/         from a cell's text to its value; damaged cells, and what is said of a bad one
files          all files of a run, one `Checked` of them
plans/         a signed plan, read back
cache/         what was parsed before
errors         what people are told of a file that is not read
issues         one finding about a cell, a row or a sheet
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
