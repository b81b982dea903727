"""A workbook edited one cell at a time, in the XML of its sheets: much quicker than loading and saving all of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import coordinate_to_tuple


@dataclass(frozen=True)
class Workbook:
    """A workbook on disk. Each edit gives a new file, and leaves this one as it is."""

    path: Path

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def sheets(self) -> list[str]:
        """The names of all sheets in their order."""
        return re.findall(r'<sheet name="([^"]*)"', self._parts["xl/workbook.xml"].decode())

    def cells(self) -> Iterator[tuple[str, str]]:
        """Every cell that holds something: its sheet and its address."""
        for sheet in openpyxl.load_workbook(self.path):
            for row in sheet.iter_rows():
                yield from ((sheet.title, cell.coordinate) for cell in row if cell.value is not None)

    def edited(self, target: Path, sheet: str, address: str, text: str | None) -> Path:
        """The workbook with another text in one cell, or with nothing in it."""
        return self.edited_at(target, [(sheet, address)], text)

    def edited_at(self, target: Path, cells: Iterable[tuple[str, str]], text: str | None) -> Path:
        """The workbook with that text in several cells, each of them a sheet and an address."""
        changed: dict[str, str] = {}
        for sheet, address in cells:
            part = f"xl/worksheets/sheet{self.sheets.index(sheet) + 1}.xml"
            changed[part] = _with_cell(changed.get(part) or self._parts[part].decode(), address, text)
        return self._written(target, changed)

    def replaced(self, target: Path, part: str, old: str, new: str) -> Path:
        """The workbook with other XML in one of its parts."""
        xml = self._parts[part].decode()
        assert old in xml, old
        return self._written(target, {part: xml.replace(old, new)})

    def _written(self, target: Path, changed: dict[str, str]) -> Path:
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in self._parts.items():
                archive.writestr(name, changed.get(name, content))
        return target


def _with_cell(xml: str, address: str, text: str | None) -> str:
    cell = f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""
    there = re.compile(rf'<c r="{address}"(?: [^>]*)?(?:/>|>.*?</c>)')
    if there.search(xml):
        return there.sub(lambda _: cell, xml, count=1)
    row, _ = coordinate_to_tuple(address)
    line = re.compile(rf'(<row r="{row}"(?: [^>]*)?)(?:/>|>(.*?)</row>)')
    if line.search(xml):
        return line.sub(lambda found: f"{found[1]}>{found[2] or ''}{cell}</row>", xml, count=1)
    return xml.replace("</sheetData>", f'<row r="{row}">{cell}</row></sheetData>', 1)
