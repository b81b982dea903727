"""The published copy as a database: its comments, views and macros."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import publish
from tests.support.ledgers.published import ask
from tests.support.ledgers.story import FRIDAY, MONDAY, SATURDAY, TUESDAY, WEDNESDAY

MOMENT = timedelta(microseconds=1)


def test_every_table_and_view_says_what_its_rows_are(published: Path) -> None:
    silent = "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL"

    assert ask(published, f"{silent} UNION ALL {silent.replace('table', 'view')} AND NOT internal") == []


def test_every_column_says_what_it_is(published: Path) -> None:
    ours = "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
    silent = f"SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND table_name IN ({ours})"

    assert ask(published, silent) == []


def test_every_macro_says_what_it_answers(published: Path) -> None:
    macros = ask(published, "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL")

    assert [name for name, _ in macros] == [
        *("definitions", "devices_as_of", "leavers_as_of", "month_ends", "overdue_as_of", "owner_had_device"),
        *("ownerships_as_of", "ownerships_known_at", "utc"),
    ]
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


@pytest.mark.parametrize(
    "named",
    ["believed_ownerships", "current_ownerships", "owner_devices", "device_history", "ownerships_as_of('2025-03-06')"],
)
def test_an_open_end_is_blank_beside_the_end(published: Path, named: str) -> None:
    """Tools for reports take the year 2999 for a date, and draw it."""
    ends = "count(*) FILTER (end_time < '2999-12-31'), count(*) FILTER (end_time >= '2999-12-31')"
    told = (
        "count(*) FILTER (open_end_time = end_time), count(*) FILTER (open_end_time IS NULL AND end_time IS NOT NULL)"
    )
    ((closed, opened, told_closed, told_open),) = ask(published, f"SELECT {ends}, {told} FROM {named}")

    assert (told_closed, told_open) == (closed, opened)
    assert opened


def test_each_view_can_be_read(published: Path) -> None:
    views = ask(published, "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL")
    rows = {name: ask(published, f"SELECT count(*) FROM {name}")[0][0] for (name,) in views}

    assert rows.pop("month_ends")  # one for each month that is over, and they are ever more
    assert rows == {
        "believed_ownerships": 4,
        "current_ownerships": 2,
        "device_attribute_history": 32,
        "device_history": 13,
        "leavers": 0,
        "money_by_owner": 2,
        "overdue": 0,
        "owner_devices": 4,
        "pending_ownerships": 0,
        "rejections": 1,
        "run_summary": 4,
    }


@pytest.mark.system
def test_an_owner_without_an_address_is_called_by_the_number(own_ledger: Path) -> None:
    with duckdb.connect(own_ledger) as connection:
        connection.execute("UPDATE owners SET email = NULL, ends_on = DATE '2025-06-30' WHERE owner_id = 1")
    published = publish(Ledger(own_ledger), parquet=False)

    assert ask(published, "SELECT owner_email FROM current_ownerships ORDER BY ALL") == [("007",), ("ben@acme.com",)]
    assert ask(published, "SELECT owner_email, ends_on, days_since > 100 FROM leavers") == [
        ("007", date(2025, 6, 30), True)
    ]
    assert ask(published, "SELECT owner_had_device(' 007', 'SN-1', ?, ?)", [MONDAY, TUESDAY]) == [(True,)]


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


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_an_instant_with_a_zone_means_that_instant_in_every_session(published: Path, zone: str) -> None:
    at = f"make_timestamptz(epoch_us(TIMESTAMP '{WEDNESDAY}'))"
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute(f"SET timezone = '{zone}'")
        zoned = connection.execute(f"SELECT ownership_id FROM ownerships_as_of({at}) ORDER BY ALL").fetchall()
    assert zoned == ask(published, "SELECT ownership_id FROM ownerships_as_of(?) ORDER BY ALL", [WEDNESDAY])
