"""Workbooks whose XML is made to do harm, or is odd and harmless."""

from __future__ import annotations

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, GOOD, book, changed, made, saved
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import (
    HEAD,
    LINKS,
    MAIN,
    SHEET,
    package,
    parts,
    relations,
    row,
    sheet,
    text,
    texts,
    zipped,
)

_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_XXE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
_STRINGS = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"))


def _with_doctype(xml: str, doctype: str) -> str:
    return xml.replace(HEAD, HEAD + doctype)


@makes("doctype_in_sheet.xlsx")
def doctype() -> bytes:
    """A DOCTYPE, which no spreadsheet program writes, and nothing worse."""
    return package(_with_doctype(sheet(*texts()), "<!DOCTYPE worksheet>"))


@makes("doctype_in_sheet_of_utf16.xlsx")
def doctype_utf16() -> bytes:
    """The same in an encoding where a search for the bytes of `<!DOCTYPE` finds nothing."""
    xml = _with_doctype(sheet(*texts()), "<!DOCTYPE worksheet>").replace("UTF-8", "UTF-16")
    return package(b"\xff\xfe" + xml.encode("utf-16-le"))


@makes("doctype_in_relations.xlsx")
def doctype_in_relations() -> bytes:
    """Hidden in a part that is no sheet."""
    named = relations(("rId1", "worksheet", "worksheets/sheet1.xml"))
    return package(sheet(*texts()), {"xl/_rels/workbook.xml.rels": _with_doctype(named, "<!DOCTYPE r>")})


@makes("external_entity.xlsx")
def external_entity() -> bytes:
    """A serial number that would be the contents of a file of the reader's machine."""
    cell = '<c r="A2" t="inlineStr"><is><t>&secret;</t></is></c>'
    return package(_with_doctype(sheet(*texts((ASSIGNMENTS,)), row(2, cell, text("B2", ANNA))), _XXE))


@makes("billion_laughs.xlsx")
def laughs() -> bytes:
    """Ten entities of ten of the one before: one word becomes thousands of millions."""
    entities = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    doctype = f'<!DOCTYPE sst [<!ENTITY l0 "lol">{entities}]>'
    strings = f'{HEAD}{doctype}<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'
    cells = '<c r="A2" t="s"><v>0</v></c>' + text("B2", ANNA)
    more = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": _STRINGS}
    return package(sheet(*texts((ASSIGNMENTS,)), row(2, cells)), more)


@makes("strict_ooxml.xlsx")
def strict() -> bytes:
    """The strict form of the format, which Excel offers under `Save as`."""
    return zipped({**parts(_STRICT, _STRICT_LINKS), SHEET: sheet(*texts(), main=_STRICT)})


@makes("strict_ooxml_with_text_dates.xlsx")
def strict_dates() -> bytes:
    """In the strict form a date may be an ISO text of type `d`."""
    cell = '<c r="B2" t="d"><v>2025-03-01</v></c>'
    rows = (*texts((("Serial Number", "Purchase Date"),)), row(2, text("A2", "LT-0010"), cell))
    return zipped({**parts(_STRICT, _STRICT_LINKS), SHEET: sheet(*rows, main=_STRICT)})


@makes("prefixed_xml.xlsx")
def prefixed() -> bytes:
    """Every element has the prefix `x:`, as some programs of banks write it."""
    xml = sheet(*texts()).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    for name in ("worksheet", "sheetData", "row", "c", "is", "t"):
        xml = xml.replace(f"<{name}>", f"<x:{name}>").replace(f"<{name} ", f"<x:{name} ")
        xml = xml.replace(f"</{name}>", f"</x:{name}>")
    return package(xml)


@makes("prefixed_xml_with_hidden_and_merged.xlsx")
def prefixed_furniture() -> bytes:
    """The same prefix where rows are hidden and cells merged."""
    head, second, third, fourth = texts((*GOOD[:3], ("LT-0012",)))
    third = third.replace('<row r="3">', '<row r="3" hidden="1">')
    merged = '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells>'
    xml = sheet(head, second, third, fourth, after=merged).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    for name in ("worksheet", "sheetData", "row", "c", "is", "t", "mergeCells", "mergeCell"):
        xml = xml.replace(f"<{name}>", f"<x:{name}>").replace(f"<{name} ", f"<x:{name} ")
        xml = xml.replace(f"</{name}>", f"</x:{name}>")
    return package(xml)


@makes("broken_xml.xlsx")
def broken() -> bytes:
    """The sheet ends in the middle of a word."""
    return package(sheet(*texts())[:-70])


@makes("second_sheet_broken.xlsx")
def second_broken() -> bytes:
    """The first sheet is whole; the second ends in the middle of a word."""
    usual = {name: str(part) for name, part in parts().items()}
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    return package(
        sheet(*texts()),
        {
            book: usual[book].replace("</sheets>", '<sheet name="Notes" sheetId="2" r:id="rId2"/></sheets>'),
            links: relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
            ),
            "xl/worksheets/sheet2.xml": sheet(*texts())[:-70],
        },
    )


@makes("deeply_nested_xml.xlsx")
def nested() -> bytes:
    """Elements within elements, twenty thousand deep."""
    deep = f"<extLst>{'<a>' * 20_000}{'</a>' * 20_000}</extLst>"
    return package(sheet(*texts(), after=deep))


@makes("absurd_cell_addresses.xlsx")
def absurd() -> bytes:
    """Cells beyond the last row and the last column there can be."""
    rows = (row(99_999_999, text("A99999999", "x")), row(5, text("ZZZZ5", "x")))
    return package(sheet(*texts(), *rows))


