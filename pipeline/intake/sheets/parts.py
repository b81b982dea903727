"""The parts of a sheet that are laid out by themselves: all of it, its rows of each kind, or a device of each row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.layout import Layout, lay_out
from pipeline.intake.headers.register_layout import lay_out_register
from pipeline.intake.raw_sheets import has_values
from schemas.records import dataclass
from schemas.vocabulary import Kind
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.ambiguous.device_groups import DeviceGroup
    from pipeline.intake.headers.header_row import Header
    from pipeline.model import Reading, Sheet

# Our own column in result sheets that mix several kinds: the kind of each row.
KIND_COLUMN = "_kind"


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns and rows of a sheet, laid out.

    Where a row has several devices, `device` is the one at `place` among them, from 1 on, `of` so many. `rows` are all
    of the sheet then, since what a column holds is told by all of its cells; `row_ids` are those that have the device.
    """

    layout: Layout
    rows: pl.DataFrame
    device: DeviceGroup | None = None
    place: int = 1
    of: int = 1
    row_ids: pl.DataFrame | None = None

    @property
    def height(self) -> int:
        """The number of its rows."""
        return self.rows.height if self.row_ids is None else self.row_ids.height

    @property
    def called(self) -> str:
        """What the headers call the device, with its number."""
        return "" if self.device is None else self.device.called

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The columns that identify the device."""
        return () if self.device is None else self.device.identifiers

    @property
    def letters(self) -> tuple[str, ...]:
        """The columns that are of the device."""
        return () if self.device is None else self.device.letters

    @property
    def column(self) -> str:
        """The header of the column that identifies the device; blank where a row is one device."""
        return "" if self.device is None else self.layout.header.titles[self.device.identifiers[0]]


def parts_of(header: Header, kind: Kind, rows: pl.DataFrame, how: Reading, file: str, sheet: str) -> list[Part]:
    """The rows of each kind, and of results of several devices in a row those of each device; else all as one part."""
    letter = kind_letter(header)
    if letter is None or how.kind is not None or not rows.height:
        return [Part(lay_out_sheet(header, kind, rows, how, file, sheet, is_part=letter is not None), rows)]
    return [
        Part(lay_out_sheet(own_header, own_kind, own_rows, how, file, sheet, is_part=True), own_rows)
        for own_kind, own_header, own_rows in _by_kind(rows, header, letter, kind)
    ]


def lay_out_sheet(
    header: Header, kind: Kind, rows: pl.DataFrame, how: Reading, file: str, sheet: str, *, is_part: bool = False
) -> Layout:
    """The layout of a sheet of any kind."""
    if kind is Kind.REGISTER:
        return lay_out_register(header, rows, how, file=file, sheet=sheet, is_part=is_part)
    return lay_out(header, kind, rows, how, file=file, sheet=sheet, is_part=is_part)


def with_rows(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, without the devices that no row has: of a sheet without rows its first one stands for it."""
    filled = {(one.file, one.sheet) for one in sheets if one.rows}
    first = {(one.file, one.sheet): one for one in reversed(sheets)}
    return [
        one
        for one in sheets
        if one.rows or not one.column or (one is first[one.file, one.sheet] and (one.file, one.sheet) not in filled)
    ]


def kind_letter(header: Header) -> str | None:
    """The column of the kinds of the rows; None where all are of one kind."""
    return next((letter for letter, title in header.titles.items() if title.casefold() == KIND_COLUMN), None)


def _by_kind(rows: pl.DataFrame, header: Header, letter: str, default: Kind) -> list[tuple[Kind, Header, pl.DataFrame]]:
    """The rows of each kind and device, with only the columns that have a value in them."""
    said = pl.col(letter).str.strip_chars().str.to_lowercase()
    kind_expr = pl.when(said.is_in([str(kind) for kind in Kind])).then(said).otherwise(pl.lit(str(default)))
    of_device = next((one for one, title in header.titles.items() if title.casefold() == DEVICE_COLUMN), None)
    parts = []
    for kind in Kind:
        of_kind = rows.filter(kind_expr == str(kind))
        for own_rows in [of_kind] if of_device is None else of_kind.partition_by(of_device, maintain_order=True):
            filled = has_values(own_rows, list(header.titles))
            titles = {letter: title for letter, title in header.titles.items() if letter in filled}
            if own_rows.height:
                parts.append((kind, replace(header, titles=titles), own_rows))
    return parts
