"""The same files twice, and their rows in another order: nothing happens, and nothing differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sample_data import generate
from sample_data.workbooks import SampleSheet, write_workbook
from tests.support.desk import Desk, Record
from tests.support.office import INVENTORY
from tests.support.sample_month import Month

_OF_THE_RUN = {"run_id", "recorded_at", "superseded_at"}


@pytest.mark.system
def test_the_same_clean_files_twice_do_nothing_the_second_time(office: Desk) -> None:
    events, devices = office.show("events"), office.show("devices")

    report = office.json("run", "inventory.xlsx", "monday.xlsx", code=0)

    assert report["rows"] == {"in": 12, "applied": 0, "unchanged": 12, "skipped": 0, "rejected": 0}
    assert set(report["actions"].values()) == {0}
    assert report["state_version"] == 1
    assert (office.show("events"), office.show("devices")) == (events, devices)


@pytest.mark.system
def test_two_files_of_one_name_are_told_apart(desk: Desk) -> None:
    (desk.folder / "berlin").mkdir()
    (desk.folder / "paris").mkdir()
    berlin = desk.book("berlin/devices.xlsx", *INVENTORY[:4])
    paris = desk.book("paris/devices.xlsx", INVENTORY[0], *INVENTORY[4:])

    report = desk.json("run", berlin, paris, code=0)

    assert report["created"]["devices"] == 7
    assert {event["file"] for event in desk.show("events")} == {"berlin/devices.xlsx", "paris/devices.xlsx"}


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, Any]]:
    """The month of the samples from workbooks with their rows in another order; the report of its second run."""
    desk = Desk(tmp_path_factory.mktemp("shuffled"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "write_workbook", _write_shuffled)
        generate.write_samples(desk.folder)
    desk.json("run", "inventory.xlsx", "opening.xlsx", code=4)
    return desk, desk.json("run", "inventory.xlsx", "assignments.xlsx", code=4)


@pytest.mark.system
@pytest.mark.parametrize("what", ["devices", "owners", "ownerships"])
def test_the_order_of_the_rows_changes_no_state(what: str, month: Month, shuffled: tuple[Desk, Any]) -> None:
    assert _timeless(shuffled[0].show(what)) == _timeless(month.desk.show(what))


@pytest.mark.system
@pytest.mark.parametrize("counts", ["rows", "actions", "created", "reasons", "issue_count"])
def test_the_order_of_the_rows_changes_no_count(counts: str, month: Month, shuffled: tuple[Desk, Any]) -> None:
    assert shuffled[1][counts] == month.run.json[counts]


def _timeless(listed: list[Record]) -> list[Record]:
    """The rows without what differs between any two runs: ids of runs and their instants."""
    instants = {row[name] for row in listed for name in _OF_THE_RUN & row.keys()} - {"2999-12-31T23:59:59Z"}
    kept = [{name: value for name, value in row.items() if name not in _OF_THE_RUN} for row in listed]
    return [
        {name: "a run" if isinstance(value, str) and value in instants else value for name, value in row.items()}
        for row in kept
    ]


def _write_shuffled(path: Path, sheets: Sequence[SampleSheet]) -> None:
    """The same cells, with the rows below each header in another order."""
    random = Random(7)
    write_workbook(path, [replace(sheet, rows=random.sample(sheet.rows, len(sheet.rows))) for sheet in sheets])
