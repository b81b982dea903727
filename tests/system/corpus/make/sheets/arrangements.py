"""How people arrange a sheet: titles above, notes below, merged cells, hidden rows, gaps."""

from __future__ import annotations

from openpyxl.styles import PatternFill

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, EVA, GOOD, INVENTORY, book, fill, first, made, saved
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import package, row, sheet, text, texts

_PRICED = ("Serial Number", "Location", "Purchase Price")
_PRICES = (("LT-0010", "Berlin", 1200), ("LT-0011", "Berlin", 1300), ("LT-0012", "Paris", 1400))


@makes("merged_owner_cells.xlsx")
def merged_owners() -> bytes:
    """One owner cell merged over the three laptops that she has, which leaves two of them without one."""
    workbook = book((ASSIGNMENTS, ("LT-0010", ANNA), ("LT-0011",), ("LT-0012",), ("LT-0013", BEN)))
    first(workbook).merge_cells("B2:B4")
    return saved(workbook)


@makes("merged_section_heading.xlsx")
def merged_heading() -> bytes:
    """A heading merged across the columns between the groups of rows."""
    workbook = book((ASSIGNMENTS, ("Berlin",), ("LT-0010", ANNA), ("Paris",), ("LT-0011", BEN)))
    first(workbook).merge_cells("A2:B2")
    first(workbook).merge_cells("A4:B4")
    return saved(workbook)


@makes("merged_title_above.xlsx")
def merged_title() -> bytes:
    """A title merged across the columns above the header harms nobody."""
    workbook = book((("Who has what",), (), *GOOD))
    first(workbook).merge_cells("A1:B1")
    return saved(workbook)


@makes("hidden_rows.xlsx")
def hidden_rows() -> bytes:
    """Two rows hidden by hand."""
    workbook = book()
    first(workbook).row_dimensions[2].hidden = True
    first(workbook).row_dimensions[4].hidden = True
    return saved(workbook)


@makes("filtered_rows.xlsx")
def filtered_rows() -> bytes:
    """A filter shows only Ben's; the others are still in the file."""
    workbook = book()
    first(workbook).auto_filter.ref = "A1:B4"
    first(workbook).auto_filter.add_filter_column(1, [BEN])
    for at in (2, 4):
        first(workbook).row_dimensions[at].hidden = True
    return saved(workbook)


@makes("grouped_and_collapsed_rows.xlsx")
def collapsed() -> bytes:
    """An outline that is folded away: hidden as well."""
    workbook = book()
    first(workbook).row_dimensions.group(3, 4, hidden=True)
    return saved(workbook)


@makes("hidden_columns.xlsx")
def hidden_columns() -> bytes:
    """The owner's column is folded away; it is still meant."""
    workbook = book()
    first(workbook).column_dimensions["B"].hidden = True
    return saved(workbook)


@makes("header_in_row_5.xlsx")
def header_in_row_5() -> bytes:
    """A title, a date and two blank rows above the header."""
    return made((("Hardware list",), ("as of 1 March 2025",), (), (), *GOOD))


@makes("header_in_row_30.xlsx")
def header_in_row_30() -> bytes:
    """Below a cover page: further down than is searched."""
    return made((*((f"Cover line {at}",) for at in range(1, 30)), *GOOD))


@makes("table_that_begins_in_column_d.xlsx")
def in_column_d() -> bytes:
    """Blank columns on the left, and a blank row above."""
    return made(((), *((None, None, None, *cells) for cells in GOOD)))


@makes("two_header_rows.xlsx")
def two_headers() -> bytes:
    """Groups of columns in the first row, the names of the columns in the second."""
    rows = (
        ("Device", None, "Person", None),
        ("Serial Number", "Type", "Owner Email", "Owner Name"),
        ("LT-0010", "laptop", ANNA, "Anna Bell"),
        ("LT-0011", "laptop", BEN, "Ben Cole"),
    )
    workbook = book(rows)
    first(workbook).merge_cells("A1:B1")
    first(workbook).merge_cells("C1:D1")
    return saved(workbook)


@makes("header_split_over_two_rows.xlsx")
def split_header() -> bytes:
    """`Serial` above `Number`, `Owner` above `Email`."""
    return made((("Serial", "Owner"), ("Number", "Email"), *GOOD[1:]))


@makes("no_header.xlsx")
def no_header() -> bytes:
    """Data from the first row on."""
    return made(GOOD[1:])


@makes("header_repeated_in_the_data.xlsx")
def repeated() -> bytes:
    """As printed lists have it at the top of each page."""
    return made((*GOOD[:3], ASSIGNMENTS, GOOD[3]))


@makes("second_header_of_another_order.xlsx")
def second_table() -> bytes:
    """Two tables in one sheet, one below the other, with other columns."""
    below = (("Owner Email", "Serial Number"), (ANNA, "LT-0013"))
    return made((*GOOD[:3], (), *below))


@makes("total_row.xlsx")
def total_row() -> bytes:
    """`Total` and the sum below the data."""
    return made((_PRICED, *_PRICES, ("Total", None, 3900)))


@makes("total_row_with_formula.xlsx")
def total_formula() -> bytes:
    """The sum is a formula that was not calculated, and its label stands in the second column."""
    return made((_PRICED, *_PRICES, (), (None, "Summe", "=SUM(C2:C4)")))


@makes("subtotal_rows.xlsx")
def subtotals() -> bytes:
    """A sum after each group, and one of all."""
    rows = (*_PRICES[:2], ("Subtotal Berlin", None, 2500), _PRICES[2], ("Subtotal Paris", None, 1400))
    return made((_PRICED, *rows, ("Grand total", None, 3900)))


