"""The main path: upload a list, correct its columns, look at what would change, approve it, and undo it."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.fixtures.servers import Stocked
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, visitor

HEADER = "serial_number,name,type,category,owner_email\n"
LIST = f"{HEADER}S1,One,laptop,it,anna@acme.example\nS2,Two,laptop,it,ben@acme.example\nS3,Three,laptop,it,ben\n"
MOVED = "serial_number,owner_email\nS1,ben@acme.example\nS2,anna@acme.example\n"


def _plan(one: Visitor, text: str) -> Response:
    columns = one.send(one.get("/"), "/lists", files=[("list.csv", text.encode())])
    return one.send(columns, columns.url.path, do="plan")


def _done(one: Visitor, text: str) -> Response:
    return one.send(_plan(one, text), "/apply")


def _with_three(server: Server) -> None:
    _done(visitor(server, name="first"), LIST.replace(",ben\n", ",eva@acme.example\n"))


def _with_a_dozen(server: Server) -> None:
    _done(visitor(server), f"{_numbered(12)}SN-10001,One,laptop,it,anna@acme.example\n")


def _numbered(count: int) -> str:
    return HEADER + "".join(f"S{at},N{at},laptop,it,p{at}@acme.example\n" for at in range(count))


@pytest.mark.system
def test_a_list_goes_from_its_columns_to_its_results_and_back(server: Server) -> None:
    anna, desk = visitor(server, name="Anna Weber"), Desk(server.settings.state.parent)
    columns = anna.send(anna.get("/"), "/lists", files=[("list.csv", LIST.encode())])
    assert "A list of devices and who has them" in columns.text
    assert "of 3" in columns.text
    plan = anna.send(columns, columns.url.path, do="plan")
    assert "6 changes would be made" in plan.text
    assert "&#34;ben&#34; is not an e-mail address" in plan.text or "ben" in plan.text
    assert desk.say("show", "runs", "--format", "json").json == []
    book = openpyxl.load_workbook(io.BytesIO(anna.get(f"{plan.url.path}/files/plan").content))
    assert "Cover" in book.sheetnames
    run = anna.send(plan, "/apply")
    assert ">Done<" in run.text
    results = openpyxl.load_workbook(io.BytesIO(anna.get(f"{run.url.path}/files/results").content))
    assert "Changes" in results.sheetnames
    (recorded,) = desk.say("show", "runs", "--format", "json").json
    assert (recorded["user_name"], recorded["command"]) == ("Anna Weber", "apply")
    assert "carried out by Anna Weber" in anna.get(plan.url.path).text
    undo = anna.send(run, "/undo")
    assert "Plan to undo run" in undo.text
    anna.send(undo, "/apply")
    held = desk.say("show", "ownerships", "--current", "--format", "json").json
    assert held == []


@pytest.mark.system
def test_a_column_is_read_otherwise(server: Server) -> None:
    anna = visitor(server)
    text = "Serial Number,Thing,Typ,category,Shelf,owner_email\nS1,One,laptop,it,B12,anna@acme.example\n"
    columns = anna.send(anna.get("/"), "/lists", files=[("shelf list.csv", text.encode())])
    name = re.search(r'name="(c0\.0\.\d+)" aria-label="What the column Shelf', columns.text)
    assert name is not None
    again = anna.send(columns, columns.url.path, do="look", changed={name[1]: "location"})
    assert re.search(r'<option value="location" selected>', again.text)
    plan = anna.send(again, again.url.path, do="plan")
    created = anna.get(plan.url.path, group="Create").text
    assert "location: B12" in created


@pytest.mark.system
def test_lines_are_left_out_by_one_and_stay_so_for_whoever_approves(stocked_server: Stocked) -> None:
    server = stocked_server(_with_three)
    editor, approver = visitor(server, Role.EDITOR, name="ed"), visitor(server, name="app")
    plan = _plan(editor, MOVED)
    assert "Approve and carry out" not in plan.text
    assert "send the address of this page" in plan.text
    seen = approver.get(plan.url.path)
    without = editor.send(plan, "/lines", do="leave", ticked=[("line", "1")])
    assert "1 change would be made" in without.text
    refused = approver.send(seen, "/apply")
    assert (refused.status_code, "Look again" in refused.text) == (409, True)
    run = approver.send(approver.get(plan.url.path), "/apply")
    assert "1 line of the plan was left out" in run.text
    assert "was not approved" in run.text
    held = Desk(server.settings.state.parent).say("show", "ownerships", "--current", "--format", "json").json
    assert {one["serial_number"]: one["owner_email"] for one in held} == {
        "S1": "anna@acme.example",
        "S2": "anna@acme.example",
        "S3": "eva@acme.example",
    }


@pytest.mark.system
def test_of_two_who_approve_the_second_is_told_line_by_line_what_went_stale(stocked_server: Stocked) -> None:
    server = stocked_server(_with_three)
    one, two = visitor(server, name="one"), visitor(server, name="two")
    rows = "".join(f"S{at},eva@acme.example\n" for at in (1, 2)) + "S3,anna@acme.example\n"
    first, second = _plan(one, MOVED), _plan(two, f"serial_number,owner_email\n{rows}")
    one.send(first, "/apply")
    late = two.send(second, "/apply")
    assert "2 lines of the plan were left out" in late.text
    for device in ("One", "Two"):
        said = rf"<b>{device}</b> → eva@acme.example: has changed since the plan was made"
        assert re.search(said, late.text)
    told = two.get(f"{late.url.path}/rows/not-done").text
    assert [device in told for device in ("One", "Two", "Three")] == [True, True, False]
    assert told.count("The device or the person has changed since the plan was made.") == 2
    assert "anna@acme.example" in one.get("/search", q="S3").text
    again = one.send(one.get(first.url.path), "/apply")
    assert "was applied before" in again.text


@pytest.mark.system
def test_a_limit_is_exceeded_only_with_a_reason(stocked_server: Stocked) -> None:
    server = stocked_server(_with_a_dozen)
    anna = visitor(server)
    plan = _plan(anna, _numbered(75))
    assert "It goes further than it usually may" in plan.text
    refused = anna.send(plan, "/apply")
    assert "Nothing was changed" in refused.text
    assert "--allow" not in refused.text
    without = anna.send(plan, "/apply", ticked=[("allow", "on")])
    assert (without.status_code, "Say why" in without.text) == (400, True)
    run = anna.send(plan, "/apply", ticked=[("allow", "on")], reason="first import")
    assert ">Done<" in run.text
    *_, recorded = Desk(server.settings.state.parent).say("show", "runs", "--format", "json").json
    assert "first import" in str(recorded["settings"])


@pytest.mark.system
def test_a_new_device_that_looks_like_a_known_one_waits_until_it_is_let_in(stocked_server: Stocked) -> None:
    anna = visitor(stocked_server(_with_a_dozen))
    plan = _plan(anna, HEADER + "SN10001,Other,laptop,it,ben@acme.example\n")
    assert "Probably known already" in plan.text
    value = re.search(r'name="new" value="([^"]+)"', plan.text)
    assert value is not None
    again = anna.send(plan, "/let-in", ticked=[("new", value[1])])
    assert "Probably known already" not in again.text
    assert again.url.path != plan.url.path
    assert "SN10001" in again.text


def test_a_viewer_may_check_a_list_and_have_it_back_with_the_findings(server: Server) -> None:
    viewer = visitor(server, Role.VIEWER)
    columns = viewer.send(viewer.get("/"), "/lists", files=[("list.csv", LIST.encode())])
    assert "See what would change" not in columns.text
    assert viewer.send(columns, columns.url.path, do="plan").status_code == 403
    check = viewer.send(columns, columns.url.path, do="check")
    assert "ben" in check.text
    book = openpyxl.load_workbook(io.BytesIO(viewer.get(f"{check.url.path}/files/check").content))
    assert book.sheetnames


@pytest.mark.system
def test_a_file_that_is_none_is_told_as_on_the_command_line(server: Server) -> None:
    anna = visitor(server)
    for name, content in (("a.xlsx", b"\x00\x01"), ("b.csv", b"what\nis this\n"), ("", b""), ("e.csv", b"")):
        page = anna.send(anna.get("/"), "/lists", files=[(name, content)])
        assert page.status_code in (200, 400)
        assert "This should not have happened" not in page.text
    nothing = anna.send(anna.get("/"), "/lists")
    assert (nothing.status_code, "No file was chosen" in nothing.text) == (400, True)


@pytest.mark.system
def test_a_run_of_the_command_line_is_found_with_its_results_and_undone(server: Server) -> None:
    anna, desk = visitor(server), Desk(server.settings.state.parent)
    desk.folder.joinpath("list.csv").write_text(HEADER + "S1,One,laptop,it,anna@acme.example\n", encoding="utf-8")
    desk.say("--state", server.settings.state, "run", "list.csv")
    (recorded,) = desk.say("show", "runs", "--format", "json").json
    assert f'href="/runs/{recorded["run_id"]}"' in anna.get("/runs").text
    run = anna.get(f"/runs/{recorded['run_id']}")
    assert f'href="{run.url.path}/results"' in run.text
    results = anna.get(f"{run.url.path}/results")
    assert "Changes" in openpyxl.load_workbook(io.BytesIO(results.content)).sheetnames
    assert visitor(server, org="other").get(f"{run.url.path}/results").status_code == 404
    assert "Plan to undo run" in anna.send(run, "/undo").text


@pytest.mark.system
def test_a_run_that_took_no_files_has_no_results_and_says_so(server: Server) -> None:
    anna, desk = visitor(server), Desk(server.settings.state.parent)
    desk.folder.joinpath("list.csv").write_text(HEADER + "S1,One,laptop,it,anna@acme.example\n", encoding="utf-8")
    desk.say("--state", server.settings.state, "run", "list.csv")
    desk.say("--state", server.settings.state, "forget", "anna@acme.example", "--yes")
    told = {one["command"]: one["run_id"] for one in desk.say("show", "runs", "--format", "json").json}
    run = anna.get(f"/runs/{told['forget']}")
    assert (run.status_code, "/results" in run.text) == (200, False)
    results = anna.get(f"{run.url.path}/results")
    assert (results.status_code, "This run took no files" in results.text) == (404, True)
