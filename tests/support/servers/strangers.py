"""What is asked about the things of another organization, and about things that are nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.servers.api import ASSIGN, DEVICES, OWNERSHIPS, UNASSIGN, Program, Server

RUNS, PLANS, CHECKS = "/api/v1/runs", "/api/v1/plans", "/api/v1/checks"
LINK, ACCESS = "/api/v1/users/{}/AddDevice", "/api/v1/access"
LISTED = (
    "serial_number,name,type,category,model,owner_email,external_user_id\nA1,Lamp,lamp,it,M1,anna@acme.example,emp-1\n"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Things that may be asked for: of an organization, or of nobody."""

    serial: str
    device: int
    ownership: int
    manager: int
    email: str
    user: str
    run: str
    plan: str
    check: str
    org: str


NOBODYS = Named(
    *("Z9", 901, 902, 903, "zoe@nowhere.example", "emp-9"),
    *("20200101T000000Z-abcdef", "plan-20200101T000000Z-abcdef-0000", "check-20200101T000000Z-abcdef-0000", "nowhere"),
)

_WINDOW = {"from": "2900-01-01T00:00:00Z", "to": "2901-01-01T00:00:00Z"}
_LINK = {"deviceId": "B1", "deviceType": "matter"}

Question = Callable[[Program, Named], Response]
QUESTIONS: dict[str, Question] = {
    "its devices by serial number": lambda me, one: me.get(DEVICES, serial_number=one.serial),
    "its ownerships by device": lambda me, one: me.get(OWNERSHIPS, device=one.device),
    "its ownerships by serial number": lambda me, one: me.get(OWNERSHIPS, serial_number=one.serial),
    "its ownerships by manager": lambda me, one: me.get(OWNERSHIPS, manager=one.manager, current="true"),
    "access": lambda me, one: me.get(ACCESS, device=one.device, manager=one.manager, **_WINDOW),
    "release": lambda me, one: me.post(f"{OWNERSHIPS}/{one.ownership}/release"),
    "release at a version": lambda me, one: me.post(f"{OWNERSHIPS}/{one.ownership}/release", If_Match='"2"'),
    "take, for a manager of mine": lambda me, one: me.post(
        OWNERSHIPS, {"serial_number": one.serial, "device_name": "Lamp", "manager": _mine(me)}
    ),
    "take, for its manager": lambda me, one: me.post(
        OWNERSHIPS, {"serial_number": "B1", "device_name": "Chair", "manager": one.manager}
    ),
    "assign its device": lambda me, one: me.post(ASSIGN, {"email": "bob@other.example", "deviceIds": [one.serial]}),
    "unassign from its owner": lambda me, one: me.post(UNASSIGN, {"email": one.email, "deviceIds": [one.serial]}),
    "unassign its device": lambda me, one: me.post(UNASSIGN, {"email": "bob@other.example", "deviceIds": [one.serial]}),
    "link to its user": lambda me, one: me.post(LINK.format(one.user), {**_LINK, "orgId": "other"}),
    "link within its organization": lambda me, one: me.post(LINK.format(one.user), {**_LINK, "orgId": one.org}),
    "its run": lambda me, one: me.get(f"{RUNS}/{one.run}"),
    "the results of its run": lambda me, one: me.get(f"{RUNS}/{one.run}/outputs/results"),
    "the progress of its run": lambda me, one: me.get(f"{RUNS}/{one.run}/events"),
    "undo its run": lambda me, one: me.post(f"{RUNS}/{one.run}/undo"),
    "its plan": lambda me, one: me.get(f"{PLANS}/{one.plan}"),
    "the workbook of its plan": lambda me, one: me.get(f"{PLANS}/{one.plan}/outputs/plan"),
    "apply its plan": lambda me, one: me.post(f"{PLANS}/{one.plan}/apply"),
    "its check": lambda me, one: me.get(f"{CHECKS}/{one.check}"),
    "the workbook of its check": lambda me, one: me.get(f"{CHECKS}/{one.check}/outputs/check"),
    "a run as a plan": lambda me, one: me.get(f"{PLANS}/{one.run}"),
}


def _mine(program: Program) -> int:
    return int(program.get(OWNERSHIPS).json()["results"][0]["manager"])


def _send(program: Program, where: str) -> dict[str, Any]:
    files = [("files", ("list.csv", LISTED.encode(), "text/csv"))]
    told: dict[str, Any] = program.client.post(
        f"{where}?wait=60", files=files, headers={"X-API-Key": program.key}
    ).json()
    return told


def things_of_acme(server: Server) -> Named:
    """Everything that the organization acme has: a device, its owner, a run, a plan and a check."""
    acme = server.program("acme", Role.APPROVER)
    run, plan, check = (_send(acme, where)["id"] for where in (RUNS, PLANS, CHECKS))
    (row,) = acme.get(OWNERSHIPS).json()["results"]
    return Named("A1", row["device"], row["id"], row["manager"], "anna@acme.example", "emp-1", run, plan, check, "acme")


def other_program(server: Server) -> Program:
    """The key of another organization, which has a device of its own; it may do everything there."""
    me = server.program("other", Role.APPROVER)
    chair = {"name": "Chair", "type": "chair", "category": "it", "serial_number": "B1"}
    assert me.post(DEVICES, {"devices": [chair]}).status_code == 201
    body = {"email": "bob@other.example", "deviceIds": ["B0"], "autoCreateDevices": True, "deviceType": "lamp"}
    assert me.post(ASSIGN, body).status_code == 200
    return me
