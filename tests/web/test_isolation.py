"""Two organizations: whoever asks for what is the other's, with ids guessed, gets what a stranger gets.

Whether the time of the answers tells anything is measured: `python -m tests.system.benchmarks.strangers`.
"""

from __future__ import annotations

import re

import pytest
from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import DEVICES, OWNERSHIPS, Program, Server
from tests.support.servers.strangers import (
    CHECKS,
    NOBODYS,
    PLANS,
    QUESTIONS,
    RUNS,
    Named,
    other_program,
    things_of_acme,
)

_OWN = re.compile(r"urn:request:[0-9a-f-]+|\d+")


@pytest.fixture
def theirs(server: Server, jobs_of_this_process: None) -> Named:
    """Everything that the organization acme has."""
    return things_of_acme(server)


@pytest.fixture
def me(server: Server, theirs: Named) -> Program:
    """The key of another organization."""
    return other_program(server)


def _told(answer: Response, one: Named) -> tuple[int, str, str]:
    """The status, the kind and the body of an answer, without what was asked for and the id of the request."""
    text = answer.text
    names = (one.serial, one.email, one.user, one.run, one.plan, one.check, one.org)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "?")
    return answer.status_code, answer.headers["content-type"], _OWN.sub("#", text)


@pytest.mark.system
def test_what_is_the_others_is_as_if_it_were_not_there(me: Program, theirs: Named, server: Server) -> None:
    acme = server.program("acme", Role.VIEWER, name="witness")
    before = [acme.get(DEVICES).json(), acme.get(OWNERSHIPS).json()]
    told = {name: (_told(ask(me, theirs), theirs), _told(ask(me, NOBODYS), NOBODYS)) for name, ask in QUESTIONS.items()}
    assert {name: both for name, both in told.items() if both[0] != both[1]} == {}
    assert [acme.get(DEVICES).json(), acme.get(OWNERSHIPS).json()] == before
    assert Desk(server.settings.state.parent).say("verify").code == 0


def test_every_operation_is_asked(server: Server) -> None:
    """Those that are not name nothing that might be another's: they are given devices, files or nothing."""
    document = server.client.get("/api/v1/openapi.json").json()
    named = {re.sub(r"\{\w+\}", "", path) for path in document["paths"] if "{" in path}
    asked = "/api/v1/device-ownerships//release", "/api/v1/users//AddDevice"
    jobs = {f"{where}/{end}" for where in (RUNS, PLANS, CHECKS) for end in ("", "/outputs/", "/events")}
    assert named == {*asked, *jobs, f"{RUNS}//undo", f"{PLANS}//apply"}


@pytest.mark.system
def test_the_same_serial_number_may_be_in_two_organizations(server: Server) -> None:
    lamp = {"name": "Lamp", "type": "lamp", "category": "it", "serial_number": "S1"}
    both = [server.program(org) for org in ("acme", "other")]
    first, second = (one.post(DEVICES, {"devices": [lamp]}).json()["data"]["devices"][0]["id"] for one in both)
    assert first != second
    for one, device in zip(both, (first, second), strict=True):
        assert [row["id"] for row in one.get(DEVICES, serial_number="S1").json()["results"]] == [device]
