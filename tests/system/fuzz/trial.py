"""One mutated file is read as a command would read it, and what came of it."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

from pipeline.errors import FileUnusable
from pipeline.intake import read_files
from pipeline.model import ReaderLimits, Reading
from schemas.vocabulary import IssueCode
from tests.system.fuzz.mutations import mutated

SYSTEM = Path(__file__).parents[1]
SAMPLES = SYSTEM.parents[1] / "sample_data"
LIMITS = ReaderLimits(megabytes=20, inflated_megabytes=200, memory_gb=1, seconds=20)
SLACK_SECONDS = 15
"""What comes before and after the reading process; generous, since the machine may be busy."""

_LARGEST_SEED = 200_000


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Every small file of the corpus and of the sample data, by name."""
    folders = (SYSTEM / "corpus" / "files", SAMPLES)
    paths = (path for folder in folders for path in sorted(folder.iterdir()) if path.is_file())
    small = (path for path in paths if path.suffix not in {".py", ".png"} and path.stat().st_size < _LARGEST_SEED)
    return tuple((path.name, path.read_bytes()) for path in small)


def write_mutation(number: int, folder: Path) -> Path:
    """The mutation of that number, always the same; its name ends as that of the file it was made from."""
    files = seeds()
    name, content = files[number % len(files)]
    others = [other for _name, other in files]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the doubled names that are wanted here
        changed = mutated(content, others, number)
    path = folder / f"{number}{Path(name).suffix}"
    path.write_bytes(changed)
    return path


def outcome_of(path: Path) -> str:
    """`read`, or the code of the refusal. Anything but an answer in our own words is an error."""
    refusal = _refusal(path)
    if refusal is None:
        return "read"
    assert str(refusal.code) in set(IssueCode), refusal.code
    assert refusal.message.startswith(path.name), refusal.message
    assert refusal.message.endswith("."), refusal.message
    assert refusal.issues is not None
    assert refusal.issues.height
    return str(refusal.code)


def _refusal(path: Path) -> FileUnusable | None:
    try:
        read_files([path], Reading(limits=LIMITS))
    except FileUnusable as problem:
        return problem
    return None
