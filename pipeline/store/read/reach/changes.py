"""What the rows of a run may take from a device or a person on record: then others may give it, or nobody has it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

Columns = Mapping[str, str]


def may_change(known: pl.DataFrame, rows: pl.DataFrame, columns: Columns, fixed: Columns | None = None) -> pl.Series:
    """True for what is `known` and is given another identifier by a row that means it by one, or loses one.

    `columns` are those identifiers by their columns in `known`, with their names in the rows; `fixed` are those that
    rows only mean something by.
    """
    used = [name for name, field in columns.items() if rows[field].count() or clears(rows, field)]
    places = known.with_row_index("place")
    changed = [places.head(0).select("place")]
    for by, by_field in {**columns, **(fixed or {})}.items():
        if rows[by_field].count():
            changed += [_changed(places, rows, (by, by_field), (name, columns[name])) for name in used if name != by]
    return known.with_row_index("place")["place"].is_in(pl.concat(changed)["place"].implode())


def clears(rows: pl.DataFrame, field: str) -> bool:
    """True where any row clears that field."""
    return bool(rows.select(_clears(field).any()).item())


def _changed(known: pl.DataFrame, rows: pl.DataFrame, by: tuple[str, str], given: tuple[str, str]) -> pl.DataFrame:
    told = rows.select(pl.col(by[1]).alias("known_by"), given=given[1], is_cleared=_clears(given[1]))
    told = told.filter(pl.col("given").is_not_null() | pl.col("is_cleared"))
    pairs = told.join(known.select("place", pl.col(by[0]).alias("known_by"), held=given[0]), on="known_by")
    return pairs.filter(pl.col("is_cleared") | pl.col("held").ne_missing(pl.col("given"))).select("place").unique()


def _clears(field: str) -> pl.Expr:
    return pl.col("cleared").str.contains(f"|{field}|", literal=True).fill_null(value=False)
