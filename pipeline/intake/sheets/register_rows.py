"""The rows of a register, typed: each as a row of an inventory, and once more as a row that says who has the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.owner_cells import OWNER_CELLS
from pipeline.intake.headers.status_column import MOST_STATUSES
from pipeline.intake.issues import finding, issue_frame
from pipeline.intake.sheets.typed_sheet import SheetRows, originals, type_sheet, with_action
from schemas.fields import CUSTOM_PREFIX
from schemas.headers.matching import is_one_of
from schemas.headers.spellings import CHECKOUT_TYPES
from schemas.reasons.sheet_issues import ACTION_READ
from schemas.vocabulary import Request
from schemas.words.statuses import folded_word, status_requests

if TYPE_CHECKING:
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading

# The words for what has a device that no person has.
_NO_PERSON = ("location", "asset")


def type_register(rows: pl.DataFrame, layout: Layout, raw: RawSheet, how: Reading, *, file: str) -> SheetRows:
    """The typed rows of a register. Those in `holders` have row ids of their own, and that of their row beside it.

    A finding about a column that both halves read is told once.
    """
    if layout.device is None or layout.holder is None:
        raise ValueError("a layout of a register has two halves")
    devices = type_sheet(rows, layout.device, raw, how, file=file)
    held = type_sheet(_of_people(rows, layout), layout.holder, raw, how, file=file)
    holders = held.typed.with_columns(listed_row_id="row_id", row_id=pl.col("row_id") + rows["row_id"].max())
    told = held.issues.filter(pl.col("cell").str.extract("^([A-Z]+)").is_in(_own_letters(layout)))
    issues = pl.concat([devices.issues, told, _contradictions(devices, held, layout, file, raw.name)])
    shown = originals(rows, layout)
    if how.action is not None:
        shown = with_action(shown, held.typed["action"])
    return SheetRows(devices.typed, shown, issues, holders=holders)


def _contradictions(devices: SheetRows, held: SheetRows, layout: Layout, file: str, sheet: str) -> pl.DataFrame:
    """The warning about rows that give an owner, and a status by which nobody has the device; none without them."""
    letter = next((one for one, name in layout.fields.items() if name == "status"), None)
    owners = [pl.col(name).is_not_null() for name in OWNER_CELLS if name in held.typed.columns]
    if letter is None or not owners:
        return issue_frame([])
    statuses = devices.typed["status"].drop_nulls().unique()
    back = [
        text for text in statuses.head(MOST_STATUSES) if status_requests().get(folded_word(text)) is Request.UNASSIGN
    ]
    if not back:
        return issue_frame([])
    is_assign = pl.any_horizontal(owners) & (pl.col("action") == str(Request.ASSIGN))
    rows = held.typed.with_columns(status=devices.typed["status"]).filter(pl.col("status").is_in(back) & is_assign)
    if rows.is_empty():
        return issue_frame([])
    told = {"count": f"{rows.height:,}", "example": f'"{rows["status"][0]}" in {letter}{rows["row"][0]}'}
    title, cell = layout.header.titles[letter], layout.header.cell(letter)
    wording = ACTION_READ["owner_beside_status" if rows.height > 1 else "one_owner_beside_status"]
    return issue_frame([finding(wording, file, sheet, row=layout.header.row, column=title, cell=cell, **told)])


def _own_letters(layout: Layout) -> list[str]:
    """The columns that only say who has the device."""
    own = [letter for letter in layout.fields if layout.device is None or letter not in layout.device.fields]
    fills = layout.holder.fills if layout.holder else {}
    return [*own, *(source for letter in own for source in fills.get(letter, ()))]


def _of_people(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rows without the holder where the column `Checkout Type` or its like says that it is no person."""
    said = {letter: layout.header.meanings.said(title) or title for letter, title in layout.header.titles.items()}
    typed = [one for one, name in said.items() if is_one_of(name.removeprefix(CUSTOM_PREFIX), CHECKOUT_TYPES)]
    if not typed:
        return rows
    is_person = ~pl.col(typed[0]).str.strip_chars().str.to_lowercase().is_in(_NO_PERSON).fill_null(value=False)
    return rows.with_columns(pl.when(is_person).then(pl.col(letter)).alias(letter) for letter in _own_letters(layout))
