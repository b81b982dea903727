"""What drop folders have left behind: the files that were refused, and the digests.

They are about no single organization, since a file may name several: whoever is of one sees them only where there is no
other, neither on record nor with a key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import store
from pipeline.model import Caller, Refusal
from pipeline.outputs import digest as telling
from pipeline.runs.digest.places import digests_of
from pipeline.runs.steps.clock import clock
from pipeline.runs.sweep.refusals import outputs_of
from pipeline.settings import Settings
from schemas.fields import DEFAULT_ORG
from schemas.records import dataclass

_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]+")
_FILES = {"html": "digest.html", "xlsx": "digest.xlsx", "text": "digest.txt"}


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """One file that a sweep refused: its place among those of its run, and what of it is still there.

    One that `is_waiting` was mended by no later file, and lies where it was put. `files` has the file itself, the
    reason as a text, and its copy with the findings, as far as they are there.
    """

    number: int
    refusal: Refusal
    is_waiting: bool
    files: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Refused:
    """Some refused files, the latest first, and whether there are more."""

    rows: Sequence[RefusedFile]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ToldDigest:
    """A digest: its id, what it says in parts, None where it was written without them, and its files."""

    digest_id: str
    parts: Mapping[str, Any] | None
    text: str
    files: Mapping[str, Path]


def may_see_nights(settings: Settings, caller: Caller, *, at_least: int = 0) -> bool:
    """True for whoever sees all organizations, or is of the only one that there is."""
    if caller.sees_all or caller.org_id != (settings.org or DEFAULT_ORG):
        return caller.sees_all
    if any(key.org_id != caller.org_id for key in store.read_keys(settings.state)):
        return False
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        return not store.has_others(snapshot, caller.org_id)


def refused_files(
    settings: Settings, *, run_id: str | None = None, start: int = 0, most: int, at_least: int = 0
) -> Refused:
    """The files that sweeps have refused; those of one run, where it is given. Raises StateBusy and StoreFailed."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        rows = store.refusals_page(snapshot, now=clock(), run_id=run_id, start=start, limit=most + 1)
    return Refused([_refused(row) for row in rows[:most]], len(rows) > most)


def list_digests(settings: Settings) -> list[str]:
    """The ids of the digests that sweeps have written, the latest first."""
    folder = digests_of(settings)
    found = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted((name for name in found if _ID.fullmatch(name)), reverse=True)


def read_digest(settings: Settings, digest_id: str) -> ToldDigest | None:
    """That digest; None where there is none."""
    folder = digests_of(settings) / digest_id
    if _ID.fullmatch(digest_id) is None or not folder.is_dir():
        return None
    parts, text = folder / telling.PARTS, folder / _FILES["text"]
    told = json.loads(parts.read_text("utf-8")) if parts.is_file() else None
    files = {name: folder / file for name, file in _FILES.items() if (folder / file).is_file()}
    return ToldDigest(digest_id, told, text.read_text("utf-8") if text.is_file() else "", files)


def _refused(row: Mapping[str, Any]) -> RefusedFile:
    known = {name: row[name] for name in Refusal.__slots__}
    refusal = Refusal(**{**known, "path": Path(row["path"])})
    files = {"file": refusal.path} if refusal.path.is_file() else {}
    files |= outputs_of(refusal)
    return RefusedFile(row["number"], refusal, row["is_waiting"] and "file" in files, files)
