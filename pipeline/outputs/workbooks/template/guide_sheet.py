"""The guide of a template, for the person who fills it in: the steps, the rules, the colours, and every column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side

from pipeline.outputs.excel import styles
from pipeline.outputs.workbooks.template.column_texts import Need, need_said
from pipeline.outputs.workbooks.template.data_sheet import HEADER_FILLS, argb, filled_with, lettering, set_page
from schemas.vocabulary import Kind
from schemas.workbook_forms.template import GUIDE_TITLE

if TYPE_CHECKING:
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.outputs.workbooks.template.columns import Column

_WIDTHS = (24.0, 34.0, 46.0, 48.0, 24.0)
_ACROSS = sum(_WIDTHS)
_LETTERS = 1.1  # letters per unit of a column's width, rather too few than too many
_TABLE = ("Column", "Needed", "What it means", "What may stand there", "Example")
_HEAD_SIZE = 12

_STEPS = {
    Kind.INVENTORY: "Fill in the sheet {sheet}: one row per device, from row 2 on. Leave its first row as it is.",
    Kind.REGISTER: (
        "Fill in the sheet {sheet}: one row per device, with who has it, from row 2 on. Leave its first row as it is."
    ),
    Kind.ASSIGNMENTS: (
        "Fill in the sheet {sheet}: one row per device that is given to somebody or unassigned, from row 2 on. Leave "
        "its first row as it is."
    ),
    Kind.PEOPLE: "Fill in the sheet {sheet}: one row per person, from row 2 on. Leave its first row as it is.",
}
_RULES = {
    Kind.INVENTORY: (
        "Name each device by its serial number, its asset tag or its MAC address; one is enough. A device that is "
        "not on record is put there, and needs a name, a type and a category.",
        "A blank cell changes nothing: what is on record stays.",
        "To empty a value that is on record, write <clear>.",
        "A device that has no row stays as it is. Deleting a row deletes nothing.",
    ),
    Kind.REGISTER: (
        "Name each device by its serial number, its asset tag or its MAC address; one is enough. A device that is "
        "not on record is put there, and needs a name, a type and a category.",
        "To give a device to somebody, write the e-mail address of the owner. To say that nobody has it, write <none> "
        "for the owner.",
        "A blank cell changes nothing, that of the owner neither, unless the sheet is loaded with --mode full: then "
        "it says that nobody has the device.",
        "To empty a value that is on record, write <clear>.",
        "A device that has no row stays as it is. Deleting a row deletes nothing.",
    ),
    Kind.ASSIGNMENTS: (
        "Name each device by its serial number or its asset tag; its name is enough where no other device has it.",
        "To give a device to somebody, write the e-mail address of the owner. To unassign it, choose unassign as "
        "the action, or write <none> for the owner.",
        "A blank cell changes nothing, and means the usual: assign, from now on, with no end.",
        "To empty an end or a label that is on record, write <clear>.",
        "A device that has no row stays with whom it is, unless the sheet is loaded with --mode full.",
    ),
    Kind.PEOPLE: (
        "Say who each person is by the e-mail address, the employee number or the login; one is enough. A name alone "
        "means the person on record who has it.",
        "Somebody who is not on record is put there. A new address beside a known number or login is the new address "
        "of that person.",
        "A blank cell changes nothing: what is on record stays.",
        "To empty a fact that is on record, such as the last day, write <clear>.",
        "A person who has no row stays as they are.",
        "Who still holds devices after the last day is listed. They are taken back only where that is asked for.",
    ),
}
_FOR_ALL = (
    "Dates are real dates: type them as your program expects, and see that they are shown as year-month-day.",
    "Serial numbers and other texts stay as they are typed. If you paste from elsewhere, paste values only (Paste "
    "Special), so that the formats and the dropdowns stay.",
    "Columns may be left out, moved and sorted. Columns with other headers are reported, not guessed.",
)
_PREFILLED = (
    "It is filled with what was on record at {made_at}. Loaded unchanged, it changes nothing; so change only what is "
    "to be changed, and add rows below for what is new. What you did not touch is left alone, also where the ledger "
    "has changed it since."
)
_COLOURS = (
    (Need.REQUIRED, "a dark header: needed; the table below says when"),
    (Need.ONE_OF, "a lighter header: needed in at least one of these columns"),
    (Need.OPTIONAL, "a pale header: fill it in where you know it"),
)


def write_guide(
    sheet: Worksheet, kind: Kind, columns: Sequence[Column], *, data_sheet: str, org: str | None, made_at: str | None
) -> None:
    """Write the guide to the sheet called `data_sheet`; `made_at` is the instant of its data, None for a blank one."""
    page = _Page(sheet)
    page.title(GUIDE_TITLE.format(data_sheet))
    page.heading("What to do")
    page.numbered(_steps(kind, data_sheet, org))
    page.heading("What to know")
    known = (_PREFILLED.format(made_at=made_at),) if made_at else ()
    page.numbered((*known, *_RULES[kind], *_FOR_ALL), mark="-")
    page.heading("What the colours mean")
    page.legend()
    page.heading("What the columns mean")
    page.table(columns, kind)
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    set_page(sheet)


def _steps(kind: Kind, data_sheet: str, org: str | None) -> list[str]:
    more = f" --org {_quoted(org)}" if org else ""
    return [
        _STEPS[kind].format(sheet=data_sheet),
        "Point at a header to read what its column means. Where a cell offers a list, choose from it.",
        f"Save, and have it checked; this changes nothing:  rollcall check FILE.xlsx{more}",
        f"See what would be done; this changes nothing either:  rollcall plan FILE.xlsx{more}",
        f"Load it:  rollcall run FILE.xlsx{more}",
    ]


def _quoted(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'


class _Page:
    """The writer of the guide, from the top of the sheet down; each line is as high as its text needs."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 0

    def title(self, text: str) -> None:
        """Write the title of the page."""
        self._line(text, lettering(styles.ACCENT, size=18, is_bold=True), height=styles.TITLE_HEIGHT)

    def heading(self, text: str) -> None:
        """Write the heading of the lines below."""
        self.row += 1
        self._line(text, lettering(styles.ACCENT, size=_HEAD_SIZE, is_bold=True), height=20)

    def numbered(self, texts: Sequence[str], *, mark: str | None = None) -> None:
        """Write one line per text, with its number or a mark."""
        for number, text in enumerate(texts, start=1):
            self._line(f"{mark or f'{number}.'}  {text}", lettering())

    def legend(self) -> None:
        """Write the meaning of the header colours."""
        for need, said in _COLOURS:
            self.row += 1
            background, text = HEADER_FILLS[need]
            cell = self.sheet.cell(self.row, 1, need.value.capitalize())
            cell.fill, cell.font = filled_with(background), lettering(text, is_bold=True)
            note = self.sheet.cell(self.row, 2, said)
            note.font, note.alignment = lettering(), Alignment(indent=1)

    def table(self, columns: Sequence[Column], kind: Kind) -> None:
        """Write one line per column of the data sheet."""
        self.row += 1
        for at, text in enumerate(_TABLE, start=1):
            cell = self.sheet.cell(self.row, at, text)
            cell.fill, cell.font = filled_with(styles.ACCENT), lettering("#FFFFFF", is_bold=True)
        for column in columns:
            self._describe(column, kind)

    def _describe(self, column: Column, kind: Kind) -> None:
        self.row += 1
        allowed = f"{column.allowed}, or <clear>" if column.is_clearable else column.allowed
        texts = (column.title, need_said(column.need, kind), column.about, allowed, column.example)
        for at, text in enumerate(texts, start=1):
            cell = self.sheet.cell(self.row, at)
            cell.value, cell.data_type, cell.number_format = text, "s", styles.AS_TYPED
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=Side("thin", color=argb(styles.RULE)))
            cell.font = lettering(is_bold=at == 1)
        lines = max(_lines(text, width) for text, width in zip(texts, _WIDTHS, strict=True))
        self.sheet.row_dimensions[self.row].height = styles.LINE_HEIGHT * lines + 2

    def _line(self, text: str, font: Font, *, height: float | None = None) -> None:
        """Write one text across the whole page."""
        self.row += 1
        cell = self.sheet.cell(self.row, 1)
        cell.value, cell.data_type, cell.font = text, "s", font
        cell.alignment = Alignment(wrap_text=height is None, vertical="center" if height else "top")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(_WIDTHS))
        self.sheet.row_dimensions[self.row].height = height or styles.LINE_HEIGHT * _lines(text, _ACROSS) + 2


def _lines(text: str, width: float) -> int:
    return max(1, -(-len(text) // int(width * _LETTERS)))
