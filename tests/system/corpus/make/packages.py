"""Workbooks written part by part into a zip, for what no library writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.system.corpus.make.books import GOOD, Rows, dated

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"

Parts = Mapping[str, str | bytes]


def package(sheet: str | bytes, more: Parts | None = None) -> bytes:
    """A workbook of one sheet, given as its XML, and further parts, which may stand in for the usual ones."""
    return zipped({**parts(), SHEET: sheet, **(more or {})})


def parts(main: str = MAIN, links: str = LINKS) -> dict[str, str | bytes]:
    """All parts of a small workbook but its sheet."""
    return {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml"), links=links),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml"), links=links),
    }


def relations(*one_by_one: tuple[str, str, str], links: str = LINKS) -> str:
    """A part that names other parts: id, kind, target."""
    lines = (f'<Relationship Id="{id_}" Type="{links}/{kind}" Target="{to}"/>' for id_, kind, to in one_by_one)
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def sheet(*rows: str, before: str = "", after: str = "", main: str = MAIN) -> str:
    """The XML of a sheet; `before` and `after` stand around its data."""
    return (
        f'{HEAD}<worksheet xmlns="{main}" xmlns:r="{LINKS}">{before}'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    )


def row(number: int, *cells: str, more: str = "") -> str:
    """The XML of a row."""
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def text(place: str, value: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(place: str, value: str, style: int | None = None) -> str:
    """A cell with a number, exactly as written."""
    styled = "" if style is None else f' s="{style}"'
    return f'<c r="{place}"{styled}><v>{value}</v></c>'


def texts(rows: Rows = GOOD, *, top: int = 1) -> tuple[str, ...]:
    """The XML of rows of text from that row down."""
    return tuple(
        row(at, *(text(f"{chr(65 + index)}{at}", str(value)) for index, value in enumerate(values)))
        for at, values in enumerate(rows, start=top)
    )


def styles(*formats: str) -> dict[str, str]:
    """The part with number formats: style 1 is the first of them."""
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{escape(code)}"/>' for i, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{164 + i}" applyNumberFormat="1"/>' for i in range(len(formats)))
    return {
        "xl/styles.xml": (
            f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts>'
            '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
            f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(formats) + 1}"><xf/>{used}</cellXfs>'
            "</styleSheet>"
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
        ),
    }


def zipped(members: Parts) -> bytes:
    """The zip of these members, in order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(dated(name), content, zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()
