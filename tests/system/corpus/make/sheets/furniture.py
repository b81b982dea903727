"""What else stands in real workbooks: tables, rules, lists to choose from, panes, printing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import xlsxturbo
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, book, changed, first, made, saved, settled
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import SHEET


@makes("table_with_totals_row.xlsx")
def table() -> bytes:
    """A table as Excel makes it, with its totals row switched on: a label and a formula with its value."""
    rows = (
        ("Serial Number", "Location", "Purchase Price"),
        ("LT-0010", "Berlin", 1200),
        ("LT-0011", "Paris", 1300),
        ("Total", None, "=SUBTOTAL(109,Table1[Purchase Price])"),
    )
    workbook = book(rows)
    listed = Table(
        displayName="Table1", ref="A1:C4", totalsRowCount=1, tableStyleInfo=TableStyleInfo("TableStyleLight1")
    )
    listed.tableColumns = [TableColumn(id=at, name=str(name)) for at, name in enumerate(rows[0], start=1)]
    listed.tableColumns[0].totalsRowLabel = "Total"
    listed.tableColumns[2].totalsRowFunction = "sum"
    first(workbook).add_table(listed)
    return changed(saved(workbook), SHEET, ("</f><v />", "</f><v>2500</v>"))


@makes("data_validation.xlsx")
def validation() -> bytes:
    """A list to choose the action from, and one value that is not in it."""
    workbook = book(((*ASSIGNMENTS, "Action"), ("LT-0010", ANNA, "assign"), ("LT-0011", BEN, "keep")))
    rule = DataValidation(type="list", formula1='"assign,unassign"', allow_blank=True)
    rule.add("C2:C1048576")
    first(workbook).add_data_validation(rule)
    return saved(workbook)


@makes("conditional_formats.xlsx")
def conditional() -> bytes:
    """Colours that depend on the value."""
    workbook = book()
    red = PatternFill("solid", bgColor="FF0000")
    first(workbook).conditional_formatting.add("A1:B1048576", CellIsRule("equal", ['"x"'], fill=red))
    return saved(workbook)


@makes("panes_and_printing.xlsx")
def panes() -> bytes:
    """Frozen panes, a filter that hides nothing, repeated titles in print, bold headers."""
    workbook = book()
    sheet = first(workbook)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:B4"
    sheet.print_title_rows = "1:1"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    return saved(workbook)


@makes("struck_through_row.xlsx")
def struck() -> bytes:
    """Somebody struck a row out instead of deleting it: a colour and a line say nothing to a program."""
    workbook = book()
    for cell in first(workbook)[3]:
        cell.font = Font(strike=True)
    return saved(workbook)


@makes("white_text.xlsx")
def white() -> bytes:
    """A row in white on white, which nobody sees."""
    workbook = book()
    for cell in first(workbook)[3]:
        cell.font = Font(color="FFFFFF")
    return saved(workbook)


@makes("numbers_formatted_away.xlsx")
def formatted_away() -> bytes:
    """The format `;;;` shows nothing at all of a value."""
    workbook = book()
    first(workbook)["B3"].number_format = ";;;"
    return saved(workbook)


@makes("written_by_another_writer.xlsx")
def other_writer() -> bytes:
    """The same table as another library writes it (xlsxturbo)."""
    rows = pl.DataFrame({"Serial Number": ["LT-0010", "LT-0011"], "Owner Email": [ANNA, BEN]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.xlsx"
        xlsxturbo.df_to_xlsx(rows, str(path), sheet_name="Export", header=True)
        return settled(path.read_bytes())


@makes("percent_and_fraction_formats.xlsx")
def percent() -> bytes:
    """A price that its format shows as a percentage is still the number."""
    workbook = book((("Serial Number", "Purchase Price"), ("LT-0010", 0.5), ("LT-0011", 12)))
    first(workbook)["B2"].number_format = "0%"
    first(workbook)["B3"].number_format = "# ?/?"
    return saved(workbook)


@makes("text_formatted_numbers.xlsx")
def as_text() -> bytes:
    """Numbers in cells formatted as text: the serial 00123 kept as it was typed."""
    workbook = book((ASSIGNMENTS, ("00123", ANNA), ("LT-0011", BEN)))
    first(workbook)["A2"].number_format = "@"
    return saved(workbook)


@makes("numbers_under_text_format.xlsx")
def number_as_text() -> bytes:
    """The column was formatted as text after the number had lost its zeros."""
    workbook = book((ASSIGNMENTS, (123, ANNA), ("LT-0011", BEN)))
    first(workbook)["A2"].number_format = "@"
    return saved(workbook)


@makes("plain_made_twice.xlsx")
def plain() -> bytes:
    """The same device in two spellings, of one owner."""
    return made((ASSIGNMENTS, ("LT-0010", ANNA), ("lt-0010", ANNA.upper())))
