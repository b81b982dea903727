"""Locks a finished workbook: only the answers may be edited, what is for programs is hidden, pages are set for print.

The writer of our workbooks knows none of this, so the XML is mended while the file is copied, in pieces, whatever its
size. Excel insists on the order of a sheet's elements: sheetData, sheetProtection, autoFilter, conditionalFormatting,
dataValidations, pageMargins, pageSetup, headerFooter. Copying costs little: deflating anew at the lowest level is twice
as fast as the writer's own, and smaller (measured on 200,000 rows x 17 columns).
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from pipeline.outputs.excel.hidden_sheets import with_hidden
from schemas.workbook_forms.plan import HIDDEN, NO, YES
from schemas.workbook_forms.plan_record import Row, fingerprint

ANSWER_FORMAT = "General;General;General;@"
"""The number format by which the style of the answers is found: no other cell has it."""

_CHUNK = 1 << 20
_TAIL = 1 << 16
_LARGE = 1 << 31
_FASTEST = 1
_END = b"</sheetData>"
_PROTECTED = b'<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0"/>'
_FIT = b'<pageSetUpPr fitToPage="1"/>'
_HIDDEN_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>'
    '<sheetProtection sheet="1" objects="1" scenarios="1"/></worksheet>'
)


@dataclass(frozen=True, slots=True)
class Guard:
    """How one visible sheet is protected and printed: its answers, in column A below the header, and its footer.

    The header of a sheet of lines is repeated on every page; a sheet without one is shown without grid lines.
    """

    sheet: str
    answers: int
    has_header: bool
    footer: str


def protect(draft: Path, target: Path, guards: Sequence[Guard], record: Callable[[str], Sequence[Row]]) -> None:
    """Copy the workbook `draft` to `target`, guarded; its sheets are those of `guards` and a last one to be hidden.

    `record` makes the rows of the hidden sheet from the fingerprint of all the rest, which is written before it.
    """
    hidden = _part(len(guards))
    changed = {_part(at): guard for at, guard in enumerate(guards)}
    with (
        zipfile.ZipFile(draft) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as copy,
    ):
        for info in source.infolist():
            if info.filename != hidden:
                _copy_part(source, copy, info, guards, changed)
        rows = record(_fingerprint(copy, target))
        copy.writestr(hidden, _hidden_sheet(rows), zipfile.ZIP_STORED)  # it is compressed already, but for its Base64


def _part(index: int) -> str:
    return f"xl/worksheets/sheet{index + 1}.xml"


def _copy_part(
    source: zipfile.ZipFile,
    copy: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    guards: Sequence[Guard],
    changed: dict[str, Guard],
) -> None:
    name = info.filename
    with source.open(info) as old, copy.open(name, "w", force_zip64=info.file_size > _LARGE) as new:
        if name in changed:
            for piece in _guarded(old, changed[name]):
                new.write(piece)
        elif name == "xl/workbook.xml":
            new.write(_locked(old.read().decode(), guards).encode())
        elif name == "xl/styles.xml":
            new.write(_with_unlocked(old.read().decode()).encode())
        else:
            new.write(old.read())


def _guarded(xml: IO[bytes], guard: Guard) -> Iterator[bytes]:
    """The XML of one sheet in pieces, with its protection before what follows the cells."""
    held = _with_page(xml.read(_CHUNK), guard)
    while piece := xml.read(_CHUNK):
        yield held[:-_TAIL]
        held = held[-_TAIL:] + piece
    cells, end, rest = held.rpartition(_END)
    if not end:
        raise ValueError(f"{guard.sheet}: the end of its cells was not found")
    between, margins, after = rest.partition(b"<pageMargins")
    after = after[after.index(b"/>") + 2 :] if margins else b"</worksheet>"
    yield cells + end + _PROTECTED + between + _validation(guard) + _print_setup(guard) + after


def _with_page(start: bytes, guard: Guard) -> bytes:
    if b"<sheetPr>" in start:
        start = start.replace(b"</sheetPr>", _FIT + b"</sheetPr>", 1)
    else:
        start = start.replace(b"<dimension", b"<sheetPr>" + _FIT + b"</sheetPr><dimension", 1)
    grid = b"<sheetView " if guard.has_header else b'<sheetView showGridLines="0" '
    return start.replace(b"<sheetView ", grid, 1)


def _validation(guard: Guard) -> bytes:
    if not guard.answers:
        return b""
    said = f"{YES}: this line is carried out. {NO}: it is left out."
    return (
        '<dataValidations count="1"><dataValidation type="list" allowBlank="0" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle="Approve" error="Write {YES} or {NO}." promptTitle="Approve" '
        f'prompt="{said}" sqref="A2:A{guard.answers + 1}"><formula1>"{YES},{NO}"</formula1></dataValidation>'
        "</dataValidations>"
    ).encode()


def _print_setup(guard: Guard) -> bytes:
    footer = escape(f"&L{guard.footer}&C&A&RPage &P of &N")
    return (
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{footer}</oddFooter></headerFooter>"
    ).encode()


def _locked(book: str, guards: Sequence[Guard]) -> str:
    """The workbook with its last sheet hidden, its structure locked, and headers that are repeated in print."""
    book = with_hidden(book, HIDDEN)
    book = book.replace("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>', 1)
    repeated = "".join(_print_titles(at, guard.sheet) for at, guard in enumerate(guards) if guard.has_header)
    if "<definedNames>" in book:
        return book.replace("</definedNames>", f"{repeated}</definedNames>", 1)
    return book.replace("</sheets>", f"</sheets><definedNames>{repeated}</definedNames>", 1) if repeated else book


def _print_titles(index: int, sheet: str) -> str:
    rows = escape(f"'{sheet}'!$1:$1")
    return f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">{rows}</definedName>'


def _with_unlocked(styles: str) -> str:
    """The styles with that of the answers unlocked; no other cell can be edited once a sheet is protected."""
    found = re.search(rf'numFmtId="(\d+)" formatCode="{re.escape(ANSWER_FORMAT)}"', styles)
    if not found:
        return styles
    style = re.compile(rf'<xf numFmtId="{found[1]}" ([^>]*?)(?:/>|>(.*?)</xf>)')
    unlocked = rf'<xf numFmtId="{found[1]}" \1 applyProtection="1">\2<protection locked="0"/></xf>'
    return style.sub(unlocked, styles)


def _fingerprint(copy: zipfile.ZipFile, target: Path) -> str:
    """Of everything that was written so far, on the disk too."""
    if copy.fp is not None:
        copy.fp.flush()
    with target.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return fingerprint(copy.infolist(), _first_bytes(file, size))


def _first_bytes(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(_CHUNK, size))):
        size -= len(piece)
        yield piece


def _hidden_sheet(rows: Sequence[Row]) -> str:
    lines = (
        f'<row r="{number}">{"".join(_cell(f"{at}{number}", text) for at, text in zip("ABC", row, strict=True))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return _HIDDEN_SHEET.format("".join(lines))


def _cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
