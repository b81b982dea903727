"""query: answer a question in SQL from the published copy; the ledger itself is not opened.

Files of the person's own may be joined: they are read here as all files are, in a process with limits, and stand beside
the published tables in memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from pipeline import intake, store
from pipeline.errors import UsageProblem
from pipeline.settings import Settings, refuse_ledger_above

# The number of digits that a spreadsheet keeps of a number.
_DIGITS = 15

_SHEET_COLUMNS = 16_384
_NO_TABLES: Mapping[str, intake.OwnTable] = {}
_LONGEST_TITLE = 32_767  # what a cell holds


def query(
    sql: str,
    settings: Settings,
    *,
    limit: int | None,
    seconds: float,
    beside: Mapping[str, intake.OwnTable] = _NO_TABLES,
) -> store.Answer:
    """The answer to one question, which may name the tables in `beside`: at most `limit` rows; see `store.answer`.

    Raises UsageProblem also where nothing is published here, and a folder above has the ledger.
    """
    if not store.published_copy(settings.state).exists():
        refuse_ledger_above(settings)
    tables = {name: table.rows for name, table in beside.items()}
    return store.answer(settings.state, sql, limit=limit, seconds=seconds, beside=tables)


def read_tables(files: Mapping[str, Path], settings: Settings) -> dict[str, intake.OwnTable]:
    """The tables of these files, all texts, by the names that they shall have. Raises `FileUnusable`."""
    how = settings.how_to_read()
    return {name: intake.read_table(path, how) for name, path in files.items()}


def only_columns(answer: store.Answer, columns: list[str]) -> store.Answer:
    """The answer with these of its columns, in this order."""
    return replace(answer, rows=answer.rows.select(columns), nested=answer.nested & {*columns})


def records_of(answer: store.Answer) -> list[dict[str, Any]]:
    """The rows for JSON: nested values as lists and objects; infinity and NaN, which JSON lacks, as null."""
    finite = [pl.when(pl.col(name).is_finite()).then(pl.col(name)) for name in answer.rows.select(cs.float()).columns]
    records = answer.rows.with_columns(finite).to_dicts()
    for record in records:
        record |= {name: _read(record[name]) for name in answer.nested}
    return records


def in_cells(answer: store.Answer) -> pl.DataFrame:
    """The rows for a workbook, whose columns keep their names; amounts with more digits than a cell keeps are texts.

    Raises UsageProblem where there are more columns than a sheet holds.
    """
    if answer.rows.width > _SHEET_COLUMNS:
        said = f"The answer has {answer.rows.width:,} columns, and a sheet holds {_SHEET_COLUMNS:,}."
        raise UsageProblem(said, "Ask for fewer columns, or give --format parquet.")
    rows = answer.rows.rename(
        {name: f"column {at}" for at, name in enumerate(answer.rows.columns, start=1) if len(name) > _LONGEST_TITLE}
    )
    amounts = rows.select(cs.decimal())
    digits = amounts.select(pl.all().cast(pl.String).str.replace_all(r"^-?0*\.?0*|\.", "").str.len_chars().max())
    long = [name for name in digits.columns if (digits[name].item() or 0) > _DIGITS]
    return rows.with_columns(pl.col(long).cast(pl.String))


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text, parse_constant=lambda _: None)
