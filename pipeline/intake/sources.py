"""The names by which the files of a run are known in messages and results, and what each was made of."""

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
    """Each file under a name of its own, in the order given, and a finding for every one that is given twice.

    The name is that of the file, if people do not know it by another (`names`); files that share one are told apart by
    as much of their path as that takes.
    """
    if names is not None:
        return dict(zip(names, paths, strict=True)), []
    firsts: dict[Path, Path] = {}
    findings: list[Finding] = []
    for path in map(Path, paths):
        real = Path(os.path.realpath(path))  # unlike `resolve` it takes links that lead in a circle
        if real in firsts:
            findings.append(_given_twice(path))
        else:
            firsts[real] = path
    return dict(zip(_distinct_names(list(firsts)), firsts.values(), strict=True)), findings


def source_of(name: str, path: Path, rows: int | None, kinds: str = "") -> Source:
    """The file as it is now: its fingerprint, its size, how many rows were read of it, and of which kinds."""
    return Source(name, path, sha256_of(path), path.stat().st_size, rows, kinds)


def _distinct_names(paths: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that differ."""
    lengths = [1] * len(paths)
    while True:
        names = [sayable("/".join(path.parts[-length:])) for path, length in zip(paths, lengths, strict=True)]
        shared = {name for name, count in Counter(names).items() if count > 1}
        if not shared:
            return names
        lengths = [length + (name in shared) for name, length in zip(names, lengths, strict=True)]


def _given_twice(path: Path) -> Finding:
    return finding(FILE_UNREADABLE["given_twice"], path.name, None)
