"""The files of an inbox and of its folders, one level deep: those that may be taken, and those that are not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

from pipeline.disk import sayable
from pipeline.errors import UsageProblem
from pipeline.model import Fate, SweptFile
from pipeline.runs.sweep.folders import SETTINGS, Places
from schemas.records import dataclass

_ARRIVING = (".tmp", ".part", ".partial", ".crdownload", ".filepart")
_NEVER = frozenset({"thumbs.db", "desktop.ini", SETTINGS})
_FILE_UNUSABLE = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it lies in a drop folder: `source` is the folder's name, blank for the inbox itself; times in ns."""

    path: Path
    source: str
    size: int
    modified: int
    changed: int
    inode: int

    @property
    def name(self) -> str:
        """The name of the file, as it can be shown."""
        return sayable(self.path.name)

    @property
    def touched(self) -> int:
        """The last change of the file or of its metadata, in ns."""
        return max(self.modified, self.changed)

    @property
    def likeness(self) -> tuple[int, int, int]:
        """The facts that do not change as long as nobody writes to the file."""
        return self.size, self.modified, self.inode


@dataclass(slots=True)
class InboxFiles:
    """The files found: those that may be taken, those that never are, with the reason, and unfinished uploads."""

    files: list[Seen] = field(default_factory=list)
    left: list[SweptFile] = field(default_factory=list)
    arriving: list[Seen] = field(default_factory=list)
    too_deep: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The remarks on the whole inbox."""
        if not self.too_deep:
            return ()
        first = self.too_deep[0]
        others = len(self.too_deep) - 1
        more = f" and {others:,} more such {'folder' if others == 1 else 'folders'}" if others else ""
        return (
            f"Folders inside the folders of an inbox are not looked into: {first}{more}. "
            "Move their files one level up.",
        )


def find_files(places: Places) -> InboxFiles:
    """Every file of the inbox and of its folders. Raises UsageProblem where the inbox itself cannot be read."""
    found = InboxFiles()
    try:
        folders = list(_look_into(places.inbox, "", found))
    except OSError as problem:
        raise UsageProblem(
            f"The inbox {places.inbox} cannot be read: {problem.strerror}.",
            "See that you may read and write it.",
        ) from problem
    for folder in folders:
        try:
            for deeper in _look_into(folder, folder.name, found):
                if _sorted(deeper):
                    found.too_deep.append(sayable(deeper.relative_to(places.inbox)))
        except OSError as problem:
            found.left.append(_unreadable(folder, problem))
    return found


def seen(path: Path, source: str) -> Seen:
    """The file as it is now. Raises OSError where it is gone."""
    status = path.lstat()
    return Seen(path, source, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def left(file: Seen, said: str, hint: str, *, exit_code: int = 0) -> SweptFile:
    """The fate of a file that is not taken this time, with the reason."""
    return SweptFile(sayable(file.source), file.name, Fate.LEFT, exit_code, file.path, said=said, hint=hint)


def names_in(folder: Path) -> frozenset[str]:
    """The names of the files of a drop folder that a sweep would take, as they are now."""
    with os.scandir(folder) as entries:
        files = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    return frozenset(name for name in files if not _is_passed_over(name))


def _look_into(folder: Path, source: str, found: InboxFiles) -> Iterator[Path]:
    """Add the files of the folder to `found`, and yield its folders, in the order of their names."""
    for entry in _sorted(folder):
        path = folder / entry.name
        if entry.is_symlink():
            found.left.append(
                _never_taken(path, source, "is a link, and links are not followed", "Drop the file itself.")
            )
        elif entry.is_dir(follow_symlinks=False):
            yield path
        elif entry.name.casefold().endswith(_ARRIVING):
            found.arriving.append(seen(path, source))
        elif _is_passed_over(entry.name):
            continue
        elif entry.is_file(follow_symlinks=False):
            found.files.append(seen(path, source))
        else:
            found.left.append(_never_taken(path, source, "is no ordinary file", "Take it out of the inbox."))


def _sorted(folder: Path) -> Sequence[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if not entry.name.startswith((".", "~$"))), key=lambda one: one.name)


def _is_passed_over(name: str) -> bool:
    plain = name.casefold()
    return name.startswith((".", "~$")) or plain in _NEVER or plain.endswith(_ARRIVING)


def _never_taken(path: Path, source: str, what: str, hint: str) -> SweptFile:
    name = sayable(path.name)
    return SweptFile(sayable(source), name, Fate.LEFT, 0, path, said=f"{name} {what}.", hint=hint)


def _unreadable(folder: Path, problem: OSError) -> SweptFile:
    said = f"The folder {sayable(folder.name)} cannot be read: {problem.strerror}."
    hint = "See that you may read and write it."
    return SweptFile(sayable(folder.name), "", Fate.LEFT, _FILE_UNUSABLE, folder, said=said, hint=hint)
