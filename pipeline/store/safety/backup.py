"""Backups: a copy counts as one once it was restored, compared with the ledger table by table, and proved sound."""

from __future__ import annotations

import hashlib
import shutil
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from pipeline import __version__
from pipeline.disk import copy_flushed, flush, flush_folder, sha256_of
from pipeline.durable import durable
from pipeline.errors import StoreFailed
from pipeline.model import Ledger
from pipeline.store.connections import log_of, looking, made_ready, reading
from pipeline.store.keys import save_keys, saved_keys
from pipeline.store.lake.head import size_of
from pipeline.store.published.publish import settle_log
from pipeline.store.read.current_state import LEDGER_ID
from pipeline.store.read.position import read_position
from pipeline.store.safety.backup_manifest import (
    Manifest,
    backup_name,
    manifest_place,
    sibling_manifests,
    write_manifest,
)
from pipeline.store.safety.scratch_ledger import scratch
from pipeline.store.safety.table_fingerprints import Fingerprint, differing, fingerprints
from pipeline.store.safety.verify import prove
from pipeline.store.write.lake_file import write_file
from schemas.instants import instant_text
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: its path, its manifest, and the older backups that were removed."""

    path: Path
    manifest: Manifest
    removed: tuple[Path, ...] = ()


def back_up(ledger: Ledger, folder: Path, *, now: datetime, keep: int | None = None) -> Backup:
    """Back up the ledger into that folder; of all backups of this ledger there, the newest `keep` are kept.

    The caller holds the lock of the state file. Raises StoreFailed where the ledger is not sound, where the restored
    copy differs, or the disk fails; then there is no new backup, and no other is removed.
    """
    state = ledger.path
    with scratch(folder, _own_name(state), what="The backup", needed=2 * _size(ledger)) as place:
        unfinished = place / "backup.duckdb"
        if ledger.lake is not None:
            write_file(ledger, unfinished)
            flush(unfinished)
        with reading(ledger) as connection:
            if ledger.lake is None:
                copy_flushed(state, unfinished)
                shutil.copymode(state, unfinished)
            stored = fingerprints(connection)
            manifest = _manifest(connection, unfinished, stored, now)
        durable("ledger copied")
        restored = bring_back(unfinished, place / "restored.duckdb", manifest, wait=ledger.wait, called=state)
        _refuse_different(restored, stored, ledger.wait)
        durable("backup proved")
        path = _name_backup(unfinished, folder, manifest, now)
        save_keys(state, path)
    return Backup(path, manifest, _remove_older(path, manifest, keep))


def bring_back(
    backup: Path, place: Path, manifest: Manifest | None, *, wait: float, called: Path | None = None
) -> Path:
    """Restore a backup to a place without a ledger, and prove its bytes by the manifest and the ledger sound.

    A backup of an older Rollcall is brought up to date there. Raises StoreFailed where a proof fails; the message names
    the ledger `called`, else the backup.
    """
    copy_flushed(backup, place)
    if manifest is not None and (found := sha256_of(place)) != manifest.sha256:
        raise StoreFailed(
            f"{backup} is not what it was when it was made: its SHA-256 was {manifest.sha256}, and is {found}.",
            "Take another backup. Nothing was changed.",
            code="backup_damaged",
        )
    if manifest is None and log_of(backup).exists():
        copy_flushed(log_of(backup), log_of(place))
    with made_ready(place):
        pass
    refuse_unsound(Ledger(place, wait=wait), called or backup)
    return place


def refuse_unsound(ledger: Ledger, called: Path) -> None:
    """Raises StoreFailed where the ledger in that file is not sound; the message names it `called`."""
    broken = [proof for proof in prove(ledger) if not proof.holds]
    if broken:
        first = f'"{broken[0].name}": {broken[0].broken[0]}'
        raise StoreFailed(
            f"{called} is not sound: {len(broken)} of its proofs do not hold. {first} Nothing was changed.",
            f"See all that is broken, and what to do: rollcall --state {called} verify",
            code="unsound",
        )


def _size(ledger: Ledger) -> int:
    """The bytes that a copy of the ledger will have; of a lake, those of its files, of which one is made."""
    if ledger.lake is not None:
        return size_of(ledger.lake)
    settle_log(ledger)
    return ledger.path.stat().st_size


def _own_name(state: Path) -> str:
    """A name of this ledger's own for its scratch folder and lock: several may be backed up into one folder."""
    whole = f"{socket.gethostname()}:{state.resolve()}"
    return f"backup-{hashlib.sha256(whole.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def _manifest(
    ledger: duckdb.DuckDBPyConnection, copy: Path, stored: Mapping[str, Fingerprint], now: datetime
) -> Manifest:
    position = read_position(ledger)
    return Manifest(
        ledger_id=next((str(one) for (one,) in ledger.execute(LEDGER_ID).fetchall()), ""),
        made_at=instant_text(now),
        sha256=sha256_of(copy),
        size=copy.stat().st_size,
        state_version=position.state_version,
        runs=position.runs,
        last_run_id=position.run_id,
        tables={table: of_table.rows for table, of_table in stored.items()},
        rollcall=__version__,
        duckdb=duckdb.__version__,
    )


def _refuse_different(restored: Path, stored: Mapping[str, Fingerprint], wait: float) -> None:
    with looking(restored, wait=wait) as connection:
        found = differing(stored, fingerprints(connection))
    if found:
        raise StoreFailed(
            f"The copy, restored, does not say what the ledger says: {found[0]}",
            "There is no new backup. See whether the ledger is sound (rollcall verify) and the disk is, and try again.",
            code="backup_differs",
        )


def _name_backup(unfinished: Path, folder: Path, manifest: Manifest, now: datetime) -> Path:
    """Give the finished backup its name, after writing the manifest: no backup is ever without one."""
    path = folder / f"{backup_name(manifest, now)}.duckdb"
    while path.exists() or manifest_place(path).exists():
        now += timedelta(seconds=1)
        path = folder / f"{backup_name(manifest, now)}.duckdb"
    told = unfinished.with_suffix(".json")
    write_manifest(told, manifest)
    flush(told)
    told.replace(manifest_place(path))
    flush_folder(folder)
    durable("manifest in place")
    unfinished.replace(path)
    flush_folder(folder)
    durable("backup in place")
    return path


def _remove_older(latest: Path, manifest: Manifest, keep: int | None) -> tuple[Path, ...]:
    """Remove older backups of this ledger beyond `keep`, and manifests whose backup is gone.

    The backup that was just made stays, even if the clock was set back.
    """
    others = {path: one for path, one in sibling_manifests(latest.parent, manifest.ledger_id).items() if path != latest}
    gone = [path for path in others if not path.exists()]
    kept = [path for path in others if path.exists()]
    older = kept[: max(0, len(kept) - (keep - 1))] if keep is not None else []
    for path in (*older, *gone):
        path.unlink(missing_ok=True)
        manifest_place(path).unlink(missing_ok=True)
        saved_keys(path).unlink(missing_ok=True)
        flush_folder(path.parent)
        durable("older backup removed")
    return tuple(older)