@makes("row_number_zero.xlsx")
def row_zero() -> bytes:
    """Rows are counted from 1; this one says 0, another minus 1."""
    rows = (row(0, text("A0", "LT-0013"), text("B0", BEN)), row(-1, text("A-1", "x")))
    return package(sheet(*texts(GOOD[:2]), *rows))


@makes("missing_sheet_part.xlsx")
def no_part() -> bytes:
    """The workbook names a sheet that is not in the file."""
    return zipped(parts())


@makes("sheet_part_outside_the_file.xlsx")
def outside() -> bytes:
    """The workbook says that its sheet is a file of the reader's machine."""
    target = relations(("rId1", "worksheet", "../../../../../../etc/passwd"))
    return package(sheet(*texts()), {"xl/_rels/workbook.xml.rels": target})


@makes("macros.xlsm")
def macros() -> bytes:
    """A workbook with a macro project; the macro is three bytes and does nothing."""
    types = parts()["[Content_Types].xml"]
    return package(
        sheet(*texts()),
        {
            "[Content_Types].xml": str(types).replace(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            ),
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        },
    )


@makes("macros_named.xlsx")
def macros_named() -> bytes:
    """The same under a name that says there are none."""
    return macros()


@makes("external_links.xlsx")
def links() -> bytes:
    """A lookup into another workbook, saved with its value."""
    cell = '<c r="B2" t="str"><f>VLOOKUP(A2,\'[1]People\'!A:B,2,0)</f><v>anna@acme.example</v></c>'
    book_xml = str(parts()["xl/workbook.xml"]).replace(
        "</workbook>", '<externalReferences><externalReference r:id="rId2"/></externalReferences></workbook>'
    )
    link = f'{HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{LINKS}" r:id="rId1"/></externalLink>'
    path = relations(("rId1", "externalLinkPath", "file:///\\\\server\\finance\\people.xlsx"))
    return package(
        sheet(*texts((ASSIGNMENTS,)), row(2, text("A2", "LT-0010"), cell)),
        {
            "xl/workbook.xml": book_xml,
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "externalLink", "externalLinks/link1.xml")
            ),
            "xl/externalLinks/link1.xml": link,
            "xl/externalLinks/_rels/link1.xml.rels": path.replace('.xlsx"/>', '.xlsx" TargetMode="External"/>'),
        },
    )


@makes("data_connection.xlsx")
def connection() -> bytes:
    """A query that Excel would run against a web page when the file is opened."""
    xml = (
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="q" type="4" refreshedVersion="6" '
        'refreshOnLoad="1"><webPr url="http://evil.example/list"/></connection></connections>'
    )
    return package(sheet(*texts()), {"xl/connections.xml": xml})


@makes("embedded_object.xlsx")
def embedded() -> bytes:
    """A program packed into the workbook as an object."""
    return package(sheet(*texts()), {"xl/embeddings/oleObject1.bin": b"MZ" + bytes(510)})


@makes("defined_names.xlsx")
def names() -> bytes:
    """Names for ranges, one of them broken, and a hidden one that runs on opening."""
    defined = (
        '<definedNames><definedName name="People">Sheet1!$B$2:$B$4</definedName>'
        '<definedName name="Lost">#REF!</definedName>'
        '<definedName name="_xlnm.Auto_Open" hidden="1">Sheet1!$A$1</definedName></definedNames></workbook>'
    )
    return changed(package(sheet(*texts())), "xl/workbook.xml", ("</workbook>", defined))


@makes("unknown_parts_and_extensions.xlsx")
def unknown_parts() -> bytes:
    """Parts and elements of a version that is not there yet are left alone."""
    future = '<extLst><ext uri="{00000000-0000-0000-0000-000000000000}"><f:x xmlns:f="urn:future"/></ext></extLst>'
    return package(sheet(*texts(), after=future), {"xl/future/thing1.xml": f"{HEAD}<thing/>"})


@makes("latin1_xml.xlsx")
def latin1() -> bytes:
    """The sheet says and keeps another encoding than UTF-8."""
    rows = (("Serial Number", "Location"), ("LT-0010", "Köln"))
    return package(sheet(*texts(rows)).replace("UTF-8", "ISO-8859-1").encode("latin-1"))


@makes("protected_sheet.xlsx")
def protected() -> bytes:
    """Protected against editing with a password: reading it needs none."""
    workbook = book()
    workbook.worksheets[0].protection.set_password("secret")
    workbook.security.workbookPassword = "secret"
    workbook.security.lockStructure = True
    return saved(workbook)


@makes("workbook_without_content_types.xlsx")
def no_types() -> bytes:
    """The table of contents of the package is missing."""
    members = {name: part for name, part in parts().items() if name != "[Content_Types].xml"}
    return zipped({**members, SHEET: sheet(*texts())})


@makes("sheet_in_capital_path.xlsx")
def capitals() -> bytes:
    """Some programs write `XL/Worksheets/Sheet1.xml`: names of parts are the same in either case."""
    content = {**parts(), SHEET: sheet(*texts())}
    named = {
        name if name.startswith(("[", "_")) else name.replace("xl/", "XL/"): part for name, part in content.items()
    }
    return zipped(named)


@makes("backslashes_in_member_names.xlsx")
def backslashes() -> bytes:
    r"""Written on Windows by a careless program: `xl\workbook.xml`."""
    content = {**parts(), SHEET: sheet(*texts())}
    return zipped({name.replace("/", "\\"): part for name, part in content.items()})


@makes("good.xlsx")
def good() -> bytes:
    """Nothing is wrong."""
    return made()
