"""Rollcall: spreadsheets in, a checked plan, one transaction, a result workbook out.

The map, in the order in which a file lives through it:

    intake/    files -> typed rows with provenance and issues
    core/      frames in, decisions out; no file, no database, no clock
    store/     the DuckDB ledger: read, write, safety, published
    outputs/   frames -> messages, workbooks and Parquet
    runs/      chains them: one module per thing a person can ask for
    cli/       parses options, calls one function of runs, echoes its report

Below them all: `model` (the frozen records that travel between layers), `errors`, and the package `schemas`
(the fields, the vocabulary, the Pandera models).
"""

__version__ = "0.1.0"
