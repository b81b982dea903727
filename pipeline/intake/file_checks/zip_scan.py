"""The parts of a package while they are unpacked: their real size, since headers lie, and definitions of entities."""

from __future__ import annotations

import re
import zlib
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.intake.errors import damaged, hostile
from pipeline.intake.readers.xml.quick_scan import look_through
from pipeline.intake.readers.xml.zip_parts import inflated_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pipeline.intake.file_checks.zip_contents import Part
    from pipeline.intake.readers.xml.quick_scan import Looks

# Entities can be defined in a DOCTYPE only. The second is UTF-16 and is found in both byte orders.
_DOCTYPES = (b"<!DOCTYPE", b"<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E")

# The folders of LibreOffice's macros, whose parts begin with a DOCTYPE and are read by no reader.
_OF_MACROS = ("Basic/", "Dialogs/")

_OVERLAP = 20
_START = 1 << 16
_SHEET = re.compile(rb"<(?:\w{1,20}:)?worksheet[\s>]")
_MARKUP = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


def look(sound: Iterable[bytes], watch: Callable[[Iterable[bytes]], Iterable[bytes]] = iter) -> Looks | None:
    """The features of the sheet in a part, so that it is not unpacked again for them; None where it is no sheet.

    All pieces of the part are used up; those of a sheet pass through `watch`.
    """
    rest = iter(sound)
    first = next(rest, b"")
    if _SHEET.search(first, 0, _START) is None:
        deque(rest, maxlen=0)
        return None
    return look_through(watch(chain((first,), rest)))


def content(path: Path, part: Part) -> bytes:
    """The whole of one part, scanned, and its checksum compared; that of large parts is left to the parser."""
    found = b"".join(sound_pieces(path, part))
    if zlib.crc32(found) != part.checksum:
        raise damaged()
    return found


def sound_pieces(path: Path, part: Part) -> Iterator[bytes]:
    """The unpacked part in pieces, each scanned before it is handed out.

    Raises FileUnusable where the part is larger than it says, is damaged, or is XML that defines entities.
    """
    size, tail, doctype = 0, b"", None
    for piece in pieces(path, part):
        if not size:
            doctype = None if part.name.startswith(_OF_MACROS) else _doctype(piece)
        size += len(piece)
        if size > part.size:
            raise hostile(f'its part "{part.name}" is larger than its table of contents says')
        if doctype is not None and (doctype in piece or doctype in tail + piece[:_OVERLAP]):
            raise hostile(f'its part "{part.name}" defines entities (DOCTYPE), as no spreadsheet program does')
        tail = piece[-_OVERLAP:]
        yield piece
    if size != part.size:
        raise damaged()


def pieces(path: Path, part: Part) -> Iterator[bytes]:
    """The unpacked part in pieces. Raises FileUnusable where it is damaged."""
    try:
        yield from inflated_from(path, part.start, part.packed_size, is_deflated=part.is_deflated)
    except zlib.error as error:
        raise damaged() from error


def _doctype(first: bytes) -> bytes | None:
    """The bytes of a DOCTYPE in the encoding of this part; None where it is not XML."""
    is_xml = first.lstrip(_MARKUP).startswith(b"<")
    return (_DOCTYPES[b"\x00" in first[:4]]) if is_xml else None
