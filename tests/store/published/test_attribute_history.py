"""Attributes as they were: `devices_as_of` and `device_attribute_history`, in the published copy and by `query`."""

import json
import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import publish
from schemas.fields import MDM_FIELDS, VOLATILE
from schemas.instants import OPEN_END
from tests.support.desk import Desk
from tests.support.ledgers.published import ask
from tests.support.ledgers.story import MONDAY, THURSDAY, TUESDAY, WEDNESDAY

Node = dict[str, Any]
ASKED = re.compile(r"(device_id|aggregate_id|serial_number) ?= ?'?(1|SN-1)\b")
MOMENT = timedelta(microseconds=1)
OF_MDM = ", ".join(f"m.{f.name.removeprefix('mdm_')} AS {f.name}" for f in MDM_FIELDS if f.name not in VOLATILE)
AS_NOW = f"""
SELECT d.* EXCLUDE (version, extra), d.extra, {OF_MDM}
FROM devices AS d LEFT JOIN mdm_enrollments AS m ON m.device_id = d.device_id
"""


@pytest.mark.parametrize(("run", "day"), [("run-mon", MONDAY), ("run-tue", TUESDAY), ("run-wed", WEDNESDAY)])
def test_devices_are_told_as_they_were_at_the_end_of_each_run(
    days: dict[str, Path], published: Path, run: str, day: datetime
) -> None:
    """What the ledger said on that day is what the copy of today says of it: fields of every type, custom ones too."""
    with duckdb.connect(days[run], read_only=True) as then:
        told = then.sql(AS_NOW)
        names = ", ".join(f'"{name}"' for name in told.columns)
        were = told.order("device_id").fetchall()

    assert len(were) == 3
    for instant in (day, day + timedelta(hours=1)):
        assert ask(published, f"SELECT {names} FROM devices_as_of(?) ORDER BY device_id", [instant]) == were


def test_a_device_is_not_told_of_before_it_was_on_record(published: Path) -> None:
    assert ask(published, "SELECT count(*) FROM devices_as_of(?)", [MONDAY - MOMENT]) == [(0,)]


def test_what_changes_by_itself_is_not_told_as_of(published: Path) -> None:
    told = {name for name, *_ in ask(published, "DESCRIBE FROM devices_as_of('2025-03-05')")}

    assert not told & {*VOLATILE}
    assert {"mdm_status", "extra", "purchase_price", "created_at"} <= told


def test_an_attribute_has_one_row_per_value_with_its_span(published: Path) -> None:
    sql = """
    SELECT attribute, "value", start_time, end_time, open_end_time, run_id FROM device_attribute_history
    WHERE serial_number = 'SN-1'
      AND attribute IN ('brand', 'purchase_price', 'mdm_status', 'extra.Room', 'extra.Floor "B"/1')
    ORDER BY attribute, start_time
    """

    assert ask(published, sql) == [
        ("brand", "Lenovo", MONDAY, TUESDAY, TUESDAY, "run-mon"),
        ('extra.Floor "B"/1', "3", MONDAY, TUESDAY, TUESDAY, "run-mon"),
        ('extra.Floor "B"/1', "4", TUESDAY, OPEN_END, None, "run-tue"),
        ("extra.Room", "7", TUESDAY, WEDNESDAY, WEDNESDAY, "run-tue"),
        ("mdm_status", "enrolled", TUESDAY, WEDNESDAY, WEDNESDAY, "run-tue"),
        ("purchase_price", "1234.50", MONDAY, TUESDAY, TUESDAY, "run-mon"),
        ("purchase_price", "99.90", TUESDAY, OPEN_END, None, "run-tue"),
    ]


def test_a_value_says_which_row_it_came_from(published: Path) -> None:
    sql = "SELECT file, sheet, \"row\" FROM device_attribute_history WHERE device_id = 1 AND attribute = 'user_id'"

    assert ask(published, sql) == [("may.xlsx", "Desired", 2)] * 2


def test_the_history_and_the_devices_of_a_day_say_the_same(published: Path) -> None:
    sql = """
    SELECT count(*), count(h.device_id) FROM devices_as_of($day) AS d
    LEFT JOIN device_attribute_history AS h
           ON h.device_id = d.device_id AND h.attribute = 'purchase_price'
          AND h.start_time <= $day AND h.end_time > $day
          AND CAST(h."value" AS DECIMAL(18, 2)) = d.purchase_price
    WHERE d.purchase_price IS NOT NULL
    """
    with duckdb.connect(published, read_only=True) as copy:
        for day in (MONDAY, TUESDAY, THURSDAY):
            assert copy.execute(sql, {"day": day}).fetchall() == [(1, 1)]


def test_the_history_tells_what_a_device_was_created_with(published: Path) -> None:
    """`new` of the first event is the whole device, and `old` is blank."""
    sql = """
    SELECT "old", "new"->>'serial_number', "new"->>'purchase_price', "new"->>'connection_type' FROM device_history
    WHERE device_id = 1 AND "type" = 'device_created'
    """

    assert ask(published, sql) == [(None, "SN-1", "1234.50", "usb; hdmi")]


