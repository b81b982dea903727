"""The rows of a register, typed: each as a row of an inventory, and once more as a row that says who has the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.sheets.typed_sheet import SheetRows, originals, type_sheet
from schemas.header_matching import is_one_of
from schemas.header_spellings import CHECKOUT_TYPES

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
    return SheetRows(devices.typed, originals(rows, layout), pl.concat([devices.issues, told]), holders=holders)


def _own_letters(layout: Layout) -> list[str]:
    """The columns that only say who has the device."""
    own = [letter for letter in layout.fields if layout.device is None or letter not in layout.device.fields]
    fills = layout.holder.fills if layout.holder else {}
    return [*own, *(source for letter in own for source in fills.get(letter, ()))]


def _of_people(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rows without the holder where the column `Checkout Type` or its like says that it is no person."""
    typed = [letter for letter, title in layout.header.titles.items() if is_one_of(title, CHECKOUT_TYPES)]
    if not typed:
        return rows
    is_person = ~pl.col(typed[0]).str.strip_chars().str.to_lowercase().is_in(_NO_PERSON).fill_null(value=False)
    return rows.with_columns(pl.when(is_person).then(pl.col(letter)).alias(letter) for letter in _own_letters(layout))
