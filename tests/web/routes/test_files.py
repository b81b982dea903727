"""Files and runs over HTTP: as on the command line, for one organization alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from httpx2 import Response

from pipeline import intake
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, BAD_LIST, DEVICES, HEADER, LIST, OWNERSHIPS, PLANS, RUNS, Program, Server

pytestmark = pytest.mark.usefixtures("jobs_of_this_process")


@pytest.fixture
def approver(server: Server) -> Program:
    return server.program(role=Role.APPROVER)


def test_a_plan_is_applied_and_undone(approver: Program) -> None:
    plan = approver.send(PLANS, LIST).json()
    assert plan["report"]["actions"]["create"] == 2
    assert approver.get(OWNERSHIPS).json()["results"] == []
    applied = approver.post(f"{plan['url']}/apply?wait=60").json()
    assert (applied["status"], applied["report"]["actions"]["assign"]) == ("done", 1), applied
    assert approver.post(f"{plan['url']}/apply?wait=60").json()["report"]["error"]["code"] == "plan_applied"
    undone = approver.post(f"{RUNS}/{applied['report']['run_id']}/undo?wait=60").json()
    assert undone["command"] == "undo"
    assert approver.post(f"{undone['url']}/apply?wait=60").json()["report"]["actions"]["unassign"] == 1
    assert approver.get(OWNERSHIPS, current="true").json()["results"] == []


def _reviewed(approver: Program, plan: dict[str, Any], *declined: int) -> bytes:
    """The workbook of the plan, in which these lines of its first sheet of lines are declined (2, 3, ...)."""
    book = openpyxl.load_workbook(io.BytesIO(approver.get(plan["report"]["outputs"]["plan"]).content))
    lines = next(sheet for sheet in book if sheet["A1"].value == "Approve")
    for row in declined:
        lines[f"A{row}"] = "N"
    book.save(content := io.BytesIO())
    return content.getvalue()


def _apply(approver: Program, plan: dict[str, Any], content: bytes, field: str = "plan") -> Response:
    files = [(field, ("reviewed.xlsx", content, "application/octet-stream"))]
    headers = {"X-API-Key": approver.key}
    answer: Response = approver.client.post(f"{plan['url']}/apply?wait=60", files=files, headers=headers)
    return answer


@pytest.mark.system
def test_what_was_declined_in_the_workbook_of_a_plan_is_not_carried_out(approver: Program) -> None:
    plan, other = (approver.send(PLANS, text).json() for text in (LIST, f"{HEADER}S3,Three,laptop,it,M1,\n"))
    reviewed = _reviewed(approver, plan, 2)
    assert _apply(approver, other, reviewed).json()["report"]["error"]["code"] == "another_plan"
    assert _apply(approver, other, b"what").json()["report"]["error"]["code"] == "file_unreadable"
    assert _apply(approver, plan, reviewed, field="file").json()["errors"][0]["field"] == "file"
    told = _apply(approver, plan, reviewed).json()
    assert told["report"]["actions"]["create"] == 1, told
    assert len(approver.get(DEVICES).json()["results"]) == 1


@pytest.mark.system
def test_nothing_is_taken_from_a_workbook_that_is_sent_but_its_answers(
    approver: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes a workbook of the same plan that says otherwise changes nothing of what was planned."""
    plan = approver.send(PLANS, LIST).json()
    (tmp_path / "plan.xlsx").write_bytes(_reviewed(approver, plan))
    plan_id = intake.read_plan(tmp_path / "plan.xlsx", key=None)[0].plan_id
    monkeypatch.setattr("pipeline.runs.plan.new_plan_id", lambda _: plan_id)
    desk = Desk(tmp_path)
    desk.folder.joinpath("other.csv").write_text(LIST.replace("S1", "T1").replace("S2", "T2"))
    assert desk.say("plan", "other.csv", "-o", "forged.xlsx").code == 0
    told = _apply(approver, plan, (tmp_path / "forged.xlsx").read_bytes()).json()
    serials = [device["serial_number"] for device in approver.get(DEVICES).json()["results"]]
    assert (told["status"], serials) == ("done", ["S1", "S2"])


@pytest.mark.system
def test_what_calls_have_written_can_be_undone(approver: Program, server: Server) -> None:
    body = {"email": "anna@acme.example", "deviceIds": ["S1"], "autoCreateDevices": True, "deviceType": "sensor"}
    approver.post(ASSIGN, body)
    (run,) = Desk(server.settings.state.parent).say("show", "runs", "--format", "json").json
    assert approver.post(f"{RUNS}/{run['run_id']}/undo?wait=60").json()["report"]["actions"]["unassign"] == 1


