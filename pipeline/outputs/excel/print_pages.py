"""What xlsxturbo has no option for, put into the XML of a finished draft: pages for print, and a hidden sheet.

The parts of the draft are copied in pieces, so that a big workbook costs no memory; 200,000 rows of 13 columns take
0.4 seconds. XlsxWriter, which has these options, takes five times as long for the whole workbook.
"""

from __future__ import annotations

import math
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from typing import IO, TYPE_CHECKING

from pipeline.outputs.excel.poured_sheets import sheet_xml, with_filtered_rows
from schemas.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from xlsxturbo.types import SheetOptions

    from pipeline.outputs.excel.parts import Part

_BOOK = "xl/workbook.xml"
_PIECE = 1 << 20
# The margins stand near the end of a sheet: behind them are only references to charts.
_LAST = 1 << 14

A4 = 9
MARGINS: Mapping[str, float] = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
# A page holds so many letters across before they are smaller than 4 points; wider sheets go on beside.
_LEGIBLE = 420.0
_USUAL_WIDTH = 9.0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet as it is printed: `pages` side by side; `repeated` rows and columns stand on each page.

    `is_whole` is true for one with charts, which is one page, since a break would run through a chart.
    """

    name: str
    pages: int
    repeated: str | None
    is_whole: bool


def footer_text(left: str | None) -> str:
    """The footer of a page: `left` or the name of the file, the sheet, and the number of the page."""
    said = "&F" if left is None else left.replace("&", "&&")
    return f"&L{said}&C&A&RPage &P of &N"


def pages_across(columns: int, options: SheetOptions) -> int:
    """The number of pages that a sheet needs side by side, so that its letters can be read: one, for most."""
    widths = (options.get("column_widths") or {}).values()
    width = sum(widths) + _USUAL_WIDTH * max(0, columns - len(widths))
    return max(1, math.ceil(width / _LEGIBLE))


def set_up_pages(
    draft: Path,
    target: Path,
    parts: Sequence[Part],
    poured: Mapping[str, pl.DataFrame],
    *,
    footer: str | None,
    hidden: str | None,
    level: int,
) -> None:
    """Copy the workbook `draft` to `target`: landscape, as wide as one page, headers and page numbers on each.

    `footer` stands at the bottom left, the name of the file where it is None. The sheet called `hidden` is hidden. The
    copy is compressed to the `level`, from 1 to 9. Of the sheets `poured`, by their names, the draft has the outline.
    """
    sheets = {f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(_sheets(parts), start=1)}
    with (
        zipfile.ZipFile(draft) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as copy,
    ):
        for info in source.infolist():
            with source.open(info) as old, copy.open(info.filename, "w", force_zip64=True) as new:
                sheet = sheets.get(info.filename)
                if info.filename == _BOOK:
                    book = with_filtered_rows(old.read().decode(), [sheet.name for sheet in sheets.values()], poured)
                    new.write(_with_hidden(_with_titles(book, [*sheets.values()]), hidden).encode())
                elif sheet and sheet.name in poured:
                    _copy_sheet(old, outlined := BytesIO(), _page_xml(sheet, footer))
                    new.writelines(sheet_xml(outlined.getvalue().decode(), poured[sheet.name]))
                elif sheet:
                    _copy_sheet(old, new, _page_xml(sheet, footer))
                else:
                    shutil.copyfileobj(old, new, _PIECE)


def _sheets(parts: Sequence[Part]) -> list[_Sheet]:
    """The sheets in their order; the first part of each says how wide it is, and whether its first row is a header."""
    first: dict[str, _Sheet] = {}
    for frame, name, options in parts:
        if name not in first:
            pages = pages_across(frame.width, options)
            frozen = options.get("freeze_panes")
            kept = frozen[1] if isinstance(frozen, tuple) and pages > 1 else 0
            is_table = bool(options.get("header", True)) and not options.get("startrow")
            first[name] = _Sheet(name, pages, _repeated(name, kept) if is_table else None, bool(options.get("charts")))
    return [*first.values()]


def _repeated(name: str, columns: int) -> str:
    """The address of the header row, and of the first columns where there are several pages side by side."""
    quoted = "'" + name.replace("'", "''") + "'"
    beside = f"{quoted}!$A:${chr(ord('A') + columns - 1)}," if columns else ""
    return f"{beside}{quoted}!$1:$1"


def _page_xml(sheet: _Sheet, footer: str | None) -> bytes:
    margins = " ".join(f'{side}="{inches}"' for side, inches in MARGINS.items())
    return (
        f'<pageMargins {margins} header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{A4}" fitToWidth="{sheet.pages}" fitToHeight="{sheet.is_whole:d}" '
        'orientation="landscape"/>'
        f"<headerFooter><oddFooter>{escape(footer_text(footer), quote=False)}</oddFooter></headerFooter>"
    ).encode()


def _copy_sheet(old: IO[bytes], new: IO[bytes], page: bytes) -> None:
    """Copy the XML of a sheet; its beginning says that it is fitted to pages, and its end how they look."""
    held = _fitted(old.read(_PIECE))
    while more := old.read(_PIECE):
        new.write(held[:-_LAST])
        held = held[-_LAST:] + more
    end, found = re.subn(rb"<pageMargins [^>]*/>", page, held[-_LAST:], count=1)
    if not found:
        raise ValueError("a sheet without margins cannot be set up for print")
    new.write(held[:-_LAST] + end)


def _fitted(beginning: bytes) -> bytes:
    fit = b'<pageSetUpPr fitToPage="1"/>'
    if b"</sheetPr>" in beginning:
        return beginning.replace(b"</sheetPr>", fit + b"</sheetPr>", 1)
    return beginning.replace(b"<dimension", b"<sheetPr>" + fit + b"</sheetPr><dimension", 1)


def _with_titles(book: str, sheets: Sequence[_Sheet]) -> str:
    """The XML of the workbook's list of sheets, with the rows and columns that are repeated on each page."""
    names = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"{escape(sheet.repeated, quote=False)}</definedName>"
        for at, sheet in enumerate(sheets)
        if sheet.repeated
    )
    if not names:
        return book
    if "</definedNames>" in book:
        return book.replace("</definedNames>", f"{names}</definedNames>", 1)
    return book.replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>", 1)


def _with_hidden(book: str, name: str | None) -> str:
    """The XML of the workbook's list of sheets, with that sheet hidden."""
    if name is None:
        return book
    sheet = f'<sheet name="{escape(name, quote=False)}" '
    if sheet not in book:
        raise ValueError(f"there is no sheet {name} to be hidden")
    return book.replace(sheet, f'{sheet}state="hidden" ', 1)
