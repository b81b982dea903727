"""A workbook as the values of its cells, their looks column by column, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.system.same_answers.files.plans import CARRIER, is_plan, read_carrier
from tests.system.same_answers.files.values import plain
from tests.system.same_answers.recording import Document, Kind

_PLACES = 3
_SIDES = ("left", "right", "top", "bottom")


def read_workbook(step: str, name: str, path: Path) -> Iterator[Document]:
    """One document for the workbook, and one per frame that a plan carries in its hidden sheet."""
    with path.open("rb") as file:  # whatever it is called
        workbook = openpyxl.load_workbook(file)
    entries: list[tuple[str, Any]] = [
        ("sheets", [f"{sheet.title} ({sheet.sheet_state})" for sheet in workbook.worksheets]),
        ("properties", f"{workbook.properties.creator} | {workbook.properties.title} | {workbook.properties.subject}"),
        *((f"name {name}", str(defined.attr_text)) for name, defined in workbook.defined_names.items()),
    ]
    for sheet in workbook.worksheets:
        if sheet.title == CARRIER and is_plan(sheet):
            yield from read_carrier(step, name, sheet)
        else:
            entries += _cells(sheet)
        entries += [(f"{sheet.title} {what}", plain(found)) for what, found in _surroundings(sheet)]
    yield Document(step, name, Kind.VALUES, entries)


def _cells(sheet: Any) -> Iterator[tuple[str, Any]]:
    """The values by address, comments and links, and the looks of each column as runs of rows."""
    looks: dict[int, list[tuple[int, str]]] = {}
    known: dict[Any, str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield f"{sheet.title}!{cell.coordinate}", plain(cell.value)
            if getattr(cell, "comment", None):
                yield f"{sheet.title}!{cell.coordinate} comment", cell.comment.text
            if getattr(cell, "hyperlink", None):
                yield f"{sheet.title}!{cell.coordinate} link", f"{cell.hyperlink.target} {cell.hyperlink.location}"
            if cell.has_style:
                style = tuple(cell._style)
                if style not in known:
                    known[style] = _look(cell)
                looks.setdefault(cell.column, []).append((cell.row, known[style]))
    for column, of_column in sorted(looks.items()):
        yield f"{sheet.title} looks of {get_column_letter(column)}", list(_runs(of_column))


def _look(cell: Any) -> str:
    font, fill, alignment = cell.font, cell.fill, cell.alignment
    parts = [
        cell.number_format,
        f"fill {_colour(fill.fgColor)}" if fill.fill_type else "",
        "bold" if font.b else "",
        "italic" if font.i else "",
        "underlined" if font.u else "",
        f"font {font.name} {font.sz} {_colour(font.color)}",
        f"{alignment.horizontal or ''} {alignment.vertical or ''} {'wrapped' if alignment.wrap_text else ''}".strip(),
        "" if cell.protection.locked else "unlocked",
        " ".join(side for side in _SIDES if getattr(getattr(cell.border, side), "style", None)),
    ]
    return "; ".join(part for part in parts if part)


def _colour(colour: Any) -> str:
    if colour is None:
        return ""
    return str(colour.rgb) if colour.type == "rgb" else f"{colour.type} {colour.value}"


def _runs(looks: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Rows beside each other that look alike are one run."""
    for look, rows in groupby(looks, key=lambda one: one[1]):
        numbers = [row for row, _ in rows]
        yield f"{numbers[0]}-{numbers[-1]}: {look}"


def _surroundings(sheet: Any) -> Iterator[tuple[str, Any]]:
    yield "frozen at", sheet.freeze_panes
    yield "filter", sheet.auto_filter.ref
    yield "merged", sorted(str(merged) for merged in sheet.merged_cells.ranges)
    yield "tables", sorted(f"{table.name} {table.ref}" for table in sheet.tables.values())
    yield "protection", sorted(f"{name}={value}" for name, value in sheet.protection if name != "password" and value)
    setup = sheet.page_setup
    pages = [1 if number is None else number for number in (setup.fitToWidth, setup.fitToHeight)]
    yield "print", [setup.orientation, *pages]
    yield "print titles", [sheet.print_title_rows, sheet.print_title_cols, sheet.print_area]
    yield "pictures and charts", [len(sheet._images), len(sheet._charts)]
    yield "tab", _colour(sheet.sheet_properties.tabColor)
    for letter, column in sorted(sheet.column_dimensions.items()):
        hidden = " hidden" if column.hidden else ""
        yield f"width of {letter}", f"{round(column.width, _PLACES)} to {column.max}{hidden}"
    heights = {number: row for number, row in sheet.row_dimensions.items() if row.height or row.hidden}
    for number, row in sorted(heights.items()):
        yield f"height of row {number}", f"{row.height}{' hidden' if row.hidden else ''}"
    for validation in sheet.data_validations.dataValidation:
        yield f"validation of {validation.sqref}", _validation(validation)
    for conditional in sheet.conditional_formatting:
        rules = [f"{rule.type} {rule.operator} {rule.formula} {rule.text}" for rule in conditional.rules]
        yield f"conditional format of {conditional.sqref}", rules


def _validation(validation: Any) -> str:
    facts = (validation.type, validation.operator, validation.formula1, validation.formula2, validation.errorStyle)
    texts = (validation.promptTitle, validation.prompt, validation.errorTitle, validation.error)
    return " | ".join(str(part) for part in (*facts, *texts))
