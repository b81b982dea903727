"""Assign Devices to Owner, as its document says."""

from __future__ import annotations

import pytest

from tests.support.servers.api import ASSIGN, Program

DEVICES = ["SN-001", "SN-002", "AA:BB:CC:DD:EE:FF"]
BASIC = {"email": "customer@example.com", "deviceIds": DEVICES}
CREATING = {**BASIC, "autoCreateDevices": True, "deviceType": "sensor"}


@pytest.mark.system
def test_devices_are_created_and_assigned_to_a_new_customer(editor: Program) -> None:
    answer = editor.post(ASSIGN, CREATING)
    assert answer.status_code == 200
    assert answer.json() == {
        "success": True,
        "message": "Devices of customer@example.com: 3 newly assigned, 0 already assigned, 0 skipped.",
        "customerId": "1",
        "customerCreated": True,
        "newlyAssigned": DEVICES,
        "alreadyAssigned": [],
        "skipped": [],
    }


@pytest.mark.system
def test_the_same_request_again_changes_nothing(editor: Program) -> None:
    first = editor.post(ASSIGN, CREATING)
    again = editor.post(ASSIGN, CREATING)
    assert again.json()["alreadyAssigned"] == DEVICES
    assert (again.json()["newlyAssigned"], again.json()["customerCreated"]) == ([], False)
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.system
def test_unknown_devices_are_skipped(editor: Program) -> None:
    editor.post(ASSIGN, {**CREATING, "deviceIds": ["SN-001"]})
    answer = editor.post(ASSIGN, {"email": "other@example.com", "deviceIds": ["SN-009", "SN-001"]})
    assert answer.json()["newlyAssigned"] == ["SN-001"]
    assert answer.json()["skipped"] == ["SN-009"]


@pytest.mark.system
def test_a_device_that_is_given_twice_counts_once(editor: Program) -> None:
    answer = editor.post(ASSIGN, {**CREATING, "deviceIds": ["SN-001", "SN-001", "SN-002"]})
    assert answer.json()["newlyAssigned"] == ["SN-001", "SN-002"]


def test_without_a_valid_device_nothing_is_done(editor: Program) -> None:
    answer = editor.post(ASSIGN, BASIC)
    assert answer.status_code == 400
    assert answer.json()["skipped"] == DEVICES
    assert [error["index"] for error in answer.json()["errors"]] == [0, 1, 2]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"deviceIds": DEVICES}, "email"),
        ({"email": "customer@example.com"}, "deviceIds"),
        ({**BASIC, "deviceIds": []}, "deviceIds"),
        ({**BASIC, "deviceIds": "SN-001"}, "deviceIds"),
        ({**BASIC, "deviceIds": [1]}, "deviceIds"),
        ({**BASIC, "autoCreateDevices": True}, "deviceType"),
        ({**BASIC, "email": "customer"}, "email"),
    ],
)
def test_what_is_missing_or_wrong_is_named(editor: Program, body: dict[str, object], field: str) -> None:
    answer = editor.post(ASSIGN, body)
    assert answer.status_code == 400
    assert field in {error["field"] for error in answer.json()["errors"]}
