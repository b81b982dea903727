"""Zips that lie, burst, climb, or stop in the middle."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

from tests.system.corpus.make.books import GOOD, dated, made
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import SHEET, package, parts, sheet, texts, zipped

_PADDING, _HARMLESS = 40_000_000, 30_000_000
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def _padded() -> str:
    """A sheet with forty million spaces in it."""
    return sheet(*texts(), after=" " * _PADDING)


@makes("zip_bomb_of_high_ratio.xlsx")
def high_ratio() -> bytes:
    """Spaces, packed a thousand to one."""
    return package(_padded())


@makes("zip_bomb_of_overlapping_members.xlsx")
def overlapping() -> bytes:
    """Ninety members that are all the same thirty megabytes: nearly three gigabytes for the price of one."""
    content = package(sheet(*texts()), {"xl/media/image0.xml": " " * _HARMLESS})
    at = content.index(_CENTRAL)
    entries, end = content[at:], content.rindex(b"PK\x05\x06")
    last = entries[: end - at].rindex(_CENTRAL)
    bomb = entries[last : end - at]
    more = b"".join(bomb.replace(b"image0", b"im%04d" % number) for number in range(90))
    directory = entries[: end - at] + more
    count = directory.count(_CENTRAL)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
    return content[:at] + directory + tail


@makes("sizes_that_lie.xlsx")
def lying() -> bytes:
    """The sheet says that it is a thousand bytes; it is forty million."""
    content = bytearray(package(_padded()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = archive.getinfo(SHEET)
    struct.pack_into("<L", content, member.header_offset + 22, 1000)
    entry = content.index(SHEET.encode(), content.index(_CENTRAL)) - 46
    struct.pack_into("<L", content, entry + 24, 1000)
    return bytes(content)


@makes("member_that_climbs.xlsx")
def climbing() -> bytes:
    """A member called `../../x`, which would be written outside of where it is unpacked."""
    return package(sheet(*texts()), {"../../x": "evil"})


@makes("member_with_absolute_path.xlsx")
def absolute() -> bytes:
    """A member called `/etc/cron.d/x`, and one with a drive letter."""
    return package(sheet(*texts()), {"/etc/cron.d/x": "evil", "C:\\x": "evil"})


@makes("duplicate_member.xlsx")
def duplicate() -> bytes:
    """Two different sheets under one name: which of them is meant depends on the reader."""
    stream = io.BytesIO(package(sheet(*texts())))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(dated(SHEET), sheet(*texts((GOOD[0], ("LT-0010", "mallory@acme.example")))))
    return stream.getvalue()


@makes("half_uploaded.xlsx")
def truncated() -> bytes:
    """The first half of a workbook."""
    content = made()
    return content[: len(content) // 2]


@makes("cut_at_the_end.xlsx")
def cut() -> bytes:
    """Only the last ten bytes are missing."""
    return made()[:-10]


@makes("damaged_in_the_middle.xlsx")
def damaged() -> bytes:
    """A few bytes of the sheet were turned around on the way."""
    content = bytearray(package(sheet(*texts())))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    for at in range(start + 60, start + 90):
        content[at] ^= 0xFF
    return bytes(content)


@makes("wrong_checksum.xlsx")
def checksum() -> bytes:
    """The sheet can be inflated, but is not what its checksum says."""
    content = bytearray(package(sheet(*texts())))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = archive.getinfo(SHEET)
    struct.pack_into("<L", content, member.header_offset + 14, 12345)
    entry = content.index(SHEET.encode(), content.index(_CENTRAL)) - 46
    struct.pack_into("<L", content, entry + 16, 12345)
    return bytes(content)


@makes("zero_bytes.xlsx")
def zero() -> bytes:
    """An upload that never began."""
    return b""


@makes("only_nuls.xlsx")
def nuls() -> bytes:
    """What a disk gives back that lost the contents and kept the size."""
    return bytes(8192)


@makes("only_nuls.csv")
def nuls_csv() -> bytes:
    """The same as text."""
    return bytes(8192)


@makes("~$lock.xlsx")
def lock() -> bytes:
    """What Excel leaves beside a workbook that is open: a name, padded."""
    name = "Anna Bell"
    return (
        bytes([len(name)]) + name.ljust(54).encode() + struct.pack("<H", len(name)) + name.ljust(54).encode("utf-16-le")
    )


@makes("~$whole_workbook.xlsx")
def lock_name() -> bytes:
    """A real workbook under the name of a lock file."""
    return made()


@makes("bytes_before_the_zip.xlsx")
def prefixed() -> bytes:
    """A download that kept a line of its protocol before the file."""
    return b"HTTP/1.1 200 OK\r\n\r\n" + made()


@makes("bytes_after_the_zip.xlsx")
def suffixed() -> bytes:
    """A mail gateway put a line below the file."""
    return made() + b"\r\n-- scanned and found clean --\r\n"


@makes("empty_zip.xlsx")
def empty() -> bytes:
    """A zip without a member."""
    return zipped({})


@makes("members_of_unknown_compression.xlsx")
def compression() -> bytes:
    """Packed by a method (LZMA) that no spreadsheet program knows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in {**parts(), SHEET: sheet(*texts())}.items():
            archive.writestr(dated(name), part, zipfile.ZIP_LZMA)
    return stream.getvalue()


@makes("zip_with_password.xlsx")
def flagged() -> bytes:
    """The zip itself says that its members are encrypted; Excel never does this."""
    content = bytearray(package(sheet(*texts())))
    for mark, offset in ((_LOCAL, 6), (_CENTRAL, 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


@makes("zip_of_a_csv.zip")
def zip_of_csv() -> bytes:
    """Sent as a zip, with the list inside."""
    return zipped({"list.csv": "Serial Number,Owner Email\nLT-0010,anna@acme.example\n"})


@makes("workbook_within_zip.xlsx")
def zip_in_zip() -> bytes:
    """A zip that holds a workbook, under the workbook's name."""
    return zipped({"list.xlsx": made()})