@makes("a_device_called_total.xlsx")
def called_total() -> bytes:
    """`TOTAL-1` is a serial number like any other."""
    return made((ASSIGNMENTS, ("LT-0010", ANNA), ("TOTAL-1", BEN)))


@makes("notes_below.xlsx")
def notes_below() -> bytes:
    """A blank row, then remarks for the reader and a signature."""
    notes = (("Please send corrections to finance by Friday.",), ("Approved: E. Grant, 3 March 2025",))
    return made((*GOOD, (), (), *notes))


@makes("note_below_without_gap.xlsx")
def note_without_gap() -> bytes:
    """A remark right below the last row."""
    return made((*GOOD, ("* leased until 2026, do not move",)))


@makes("blank_rows_inside.xlsx")
def blank_inside() -> bytes:
    """Gaps between the rows, one of them of spaces only."""
    return made((ASSIGNMENTS, ("LT-0010", ANNA), (), ("  ", "\u00a0"), ("LT-0011", BEN), (), ("LT-0012", EVA)))


@makes("formatting_to_the_last_row.xlsx")
def formatted_to_the_end() -> bytes:
    """Somebody coloured a whole column: a cell of row 1,048,576 has a format and no value."""
    workbook = book()
    yellow = PatternFill("solid", fgColor="FFFF00")
    for at in (5, 500, 1_048_576):
        first(workbook).cell(at, 1).fill = yellow
    return saved(workbook)


@makes("stray_cell_in_the_last_corner.xlsx")
def stray_cell() -> bytes:
    """A single value in XFD1048576, which some readers make a table of 17 thousand million cells of."""
    return package(sheet(*texts(), row(1_048_576, text("XFD1048576", "x"))))


@makes("stray_cell_in_row_one_million.xlsx")
def stray_row() -> bytes:
    """A single value far below, in the first column."""
    return package(sheet(*texts(), row(1_000_000, text("A1000000", "x"))))


@makes("stray_note_far_right.xlsx")
def stray_right() -> bytes:
    """A word in column ZZ of the third row, without a header."""
    return package(sheet(*texts(GOOD[:2]), row(3, text("A3", "LT-0011"), text("B3", BEN), text("ZZ3", "ask Ben"))))


@makes("false_dimension.xlsx")
def false_dimension() -> bytes:
    """The sheet claims to be as large as a sheet can be."""
    return package(sheet(*texts(), before='<dimension ref="A1:XFD1048576"/>'))


@makes("too_small_dimension.xlsx")
def small_dimension() -> bytes:
    """The sheet claims to be a single cell."""
    return package(sheet(*texts(), before='<dimension ref="A1"/>'))


@makes("rows_without_numbers.xlsx")
def unnumbered() -> bytes:
    """The format allows rows and cells to leave their place unsaid."""
    lines = ("".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) for cells in GOOD)
    return package(sheet(*(f"<row>{line}</row>" for line in lines)))


@makes("rows_out_of_order.xlsx")
def disordered() -> bytes:
    """Row 4 is written before row 2."""
    header, second, third, fourth = texts()
    return package(sheet(header, fourth, second, third))


@makes("rows_twice_the_same_number.xlsx")
def same_number() -> bytes:
    """Two different rows both say that they are row 2."""
    other = texts((("LT-0013", BEN),), top=2)
    return package(sheet(*texts(GOOD[:2]), *other))


@makes("rows_grouped_by_owner.xlsx")
def grouped_by_owner() -> bytes:
    """The owner is written only on the first row of each group, without merging."""
    return made((("Owner Email", "Serial Number"), (ANNA, "LT-0010"), (None, "LT-0013"), (BEN, "LT-0011")))


@makes("side_by_side_tables.xlsx")
def side_by_side() -> bytes:
    """A lookup table to the right of the data, with headers that are fields as well."""
    rows = (
        (*ASSIGNMENTS, None, "Serial Number", "Location"),
        ("LT-0010", ANNA, None, "LT-0011", "Berlin"),
        ("LT-0011", BEN, None, "LT-0010", "Paris"),
    )
    return made(rows)


@makes("transposed_table.xlsx")
def transposed() -> bytes:
    """The fields stand below each other, each device is a column."""
    return made((("Serial Number", "LT-0010", "LT-0011"), ("Owner Email", ANNA, BEN), ("Label", "desk", "bag")))


@makes("header_only.xlsx")
def header_only() -> bytes:
    """A template that nobody filled in."""
    return made((ASSIGNMENTS,))


@makes("inventory_header_only_formatted.xlsx")
def formatted_header_only() -> bytes:
    """Nothing but a header, and a coloured row of blanks."""
    workbook = book((INVENTORY,))
    for column in range(1, 4):
        first(workbook).cell(2, column).fill = PatternFill("solid", fgColor="EEEEEE")
    return saved(workbook)


@makes("missing_owner_here_and_there.xlsx")
def missing_owner() -> bytes:
    """Blank owners, a blank serial, and a row with only a remark."""
    rows = (("LT-0010", None, None), (None, BEN, None), ("LT-0012", EVA, None), (None, None, "lost?"))
    return made(((*ASSIGNMENTS, "Comment"), *rows))


@makes("gaps_filled_by_dashes.xlsx")
def dashes_for_blanks() -> bytes:
    """People who write `-` or `n/a` where there is nothing."""
    workbook = book()
    fill(first(workbook), ((*ASSIGNMENTS, "Asset Tag", "End At"), ("LT-0010", ANNA, "-", "n/a")))
    return saved(workbook)
