"""The checks of one file, in their order. A file that fails a check is never parsed.

Small parts are scanned at once. Large parts are left for `Inspected.scan_rest`, which runs while the worker parses: the
table of contents is known to be sound then, and the content of a large part can harm only the worker.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.intake.errors import locked_otherwise, no_spreadsheet, refused
from pipeline.intake.file_checks import far_cells, links_and_macros, password, repeated_cells
from pipeline.intake.file_checks.file_type import Content, content_of
from pipeline.intake.file_checks.zip_contents import Package, Part, open_package
from pipeline.intake.file_checks.zip_scan import content, look, sound_pieces
from pipeline.intake.readers.file_kinds import FileKind
from schemas.reasons.file_issues import FILE_UNREADABLE
from schemas.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.errors import FileUnusable
    from pipeline.intake.raw_sheets import Remark
    from pipeline.intake.readers.xml.quick_scan import Looks
    from pipeline.model import Reading

_SMALL_PART = 8 << 20
_ALL_SMALL_PARTS = 64 << 20
# Up to this size, every cell is compared with every other: 10 ms.
_SMALL_SHEET = 1 << 20

_DOCUMENTS = {"word/": "a Word document", "ppt/": "a PowerPoint presentation", "index/": "an Apple Numbers document"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that passed the checks, except those of its large parts; `is_locked` where it must be decrypted first.

    `looks` has, by part, the features of the sheets that were scanned.
    """

    path: Path
    kind: FileKind
    remarks: tuple[Remark, ...] = ()
    is_locked: bool = False
    package: Package | None = None
    rest: tuple[Part, ...] = ()
    looks: dict[str, Looks] = field(default_factory=dict)

    def scan_rest(self) -> None:
        """Scan the large parts, and note the features of their sheets. Raises FileUnusable."""
        for part in self.rest:
            order = repeated_cells.RowOrder()
            seen = look(sound_pieces(self.path, part), order.watch)
            if seen is not None:
                self.looks[part.name] = seen
            if self.package and not order.ascends:
                repeated_cells.refuse_rows_twice(self.package, part)

    def culprit(self, how: Reading) -> FileUnusable | None:
        """The error about the cell that most likely made a parser run out of memory or crash; None without one."""
        return far_cells.culprit(self.package, how.limits) if self.package else None


def inspect(path: Path, how: Reading) -> Inspected:
    """The kind of the file, and remarks. Raises FileUnusable for a refused file, OSError where it cannot be opened."""
    content_kind = content_of(path, how.limits)
    if content_kind is Content.PACKAGE:
        return _inspect_package(path, how)
    if content_kind is Content.COMPOUND:
        is_locked, has_macros = password.look_into(path, how)
        return Inspected(path, FileKind.XLS, (links_and_macros.macros(),) if has_macros else (), is_locked)
    return Inspected(path, FileKind.PARQUET if content_kind is Content.PARQUET else FileKind.CSV)


def _inspect_package(path: Path, how: Reading) -> Inspected:
    package = open_package(path, how.limits)
    kind = _kind(package)
    rest, room, looks = [], _ALL_SMALL_PARTS, {}
    for part in package.parts:
        if part.size > min(_SMALL_PART, room):
            rest.append(part)
            continue
        room -= part.size
        xml, order = content(path, part), repeated_cells.RowOrder()
        seen = look((xml,), order.watch)
        if seen is not None:
            far_cells.refuse_far_cell(package, part, xml, how.limits)
            if part.size < _SMALL_SHEET or not order.ascends:
                repeated_cells.refuse_twice(package, part, xml)
            looks[part.name] = seen
    if kind is FileKind.ODS:
        _refuse_locked(package)
    return Inspected(path, kind, links_and_macros.remarks_on(package), package=package, rest=tuple(rest), looks=looks)


def _kind(package: Package) -> FileKind:
    names = {part.name.lower() for part in package.parts}
    if any(name.endswith("xl/workbook.bin") for name in names):
        return FileKind.XLSB
    if "content.xml" in names:
        return _open_document(package)
    if any(name.endswith("workbook.xml") for name in names):
        return FileKind.XLSX
    for folder, kind in _DOCUMENTS.items():
        if any(name.startswith(folder) for name in names):
            raise no_spreadsheet(kind)
    raise refused(FILE_UNREADABLE["unknown_zip"])


def _open_document(package: Package) -> FileKind:
    mimetype = package.find("mimetype")
    said = content(package.path, mimetype).decode("latin-1") if mimetype and mimetype.size < 200 else ""
    if "opendocument" in said and "spreadsheet" not in said:
        what = "a presentation" if "presentation" in said else "a text document"
        raise no_spreadsheet(f"{what} (OpenDocument)")
    return FileKind.ODS


def _refuse_locked(package: Package) -> None:
    manifest = package.find("META-INF/manifest.xml")
    if manifest and manifest.size < _SMALL_PART and b"encryption-data" in content(package.path, manifest):
        raise locked_otherwise()
