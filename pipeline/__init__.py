"""Rollcall: spreadsheets in, a checked plan, one transaction, a result workbook out.

The map, in the order in which a file lives through it:

    intake/    files -> typed rows with provenance and issues
    core/      frames in, decisions out; no file, no database, no clock
    store/     the DuckDB ledger: read, write, safety, published
    outputs/   frames -> messages, workbooks and Parquet
    runs/      chains them: one module per thing a person can ask for
    api        the same functions for a Python program: `import pipeline; pipeline.run("list.xlsx")`
    cli/       parses options, calls one function of runs, prints its report

Below them all: `model` (the frozen records that travel between layers), `errors`, and the package `schemas`
(the fields, the vocabulary, the Pandera models).
"""

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
