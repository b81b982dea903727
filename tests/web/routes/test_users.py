"""Link a device to a user, as its document says."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.servers.api import Program, Server

LINK = "/api/v1/users/{}/AddDevice"
EXAMPLE = {
    "deviceId": "example_string",
    "deviceType": "matter",
    "orgId": "example_string",
    "name": "John Doe",
    "addedBy": "example_string",
}


def list_people(desk: Desk) -> None:
    people = (("ann@x.example", "example_string", "ann", "Ann Bell"), ("bob@x.example", "e-2", "bob", "Bob Kay"))
    desk.book("people.xlsx", ("owner_email", "external_user_id", "username", "owner_name"), *people)
    assert desk.say("run", "people.xlsx", "--org", "example_string").code == 0


@pytest.fixture
def program(prepared: Prepared, server: Server) -> Program:
    """A program of the organization `example_string`, where a user has the number `example_string`."""
    shutil.copyfile(prepared(list_people).state, server.settings.state)
    return server.program("example_string")


def test_the_example_of_the_document(program: Program, server: Server) -> None:
    answer = program.post(LINK.format("example_string"), EXAMPLE)
    assert answer.status_code == 200
    assert answer.json() == {"success": True, "aggregateId": "1", "version": 2, "event": "ownership_taken"}
    desk = Desk(server.settings.state.parent)
    (span,) = desk.say("show", "ownerships", "--format", "json").json
    told = {name: span[name] for name in ("serial_number", "owner_email", "label", "added_by", "org_id")}
    assert told == {
        "serial_number": "EXAMPLE_STRING",
        "owner_email": "ann@x.example",
        "label": "John Doe",
        "added_by": "example_string",
        "org_id": "example_string",
    }


@pytest.mark.system
def test_a_link_that_is_there_already_changes_nothing(program: Program) -> None:
    program.post(LINK.format("example_string"), EXAMPLE)
    again = program.post(LINK.format("example_string"), EXAMPLE)
    assert again.json() == {"success": True, "aggregateId": "1", "version": 2, "event": None}


@pytest.mark.system
def test_another_label_is_another_version(program: Program) -> None:
    program.post(LINK.format("example_string"), EXAMPLE)
    answer = program.post(LINK.format("example_string"), {**EXAMPLE, "name": "Front door"})
    assert (answer.json()["version"], answer.json()["event"]) == (3, "ownership_updated")


@pytest.mark.system
@pytest.mark.parametrize("user", ["e-2", "bob", "bob@x.example"])
def test_a_user_is_known_by_number_login_or_address(program: Program, user: str) -> None:
    assert program.post(LINK.format(user), EXAMPLE).status_code == 200


@pytest.mark.system
@pytest.mark.parametrize(("user", "more"), [("nobody", {}), ("u-99", {}), ("example_string", {"orgId": "acme"})])
def test_an_unknown_user_or_organization_is_not_found(program: Program, user: str, more: dict[str, Any]) -> None:
    answer = program.post(LINK.format(user), {**EXAMPLE, **more})
    assert answer.status_code == 404
    assert answer.json() == {"error": "Not Found", "message": "The requested resource was not found", "code": 404}


@pytest.mark.parametrize(
    ("more", "field"),
    [({"deviceType": "lamp"}, "deviceType"), ({"deviceId": ""}, "deviceId"), ({"email": "x"}, "email")],
)
def test_errors_have_the_shape_of_the_document(program: Program, more: dict[str, Any], field: str) -> None:
    answer = program.post(LINK.format("example_string"), {**EXAMPLE, **more})
    told = answer.json()
    assert (answer.status_code, told["error"], told["code"]) == (400, "Bad Request", 400)
    assert [detail["field"] for detail in told["details"]] == [field]