@pytest.mark.system
def test_a_run_that_is_asked_for_again_under_its_key_is_the_same_one(editor: Program, server: Server) -> None:
    first, again = (editor.send(RUNS, LIST, key="k-1") for _ in range(2))
    assert (first.status_code, editor.get(first.json()["url"]).json()) == (200, first.json())
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    assert editor.send(RUNS, BAD_LIST, key="k-1").json()["code"] == "idempotency_key_reused"
    other = server.program(name="other")
    assert other.send(RUNS, LIST, key="k-1").json()["id"] != first.json()["id"]


@pytest.mark.system
@pytest.mark.publishes
def test_a_run_of_the_command_line_is_known_to_its_organization(server: Server, editor: Program) -> None:
    desk = Desk(server.settings.state.parent)
    desk.folder.joinpath("list.csv").write_text(LIST)
    report = desk.say("--json", "run", "list.csv", "--org", "acme").json
    url = f"{RUNS}/{report['run_id']}"
    told = editor.get(url).json()
    assert (told["command"], told["status"], told["url"]) == ("run", "done", url)
    totals = ("rows", "actions", "created", "reasons", "state_version", "exit_code", "issue_count")
    assert {name: told["report"][name] for name in totals} == {name: report[name] for name in totals}
    assert told["report"]["outputs"] == {"results": f"{url}/outputs/results"}
    book = openpyxl.load_workbook(io.BytesIO(editor.get(f"{url}/outputs/results").content))
    assert [cell.value for cell in book["Rows"]["A"]][1:] == ["S1", "S2"]
    assert list(desk.folder.glob("*.jobs/*/again-*")) == []
    other = server.program("other", name="other")
    assert [other.get(path).status_code for path in (url, f"{url}/outputs/results", f"{url}/events")] == [404] * 3


@pytest.mark.system
def test_calls_are_known_as_runs_too(editor: Program, server: Server) -> None:
    body = {"email": "anna@acme.example", "deviceIds": ["S1"], "autoCreateDevices": True, "deviceType": "sensor"}
    editor.post(ASSIGN, body)
    (run,) = Desk(server.settings.state.parent).say("show", "runs", "--format", "json").json
    told = editor.get(f"{RUNS}/{run['run_id']}").json()
    assert (told["command"], told["report"]["actions"]["assign"]) == ("call", 1)
    assert editor.get(told["report"]["outputs"]["results"]).status_code == 200


@pytest.mark.parametrize(
    ("options", "said"),
    [({"mode": "half"}, "mode"), ({"org": "other"}, "org"), ({"state": "/x"}, "state"), ({"floor": 3}, "floor")],
)
def test_options_that_there_are_not_are_named(editor: Program, options: dict[str, Any], said: str) -> None:
    answer = editor.send(RUNS, LIST, **options)
    assert (answer.status_code, said in answer.json()["detail"]) == (400, True)


def test_a_file_that_cannot_be_used_is_told_as_on_the_command_line(editor: Program) -> None:
    told = editor.send(RUNS, "what\nis this\n").json()
    assert (told["status"], told["report"]["ok"], told["report"]["exit_code"]) == ("failed", False, 3)


def test_only_an_approver_goes_beyond_a_limit(editor: Program) -> None:
    assert editor.send(RUNS, LIST, allow=["new_owners=100"], reason="test").status_code == 403


def test_a_row_of_another_organization_is_refused(editor: Program) -> None:
    told = editor.send(RUNS, "serial_number,name,type,category,org_id\nS1,One,x,y,other\n").json()
    assert told["report"]["error"]["code"] == "other_organization"


@pytest.mark.system
def test_nothing_of_another_organization_is_seen_or_touched(editor: Program, server: Server) -> None:
    other = server.program("other", Role.APPROVER, name="other")
    mine = editor.send(RUNS, LIST).json()
    stranger = [other.get(f"{RUNS}/20200101T000000Z-abcdef"), other.post(f"{RUNS}/20200101T000000Z-abcdef/undo")]
    asked = [other.get(mine["url"]), other.post(f"{mine['url']}/undo")]
    for answer, told in zip(asked, stranger, strict=True):
        assert answer.status_code == told.status_code == 404
    for path in (mine["report"]["outputs"]["results"], f"{mine['url']}/events"):
        assert other.get(path).status_code == 404
    leaving = "serial_number,owner_email,action\nS1,anna@acme.example,unassign\n"
    assert other.send(RUNS, leaving).json()["report"]["reasons"] == {"unknown_device": 1}
    assert len(editor.get(OWNERSHIPS, current="true").json()["results"]) == 1


@pytest.mark.system
def test_a_full_sheet_takes_nothing_from_others(editor: Program, server: Server) -> None:
    other = server.program("other", Role.APPROVER, name="other")
    assert editor.send(RUNS, LIST).json()["status"] == "done"
    full = f"{HEADER}T1,One,laptop,it,M1,anna@acme.example\n"
    assert other.send(RUNS, full, mode="full", scope="all").json()["report"]["absent_unassigned"] == 0
    assert len(editor.get(OWNERSHIPS, current="true").json()["results"]) == 1
