"""Cells that are not what they look like: errors, formulas, links, rich text, comments."""

from __future__ import annotations

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from tests.support.workbooks import ErrorCell, TextCell
from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, EVA, GOOD, INVENTORY, book, first, made, saved
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import HEAD, MAIN, package, relations, row, sheet, text, texts


@makes("error_in_key.xlsx")
def error_in_key() -> bytes:
    """A lookup that found nothing, and one whose source is gone."""
    return made((ASSIGNMENTS, (ErrorCell("#N/A"), ANNA), (ErrorCell("#REF!"), BEN), ("LT-0012", EVA)))


@makes("error_in_attribute.xlsx")
def error_in_attribute() -> bytes:
    """The device is plain, its location is an error."""
    return made((INVENTORY, ("LT-0010", "T14", ErrorCell("#N/A")), ("LT-0011", "T14", "Berlin")))


@makes("error_typed_as_text.xlsx")
def error_as_text() -> bytes:
    """`#N/A` as text, as a copy of values leaves it; and #DIV/0! in the price."""
    header = ("Serial Number", "Location", "Purchase Price")
    return made((header, ("LT-0010", TextCell("#N/A"), 5), ("LT-0011", "Berlin", ErrorCell("#DIV/0!"))))


@makes("formula_without_value.xlsx")
def unsaved() -> bytes:
    """Written by a program that does not calculate."""
    return made((ASSIGNMENTS, ("LT-0010", '=LOWER("ANNA@ACME.EXAMPLE")'), ('="LT-"&"0011"', BEN), ("LT-0012", EVA)))


@makes("formula_with_value.xlsx")
def calculated() -> bytes:
    """Calculated and saved: as good as typed."""
    formula = f'<c r="A2" t="str"><f>"LT-"&amp;"0010"</f><v>LT-0010</v></c>{text("B2", ANNA)}'
    shared = '<c r="A3" t="str"><f t="shared" ref="A3:A4" si="0">"LT-001"&amp;ROW()-2</f><v>LT-0011</v></c>'
    follower = f'<c r="A4" t="str"><f t="shared" si="0"/><v>LT-0012</v></c>{text("B4", EVA)}'
    return package(sheet(*texts((ASSIGNMENTS,)), row(2, formula), row(3, shared, text("B3", BEN)), row(4, follower)))


@makes("formula_with_empty_result.xlsx")
def empty_result() -> bytes:
    """`=IF(...;"")` that gave nothing is blank, and no formula without a value."""
    formula = '<c r="C2" t="str"><f>IF(A2="";1;"")</f><v></v></c>'
    header = (*ASSIGNMENTS, "Label")
    return package(sheet(*texts((header,)), row(2, text("A2", "LT-0010"), text("B2", ANNA), formula)))


@makes("formula_injection_texts.xlsx")
def injection() -> bytes:
    """Texts that become formulas wherever they are pasted or exported carelessly."""
    texts_of_harm = ("=cmd|'/C calc'!A0", "+1+1", "@SUM(1;1)", "-2+3", '=HYPERLINK("http://evil.example","here")')
    rows = (("LT-0010", ANNA, TextCell(harm)) for harm in texts_of_harm)
    return made(((*ASSIGNMENTS, "Comment"), *rows))


@makes("formula_injection_in_key.csv")
def injection_in_key() -> bytes:
    """The same as serial number, which then stands in messages and results."""
    return f"Serial Number,Owner Email\n=cmd|'/C calc'!A0,{ANNA}\n@SUM(A1),{ANNA}\nLT-0011,=1+1\n".encode()


@makes("dde_formula_cell.xlsx")
def dde() -> bytes:
    """A live formula that would start a program, with a harmless saved value."""
    cell = '<c r="C2" t="str"><f>cmd|\'/C calc\'!A0</f><v>fine</v></c>'
    return package(sheet(*texts(((*ASSIGNMENTS, "Comment"),)), row(2, text("A2", "LT-0010"), text("B2", ANNA), cell)))


@makes("hyperlinked_emails.xlsx")
def hyperlinks() -> bytes:
    """Excel makes a link of every e-mail address."""
    workbook = book()
    for place in ("B2", "B3", "B4"):
        cell = first(workbook)[place]
        cell.hyperlink = f"mailto:{cell.value}"
    return saved(workbook)


@makes("link_formula_emails.xlsx")
def link_formulas() -> bytes:
    """`=HYPERLINK(...)` with its saved text."""
    cell = f'<c r="B2" t="str"><f>HYPERLINK("mailto:{ANNA}","{ANNA}")</f><v>{ANNA}</v></c>'
    return package(sheet(*texts((ASSIGNMENTS,)), row(2, text("A2", "LT-0010"), cell)))


