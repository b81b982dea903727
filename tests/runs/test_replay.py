"""The events tell everything, also after runs of all kinds."""

from __future__ import annotations

import duckdb
import pytest

from pipeline import store
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.office import DESIRED, asked


@pytest.mark.system
def test_the_events_replay_to_the_tables_after_runs_of_all_kinds(books: Desk) -> None:
    books.book("empty.xlsx", DESIRED)

    for words in (
        ("floors.xlsx", "--unknown-columns", "keep"),
        ("cleared.xlsx", "--unknown-columns", "keep"),
        ("new.xlsx", "--create-devices", "--default-device-type", "tablet"),
        ("acts.xlsx",),
        ("reopened.xlsx",),
        ("full.xlsx", "--mode", "full", "--scope", "all"),
        ("empty.xlsx", "--mode", "full", "--scope", "all", "--allow", "empty"),
        ("inventory.xlsx", "monday.xlsx", "--org", "plant"),
    ):
        report = books.json("run", *words)
        assert report["rows"]["applied"] + report["absent_unassigned"] > 0, words

    assert store.verify_replay(Ledger(books.state)) == []
    assert {event["type"] for event in books.show("events")} == {
        "device_created",
        "device_updated",
        "owner_created",
        "ownership_taken",
        "ownership_released",
        "ownership_updated",
        "ownership_cancelled",
    }


@pytest.mark.system
def test_the_versions_of_a_device_have_no_gap(office: Desk) -> None:
    for owner in ("eva", "ben"):
        office.book("desired.xlsx", *asked(("LT-0001", f"{owner}@acme.example")))
        office.json("run", "desired.xlsx")

    events = office.show("events", "--serial", "LT-0001")

    assert [event["version"] for event in events] == [1, 2, 3, 4, 5, 6]
    assert [device["version"] for device in office.show("devices", "--serial", "LT-0001")] == [6]


def test_a_ledger_that_was_tampered_with_does_not_replay(office: Desk) -> None:
    with duckdb.connect(office.state) as connection:
        connection.execute("UPDATE devices SET location = 'Elsewhere' WHERE serial_number = 'LT-0001'")

    assert any("Elsewhere" in sentence for sentence in store.verify_replay(Ledger(office.state)))
