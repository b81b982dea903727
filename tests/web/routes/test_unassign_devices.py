"""Unassign Devices from Owner, as its document says."""

from __future__ import annotations

import pytest

from tests.support.fixtures.servers import Stocked
from tests.support.servers.api import ASSIGN, UNASSIGN, Program, Server

CUSTOMER = "customer@example.com"
DEVICES = ["SN-001", "SN-002", "AA:BB:CC:DD:EE:FF"]


def stock(server: Server) -> None:
    body = {"email": CUSTOMER, "deviceIds": DEVICES, "autoCreateDevices": True, "deviceType": "sensor"}
    assert server.program().post(ASSIGN, body).status_code == 200


@pytest.fixture
def holding(stocked_server: Stocked) -> Program:
    """The program, whose customer has three devices."""
    return stocked_server(stock).program()


def test_devices_are_taken_back_and_the_others_stay(holding: Program) -> None:
    answer = holding.post(UNASSIGN, {"email": CUSTOMER, "deviceIds": ["sn-001", "SN-009"]})
    assert answer.status_code == 200
    assert answer.json() == {
        "success": True,
        "message": f"Devices of {CUSTOMER}: 1 unassigned, 1 skipped, 2 remaining.",
        "customerId": "1",
        "unassigned": ["sn-001"],
        "skipped": ["SN-009"],
        "devicesRemaining": ["AA:BB:CC:DD:EE:FF", "SN-002"],
    }


@pytest.mark.system
def test_what_is_taken_back_already_is_skipped(holding: Program) -> None:
    holding.post(UNASSIGN, {"email": CUSTOMER, "deviceIds": DEVICES})
    again = holding.post(UNASSIGN, {"email": CUSTOMER, "deviceIds": DEVICES})
    assert (again.status_code, again.json()["skipped"]) == (200, DEVICES)
    assert again.json()["devicesRemaining"] == []


@pytest.mark.system
def test_devices_stay_on_record_and_can_be_assigned_again(holding: Program) -> None:
    holding.post(UNASSIGN, {"email": CUSTOMER, "deviceIds": DEVICES})
    answer = holding.post(ASSIGN, {"email": "other@example.com", "deviceIds": DEVICES})
    assert answer.json()["newlyAssigned"] == DEVICES


@pytest.mark.system
def test_a_customer_whom_the_organization_does_not_have_is_not_found(server: Server, holding: Program) -> None:
    asked = {"email": CUSTOMER, "deviceIds": DEVICES}
    stranger, elsewhere = holding.post(UNASSIGN, {**asked, "email": "x@x.org"}), server.program("lab")
    assert stranger.status_code == 404
    theirs = elsewhere.post(UNASSIGN, asked)
    assert (theirs.status_code, theirs.json()["detail"]) == (404, stranger.json()["detail"])


@pytest.mark.system
def test_no_word_of_sheets_means_every_device(editor: Program) -> None:
    editor.post(ASSIGN, {"email": "a@x.org", "deviceIds": ["S1"], "autoCreateDevices": True, "deviceType": "t"})
    answer = editor.post(UNASSIGN, {"email": "a@x.org", "deviceIds": ["<all>"]})
    assert (answer.json()["skipped"], answer.json()["devicesRemaining"]) == (["<all>"], ["S1"])
