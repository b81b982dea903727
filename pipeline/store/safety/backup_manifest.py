"""The manifest beside a backup: the id of its ledger, its last run, and the SHA-256 of its bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pipeline.errors import StoreFailed
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of one backup: `made_at` in ISO 8601 with `Z`, `tables` with the rows of each, the versions used."""

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
    """The path of a backup's manifest, whether there is one or not."""
    return backup.with_suffix(".json")


def backup_name(manifest: Manifest, made_at: datetime) -> str:
    """The name of a backup, which sorts by time and has the state version: `rollcall-20250303T090000Z-v12`."""
    return f"rollcall-{made_at:%Y%m%dT%H%M%SZ}-v{manifest.state_version}"


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write the manifest as indented JSON."""
    path.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


def read_manifest(backup: Path) -> Manifest | None:
    """The manifest of a backup; None where there is none. Raises StoreFailed where it cannot be read."""
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
    """The manifests of a ledger's backups in a folder, by the path of the backup, the oldest first.

    Other files are passed over. A manifest may be there without its backup, where that was interrupted or removed.
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
