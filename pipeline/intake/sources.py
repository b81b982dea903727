"""The input files of a run: their names in messages and results, their fingerprints and sizes."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.disk import sayable, sha256_of
from pipeline.intake.file_checks.folder_pieces import DELTA_LOG, named_files
from pipeline.intake.issues import Finding, finding
from pipeline.model import Source
from schemas.reasons.file_issues import FILE_UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence


def name_files(paths: Sequence[Path], names: Sequence[str] | None = None) -> tuple[dict[str, Path], list[Finding]]:
    """Each file under a different name, in the order given, and a finding for every file that is given twice.

    The name is the one in `names`, or else that of the file; files with the same name get as much of their path as
    makes the names different.
    """
    if names is not None:
        return dict(zip(names, paths, strict=True)), []
    firsts: dict[Path, Path] = {}
    findings: list[Finding] = []
    for path in map(Path, paths):
        real = Path(os.path.realpath(path))  # `resolve` raises for links that lead in a circle
        if real in firsts:
            findings.append(_given_twice(path))
        else:
            firsts[real] = path
    return dict(zip(_distinct_names(list(firsts)), firsts.values(), strict=True)), findings


def source_of(name: str, path: Path, rows: int | None, kinds: str = "", columns: str = "") -> Source:
    """The record of the file as it is now: its SHA-256 and size, the number of rows that were read, and what they are.

    `kinds` and `columns` are as in `Source`.
    """
    sha256, size = _of_folder(path) if path.is_dir() else (sha256_of(path), path.stat().st_size)
    return Source(name, path, sha256, size, rows, kinds, columns=columns)


def _of_folder(folder: Path) -> tuple[str, int]:
    """The SHA-256 and size of a table in several files: from the names and hashes of these, or of the files of its log.

    The log of a Delta table names files that are never written to again.
    """
    log = folder / DELTA_LOG
    files = [folder / name for name in named_files(folder)]
    telling = sorted(log.iterdir()) if log.is_dir() else files
    lines = [f"{path.relative_to(folder)} {sha256_of(path)}" for path in telling if path.is_file()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest(), sum(path.stat().st_size for path in files)


def _distinct_names(paths: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that are all different."""
    named = [path if path.name not in {"", ".."} else path.resolve() for path in paths]  # a folder may be called `.`
    lengths = [1] * len(paths)
    while True:
        names = [sayable("/".join(path.parts[-length:])) for path, length in zip(named, lengths, strict=True)]
        shared = {name for name, count in Counter(names).items() if count > 1}
        if not shared:
            return names
        lengths = [length + (name in shared) for name, length in zip(names, lengths, strict=True)]


def _given_twice(path: Path) -> Finding:
    return finding(FILE_UNREADABLE["given_twice"], path.name, None)