@makes("emails_as_mail_programs_write_them.xlsx")
def mailboxes() -> bytes:
    """`Anna Bell <anna@...>`, `mailto:`, several addresses in one cell."""
    rows = (
        ("LT-0010", f"Anna Bell <{ANNA}>"),
        ("LT-0011", f"mailto:{BEN}"),
        ("LT-0012", f"{EVA}; {BEN}"),
        ("LT-0013", "Anna Bell"),
    )
    return made((ASSIGNMENTS, *rows))


@makes("emails_in_upper_case_and_spaces.xlsx")
def shouted() -> bytes:
    """The same people, typed another way."""
    return made((ASSIGNMENTS, ("LT-0010", "ANNA@ACME.EXAMPLE"), ("lt-0011 ", f" {BEN} "), ("LT-0012", f"{EVA}\u00a0")))


@makes("rich_text.xlsx")
def rich() -> bytes:
    """A serial number with one letter in bold."""
    bold = InlineFont(b=True)
    workbook = book()
    first(workbook)["A2"].value = CellRichText("LT-", TextBlock(bold, "00"), "10")
    return saved(workbook)


@makes("inline_strings.xlsx")
def inline() -> bytes:
    """Texts in the cells and not in the shared table; rich ones among them."""
    rich_cell = '<c r="A4" t="inlineStr"><is><r><t>LT-</t></r><r><t>0012</t></r></is></c>'
    return package(sheet(*texts(GOOD[:3]), row(4, rich_cell, text("B4", EVA))))


@makes("phonetic_text.xlsx")
def phonetic() -> bytes:
    """Japanese readings beside the text are not part of it."""
    strings = ("Serial Number", "Owner Email", "Label", "LT-0010", ANNA)
    items = "".join(f"<si><t>{string}</t></si>" for string in strings)
    read = '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="0"/></si>'
    cells = [f'<c r="{place}" t="s"><v>{at}</v></c>' for at, place in enumerate(("A1", "B1", "C1", "A2", "B2", "C2"))]
    return package(
        sheet(row(1, *cells[:3]), row(2, *cells[3:])),
        {
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="6" uniqueCount="6">{items}{read}</sst>',
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
            ),
        },
    )


@makes("shared_string_that_is_missing.xlsx")
def lost_string() -> bytes:
    """A cell points at text 99 of a table of two."""
    cells = '<c r="A2" t="s"><v>99</v></c>' + text("B2", ANNA)
    return package(
        sheet(*texts((ASSIGNMENTS,)), row(2, cells)),
        {
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}"><si><t>one</t></si><si><t>two</t></si></sst>',
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
            ),
        },
    )


@makes("comments_on_cells.xlsx")
def comments() -> bytes:
    """Somebody's remarks on a bad cell and on a good one."""
    workbook = book((ASSIGNMENTS, ("LT-0010", ANNA), ("LT-0011", "ben at acme")))
    first(workbook)["A2"].comment = Comment("Is this the old one?", "Anna")
    first(workbook)["B3"].comment = Comment("ask Ben", "Anna")
    return saved(workbook)


@makes("very_long_cell.xlsx")
def long_cell() -> bytes:
    """As many characters as a cell can hold, in a comment, and as a serial number."""
    return made(((*ASSIGNMENTS, "Comment"), ("LT-0010", ANNA, "x" * 32_767), ("Y" * 32_767, BEN, None)))


@makes("three_hundred_columns.xlsx")
def wide() -> bytes:
    """An export with a column for everything: unknown ones among them are left to the person."""
    extra = tuple(f"Attribute {at}" for at in range(1, 299))
    return made(((*ASSIGNMENTS, *extra), ("LT-0010", ANNA, *(["v"] * 298))))


@makes("actions_in_other_words.xlsx")
def actions() -> bytes:
    """What people write for take away."""
    header = (*ASSIGNMENTS, "Action")
    rows = (("LT-0010", ANNA, "Assign"), ("LT-0011", BEN, "return"), ("LT-0012", EVA, "UNASSIGN"))
    return made((header, *rows))


@makes("markers_in_the_wrong_column.xlsx")
def markers() -> bytes:
    """`<none>` belongs to the owner, `<clear>` to what may be emptied."""
    rows = (("LT-0010", "<none>", "<none>"), ("<clear>", BEN, None), ("LT-0012", "<clear>", "<clear>"))
    return made(((*ASSIGNMENTS, "Label"), *rows))


@makes("contradicting_rows.xlsx")
def contradicting() -> bytes:
    """One laptop and two owners; and a row typed twice."""
    rows = (("LT-0013", ANNA), ("LT-0013", BEN), ("LT-0012", EVA), ("lt-0012", EVA))
    return made((ASSIGNMENTS, *rows))
