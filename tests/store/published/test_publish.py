"""The analysts' copy: complete, commented, replaced in one step."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import StoreFailed, UsageProblem
from pipeline.model import Ledger, Refusal
from pipeline.store import commit
from pipeline.store.connections import writing
from pipeline.store.published.publish import is_published, publish
from pipeline.store.write.refused_files import refuse
from tests.support.ledgers.story import FRIDAY, MONDAY, SATURDAY, TUESDAY, WEDNESDAY, chapters, many_devices

MOMENT = timedelta(microseconds=1)
PUBLISH = """
import sys
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store import publish
from tests.support.power_cuts import cut_after
cut_after(sys.argv[2])
publish(Ledger(Path(sys.argv[1])))
"""
HOLD = """
import duckdb, sys, time
with duckdb.connect(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""
REFUSED = Refusal(
    run_id="run-fri",
    refused_at=FRIDAY,
    source="hr",
    file="list.xlsx",
    sha256="ef" * 32,
    size=12,
    exit_code=3,
    code="not_a_workbook",
    message="list.xlsx is no workbook.",
    hint="Save it as one.",
    path=Path("refused/run-fri/list.xlsx"),
)


@pytest.fixture(scope="session")
def published(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("published") / "rollcall.duckdb"
    state.write_bytes(ledger.read_bytes())
    return publish(Ledger(state))


def ask(published: Path, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
    with duckdb.connect(published, read_only=True) as connection:
        return connection.sql(sql, params=list(values)).fetchall()


def test_the_copy_lies_beside_the_state_file_and_leaves_nothing_else(published: Path) -> None:
    assert published.parent.name == "published"
    assert {path.name for path in published.parent.iterdir()} == {"rollcall.duckdb", "parquet"}


def test_every_table_and_view_says_what_its_rows_are(published: Path) -> None:
    silent = "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL"

    assert ask(published, f"{silent} UNION ALL {silent.replace('table', 'view')} AND NOT internal") == []


def test_every_column_says_what_it_is(published: Path) -> None:
    ours = "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
    silent = f"SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND table_name IN ({ours})"

    assert ask(published, silent) == []


def test_every_macro_says_what_it_answers(published: Path) -> None:
    macros = ask(published, "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL")

    assert [name for name, _ in macros] == ["owner_had_device", "ownerships_as_of", "ownerships_known_at", "utc"]
    assert all(str(comment).startswith(f"{name}(") for name, comment in macros)


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
        "money_by_owner": 2,
        "owner_devices": 4,
        "pending_ownerships": 0,
        "rejections": 1,
        "run_summary": 4,
    }


def test_the_money_that_each_owner_holds_is_told_with_what_has_no_price(published: Path) -> None:
    money = "SELECT owner_email, devices, devices_with_price, devices_without_price, purchase_price, devices_with_rent"

    assert ask(published, f"{money} FROM money_by_owner ORDER BY ALL") == [
        ("ann@acme.com", 1, 0, 1, Decimal("0.00"), 0),
        ("ben@acme.com", 1, 1, 0, Decimal("99.90"), 0),
    ]


def test_a_run_says_which_plan_it_applied_and_which_run_it_reverses(published: Path) -> None:
    told = ask(published, "SELECT run_id, plan_id, undoes, files FROM run_summary WHERE command = 'apply'")

    assert told == [("run-wed", "plan-7", "run-tue", "may.xlsx; undo.xlsx")]


def test_a_file_says_how_many_rows_it_had(published: Path) -> None:
    counted = ask(published, "SELECT file, \"rows\" FROM sources WHERE run_id = 'run-wed' ORDER BY file")

    assert counted == [("may.xlsx", 2), ("undo.xlsx", None)]


def test_a_reader_of_the_former_copy_keeps_it(own_ledger: Path) -> None:
    with duckdb.connect(publish(Ledger(own_ledger), parquet=False), read_only=True) as reader:
        changes, run = many_devices()
        commit(Ledger(own_ledger), changes, run)
        published = publish(Ledger(own_ledger), parquet=False)

        assert reader.sql("SELECT count(*) FROM devices").fetchall() == [(3,)]
    assert ask(published, "SELECT count(*) FROM devices") == [(20_003,)]


def test_nobody_can_open_the_copy_to_write_and_so_shut_out_the_others(published: Path) -> None:
    assert published.stat().st_mode & 0o777 & 0o222 == 0


def test_a_log_that_somebody_left_beside_the_copy_goes_with_it(own_ledger: Path) -> None:
    """A log of another file would keep every reader out."""
    published = publish(Ledger(own_ledger), parquet=False)
    published.with_name("rollcall.duckdb.wal").write_bytes(b"a log of the former copy")

    publish(Ledger(own_ledger), parquet=False)

    assert ask(published, "SELECT count(*) FROM devices") == [(3,)]


def test_a_copy_that_cannot_be_read_is_none(own_ledger: Path) -> None:
    published = publish(Ledger(own_ledger), parquet=False)
    published.unlink()
    published.write_bytes(b"half a copy")

    assert not is_published(Ledger(own_ledger))


def test_whoever_holds_the_copy_to_write_delays_nobody(own_ledger: Path) -> None:
    published = publish(Ledger(own_ledger), parquet=False)
    published.chmod(0o644)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(published)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    begun = time.monotonic()

    assert not is_published(Ledger(own_ledger, wait=30))
    publish(Ledger(own_ledger, wait=30))

    assert time.monotonic() - begun < 10
    holder.kill()
    holder.communicate()
    assert is_published(Ledger(own_ledger), entirely=True, parquet=True)


def test_a_log_left_behind_is_in_the_copy(own_ledger: Path) -> None:
    aside = own_ledger.with_name("aside.duckdb")
    with duckdb.connect(own_ledger) as connection:
        connection.execute("UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
        aside.write_bytes(own_ledger.read_bytes())
        aside.with_name("aside.duckdb.wal").write_bytes(own_ledger.with_name("rollcall.duckdb.wal").read_bytes())

    published = publish(Ledger(aside), parquet=False)

    assert ask(published, "SELECT brand FROM devices WHERE device_id = 2") == [("Dell",)]


def test_a_ledger_without_a_run_can_be_published(tmp_path: Path) -> None:
    state = tmp_path / "rollcall.duckdb"
    with writing(Ledger(state)):
        pass

    assert ask(publish(Ledger(state)), "SELECT count(*) FROM current_ownerships") == [(0,)]


def test_without_a_ledger_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="There is no ledger"):
        publish(Ledger(tmp_path / "rollcall.duckdb"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_empty", [False, True], ids=["missing", "empty"])
def test_the_copy_of_a_ledger_that_is_missing_stays(own_ledger: Path, *, is_empty: bool) -> None:
    published = publish(Ledger(own_ledger))
    own_ledger.unlink()
    if is_empty:
        own_ledger.touch()

    with pytest.raises(StoreFailed, match="with state version 3 is published") as refused:
        publish(Ledger(own_ledger))

    assert refused.value.code == "ledger_missing"
    assert ask(published, "SELECT count(*) FROM devices") == [(3,)]
    assert {path.name for path in published.parent.iterdir()} == {"rollcall.duckdb", "parquet"}


def test_what_a_killed_publication_left_behind_does_no_harm(own_ledger: Path) -> None:
    folder = own_ledger.parent / "published"
    (folder / "parquet" / "000007.new").mkdir(parents=True)
    for leftover in ("rollcall.duckdb.new", "rollcall.duckdb.new.wal", "parquet/000007.new/half", "parquet/latest.new"):
        (folder / leftover).write_bytes(b"half a copy")

    assert ask(publish(Ledger(own_ledger)), "SELECT count(*) FROM devices") == [(3,)]
    assert [path for path in folder.rglob("*") if ".new" in path.name] == []


@pytest.mark.parametrize("step", ["copy made", "published", "edition made", "edition published"])
def test_whoever_is_killed_while_publishing_leaves_the_old_copy_or_the_new(own_ledger: Path, step: str) -> None:
    published = publish(Ledger(own_ledger))
    changes, run = many_devices()
    commit(Ledger(own_ledger), changes, run)

    killed = subprocess.run([sys.executable, "-c", PUBLISH, str(own_ledger), step], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert ask(published, "SELECT count(*) FROM devices") == [(3 if step == "copy made" else 20_003,)]
    assert is_published(Ledger(own_ledger), parquet=True) is (step == "edition published")
    publish(Ledger(own_ledger))
    assert is_published(Ledger(own_ledger), entirely=True, parquet=True)
    assert [path for path in published.parent.rglob("*") if ".new" in path.name] == []


def test_a_publication_that_fails_leaves_the_old_copy_and_nothing_half_made(own_ledger: Path) -> None:
    published = publish(Ledger(own_ledger), parquet=False)
    own_ledger.write_bytes(own_ledger.read_bytes()[:20_000])

    with pytest.raises(StoreFailed):
        publish(Ledger(own_ledger))

    assert ask(published, "SELECT count(*) FROM devices") == [(3,)]
    assert [path.name for path in published.parent.iterdir()] == ["rollcall.duckdb"]


def test_a_run_that_changed_nothing_need_not_be_in_the_copy_but_may_be_asked_for(
    days: dict[str, Path], tmp_path: Path
) -> None:
    state = tmp_path / "rollcall.duckdb"
    state.write_bytes(days["run-wed"].read_bytes())
    publish(Ledger(state), parquet=False)
    thursday, run = chapters()[3]
    commit(Ledger(state), thursday, run)

    assert is_published(Ledger(state))
    assert not is_published(Ledger(state), entirely=True)


def test_a_refused_file_need_not_be_in_the_copy_but_may_be_asked_for(own_ledger: Path) -> None:
    publish(Ledger(own_ledger), parquet=False)
    refuse(Ledger(own_ledger), [REFUSED])

    assert is_published(Ledger(own_ledger))
    assert not is_published(Ledger(own_ledger), entirely=True)


def test_the_tables_may_be_asked_for_as_parquet_too(own_ledger: Path) -> None:
    publish(Ledger(own_ledger), parquet=False)

    assert is_published(Ledger(own_ledger), entirely=True)
    assert not is_published(Ledger(own_ledger), parquet=True)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_an_instant_with_a_zone_means_that_instant_in_every_session(published: Path, zone: str) -> None:
    at = f"make_timestamptz(epoch_us(TIMESTAMP '{WEDNESDAY}'))"
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute(f"SET timezone = '{zone}'")
        zoned = connection.execute(f"SELECT ownership_id FROM ownerships_as_of({at}) ORDER BY ALL").fetchall()
    assert zoned == ask(published, "SELECT ownership_id FROM ownerships_as_of(?) ORDER BY ALL", [WEDNESDAY])
