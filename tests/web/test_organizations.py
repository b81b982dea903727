"""What another organization has does not exist for a caller, who asks for it with ids that were guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.servers.api import ASSIGN, UNASSIGN, Program, Server

OWNERSHIPS, DEVICES = "/api/v1/device-ownerships", "/api/v1/devices"
ANNA, SERIALS = "anna@acme.example", ["SN-1", "SN-2"]


@dataclass(frozen=True)
class Meant:
    """What is asked for: that of the other organization, or what nobody has."""

    email: str
    serial: str
    name: str
    mac: str
    id: int


THEIRS = Meant(ANNA, "SN-1", "SN-1", "AA:BB:CC:DD:EE:FF", 1)
NOBODYS = Meant("nobody@acme.example", "SN-8", "SN-8", "AA:BB:CC:DD:EE:01", 987654)
ASKED: dict[str, Any] = {
    "assign": lambda to: ("POST", ASSIGN, {"email": "me@lab.example", "deviceIds": [to.serial, to.mac]}),
    "unassign": lambda to: ("POST", UNASSIGN, {"email": to.email, "deviceIds": [to.serial]}),
    "device by serial number": lambda to: ("GET", f"{DEVICES}?serial_number={to.serial}", None),
    "ownerships by serial number": lambda to: ("GET", f"{OWNERSHIPS}?serial_number={to.serial}", None),
    "ownerships by device": lambda to: ("GET", f"{OWNERSHIPS}?device={to.id}", None),
    "ownerships by manager": lambda to: ("GET", f"{OWNERSHIPS}?manager={to.id}", None),
    "access": lambda to: (
        "GET",
        f"/api/v1/access?device={to.id}&manager={to.id}&from=2030-01-01T00:00:00Z&to=2030-02-01T00:00:00Z",
        None,
    ),
    "take": lambda to: ("POST", OWNERSHIPS, {"serial_number": to.serial, "device_name": to.name}),
    "release": lambda to: ("POST", f"{OWNERSHIPS}/{to.id}/release", None),
    "link": lambda to: (
        "POST",
        f"/api/v1/users/{to.email}/AddDevice",
        {"deviceId": "uuid-1", "deviceType": "matter", "orgId": "lab"},
    ),
    "link into the other organization": lambda to: (
        "POST",
        f"/api/v1/users/{to.email}/AddDevice",
        {"deviceId": to.serial, "deviceType": "matter", "orgId": "acme" if to is THEIRS else "nowhere"},
    ),
}


@pytest.fixture
def theirs(server: Server) -> Program:
    """A program of the organization acme, where Anna has three devices."""
    acme = server.program("acme")
    devices = [*SERIALS, THEIRS.mac]
    asked = {"email": ANNA, "deviceIds": devices, "autoCreateDevices": True, "deviceType": "sensor"}
    assert acme.post(ASSIGN, asked).status_code == 200
    return acme


@pytest.fixture
def stranger(server: Server) -> Program:
    """A program of another organization, which has a device of its own."""
    lab = server.program("lab", role=Role.APPROVER)
    asked = {"email": "me@lab.example", "deviceIds": ["LAB-1"], "autoCreateDevices": True, "deviceType": "sensor"}
    assert lab.post(ASSIGN, asked).status_code == 200
    return lab


@pytest.mark.parametrize("what", ASKED)
def test_what_others_have_is_answered_like_what_nobody_has(theirs: Program, stranger: Program, what: str) -> None:
    before = _everything(theirs)
    told = [_told(_ask(stranger, *ASKED[what](meant)), meant) for meant in (THEIRS, NOBODYS)]
    assert told[0] == told[1]
    assert _everything(theirs) == before


def test_lists_have_only_what_is_ones_own(theirs: Program, stranger: Program) -> None:
    assert [device["serial_number"] for device in stranger.get(DEVICES).json()["results"]] == ["LAB-1"]
    assert len(theirs.get(DEVICES).json()["results"]) == 3


def _everything(program: Program) -> Any:
    return [program.get(path).json()["results"] for path in (DEVICES, OWNERSHIPS)]


def _ask(program: Program, method: str, path: str, body: Any) -> Response:
    return program.get(path) if method == "GET" else program.post(path, body)


def _told(answer: Response, meant: Meant) -> tuple[int, str]:
    """The status and the body, without the id of the request and what the caller itself gave."""
    text = re.sub(r"urn:request:\w+", "urn:request", json.dumps(answer.json(), sort_keys=True))
    for said in (meant.email, meant.serial, meant.mac, f"ownership {meant.id}"):
        text = re.sub(rf"(?<!\d){re.escape(said)}(?!\d)", "?", text, flags=re.IGNORECASE)
    return answer.status_code, text