@pytest.mark.system
@pytest.mark.parametrize("question", ["device_id = 1", "serial_number = 'SN-1'"])
def test_a_question_about_one_device_reaches_the_events(own_ledger: Path, question: str) -> None:
    """What was asked for stands below the window, which would else be over the events of the whole fleet."""
    published = publish(Ledger(own_ledger), parquet=False)
    sql = f"EXPLAIN (FORMAT json) SELECT * FROM device_attribute_history WHERE {question}"
    ((_, plan),) = ask(published, sql)
    (root,) = json.loads(str(plan))

    above, below = _around_the_window(root)
    assert not [node for node in above if ASKED.search(str(node["extra_info"]))]
    assert [node for node in below if ASKED.search(str(node["extra_info"]))]


def _around_the_window(node: Node) -> tuple[list[Node], list[Node]]:
    """The operators above the window, from the root on, and those below it."""
    if "WINDOW" in node["name"].upper():
        below = [node["children"][0]]
        for there in below:
            below.extend(there["children"])
        return [], below
    above, below = _around_the_window(node["children"][0])
    return [node, *above], below


@pytest.mark.system
@pytest.mark.publishes
def test_a_person_asks_how_a_device_was(desk: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Category", "Location", "Purchase Price", "Floor")
    desk.book("may.xlsx", header, ("LT-1", "Laptop", "laptop", "computers", "Berlin", 1200, "3"))
    desk.book("june.xlsx", header, ("LT-1", "Laptop", "laptop", "computers", "Paris", 1100, "4"))
    assert [desk.say("run", name).code for name in ("may.xlsx", "june.xlsx")] == [0, 0]
    first = desk.show("runs")[0]["recorded_at"]

    assert desk.json(
        "query", f"SELECT location, purchase_price, extra->>'Floor' AS floor FROM devices_as_of('{first}')"
    ) == [{"location": "Berlin", "purchase_price": 1200, "floor": "3"}]
    history = 'FROM device_attribute_history SELECT attribute, "value", open_end_time IS NULL AS is_open'
    assert desk.json("query", f"{history} WHERE attribute IN ('location', 'extra.Floor') ORDER BY ALL") == [
        {"attribute": "extra.Floor", "value": "3", "is_open": False},
        {"attribute": "extra.Floor", "value": "4", "is_open": True},
        {"attribute": "location", "value": "Berlin", "is_open": False},
        {"attribute": "location", "value": "Paris", "is_open": True},
    ]


HEADER = ("Serial Number", "Name", "Type", "Category", "Location", "Purchase Price", "Purchase Date", "Is Rented")
MORE = ("Compliance", "mdm_status", "mdm_lock_date", "Warranty Months", "Floor", "Wing/2")
VALUES = {
    "Location": ("Berlin", 'a "b"', "<clear>", ""),
    "Purchase Price": ("10.5", "1200", "<clear>", ""),
    "Purchase Date": ("2024-01-01", "2023-05-06", "<clear>", ""),
    "Is Rented": ("yes", "no", ""),
    "Compliance": ("CE; RoHS", "CE", "<clear>", ""),
    "mdm_status": ("enrolled", "out", "<clear>", ""),
    "mdm_lock_date": ("2025-01-01T10:00:00Z", "2025-02-01", "<clear>", ""),
    "Warranty Months": ("12", "24", ""),
    "Floor": ("1", "2", ""),
    "Wing/2": ("x", "y", ""),
}


@pytest.mark.lengthy
@pytest.mark.system
@pytest.mark.publishes
def test_every_day_of_a_random_history_is_told_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of one with a run that was undone."""
    monkeypatch.setenv("ROLLCALL_LIMITS__ENABLED", "false")
    draw = random.Random(14)
    were = []
    for number in range(5):
        rows = [_drawn(draw, serial) for serial in draw.sample(range(30), 18)]
        desk.book(f"{number}.xlsx", (*HEADER, *MORE), *rows)
        assert desk.say("run", f"{number}.xlsx").code in {0, 4}
        if number == 3:
            assert desk.say("undo", "last", "-o", "undo.xlsx").code == 0
            assert desk.say("apply", "undo.xlsx").code == 0
        with duckdb.connect(desk.state, read_only=True) as ledger:
            ((day,),) = ledger.sql("SELECT max(recorded_at) FROM runs").fetchall()
            names = ", ".join(f'"{name}"' for name in ledger.sql(AS_NOW).columns)
            were.append((day, ledger.sql(AS_NOW).order("device_id").fetchall()))
    copy = desk.folder / "published" / "rollcall.duckdb"

    assert len({str(rows) for _, rows in were}) == 5
    for day, rows in were:
        assert ask(copy, f"SELECT {names} FROM devices_as_of(?) ORDER BY device_id", [day]) == rows


def _drawn(draw: random.Random, serial: int) -> tuple[str, ...]:
    return (f"S-{serial}", draw.choice("ab"), "laptop", "computers", *(draw.choice(told) for told in VALUES.values()))
