"""Mutations of a file, the same ones for the same number: of its bytes, of the members of its zip, of their XML."""

from __future__ import annotations

import io
import lzma
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

Chance = random.Random
_ODD_NUMBERS = (b"0", b"-1", b"1048577", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"", b"XFD1048576")
_ODD_TEXTS = (
    *(b"\x00", b"\xff\xfe", b"&#0;", b"]]>", b"<!DOCTYPE x [<!ENTITY y 'z'>]>", b"=1+1", b"\xf0\x9f\x92\xa9", b"%s%n"),
    *(b'<c r="XFD1048576"><v>1</v></c>', b'<row r="0"/>', b"</sheetData>", b"<v>", b"A" * 40_000),
)
_TAG, _ATTRIBUTE, _DIGITS = re.compile(rb"<[^>]{0,300}>"), re.compile(rb'="([^"]{0,200})"'), re.compile(rb"\d+")
_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
)


def mutated(content: bytes, others: Sequence[bytes], number: int) -> bytes:
    """The content with one to four mutations; `others` are files from which parts may come."""
    chance = random.Random(number)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(_WAYS)(content, others, chance)
    return content


def _flipped(content: bytes, _others: Sequence[bytes], chance: Chance) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 16) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.choice((0, 0xFF, chance.randrange(256)))
    return bytes(changed)


def _cut(content: bytes, _others: Sequence[bytes], chance: Chance) -> bytes:
    """A file that was not wholly copied."""
    return content[: chance.randrange(len(content) + 1)]


def _hole(content: bytes, _others: Sequence[bytes], chance: Chance) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randint(1, 2000) :]


def _inserted(content: bytes, _others: Sequence[bytes], chance: Chance) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice((*_ODD_NUMBERS, *_ODD_TEXTS)) + content[start:]


def _repeated(content: bytes, _others: Sequence[bytes], chance: Chance) -> bytes:
    start = chance.randrange(len(content) + 1)
    part = content[start : start + chance.randint(1, 4000)]
    return content[:start] + part * chance.randint(2, 5) + content[start + len(part) :]


def _spliced(content: bytes, others: Sequence[bytes], chance: Chance) -> bytes:
    """The beginning of one file and the end of another."""
    other = chance.choice(others)
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


def _members_changed(content: bytes, others: Sequence[bytes], chance: Chance) -> bytes:
    """A member of the zip is missing, doubled, renamed, or has the content of another."""
    members = _members(content)
    if not members:
        return _flipped(content, others, chance)
    at = chance.randrange(len(members))
    name, part = members[at]
    foreign = _members(chance.choice(others)) or members
    ways: tuple[Callable[[], list[tuple[str, bytes]]], ...] = (
        lambda: [*members[:at], *members[at + 1 :]],
        lambda: [*members, (name, part)],
        lambda: [*members[:at], (chance.choice(("../", "/", "C:\\", "")) + name[::-1], part), *members[at + 1 :]],
        lambda: [*members[:at], (name, chance.choice(foreign)[1]), *members[at + 1 :]],
        lambda: [*members[:at], (name, b""), *members[at + 1 :]],
        lambda: chance.sample(members, len(members)),
    )
    return _zipped(chance.choice(ways)(), chance)


def _xml_changed(content: bytes, others: Sequence[bytes], chance: Chance) -> bytes:
    """The XML of a member is changed, and the zip around it is whole."""
    members = _members(content)
    if not members:
        return _flipped(content, others, chance)
    at = chance.randrange(len(members))
    name, part = members[at]
    for _ in range(chance.randint(1, 6)):
        part = chance.choice(_XML_WAYS)(part, chance)
    return _zipped([*members[:at], (name, part), *members[at + 1 :]], chance)


def _tag_doubled(part: bytes, chance: Chance) -> bytes:
    tag = _one(_TAG, part, chance)
    return part if tag is None else part[: tag.end()] + tag[0] * chance.choice((1, 1, 300)) + part[tag.end() :]


def _tag_dropped(part: bytes, chance: Chance) -> bytes:
    tag = _one(_TAG, part, chance)
    return part if tag is None else part[: tag.start()] + part[tag.end() :]


def _attribute_changed(part: bytes, chance: Chance) -> bytes:
    found = _one(_ATTRIBUTE, part, chance)
    if found is None:
        return part
    return part[: found.start(1)] + chance.choice((*_ODD_NUMBERS, *_ODD_TEXTS)) + part[found.end(1) :]


def _number_changed(part: bytes, chance: Chance) -> bytes:
    found = _one(_DIGITS, part, chance)
    return part if found is None else part[: found.start()] + chance.choice(_ODD_NUMBERS) + part[found.end() :]


def _text_inserted(part: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(part) + 1)
    return part[:start] + chance.choice(_ODD_TEXTS) + part[start:]


def _one(pattern: re.Pattern[bytes], part: bytes, chance: Chance) -> re.Match[bytes] | None:
    """A match somewhere in the part."""
    return pattern.search(part, chance.randrange(len(part) + 1)) or pattern.search(part)


def _members(content: bytes) -> list[tuple[str, bytes]]:
    """The members of a zip; none where it is no whole zip, or has been mutated into a large one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > 4_000_000:
                return []
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except _FAILURES:
        return []


def _zipped(members: Sequence[tuple[str, bytes]], chance: Chance) -> bytes:
    file = io.BytesIO()
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in members:
            archive.writestr(zipfile.ZipInfo(name), part, compress_type=method)
    return file.getvalue()


_XML_WAYS = (_tag_doubled, _tag_dropped, _attribute_changed, _number_changed, _text_inserted)
_WAYS = (_flipped, _cut, _hole, _inserted, _repeated, _spliced, *[_members_changed] * 4, *[_xml_changed] * 12)
"""Most mutations keep the zip whole: what is wrong with its bytes is found before any parser is reached."""
