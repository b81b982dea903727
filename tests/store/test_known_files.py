"""A ledger that was looked at is not looked at again, but where it was written to since."""

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import StoreFailed
from pipeline.model import Ledger
from pipeline.store.connections import log_of, reading, writing
from pipeline.store.known_files import is_up_to_date, remember_up_to_date, state_of


def test_a_ledger_that_is_no_longer_one_is_refused_though_it_was_looked_at_before(own_ledger: Path) -> None:
    for access in (reading, writing):
        with access(Ledger(own_ledger)) as connection:
            connection.execute("SELECT count(*) FROM runs").fetchall()
    with duckdb.connect(own_ledger) as other:
        other.execute("DROP TABLE runs")

    for access in (reading, writing):
        with pytest.raises(StoreFailed, match="not one of Rollcall's"), access(Ledger(own_ledger)):
            pass


def test_a_ledger_is_brought_up_to_date_though_it_was_looked_at_before(own_ledger: Path) -> None:
    with writing(Ledger(own_ledger)):
        pass
    with duckdb.connect(own_ledger) as other:
        other.execute("ALTER TABLE owners DROP COLUMN location")

    with reading(Ledger(own_ledger)) as connection:
        assert connection.execute("SELECT count(location) FROM owners").fetchall() == [(0,)]


def test_a_file_with_a_log_is_never_known(tmp_path: Path) -> None:
    path = tmp_path / "rollcall.duckdb"
    path.write_bytes(b"a ledger")
    remember_up_to_date(state_of(path, log_of(path)))
    assert is_up_to_date(state_of(path, log_of(path)))

    log_of(path).write_bytes(b"what is not in it yet")
    assert not is_up_to_date(state_of(path, log_of(path)))
