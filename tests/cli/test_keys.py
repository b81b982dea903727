"""`rollcall keys`: a key is shown once, and listed without itself."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk


def test_a_key_is_shown_once_and_listed_by_name(desk: Desk) -> None:
    made = desk.json("keys", "add", "--name", "crm", "--org", "acme", "--role", "editor", "--expires", "90 days")
    assert (made["command"], made["ok"]) == ("keys", True)
    (listed,) = desk.json("keys", "list")["keys"]
    assert (listed["key_id"], listed["name"], listed["org_id"], listed["role"]) == (
        made["key_id"],
        "crm",
        "acme",
        "editor",
    )
    assert listed["standing"].startswith("valid until ")
    assert "sha256" not in listed
    assert made["key"] not in desk.say("keys", "list").out


def test_at_a_prompt_the_key_stands_alone_on_standard_output(desk: Desk) -> None:
    said = desk.say("keys", "add", "--name", "crm")
    assert said.out.startswith("rollcall_")
    assert said.err == "This is the key of crm, viewer of default. It is shown this once.\n"


def test_a_key_without_a_name_is_called_by_its_role_and_id(desk: Desk) -> None:
    made = [desk.json("keys", "add", "--org", "acme", "--role", "editor")["key_id"] for _ in range(2)]
    assert [key["name"] for key in desk.json("keys", "list")["keys"]] == [f"editor {key_id}" for key_id in made]


def test_a_key_is_revoked_by_its_name(desk: Desk) -> None:
    desk.say("keys", "add", "--name", "crm")
    assert desk.say("keys", "revoke", "crm").code == 0
    assert "revoked" in desk.say("keys", "list").out
    assert desk.say("keys", "revoke", "crm").code == 2


def test_where_nobody_has_a_key_it_says_how_to_make_one(desk: Desk) -> None:
    assert desk.say("keys", "list").out == "Nobody has a key yet: rollcall keys add --name NAME --role editor\n"


@pytest.mark.parametrize("span", ["soon", "0 days", "5"])
def test_what_is_no_span_of_time_is_refused(desk: Desk, span: str) -> None:
    assert desk.say("keys", "add", "--name", "crm", "--expires", span).code == 2


def test_a_key_can_be_for_all_organizations_but_not_that_of_a_person(desk: Desk) -> None:
    said = desk.say("keys", "add", "--name", "ops", "--all-organizations")
    assert said.err == "This is the key of ops, viewer of all organizations. It is shown this once.\n"
    assert "all organizations" in desk.say("keys", "list").out
    refused = desk.say("keys", "add", "--all-organizations", "--owner", "anna@acme.example")
    assert (refused.code, "for one organization" in refused.err) == (2, True)
