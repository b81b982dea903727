"""Rows as CSV, as the command line and the pages give them: for programs, and for a spreadsheet without harm."""

from __future__ import annotations

import polars as pl
import polars.selectors as cs

from schemas import formula_texts


def csv_text(frame: pl.DataFrame, *, is_raw: bool = False) -> str:
    """The rows, separated by commas, with instants in ISO 8601 with `Z`, and lists as `a; b`.

    Texts that a spreadsheet program would run are marked as texts, unless they are to stand `is_raw`.
    """
    texts = as_texts(frame)
    if not is_raw:
        made_of_text = (pl.String(), pl.List(pl.String))
        texts = texts.with_columns(
            formula_texts.as_text_expr(pl.col(name)) for name, dtype in frame.schema.items() if dtype in made_of_text
        )
    return texts.write_csv().rstrip("\n")


def as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with every cell as text."""
    lists = cs.by_dtype(pl.List(pl.String)).list.join("; ")
    return frame.with_columns(instants_told(cs.datetime())).with_columns(lists).cast(pl.String)


def instants_told(instants: pl.Expr) -> pl.Expr:
    """Instants in UTC as texts."""
    return instants.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").str.replace(".000000Z", "Z", literal=True)
