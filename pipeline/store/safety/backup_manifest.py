"""The manifest beside a backup: which ledger it is of, how far that had come, and the SHA-256 of its bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipeline.errors import StoreFailed


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup: `made_at` is ISO 8601 with `Z`, `tables` has the rows of each table; then what made it."""

    ledger_id: str
    made_at: str
    sha256: str
    size: int
    state_version: int
    runs: int
    last_run_id: str | None
    tables: dict[str, int]
    rollcall: str
    duckdb: str


def manifest_place(backup: Path) -> Path:
    """Where the manifest of a backup is, if it has one."""
    return backup.with_suffix(".json")


def backup_name(manifest: Manifest, made_at: datetime) -> str:
    """`rollcall-20250303T090000Z-v12`: sorts by time, and tells the state version."""
    return f"rollcall-{made_at:%Y%m%dT%H%M%SZ}-v{manifest.state_version}"


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write it as JSON that people can read."""
    path.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


def read_manifest(backup: Path) -> Manifest | None:
    """The manifest of a backup; None where there is none. Raises StoreFailed where it cannot be understood."""
    path = manifest_place(backup)
    if not path.exists():
        return None
    try:
        return Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as problem:
        raise StoreFailed(
            f"{path} is not the manifest that a backup has beside it. ({problem})",
            "Take another backup; or move that file away, and this one is proved without it.",
            code="backup_damaged",
        ) from problem


def sibling_manifests(folder: Path, ledger_id: str) -> dict[Path, Manifest]:
    """The backups of a ledger in a folder, by their place, the oldest first; files that are not ours are passed over.

    A manifest may stand alone, where a backup was stopped or is gone.
    """
    found: dict[Path, Manifest] = {}
    for path in folder.glob("rollcall-*-v*.json"):
        backup = path.with_suffix(".duckdb")
        try:
            manifest = read_manifest(backup)
        except StoreFailed:
            continue
        if manifest is not None and manifest.ledger_id == ledger_id:
            found[backup] = manifest
    return dict(sorted(found.items(), key=lambda one: (one[1].made_at, one[0].name)))
