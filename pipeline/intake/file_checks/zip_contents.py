"""The table of contents of a zip file, refused where it is not as spreadsheet programs write it."""

from __future__ import annotations

import os
import re
import struct
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.intake.errors import damaged, hostile, inflates_too_much, locked_zip, refused
from schemas.reasons.file_issues import FILE_UNREADABLE
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model import ReaderLimits

_MOST_PARTS = 10_000
_LARGEST_RATIO = 250
# A part of up to this size, unpacked, does no harm at any ratio. Sheets of blank formatted rows reach a ratio of about
# 60.
_SMALL = 32_000_000

_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the zip file: the offset of its bytes, their number, and their number when unpacked."""

    name: str
    start: int
    packed_size: int
    size: int
    is_deflated: bool
    checksum: int


@dataclass(frozen=True, slots=True)
class Package:
    """A zip file whose table of contents is sound."""

    path: Path
    parts: tuple[Part, ...]

    def find(self, name: str) -> Part | None:
        """The part with this name, in upper or lower case."""
        return next((part for part in self.parts if part.name.lower() == name.lower()), None)


def open_package(path: Path, limits: ReaderLimits) -> Package:
    """The zip file with its parts. Raises FileUnusable where its contents are not as spreadsheet programs write."""
    try:
        with zipfile.ZipFile(path) as archive:
            members, end = archive.infolist(), archive.start_dir
    except PermissionError:
        raise
    except zipfile.BadZipFile as error:
        raise damaged("its end is missing" if "not a zip file" in str(error) else "") from error
    except (OSError, ValueError, NotImplementedError, struct.error, RecursionError) as error:
        raise damaged() from error
    _refuse_second_contents(path)
    _refuse_names(members)
    _refuse_packing(members)
    _refuse_sizes(members, limits)
    return Package(path, _parts(path, members, end))


def _refuse_second_contents(path: Path) -> None:
    """Refuse a file with two ends of contents: programs search for the end in different ways and may find another."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(-min(size, _LONGEST_END), os.SEEK_END)
        tail = file.read()
    places = [found.start() for found in re.finditer(re.escape(_END), tail)]
    reaching = [at for at in places if tail[at + 20 : at + 22] == struct.pack("<H", max(len(tail) - at - 22, 0))]
    if reaching and reaching != places[-1:]:
        raise hostile("it has two tables of contents")


def _refuse_names(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > _MOST_PARTS:
        raise hostile(f"it is packed of {len(members):,} parts, and no workbook has more than {_MOST_PARTS:,}")
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        if _leads_out(name):
            raise hostile(f'a part of it is called "{_shown(name)}", which leads out of the file')
        if "\\" in name:
            raise refused(FILE_UNREADABLE["backslashes"])
        if name.lower() in seen:
            raise hostile(f'two parts of it are called "{_shown(name)}"')
        seen.add(name.lower())


def _leads_out(name: str) -> bool:
    name = name.replace("\\", "/")
    is_absolute = name.startswith("/") or name[1:2] == ":"
    return is_absolute or "\x00" in name or ".." in name.split("/")


def _refuse_packing(members: Sequence[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise locked_zip()
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise hostile(f'its part "{_shown(member.filename)}" is packed in a way that no spreadsheet program uses')


def _refuse_sizes(members: Sequence[zipfile.ZipInfo], limits: ReaderLimits) -> None:
    size = sum(member.file_size for member in members)
    if size > limits.inflated_megabytes * 1e6:
        raise inflates_too_much(size, limits.inflated_megabytes)
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _SMALL and ratio > _LARGEST_RATIO:
            raise hostile(f'its part "{_shown(member.filename)}" unpacks to {ratio:,.0f} times its size')


def _parts(path: Path, members: Sequence[zipfile.ZipInfo], end: int) -> tuple[Part, ...]:
    """The parts, with the offsets that their own headers give; refused where two of them overlap."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    with path.open("rb") as file:
        parts = []
        for member in ordered:
            file.seek(member.header_offset)
            header = file.read(_LOCAL_HEADER)
            if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
                raise damaged()
            name_length, extra_length = struct.unpack("<HH", header[26:])
            start = member.header_offset + _LOCAL_HEADER + name_length + extra_length
            is_deflated = member.compress_type == zipfile.ZIP_DEFLATED
            sizes = member.compress_size, member.file_size
            parts.append(Part(member.filename, start, *sizes, is_deflated, member.CRC))
    offsets = [member.header_offset for member in ordered] + [end]
    for part, (_begin, following) in zip(parts, pairwise(offsets), strict=True):
        if part.start + part.packed_size > following:
            raise hostile(f'its part "{_shown(part.name)}" overlaps another part')
    return tuple(parts)


def _shown(name: str) -> str:
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return clean if len(clean) <= 60 else f"{clean[:57]}..."
