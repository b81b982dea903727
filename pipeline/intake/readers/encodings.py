"""The text of a file from its bytes, and a remark where the encoding was guessed."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.errors import FileUnusable
from pipeline.intake.errors import refused
from pipeline.intake.readers.loaded import Said
from schemas.reasons.file_issues import FILE_UNREADABLE, TEXT_ENCODING
from schemas.reasons.filling import advice
from schemas.reasons.filling import said as said_of

if TYPE_CHECKING:
    from schemas.reasons import Wording

_BOMS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_UTF_8, _WINDOWS = "utf-8-sig", "cp1252"
_SPOKEN = {_UTF_8: "UTF-8", "utf-32": "UTF-32"}
_LOOKED_AT = 4096
_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r") | {127})
_FURTHER_CONTROLS = re.compile(b"\xc2[\x80-\x9f]")
_ODD = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_WORD_END = re.compile(rb'[\s,;|"]')
_MANY_BYTES = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LONGEST_SHOWN = 20


def decoded(content: bytes) -> tuple[str, list[Said]]:
    """The text, with line feeds as line ends and without NULs, and remarks on its encoding.

    A text that is not UTF-8, UTF-16 or UTF-32 is read as Windows-1252; a note says so and shows a word to check it by.
    Raises `FileUnusable` where it cannot be read in any of these.
    """
    encoding = _encoding(content)
    text, said = _text(content, encoding)
    text = text.replace("\x00", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _ODD.search(text) if _may_be_odd(content, text, encoding) else None
    if odd is None:
        return text, said
    line = text.count("\n", 0, odd.start()) + 1
    if said:
        raise _no_encoding(line, "UTF-8 or Windows-1252")
    return text, [_odd_character(line, odd[0])]


def _encoding(content: bytes) -> str:
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return encoding
    return _encoding_of_zeros(content[:_LOOKED_AT]) or _UTF_8


def _encoding_of_zeros(start: bytes) -> str | None:
    """UTF-16 without a byte order mark: in mostly Latin text every other byte is zero. None for any other text."""
    half = len(start) // 2
    first, second = start[0::2].count(0), start[1::2].count(0)
    if second > half * 0.4 and first < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > half * 0.4 and second < half * 0.05 else None


def _text(content: bytes, encoding: str) -> tuple[str, list[Said]]:
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding != _UTF_8:
            line = content[: error.start].decode(encoding, "replace").count("\n") + 1
            raise _no_encoding(line, _SPOKEN.get(encoding, "UTF-16")) from None
        first = error.start
    other = _line_of_utf_8(content)
    if other is not None:
        raise _two_encodings(other, _line(content, first))
    try:
        return content.decode(_WINDOWS), [_guessed(content, first)]
    except UnicodeDecodeError as error:
        raise _no_encoding(_line(content, error.start), "UTF-8 or Windows-1252") from None


def _may_be_odd(content: bytes, text: str, encoding: str) -> bool:
    """True where the bytes may hold a control character: a quick check, for encodings with known control bytes."""
    if encoding not in (_UTF_8, _WINDOWS):
        return True
    if len(content.translate(None, _CONTROLS)) != len(content):
        return True
    if content.isascii():
        return False
    return "\ufffd" in text or (b"\xc2" in content and _FURTHER_CONTROLS.search(content) is not None)


def _line_of_utf_8(content: bytes) -> int | None:
    """The first line that is UTF-8 with letters beyond ASCII, in a file that is not all UTF-8.

    A line of Windows-1252 with such letters is hardly ever valid UTF-8.
    """
    found = _MANY_BYTES.search(content)
    while found is not None:
        start = max(content.rfind(b"\n", 0, found.start()), content.rfind(b"\r", 0, found.start())) + 1
        end = _LINE_END.search(content, found.end())
        stop = end.start() if end else len(content)
        with suppress(UnicodeDecodeError):
            content[start:stop].decode()
            return _line(content, start)
        found = _MANY_BYTES.search(content, stop)
    return None


def _line(content: bytes, at: int) -> int:
    return len(_LINE_END.findall(content, 0, at)) + 1


def _guessed(content: bytes, at: int) -> Said:
    before = _WORD_END.split(content[max(0, at - _LONGEST_SHOWN) : at])[-1]
    after = _WORD_END.split(content[at : at + _LONGEST_SHOWN])[0]
    word = (before + after).decode(_WINDOWS, "replace")
    return _remark(TEXT_ENCODING["guessed"], line=_line(content, at), word=word)


def _odd_character(line: int, character: str) -> Said:
    return _remark(TEXT_ENCODING["odd_character"], line=line, character=f"U+{ord(character):04X}")


def _remark(wording: Wording, **fields: object) -> Said:
    texts = said_of(wording, fields), advice(wording, fields)
    return Said(wording.code, *texts, wording.severity, template=wording.cause)


def _two_encodings(one: int, other: int) -> FileUnusable:
    return refused(FILE_UNREADABLE["two_encodings"], line=one, other_line=other)


def _no_encoding(line: int, names: str) -> FileUnusable:
    return refused(FILE_UNREADABLE["no_encoding"], line=line, encodings=names)
