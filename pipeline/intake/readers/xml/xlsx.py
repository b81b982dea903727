"""Facts in the XML of an .xlsx file besides the text of its cells: hidden rows, merged areas, formulas without a value.

Every sheet gets a quick scan; only a sheet in which there may be something is searched. The search takes about a sixth
of the time of reading the sheet.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.column_letters import column_index
from pipeline.intake.raw_sheets import MERGED_SCHEMA, RawSheet
from pipeline.intake.readers.xml.quick_scan import Looks, look_through, prefix_in
from pipeline.intake.readers.xml.stored_kinds import StoredInXml, shows_currencies
from pipeline.intake.readers.xml.unsaved_formulas import Found, unsaved_frame, unsaved_in
from pipeline.intake.readers.xml.zip_parts import SheetParts, inflated, whole_rows
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s[^<>]*ref=["'][A-Z]+\d+:[A-Z]+(\d+)["']""")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s(?=[^<>]{0,600}\bhidden=["'](?:1|true|on)["'])[^<>]{0,600}?\br=["'](\d+)["']"""
)
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]{0,200}?\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")


def with_facts(path: Path, sheets: list[RawSheet], looks: Mapping[str, Looks]) -> list[RawSheet]:
    """The sheets of the file with these facts; hidden sheets are unchanged."""
    package = SheetParts.open(path)
    return [_with_facts(package, package.part(index), sheet, looks) for index, sheet in enumerate(sheets)]


def _with_facts(package: SheetParts, part: str | None, sheet: RawSheet, looks: Mapping[str, Looks]) -> RawSheet:
    if part is None or not sheet.is_visible or not sheet.cells.width:
        return sheet
    sheet = replace(sheet, stored=StoredInXml(package, part), shows_currencies=partial(shows_currencies, package))
    prefix = prefix_in(package.start(part))
    look = looks.get(part) or look_through(inflated(package.path, part))
    look = replace(look, formulas=look.formulas and _may_lack_values(package, part, sheet.cells))
    if look == _NOTHING:
        return sheet
    found = _Found()
    for rows in whole_rows(inflated(package.path, part), b"</" + prefix + b"row>"):
        found.look(rows, look, prefix)
    unsaved = unsaved_frame(found.unsaved)
    cells = _reaching(sheet.cells, unsaved)
    hidden = tuple(row for row in sorted(set(found.hidden)) if row <= cells.height)
    return replace(sheet, cells=cells, unsaved=unsaved, hidden_rows=hidden, merged=_merged_frame(found.merged))


_NOTHING = Looks(formulas=False, hidden=False, merged=False)


@dataclass(slots=True)
class _Found:
    """The facts found in the rows of a sheet so far."""

    unsaved: Found = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[bytes, bytes, bytes, bytes]] = field(default_factory=list)

    def look(self, rows: bytes, look: Looks, prefix: bytes) -> None:
        """Search the next rows for whatever `look` says there may be."""
        if look.formulas and b"<" + prefix + b"f" in rows:
            self.unsaved += unsaved_in(prefix)(rows)
        if look.hidden and b"hidden=" in rows:
            self.hidden += map(int, _HIDDEN_ROW.findall(rows))
        if look.merged and b"mergeCell" in rows:
            self.merged += _MERGED.findall(rows)


def _may_lack_values(package: SheetParts, part: str, cells: pl.DataFrame) -> bool:
    """True where a formula may have no value: some cell is blank, or the sheet has rows below those that were read."""
    if any(cells[letter].null_count() for letter in cells.columns):
        return True
    found = _DIMENSION.search(package.start(part))
    return found is None or int(found[1]) > cells.height


def _reaching(cells: pl.DataFrame, unsaved: pl.DataFrame) -> pl.DataFrame:
    """The cells, with blank rows added down to the last formula that has no saved value."""
    missing = max(unsaved["row"].to_list(), default=0) - cells.height
    if missing <= 0:
        return cells
    return pl.concat([cells, pl.DataFrame(schema=cells.schema).clear(missing)])


def _merged_frame(areas: list[tuple[bytes, bytes, bytes, bytes]]) -> pl.DataFrame:
    rows = [
        (int(top), int(bottom), column_index(left.decode()), column_index(right.decode()))
        for left, top, right, bottom in areas
    ]
    return pl.DataFrame(rows, schema=MERGED_SCHEMA, orient="row")
