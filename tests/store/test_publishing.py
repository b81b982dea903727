"""The analysts' copy: complete, commented, replaced in one step."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.store import commit
from pipeline.store.publishing import publish
from tests.store.story import FRIDAY, MONDAY, SATURDAY, TUESDAY, WEDNESDAY, chapters, many_devices

MOMENT = timedelta(microseconds=1)


@pytest.fixture(scope="session")
def published(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("published") / "rollcall.duckdb"
    state.write_bytes(ledger.read_bytes())
    return publish(state, wait=0)


def ask(published: Path, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
    with duckdb.connect(published, read_only=True) as connection:
        return connection.sql(sql, params=list(values)).fetchall()


def test_the_copy_lies_beside_the_state_file_and_leaves_nothing_else(published: Path) -> None:
    assert published.parent.name == "published"
    assert {path.suffix for path in published.parent.iterdir()} == {".duckdb", ".parquet"}


def test_every_table_is_there_also_as_parquet(published: Path) -> None:
    tables = ask(published, "SELECT table_name, estimated_size FROM duckdb_tables()")

    assert len(tables) == 11
    for table, rows in tables:
        assert pl.read_parquet(published.parent / f"{table}.parquet").height == rows


def test_every_table_and_view_says_what_its_rows_are(published: Path) -> None:
    silent = "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL"

    assert ask(published, f"{silent} UNION ALL {silent.replace('table', 'view')} AND NOT internal") == []


def test_current_ownerships_say_who_has_what(published: Path) -> None:
    held = ask(published, "SELECT serial_number, device_name, owner_email FROM current_ownerships ORDER BY device_id")

    assert held == [("SN-1", "Ann's laptop", "ben@acme.com"), (None, "Sensor", "ann@acme.com")]


@pytest.mark.parametrize(
    ("at", "known", "ownerships"),
    [
        (MONDAY, None, [1, 2]),
        (TUESDAY, None, [2, 4]),
        (FRIDAY, None, [4, 5]),
        (FRIDAY, MONDAY, [1, 3]),
        (FRIDAY, TUESDAY, [3, 4]),
        (FRIDAY, WEDNESDAY, [4, 5]),
    ],
)
def test_ownerships_are_told_on_both_time_axes(
    published: Path, at: datetime, known: datetime | None, ownerships: list[int]
) -> None:
    macro, values = ("ownerships_known_at(?, ?)", [at, known]) if known else ("ownerships_as_of(?)", [at])

    assert ask(published, f"SELECT ownership_id FROM {macro} ORDER BY ALL", values) == [(n,) for n in ownerships]


@pytest.mark.parametrize(
    ("owner", "start", "end", "answer"),
    [
        ("ann@acme.com", MONDAY, TUESDAY, True),
        (" Ann@ACME.com", MONDAY, TUESDAY, True),
        ("ann@acme.com", TUESDAY, FRIDAY, False),
        ("ben@acme.com", MONDAY, TUESDAY, False),
        ("ben@acme.com", MONDAY, FRIDAY, True),
        ("ben@acme.com", MONDAY, TUESDAY + MOMENT, True),
        ("ann@acme.com", TUESDAY - MOMENT, FRIDAY, True),
        ("ann@acme.com", MONDAY - 2 * MOMENT, MONDAY, False),
        ("ann@acme.com", MONDAY, MONDAY, True),
        ("ann@acme.com", TUESDAY - MOMENT, TUESDAY - MOMENT, True),
        ("ann@acme.com", TUESDAY, TUESDAY, False),
        ("ben@acme.com", TUESDAY, TUESDAY, True),
        ("ben@acme.com", FRIDAY, MONDAY, None),
        ("nobody@acme.com", MONDAY, FRIDAY, False),
    ],
)
def test_whether_an_owner_had_a_device_in_a_time_is_one_question(
    published: Path, owner: str, start: datetime, end: datetime, *, answer: bool | None
) -> None:
    assert ask(published, "SELECT owner_had_device(?, 'sn-1', ?, ?)", [owner, start, end]) == [(answer,)]


def test_what_we_no_longer_believe_is_nobodys_device(published: Path) -> None:
    """Ann was to have the second laptop from Friday on; that was cancelled on Wednesday."""
    asked = "SELECT owner_had_device('ann@acme.com', 'SN-2', ?, ?), owner_had_device('ben@acme.com', 'SN-2', ?, ?)"

    assert ask(published, asked, [FRIDAY, SATURDAY, FRIDAY, SATURDAY]) == [(False, False)]
    assert ask(published, asked, [FRIDAY - MOMENT, SATURDAY] * 2) == [(False, True)]


def test_the_question_may_be_asked_of_every_row_of_a_table(published: Path) -> None:
    """Who may see the data that a device sent, hour by hour."""
    sql = """
    SELECT owner_had_device(email, 'SN-1', sent_at, sent_at + INTERVAL 1 HOUR)
    FROM unnest(['ann@acme.com', 'ben@acme.com']) AS people(email), unnest([CAST(? AS TIMESTAMP), ?]) AS sent(sent_at)
    ORDER BY email, sent_at
    """

    assert ask(published, sql, [MONDAY, WEDNESDAY]) == [(True,), (False,), (False,), (True,)]


def test_a_line_of_a_plan_is_told_with_the_history(published: Path) -> None:
    lines = ask(published, "SELECT version, plan_line FROM device_history WHERE plan_line IS NOT NULL")

    assert lines == [(7, "Update!3")]


def test_each_view_can_be_read(published: Path) -> None:
    views = ask(published, "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL")
    rows = {name: ask(published, f"SELECT count(*) FROM {name}")[0][0] for (name,) in views}

    assert rows == {
        "believed_ownerships": 4,
        "current_ownerships": 2,
        "device_history": 13,
        "owner_devices": 4,
        "pending_ownerships": 0,
        "rejections": 1,
        "run_summary": 4,
    }


def test_a_run_says_which_plan_it_applied_and_which_run_it_reverses(published: Path) -> None:
    told = ask(published, "SELECT run_id, plan_id, undoes, files FROM run_summary WHERE command = 'apply'")

    assert told == [("run-wed", "plan-7", "run-tue", "may.xlsx; undo.xlsx")]


def test_a_file_says_how_many_rows_it_had(published: Path) -> None:
    counted = ask(published, "SELECT file, \"rows\" FROM sources WHERE run_id = 'run-wed' ORDER BY file")

    assert counted == [("may.xlsx", 2), ("undo.xlsx", None)]


def test_a_reader_of_the_former_copy_keeps_it(own_ledger: Path) -> None:
    with duckdb.connect(publish(own_ledger, wait=0, parquet=False), read_only=True) as reader:
        changes, run = many_devices()
        commit(own_ledger, changes, run, wait=0)
        published = publish(own_ledger, wait=0, parquet=False)

        assert reader.sql("SELECT count(*) FROM devices").fetchall() == [(3,)]
    assert ask(published, "SELECT count(*) FROM devices") == [(20_003,)]


def test_a_log_left_behind_is_in_the_copy(own_ledger: Path) -> None:
    aside = own_ledger.with_name("aside.duckdb")
    with duckdb.connect(own_ledger) as connection:
        connection.execute("UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
        aside.write_bytes(own_ledger.read_bytes())
        aside.with_name("aside.duckdb.wal").write_bytes(own_ledger.with_name("rollcall.duckdb.wal").read_bytes())

    published = publish(aside, wait=0, parquet=False)

    assert ask(published, "SELECT brand FROM devices WHERE device_id = 2") == [("Dell",)]


def test_an_empty_ledger_can_be_published(tmp_path: Path) -> None:
    published = publish(tmp_path / "rollcall.duckdb", wait=0)

    assert ask(published, "SELECT count(*) FROM current_ownerships") == [(0,)]
    assert not (tmp_path / "rollcall.duckdb").exists()


def test_what_a_killed_publication_left_behind_does_no_harm(tmp_path: Path) -> None:
    state = tmp_path / "rollcall.duckdb"
    changes, run = chapters()[0]
    commit(state, changes, run, wait=0)
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "rollcall.duckdb.new").write_bytes(b"half a copy")

    assert ask(publish(state, wait=0, parquet=False), "SELECT count(*) FROM devices") == [(3,)]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_an_instant_with_a_zone_means_that_instant_in_every_session(published: Path, zone: str) -> None:
    at = f"make_timestamptz(epoch_us(TIMESTAMP '{WEDNESDAY}'))"
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute(f"SET timezone = '{zone}'")
        zoned = connection.execute(f"SELECT ownership_id FROM ownerships_as_of({at}) ORDER BY ALL").fetchall()
    assert zoned == ask(published, "SELECT ownership_id FROM ownerships_as_of(?) ORDER BY ALL", [WEDNESDAY])
