"""Merged cells among the data: only the first cell of a merged area has a value.

People merge the cells of a group: one location above ten devices, one owner above three. There the value is that of
each row. An identifier is not: no two devices have the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, as_bad_cells
from pipeline.intake.column_letters import column_index, column_letter
from pipeline.intake.headers.header_row import NAMING
from pipeline.intake.issues import Finding, finding
from schemas.fields import IDENTIFIERS, OWNER_NAMING
from schemas.reasons.rejected_cells import MISSING_VALUE
from schemas.reasons.sheet_issues import MERGED_CELLS
from schemas.vocabulary import DEVICE_KINDS, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.raw_sheets import RawSheet

_EDGES = ("first_column", "last_column")
_MOST_LISTED = 5


def with_group_values(
    rows: pl.DataFrame, raw: RawSheet, header: Header, *, file: str
) -> tuple[pl.DataFrame, RawSheet, list[Finding]]:
    """The rows with the value of an area that is merged downwards in each of its rows, and a note for each column.

    The sheet is returned without the areas that are dealt with.
    """
    if raw.merged.is_empty():
        return rows, raw, []
    is_tall = (pl.col("first_column") == pl.col("last_column")) & (pl.col("last_row") > pl.col("first_row"))
    tall = raw.merged.filter(is_tall & (pl.col("first_row") > header.row)).sort("first_row")
    indexes = {column_index(letter): letter for letter in header.titles if _is_shared(header, letter)}
    tall = tall.filter(pl.col("first_column").is_in(list(indexes)))
    findings = []
    for (index,), areas in tall.group_by("first_column", maintain_order=True):
        letter = indexes[int(str(index))]
        values = areas.select("first_row", "last_row", value=raw.cells[letter].gather(areas["first_row"] - 1))
        found = rows.select("row").join_asof(values, left_on="row", right_on="first_row", strategy="backward")
        value = pl.when(found["row"] <= found["last_row"]).then(found["value"])
        rows = rows.with_columns(pl.coalesce(letter, value).alias(letter))
        findings.append(_filled(areas, letter, header, file, raw.name))
    return rows, replace(raw, merged=raw.merged.join(tall, on=raw.merged.columns, how="anti")), findings


def _is_shared(header: Header, letter: str) -> bool:
    """True for a column in which several devices may have the same; false for our own columns, too."""
    meant = {header.field_of(letter, kind) for kind in DEVICE_KINDS}
    return not header.titles[letter].startswith("_") and not meant & {*IDENTIFIERS, "imei", "dev_eui"}


def _filled(areas: pl.DataFrame, letter: str, header: Header, file: str, sheet: str) -> Finding:
    told = areas.head(_MOST_LISTED).select("first_row", "last_row").rows()
    more = f" and {areas.height - _MOST_LISTED} more" if areas.height > _MOST_LISTED else ""
    listed = ", ".join(f"{letter}{first}:{letter}{last}" for first, last in told)
    return finding(
        MERGED_CELLS["filled"],
        file,
        sheet,
        row=header.row,
        column=header.titles[letter],
        cell=header.cell(letter),
        title=header.titles[letter],
        areas=f"{listed}{more}",
    )


def merged_cells(
    rows: pl.DataFrame, layout: Layout, merged: pl.DataFrame, *, emptied: Collection[str] = ()
) -> pl.DataFrame:
    """One row per cell of a field that is covered by a merged area and so has no value of its own.

    So are cells of custom attributes that a blank would empty. Only cells of the data rows count. Merged areas of one
    sheet do not overlap.
    """
    nothing = NO_BAD_CELLS
    if merged.is_empty() or rows.is_empty():
        return nothing
    areas = merged.filter((pl.col("last_row") >= rows["row"].min()) & (pl.col("first_row") <= rows["row"].max())).sort(
        "first_row"
    )
    numbers = rows.select("row_id", "row").sort("row")
    columns = [
        _covered(numbers, areas, letter, position)
        for position, letter in enumerate(layout.letters)
        if letter in layout.fields or layout.customs.get(letter) in emptied
    ]
    return pl.concat([nothing, *columns])


def with_merged(bad_cells: pl.DataFrame, merged: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """All bad cells, each once: a cell that a merged area covers is not also reported as missing."""
    if merged.is_empty():
        return bad_cells
    who = OWNER_NAMING if layout.kind is Kind.PEOPLE else ()
    naming = [letter for letter, name in layout.fields.items() if name in {*NAMING, *who}]
    nameless = merged.filter(pl.col("letter").is_in(naming))["row_id"]
    is_told = (pl.col("code") == Reason.MISSING_IDENTIFIER) & pl.col("row_id").is_in(nameless.implode())
    others = bad_cells.filter(~is_told).join(merged, on=["row_id", "position"], how="anti", maintain_order="left")
    return pl.concat([others, merged])


def _covered(rows: pl.DataFrame, areas: pl.DataFrame, letter: str, position: int) -> pl.DataFrame:
    """The covered cells of one column."""
    index = column_index(letter)
    own = areas.filter(pl.lit(index).is_between("first_column", "last_column"))
    within = rows.join_asof(own, left_on="row", right_on="first_row", strategy="backward", coalesce=False)
    is_first = (pl.col("row") == pl.col("first_row")) & (pl.col("first_column") == index)
    covered = within.filter((pl.col("row") <= pl.col("last_row")) & ~is_first)
    is_within_row = pl.col("first_row") == pl.col("last_row")
    values = {"area": _address_expr(), "if_within_row": pl.when(is_within_row).then(pl.lit(""))}
    cells = covered.with_columns(value=pl.lit(None, pl.String))
    return as_bad_cells(cells, MISSING_VALUE["merged"], position=position, letter=letter, values=values)


def _address_expr() -> pl.Expr:
    """The address of a merged area, such as `B2:B4`."""
    first, last = (pl.col(name).map_batches(_letters, return_dtype=pl.String()) for name in _EDGES)
    return pl.concat_str([first, "first_row", pl.lit(":"), last, "last_row"])


def _letters(indexes: pl.Series) -> pl.Series:
    letters = {str(index): column_letter(index) for index in indexes.unique()}
    return indexes.cast(pl.String).replace(letters)
