"""A template as one workbook: the sheet to fill in, the guide, and a hidden sheet with the words of the dropdowns.

It is written with openpyxl, which has dropdowns from a list, comments and page set-up, but is slow for many rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from polars import selectors as cs

from pipeline.outputs.excel.workbook import write_whole
from pipeline.outputs.workbooks.export import holding_rows, inventory_rows, people_rows, register_rows
from pipeline.outputs.workbooks.template.columns import Column, columns_of
from pipeline.outputs.workbooks.template.data_sheet import fill_sheet
from pipeline.outputs.workbooks.template.guide_sheet import write_guide
from pipeline.outputs.workbooks.template.validation import list_name
from pipeline.outputs.workbooks.template.writable_texts import is_writable, writable_expr
from schemas.instants import local_minute_text
from schemas.records import dataclass
from schemas.vocabulary import Kind
from schemas.workbook_forms.export import ASSIGNMENTS, INVENTORY, PEOPLE, REGISTER, Mark, mark_text
from schemas.workbook_forms.plan import HIDDEN
from schemas.workbook_forms.template import GUIDE, LISTS, LISTS_MARK

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from pipeline.model import State

# The most values that a template is filled with: they take about 9 seconds (measured: 17 µs each).
MOST_CELLS = 500_000

_SHEETS: Mapping[Kind, str] = {
    Kind.INVENTORY: INVENTORY,
    Kind.ASSIGNMENTS: ASSIGNMENTS,
    Kind.REGISTER: REGISTER,
    Kind.PEOPLE: PEOPLE,
}
_ROWS: Mapping[Kind, Callable[[State, Mark], pl.DataFrame]] = {
    Kind.INVENTORY: lambda state, mark: inventory_rows(state, mark.timezone),
    Kind.ASSIGNMENTS: holding_rows,
    Kind.REGISTER: register_rows,
    Kind.PEOPLE: lambda state, _mark: people_rows(state.owners),
}


@dataclass(frozen=True, slots=True)
class Template:
    """The specification of a template: its kind, its number of blank rows (`room`), and the words of its dropdowns.

    `mark` identifies the state of the ledger that it is filled with, as in an export; None for a blank template. `org`
    is the organization that it is for, None where none was given.
    """

    kind: Kind
    room: int
    choices: Mapping[str, Sequence[str]]
    is_whole: bool = False
    org: str | None = None
    timezone: str = "UTC"
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """The path of a template, its number of columns, and the number of rows that are filled in."""

    path: Path
    columns: int
    rows: int


def write_template(path: Path, template: Template, rows: pl.DataFrame | None = None) -> Filled:
    """Write the workbook, filled with `rows` (those of `filled_rows`) where they are given.

    Raises StoreFailed where `path` cannot be written to.
    """
    values = pl.DataFrame() if rows is None else rows
    is_for_several = template.org is None and "org_id" in template.choices
    columns = columns_of(
        template.kind,
        is_whole=template.is_whole,
        filled=[*values.columns, *(["org_id"] if is_for_several else [])],
        listed=template.choices,
        timezone=template.timezone,
    )
    book = _book(template, columns, values)
    return Filled(write_whole(path, book.save), len(columns), values.height)


def filled_rows(kind: Kind, state: State, mark: Mark) -> pl.DataFrame:
    """The rows of an export of that state, as a person would type them.

    One row per device, per device that has an owner, or per person. Values that a file cannot hold are left
    blank, which changes nothing.
    """
    rows = _ROWS[kind](state, mark)
    kept = [name for name in rows.columns if not name.startswith("_") and is_writable(name)]
    shown = rows.select(kept).with_columns(writable_expr(cs.string()))
    yes_or_no = cs.boolean().replace_strict([True, False], ["yes", "no"], default=None, return_dtype=pl.String)
    return shown.with_columns(yes_or_no)


def filled_cells(rows: pl.DataFrame) -> int:
    """The number of cells with a value."""
    return sum(rows.height - column.null_count() for column in rows)


def _book(template: Template, columns: Sequence[Column], values: pl.DataFrame) -> Workbook:
    book = openpyxl.Workbook()
    guide, data = book.worksheets[0], book.create_sheet(_SHEETS[template.kind])
    guide.title = GUIDE
    choices = {column.name: template.choices[column.name] for column in columns if column.name in template.choices}
    fill_sheet(data, template.kind, columns, values, room=template.room, listed=choices)
    made_at = local_minute_text(template.mark.made_at, template.timezone) if template.mark else None
    write_guide(guide, template.kind, columns, data_sheet=data.title, org=template.org, made_at=made_at)
    _add_lists(book, choices)
    if template.mark is not None:
        hidden = book.create_sheet(HIDDEN)
        hidden.sheet_state = "hidden"
        hidden.append([mark_text(template.mark)])
    return book


def _add_lists(book: Workbook, choices: Mapping[str, Sequence[str]]) -> None:
    """Add a hidden sheet with one column of words per dropdown, and a defined name for each."""
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    sheet.cell(1, 1, LISTS_MARK)
    for at, (name, words) in enumerate(choices.items(), start=2):
        sheet.cell(1, at, name)
        for row, word in enumerate(words, start=2):
            cell = sheet.cell(row, at)
            cell.value, cell.data_type, cell.number_format = word, "s", "@"
        letter = get_column_letter(at)
        area = f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
        book.defined_names[list_name(name)] = DefinedName(list_name(name), attr_text=area)
