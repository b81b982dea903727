"""The keys of callers, in a file beside the ledger: readable while a run holds the ledger, and never published.

The file is replaced in one step, so that its readers see the old keys or the new ones; whoever changes it holds a lock.
It is readable by its owner only.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.disk import copy_flushed, flush, flush_folder
from pipeline.errors import StoreFailed
from pipeline.model import Key, Ledger
from pipeline.store.failures import translated
from pipeline.store.lock import hold
from schemas.vocabulary import Role

_INSTANTS = ("created_at", "expires_at", "revoked_at", "last_used_at")
_VERSION = 1


def keys_file(state: Path) -> Path:
    """The path of the keys of a ledger."""
    return state.with_name(f"{state.name}.keys")


def read_keys(state: Path) -> tuple[Key, ...]:
    """All keys, also those that were revoked; none where there is no file. Raises StoreFailed for a damaged one."""
    path = keys_file(state)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_key_of(one) for one in record["keys"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise StoreFailed(
            f"The keys of callers cannot be read: {path}.",
            "Restore that file from a backup, or remove it and add new keys: rollcall keys add.",
            code="keys_damaged",
        ) from problem


def change_keys(ledger: Ledger, change: Callable[[tuple[Key, ...]], Sequence[Key]], *, now: datetime) -> None:
    """Replace the keys by what `change` makes of them. Raises StateBusy and StoreFailed."""
    state = ledger.path.resolve()
    path = keys_file(state)
    lock = path.with_name(f"{path.name}.lock")
    with translated(path), hold(lock, what=f"{path}", wait=ledger.wait, command="keys", started_at=now):
        _write(path, change(read_keys(state)))


def save_keys(state: Path, backup: Path) -> None:
    """Put the keys of a ledger beside a backup of it, where there are any."""
    _copy(keys_file(state), saved_keys(backup))


def bring_keys_back(backup: Path, state: Path) -> None:
    """Put the keys of a backup beside the ledger, unless it has some: a key that was revoked since stays so."""
    if not keys_file(state).exists():
        _copy(saved_keys(backup), keys_file(state))


def saved_keys(backup: Path) -> Path:
    """The path of the keys beside a backup, whether there are any or not."""
    return backup.with_suffix(".keys")


def note_uses(ledger: Ledger, used: dict[str, datetime], *, now: datetime) -> None:
    """Note when these keys were last used, by `key_id`."""
    change_keys(
        ledger,
        lambda keys: [replace(one, last_used_at=used.get(one.key_id, one.last_used_at)) for one in keys],
        now=now,
    )


def _copy(source: Path, target: Path) -> None:
    if source.exists():
        new = target.with_name(f"{target.name}.new")
        copy_flushed(source, new)
        shutil.copymode(source, new)
        new.replace(target)
        flush_folder(target.parent)


def _write(path: Path, keys: Sequence[Key]) -> None:
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    record = {"version": _VERSION, "keys": [_record_of(key) for key in keys]}
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1)
    flush(new)
    new.replace(path)
    flush_folder(path.parent)


def _record_of(key: Key) -> dict[str, Any]:
    record = asdict(key)
    instants = {name: record[name] and record[name].isoformat() for name in _INSTANTS}
    if not key.sees_all:  # so that a Rollcall which knows no such keys reads the others
        del record["sees_all"]
    return {**record, "role": key.role.value, **instants}


def _key_of(record: dict[str, Any]) -> Key:
    instants = {name: record[name] and datetime.fromisoformat(record[name]) for name in _INSTANTS}
    return Key(**{**record, "role": Role(record["role"]), **instants})
