"""The text of a file from its bytes, and a remark where the encoding was guessed."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.errors import FileUnusable
from pipeline.intake.errors import refused
from pipeline.intake.readers.encodings.code_pages import Choice, Reading, choice, is_partly_utf_8, words_of
from pipeline.intake.readers.loaded import Said
from schemas.code_pages import codec_of
from schemas.reasons.file_issues import FILE_UNREADABLE, TEXT_ENCODING
from schemas.reasons.filled_texts import advice
from schemas.reasons.filled_texts import said as said_of

if TYPE_CHECKING:
    from schemas.reasons import Wording

_BOMS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_UTF_8 = "utf-8-sig"
_USUAL = "Windows-1252"
_SPOKEN = {_UTF_8: "UTF-8", "utf-32": "UTF-32"}
_LOOKED_AT = 4096
_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r") | {127})
_FURTHER_CONTROLS = re.compile(b"\xc2[\x80-\x9f]")
_ODD = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_CELL_END = re.compile(r'[\t,;|"]')
_MANY_BYTES = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LONGEST_SHOWN = 40


def decoded(content: bytes, given: str | None = None) -> tuple[str, list[Said]]:
    """The text, with line feeds as line ends and without NULs, and remarks on its encoding.

    `given` is the code page of a text that is neither UTF-8, UTF-16 nor UTF-32. Where it is not known, all code pages
    are compared: what is read otherwise in another one that fits is told. Raises `FileUnusable` where none can be read,
    and where it is not clear which one is meant.
    """
    encoding = _encoding(content)
    text, said, is_chosen = _text(content, encoding, given)
    text = text.replace("\x00", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _ODD.search(text) if _may_be_odd(content, text, encoding) else None
    if odd is None:
        return text, said
    line = text.count("\n", 0, odd.start()) + 1
    if is_chosen:
        raise _no_encoding(line, "UTF-8 or any code page")
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


def _text(content: bytes, encoding: str, given: str | None) -> tuple[str, list[Said], bool]:
    """The text, a remark on it, and whether its code page had to be told from its words."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != _UTF_8:
            line = content[: error.start].decode(encoding, "replace").count("\n") + 1
            raise _no_encoding(line, _SPOKEN.get(encoding, "UTF-16")) from None
        first = error.start
    else:
        return text, [], False
    if given is not None:
        return _as_given(content, given), [], False
    chosen = choice(content)
    _refuse_partly_utf_8(content, chosen.best if chosen else None, first)
    if chosen is None:
        raise _no_encoding(_line(content, first), "UTF-8 or any code page")
    if not chosen.is_clear:
        raise _not_clear(content, chosen)
    is_usual = chosen.best.name == _USUAL and chosen.other is None
    return content.decode(chosen.best.codec), [] if is_usual else [_guessed(content, chosen)], True


def _as_given(content: bytes, given: str) -> str:
    try:
        return content.decode(codec_of(given))
    except UnicodeDecodeError as error:
        raise _no_encoding(_line(content, error.start), f"UTF-8 or {given}") from None


def _refuse_partly_utf_8(content: bytes, best: Reading | None, first: int) -> None:
    if not is_partly_utf_8(content, best):
        return
    line = _line_of_utf_8(content)
    if line is not None:
        raise _two_encodings(line, _line(content, first))


def _may_be_odd(content: bytes, text: str, encoding: str) -> bool:
    """True where the bytes may hold a control character: a quick check, for encodings with known control bytes."""
    if encoding != _UTF_8:
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


def _guessed(content: bytes, chosen: Choice) -> Said:
    name = "other" if chosen.other else "guessed"
    return _remark(TEXT_ENCODING[name], **_example(content, chosen))


def _not_clear(content: bytes, chosen: Choice) -> FileUnusable:
    name = "not_clear" if chosen.other else "not_known"
    return refused(FILE_UNREADABLE[name], **_example(content, chosen))


def _example(content: bytes, chosen: Choice) -> dict[str, object]:
    """The first cell that the two likeliest code pages read otherwise, its line, and how they read it."""
    at = content.find(words_of(content)[chosen.differing or 0])
    fields: dict[str, object] = {"line": _line(content, at), "encoding": chosen.best.name}
    fields |= {"text": _cell(content, at, chosen.best.codec)}
    if chosen.other is not None:
        fields |= {"other": chosen.other.name, "other_text": _cell(content, at, chosen.other.codec)}
    return fields


def _cell(content: bytes, at: int, codec: str) -> str:
    """The cell of a text that has the byte at this place."""
    start = max(content.rfind(b"\n", 0, at), content.rfind(b"\r", 0, at)) + 1
    end = _LINE_END.search(content, at)
    before = _CELL_END.split(content[start:at].decode(codec, "replace"))[-1]
    after = _CELL_END.split(content[at : end.start() if end else len(content)].decode(codec, "replace"))[0]
    cell = before[-_LONGEST_SHOWN:] + after[:_LONGEST_SHOWN]
    return cell.strip()


def _odd_character(line: int, character: str) -> Said:
    return _remark(TEXT_ENCODING["odd_character"], line=line, character=f"U+{ord(character):04X}")


def _remark(wording: Wording, **fields: object) -> Said:
    texts = said_of(wording, fields), advice(wording, fields)
    return Said(wording.code, *texts, wording.severity, template=wording.cause)


def _two_encodings(one: int, other: int) -> FileUnusable:
    return refused(FILE_UNREADABLE["two_encodings"], line=one, other_line=other)


def _no_encoding(line: int, names: str) -> FileUnusable:
    return refused(FILE_UNREADABLE["no_encoding"], line=line, encodings=names)
