"""A recording on disk: a folder with `recording.json` and one packed file per scene."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

UNREADABLE = "unreadable"  # the place of the only entry of a file that could not be read
_FACTS = "recording.json"


class Kind(StrEnum):
    """The ways in which entries are compared."""

    LINES = "lines"  # one after the other, as a text
    VALUES = "values"  # by their places: the cells of a workbook, the members of a JSON document
    ROWS = "rows"  # in any order: the rows of a table; the first entry has the names of its columns


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that a step has left: what it printed, or a file. An entry is a place and what is there."""

    step: str
    name: str
    kind: Kind
    entries: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Scene:
    """All documents of one scene, with what is needed to make them neutral: its folders and its runs in their order."""

    name: str
    roots: dict[str, str]
    runs: list[tuple[str, str]]
    documents: list[Document]


@dataclass(frozen=True, slots=True)
class Facts:
    """A recording as a whole: when it was made, of what, and the files that went into it by their SHA-256.

    `windows` are the times (in seconds since 1970) within which its instants of now lie, also those of what it opened.
    """

    command: str
    checkout: str
    commit: str
    windows: list[tuple[float, float]]
    inputs: dict[str, str]
    host: str
    user: str
    roots: dict[str, str] = field(default_factory=dict)


def write_scene(folder: Path, scene: Scene) -> None:
    """Add a scene to a recording."""
    content = {
        "name": scene.name,
        "roots": scene.roots,
        "runs": scene.runs,
        "documents": [[one.step, one.name, one.kind, one.entries] for one in scene.documents],
    }
    with gzip.open(folder / f"{_file_name(scene.name)}.json.gz", "wt", encoding="utf-8", compresslevel=3) as packed:
        json.dump(content, packed, ensure_ascii=False)


def read_scene(folder: Path, name: str) -> Scene:
    """One scene of a recording."""
    with gzip.open(folder / f"{_file_name(name)}.json.gz", "rt", encoding="utf-8") as packed:
        content = json.load(packed)
    documents = [Document(step, title, Kind(kind), entries) for step, title, kind, entries in content["documents"]]
    return Scene(content["name"], content["roots"], content["runs"], documents)


def scene_names(folder: Path) -> Iterator[str]:
    """The names of all scenes of a recording, sorted."""
    for path in sorted(folder.glob("*.json.gz")):
        yield path.name.removesuffix(".json.gz")


def write_facts(folder: Path, facts: Facts) -> None:
    """Add its facts to a recording."""
    content = {name: getattr(facts, name) for name in Facts.__slots__}
    (folder / _FACTS).write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_facts(folder: Path) -> Facts:
    """The facts of a recording."""
    return Facts(**json.loads((folder / _FACTS).read_text(encoding="utf-8")))


def _file_name(scene: str) -> str:
    return scene.replace("/", " ")
