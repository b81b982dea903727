"""Keys lie in a file beside the ledger, which only its owner may read, and which is saved with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.errors import StoreFailed
from pipeline.model import Key, Ledger
from pipeline.store import change_keys, keys_file, note_uses, read_keys
from pipeline.store.keys import bring_keys_back, save_keys
from schemas.vocabulary import Role

MONDAY, TUESDAY = datetime(2025, 3, 3, 9), datetime(2025, 3, 4, 9)
KEY = Key("1", "crm", "acme", Role.EDITOR, "digest", MONDAY, "ann", expires_at=datetime(2026, 1, 1))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The place of a ledger, with one key."""
    place = tmp_path / "rollcall.duckdb"
    assert read_keys(place) == ()
    change_keys(Ledger(place), lambda keys: [*keys, KEY], now=MONDAY)
    return place


def test_keys_are_read_as_they_were_written(state: Path) -> None:
    assert read_keys(state) == (KEY,)
    assert keys_file(state).stat().st_mode & 0o077 == 0


def test_a_use_is_noted(state: Path) -> None:
    note_uses(Ledger(state), {"1": TUESDAY, "2": TUESDAY}, now=TUESDAY)
    assert read_keys(state) == (replace(KEY, last_used_at=TUESDAY),)


def test_a_change_that_fails_changes_nothing(state: Path) -> None:
    def fail(_: Sequence[Key]) -> Sequence[Key]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        change_keys(Ledger(state), fail, now=TUESDAY)
    assert read_keys(state) == (KEY,)


def test_a_file_that_holds_no_keys_is_refused(state: Path) -> None:
    keys_file(state).write_text("{}", encoding="utf-8")
    with pytest.raises(StoreFailed, match="keys of callers cannot be read"):
        read_keys(state)


def test_keys_come_back_from_a_backup_only_where_there_are_none(state: Path, tmp_path: Path) -> None:
    backup, elsewhere = tmp_path / "backup.duckdb", tmp_path / "elsewhere" / "rollcall.duckdb"
    elsewhere.parent.mkdir()
    save_keys(state, backup)
    change_keys(Ledger(state), lambda keys: [replace(one, revoked_at=TUESDAY) for one in keys], now=TUESDAY)

    bring_keys_back(backup, state)
    bring_keys_back(backup, elsewhere)

    assert read_keys(state) == (replace(KEY, revoked_at=TUESDAY),)
    assert read_keys(elsewhere) == (KEY,)
    assert keys_file(elsewhere).stat().st_mode & 0o077 == 0
