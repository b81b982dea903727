"""Hiding a sheet of a finished workbook: xlsxturbo cannot do it, and XlsxWriter takes five times as long."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

_BOOK = "xl/workbook.xml"
_FASTEST = 1


def hide_sheet(draft: Path, target: Path, name: str) -> None:
    """Copy the workbook `draft` to `target`, with the sheet of that name hidden."""
    with (
        zipfile.ZipFile(draft) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as copy,
    ):
        for info in source.infolist():
            with source.open(info) as old, copy.open(info.filename, "w", force_zip64=True) as new:
                if info.filename == _BOOK:
                    new.write(_with_hidden(old.read().decode(), name).encode())
                else:
                    shutil.copyfileobj(old, new, 1 << 20)


def _with_hidden(book: str, name: str) -> str:
    """The XML of the workbook's list of sheets, with that sheet hidden."""
    sheet = f"<sheet name={quoteattr(name)} "
    if sheet not in book:
        raise ValueError(f"there is no sheet {name} to be hidden")
    return book.replace(sheet, f'{sheet}state="hidden" ', 1)
