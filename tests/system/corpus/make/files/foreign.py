"""Other formats: written by LibreOffice, by Polars, or record by record."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
from openpyxl.workbook import Workbook

from tests.support.workbooks import ErrorCell
from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, GOOD, book, book_of, first, saved
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import HEAD, LINKS, relations, zipped

_MIXED = (
    ("Serial Number", "Location", "Purchase Price", "Purchase Date", "Rented"),
    ("LT-0010", "Köln", 1234.5, date(2025, 3, 1), True),
    ("LT-0011", ErrorCell("#N/A"), 999, date(2024, 2, 29), False),
)


def _mixed() -> Workbook:
    """Texts, numbers, dates, booleans and an error."""
    return book(_MIXED)


def by_libreoffice(workbook: Workbook, ending: str, options: str = "") -> bytes:
    """The workbook, opened and saved again by LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("LibreOffice is needed to make this file")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in" / "book.xlsx"
        source.parent.mkdir()
        source.write_bytes(saved(workbook))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        words = [program, profile, "--headless", "--convert-to", f"{ending}{options}", "--outdir", folder, str(source)]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return (Path(folder) / f"book.{ending}").read_bytes()


@makes("old_workbook.xls", once=True)
def xls() -> bytes:
    """The format of Excel 97 to 2003."""
    return by_libreoffice(_mixed(), "xls")


@makes("old_workbook_named.xlsx", once=True)
def xls_named_xlsx() -> bytes:
    """The old format under the new ending."""
    return by_libreoffice(book(), "xls")


@makes("old_workbook_with_numbers_as_serials.xls", once=True)
def xls_numbers() -> bytes:
    """A number and a hidden row in the old format."""
    workbook = book((ASSIGNMENTS, (123, ANNA), ("LT-0011", BEN)))
    first(workbook).row_dimensions[3].hidden = True
    return by_libreoffice(workbook, "xls")


@makes("open_document.ods", once=True)
def ods() -> bytes:
    """The format of LibreOffice."""
    return by_libreoffice(_mixed(), "ods")


@makes("open_document_with_hidden_and_merged.ods", once=True)
def ods_hidden() -> bytes:
    """A hidden row, merged owners, a hidden sheet."""
    workbook = book_of({"Data": (*GOOD[:3], ("LT-0012",)), "Old": GOOD})
    first(workbook).merge_cells("B3:B4")
    first(workbook).row_dimensions[2].hidden = True
    workbook["Old"].sheet_state = "hidden"
    return by_libreoffice(workbook, "ods")


@makes("open_document_named.xlsx", once=True)
def ods_named_xlsx() -> bytes:
    """The same under Excel's ending."""
    return by_libreoffice(book(), "ods")


@makes("flat_open_document.fods", once=True)
def fods() -> bytes:
    """One file of XML, which nothing but LibreOffice reads."""
    return by_libreoffice(book(), "fods")


@makes("written_by_libreoffice.xlsx", once=True)
def xlsx() -> bytes:
    """An Excel workbook as LibreOffice writes it."""
    return by_libreoffice(_mixed(), "xlsx")


@makes("binary_workbook.xlsb")
def xlsb() -> bytes:
    """Excel's binary format, written record by record."""
    return _binary_workbook({"Sheet1": ("worksheet", _binary_sheet())})


@makes("binary_workbook_with_a_chart_sheet.xlsb")
def xlsb_chart_sheet() -> bytes:
    """Its second sheet is nothing but a chart, which is no list of cells."""
    chart = _record(129) + _record(651, bytes(14)) + _record(130)
    return _binary_workbook({"Sheet1": ("worksheet", _binary_sheet()), "Chart1": ("chartsheet", chart)})


def _binary_sheet() -> bytes:
    rows = b"".join(_row(at, cells) for at, cells in enumerate(GOOD))
    return (
        _record(129)
        + _record(148, struct.pack("<4L", 0, len(GOOD) - 1, 0, 1))
        + _record(145)
        + rows
        + _row(len(GOOD), (123.0, BEN))
        + _record(146)
        + _record(130)
    )


def _binary_workbook(sheets: dict[str, tuple[str, bytes]]) -> bytes:
    """The package of sheets by name, each with its kind and its records."""
    kind = "application/vnd.ms-excel"
    numbered = list(enumerate(sheets.items(), start=1))
    entries = (
        _record(156, struct.pack("<LL", 0, at) + _wide(f"rId{at}") + _wide(name)) for at, (name, _part) in numbered
    )
    parts = {at: f"{what}s/sheet{at}.bin" for at, (_name, (what, _records)) in numbered}
    links = [(f"rId{at}", what, parts[at]) for at, (_name, (what, _records)) in numbered]
    types = "".join(f'<Override PartName="/xl/{part}" ContentType="{kind}.worksheet"/>' for part in parts.values())
    return zipped(
        {
            "[Content_Types].xml": (
                f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f'<Default Extension="bin" ContentType="{kind}.sheet.binary.macroEnabled.main"/>'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f"{types}</Types>"
            ),
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin"), links=LINKS),
            "xl/workbook.bin": _record(131) + _record(143) + b"".join(entries) + _record(144) + _record(132),
            "xl/_rels/workbook.bin.rels": relations(*links),
            **{f"xl/{parts[at]}": records for at, (_name, (_what, records)) in numbered},
        }
    )


def _record(kind: int, payload: bytes = b"") -> bytes:
    """A record of BIFF12: its number and length in groups of seven bits, then what it holds."""
    return _sevens(kind) + _sevens(len(payload)) + payload


def _sevens(value: int) -> bytes:
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*groups, value))


def _wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def _row(at: int, cells: object) -> bytes:
    """A row header and its cells: text as it is, numbers as doubles."""
    head = _record(0, struct.pack("<LLHHBL", at, 0, 300, 0, 0, 0))
    line = b""
    for column, cell in enumerate(cells if isinstance(cells, tuple) else ()):
        place = struct.pack("<LL", column, 0)
        line += (
            _record(5, place + struct.pack("<d", cell)) if isinstance(cell, float) else _record(6, place + _wide(cell))
        )
    return head + line


def _parquet(rows: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    rows.write_parquet(stream, compression="uncompressed")
    return stream.getvalue()


@makes("table.parquet")
def parquet() -> bytes:
    """Typed columns: texts, decimals, dates, booleans."""
    return _parquet(
        pl.DataFrame(
            {
                "Serial Number": ["LT-0010", "LT-0011"],
                "Location": ["Köln", None],
                "Purchase Price": [1234.5, 999.0],
                "Purchase Date": [date(2025, 3, 1), date(2024, 2, 29)],
                "Rented": [True, None],
            }
        )
    )


@makes("numbers_as_serials.parquet")
def parquet_numbers() -> bytes:
    """The program that made it kept serial numbers as whole numbers: 123 for 00123."""
    return _parquet(pl.DataFrame({"Serial Number": [123, 48151623], "Owner Email": [ANNA, BEN]}))


@makes("cut.parquet")
def parquet_cut() -> bytes:
    """The second half is missing, and with it what the columns are."""
    return parquet()[:200]


@makes("lists.parquet")
def parquet_lists() -> bytes:
    """A column of lists, and one of structs."""
    return _parquet(
        pl.DataFrame(
            {"Serial Number": ["LT-0010"], "Compliance": [["CE", "FCC"]], "Comment": [{"by": "anna", "text": "hello"}]}
        )
    )
