"""Devices that exchange MAC addresses: in a run, by lines of a plan, undone, and in an export that comes back."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from schemas.workbook_forms.plan import HEADER_ROW, NO
from tests.support.books.exports import NO_ACTION
from tests.support.desk import Desk, read_sheet
from tests.support.fixtures.desks import Prepared

HEADER = ("Serial Number", "MAC Address", "Location")
HELD = {f"LT-000{number}": f"AA:BB:CC:00:00:0{number}" for number in (1, 2, 3)}
RING = (("LT-0001", HELD["LT-0002"]), ("LT-0002", HELD["LT-0003"]), ("LT-0003", HELD["LT-0001"], "Rome"))
TURNED = {serial: address for serial, address, *_ in RING}


@pytest.fixture
def network(monday: Desk, prepared: Prepared) -> Desk:
    """The office, where three laptops have a MAC address."""

    def network(desk: Desk) -> None:
        monday.copied_to(desk.folder)
        desk.json("run", desk.book("network.xlsx", HEADER, *HELD.items()), "--kind", "inventory")

    return prepared(network)


@pytest.fixture
def planned(network: Desk, prepared: Prepared) -> Desk:
    """The same office, and a plan by which the three exchange their addresses."""

    def planned(desk: Desk) -> None:
        network.copied_to(desk.folder)
        _ring(desk, "plan", "-o", "plan.xlsx")

    return prepared(planned)


@pytest.fixture
def exchanged(network: Desk, prepared: Prepared) -> Desk:
    """The same office once they have exchanged them."""

    def exchanged(desk: Desk) -> None:
        network.copied_to(desk.folder)
        assert _ring(desk, "run")["actions"] == {**NO_ACTION, "update": 3}

    return prepared(exchanged)


def _last_run(desk: Desk) -> str:
    return str(desk.show("runs")[-1]["run_id"])


def _addresses(desk: Desk) -> dict[str, str]:
    return {one["serial_number"]: one["mac_address"] for one in desk.show("devices") if one["serial_number"] in HELD}


def _decline(desk: Desk, name: str, *lines: int) -> None:
    book = openpyxl.load_workbook(desk.folder / name)
    for line in lines:
        book["Update"].cell(HEADER_ROW + line, 1).value = NO
    book.save(desk.folder / name)


def _ring(desk: Desk, command: str, *words: str) -> Any:
    return desk.json(command, desk.book("ring.xlsx", HEADER, *RING), "--kind", "inventory", *words)


@pytest.mark.system
def test_three_devices_exchange_their_addresses_and_get_them_back(exchanged: Desk) -> None:
    run = _last_run(exchanged)
    again = _ring(exchanged, "run")

    assert (again["rows"]["unchanged"], _addresses(exchanged)) == (3, TURNED)
    assert exchanged.json("verify")["ok"]

    exchanged.json("undo", run, "-o", "undo.xlsx")
    assert exchanged.json("apply", "undo.xlsx")["actions"] == {**NO_ACTION, "update": 3}
    assert _addresses(exchanged) == HELD
    assert exchanged.json("verify")["ok"]


@pytest.mark.system
def test_an_address_stays_where_its_holder_keeps_it(network: Desk) -> None:
    rows = (*RING[:2], ("LT-0003", None, "Rome"))
    book = network.book("ring.xlsx", HEADER, *rows)
    report = network.json("run", book, "--kind", "inventory", code=4)

    assert (report["actions"], report["reasons"]) == ({**NO_ACTION, "update": 1}, {"identifier_mismatch": 2})
    assert _addresses(network) == HELD


@pytest.mark.system
def test_who_declines_one_line_of_an_exchange_declines_what_counts_on_it(planned: Desk) -> None:
    _decline(planned, "plan.xlsx", 2)
    report = planned.json("apply", "plan.xlsx")

    assert (report["actions"], report["reasons"]) == (NO_ACTION, {"not_approved": 3})
    left_out = read_sheet(planned.at(report["outputs"]["results"]), "Left out")
    assert len(left_out) == 3
    assert _addresses(planned) == HELD
    assert planned.json("verify")["ok"]


@pytest.mark.system
def test_of_a_chain_what_does_not_count_on_the_declined_line_goes_ahead(network: Desk) -> None:
    rows = (*RING[:2], ("LT-0003", "AA:BB:CC:00:00:09"))
    network.json("plan", network.book("chain.xlsx", HEADER, *rows), "--kind", "inventory", "-o", "plan.xlsx")
    _decline(network, "plan.xlsx", 1)
    network.json("apply", "plan.xlsx")

    now = {"LT-0001": HELD["LT-0001"], "LT-0002": HELD["LT-0003"], "LT-0003": "AA:BB:CC:00:00:09"}
    assert _addresses(network) == now
    assert network.json("verify")["ok"]


@pytest.mark.system
def test_a_plan_to_exchange_is_left_out_where_a_device_has_changed_since(planned: Desk) -> None:
    rows = (("LT-0003", "AA:BB:CC:00:00:09"),)
    planned.json("run", planned.book("other.xlsx", HEADER, *rows), "--kind", "inventory")
    report = planned.json("apply", "plan.xlsx")

    assert (report["actions"], report["reasons"]) == (NO_ACTION, {"stale": 3})
    assert _addresses(planned) == {**HELD, "LT-0003": "AA:BB:CC:00:00:09"}
    assert planned.json("verify")["ok"]


@pytest.mark.system
def test_what_of_an_exchange_has_changed_since_is_not_undone(exchanged: Desk) -> None:
    run = _last_run(exchanged)
    rows = (("LT-0001", "AA:BB:CC:00:00:09"),)
    exchanged.json("run", exchanged.book("other.xlsx", HEADER, *rows), "--kind", "inventory")
    kept = exchanged.json("undo", run, "-o", "undo.xlsx", code=4)["kept"]
    exchanged.json("apply", "undo.xlsx")

    assert [(one["serial_number"], one["why"]) for one in kept] == [("LT-0001", "changed_since")]
    now = {"LT-0001": "AA:BB:CC:00:00:09", "LT-0002": HELD["LT-0002"], "LT-0003": HELD["LT-0003"]}
    assert _addresses(exchanged) == now
    assert exchanged.json("verify")["ok"]


@pytest.mark.system
def test_the_undoing_of_an_exchange_is_declined_as_a_whole(exchanged: Desk) -> None:
    run = _last_run(exchanged)
    exchanged.json("undo", run, "-o", "undo.xlsx")
    _decline(exchanged, "undo.xlsx", 3)
    assert exchanged.json("apply", "undo.xlsx")["actions"] == NO_ACTION
    assert _addresses(exchanged) == TURNED


@pytest.mark.system
@pytest.mark.parametrize("form", ["inventory", "register"])
def test_an_export_in_which_two_addresses_were_exchanged_comes_back(network: Desk, form: str) -> None:
    network.json("export", *(("--as", "register") if form == "register" else ()), "-o", "all.xlsx")
    path = network.folder / "all.xlsx"
    book = openpyxl.load_workbook(path)
    turned = {HELD["LT-0001"]: HELD["LT-0002"], HELD["LT-0002"]: HELD["LT-0001"]}
    sheet = book["Register" if form == "register" else "Inventory"]
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = turned.get(cell.value, cell.value)
    book.save(path)
    report = network.json("run", "all.xlsx")

    assert report["actions"] == {**NO_ACTION, "update": 2}
    assert _addresses(network) == {**HELD, "LT-0001": HELD["LT-0002"], "LT-0002": HELD["LT-0001"]}
    assert network.json("run", "all.xlsx")["actions"] == NO_ACTION
