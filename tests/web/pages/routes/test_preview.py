"""What a preview says beyond its lines: values that go, facts that drifted, messages, checks, and who approved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.fixtures.servers import Stocked
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, forms_of, visitor

HEADER = "serial_number,name,type,category,location,model,owner_email,mdm_last_seen_date\n"
FIRST = (
    f"{HEADER}S1,One,laptop,it,Berlin,T14,anna@acme.example,2026-01-01\n"
    "S2,Two,laptop,it,Paris,T15,ben@acme.example,2026-01-01\n"
)
SECOND = (
    f"{HEADER}S1,One,laptop,it,<clear>,<clear>,ben@acme.example,2026-02-01\n"
    "S2,Two,laptop,it,<clear>,T16,eva@acme.example,2026-02-02\nS3,Three,laptop,it,Rome,T1,zoe@acme.example,\n"
)


def _plan(one: Visitor, text: str) -> Response:
    columns = one.send(one.get("/"), "/lists", files=[("list.csv", text.encode())])
    return one.send(columns, columns.url.path, do="plan")


def _first(server: Server) -> None:
    anna = visitor(server)
    anna.send(_plan(anna, FIRST), "/apply")


@pytest.fixture
def stocked(stocked_server: Stocked) -> Server:
    """The server once the first list is loaded."""
    return stocked_server(_first)


@pytest.mark.system
def test_a_preview_counts_and_lists_the_cells_that_it_empties_as_far_as_they_are_approved(stocked: Server) -> None:
    anna = visitor(stocked)
    plan = _plan(anna, SECOND)
    listed = anna.get(f"{plan.url.path}/rows/emptied")
    assert "3 values of list.csv" in listed.text
    assert re.findall(r'data-label="What is on record">(\w+)<', listed.text) == ["Berlin", "Paris", "T14"]
    updates = anna.get(plan.url.path, group="Update")
    without = anna.send(updates, "/lines", do="leave", ticked=[("line", "1")])
    assert re.search(r"Cells emptied</dt><dd><a [^>]+>1</a>", without.text)
    run = anna.send(without, "/apply")
    assert ">Done<" in run.text
    held = Desk(stocked.settings.state.parent).say("show", "devices", "--format", "json").json
    assert sorted((one["serial_number"], one["location"]) for one in held) == [
        ("S1", "Berlin"),
        ("S2", None),
        ("S3", "Rome"),
    ]


@pytest.mark.system
def test_changes_of_hands_come_first_drifted_facts_are_folded_and_everybody_new_is_listed(stocked: Server) -> None:
    anna = visitor(stocked)
    plan = _plan(anna, SECOND)
    groups = re.findall(r"\?group=([^#\"]+)#lines\"", plan.text)
    assert groups == ["Reassign", "Assign", "New%20owners", "Create", "Update"]
    assert "2 facts that only drifted" in plan.text.replace("Facts", "facts")
    assert "2026-02-02" in anna.get(f"{plan.url.path}/rows/drifted").text
    people = anna.get(plan.url.path, group="New owners").text
    for name in ("eva@acme.example", "zoe@acme.example"):
        assert name in people


@pytest.mark.system
def test_a_preview_says_what_was_checked_what_cannot_be_yet_and_that_nobody_is_written_to(server: Server) -> None:
    plan = _plan(visitor(server, Role.EDITOR), FIRST)
    assert "send no message to anybody" in plan.text
    assert "What was checked, and what can only be checked when it is carried out" in plan.text
    assert Desk(server.settings.state.parent).say("show", "runs", "--format", "json").json == []


@pytest.mark.system
def test_a_plan_handed_on_by_its_address_is_recorded_with_who_planned_and_who_approved(server: Server) -> None:
    editor, approver = visitor(server, Role.EDITOR, name="Edith"), visitor(server, name="Aaron")
    plan = _plan(editor, FIRST)
    run = approver.send(approver.get(plan.url.path), "/apply")
    assert "Planned by Edith; approved and carried out by <b>Aaron</b>" in run.text
    (recorded,) = Desk(server.settings.state.parent).say("show", "runs", "--format", "json").json
    assert recorded["user_name"] == "Aaron"
    assert "Edith" in str(recorded["settings"])


@pytest.mark.system
def test_a_column_says_whether_its_blank_cells_empty_what_is_on_record_and_a_saved_list_says_it_again(
    stocked: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    anna = visitor(stocked)
    blank = f"{HEADER}S1,One,laptop,it,,,anna@acme.example,\nS2,Two,laptop,it,Lyon,,ben@acme.example,\n"
    columns = anna.send(anna.get("/"), "/lists", files=[("list.csv", blank.encode())])
    switch = re.search(r'name="(bc0\.0\.\d+)" aria-label="A blank cell of location empties', columns.text)
    assert switch is not None
    assert "(1 blank)" in columns.text
    assert "Cells emptied" not in anna.send(columns, columns.url.path, do="plan").text
    again = anna.send(columns, columns.url.path, do="look", ticked=[(switch[1], "on")])
    assert f'name="{switch[1]}" checked' in again.text
    plan = anna.send(again, again.url.path, do="plan")
    assert "A blank cell empties: location" in plan.text
    listed = anna.get(f"{plan.url.path}/rows/emptied").text
    assert re.findall(r'data-label="What is on record">(\w+)<', listed) == ["Berlin"]
    anna.send(again, again.url.path, do="save", save_as="hr")
    assert 'blank_clears = "location"' in (tmp_path / "rollcall.toml").read_text("utf-8")
    third = anna.send(anna.get("/"), "/lists", files=[("list.csv", blank.encode())], source="hr")
    assert f'name="{switch[1]}" checked' in third.text
    form = next(one for one in forms_of(third) if one.action == third.url.path)
    unticked = {name: value for name, value in form.fields if name != switch[1]}
    without = anna.post(form.action, {**unticked, "do": "plan"})
    assert "would be made" in without.text or "Nothing would change" in without.text
    assert "Cells emptied" not in without.text
