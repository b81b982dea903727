"""The input files of a run: their names in messages and results, their fingerprints and sizes."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.disk import sayable, sha256_of
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
    return Source(name, path, sha256_of(path), path.stat().st_size, rows, kinds, columns=columns)


def _distinct_names(paths: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that are all different."""
    lengths = [1] * len(paths)
    while True:
        names = [sayable("/".join(path.parts[-length:])) for path, length in zip(paths, lengths, strict=True)]
        shared = {name for name, count in Counter(names).items() if count > 1}
        if not shared:
            return names
        lengths = [length + (name in shared) for name, length in zip(names, lengths, strict=True)]


def _given_twice(path: Path) -> Finding:
    return finding(FILE_UNREADABLE["given_twice"], path.name, None)
