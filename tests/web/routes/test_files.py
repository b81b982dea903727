"""Files and runs over HTTP: as on the command line, for one organization alone."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from httpx2 import Response

from pipeline import intake
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, DEVICES, OWNERSHIPS, Program, Server

CHECKS, PLANS, RUNS = "/api/v1/checks", "/api/v1/plans", "/api/v1/runs"
HEADER = "serial_number,name,type,category,model,owner_email\n"
LIST = f"{HEADER}S1,One,laptop,it,M1,anna@acme.example\nS2,Two,laptop,it,M1,\n"
BAD = f"{HEADER}S1,One,laptop,it,M1,anna\n"


def _send(
    program: Program,
    where: str,
    *texts: str,
    name: str = "list.csv",
    wait: float = 60,
    key: str | None = None,
    **options: Any,
) -> Response:
    files = [("files", (name, text.encode(), "text/csv")) for text in texts]
    answer: Response = program.client.post(
        f"{where}?wait={wait}",
        files=files,
        data={"options": json.dumps(options)},
        headers={"X-API-Key": program.key, **({"Idempotency-Key": key} if key else {})},
    )
    return answer


@pytest.fixture
def approver(server: Server) -> Program:
    return server.program(role=Role.APPROVER)


def test_a_run_of_files_tells_what_the_command_line_tells(editor: Program, server: Server) -> None:
    answer = _send(editor, RUNS, LIST)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["status"], told["id"]) == ("done", told["report"]["run_id"])
    assert told["report"]["actions"] == {"create": 2, "update": 0, "assign": 1, "reassign": 0, "unassign": 0}
    desk = Desk(server.settings.state.parent)
    desk.folder.joinpath("other.csv").write_text(LIST)
    assert set(desk.say("--json", "run", "other.csv", "--org", "acme").json) == set(told["report"])
    (owned,) = editor.get(OWNERSHIPS).json()["results"]
    assert owned["device_details"]["serial_number"] == "S1"


def test_its_results_are_a_workbook(editor: Program) -> None:
    told = _send(editor, RUNS, LIST).json()
    answer = editor.get(told["report"]["outputs"]["results"])
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Summary" in book.sheetnames
    assert editor.get(told["url"]).json() == told


def test_a_check_writes_nothing_and_gives_the_file_back(server: Server) -> None:
    viewer = server.program(role=Role.VIEWER)
    told = _send(viewer, CHECKS, BAD).json()
    assert (told["command"], told["report"]["issues"][0]["code"]) == ("check", "invalid_email")
    assert openpyxl.load_workbook(io.BytesIO(viewer.get(told["report"]["outputs"]["check"]).content)).sheetnames
    assert viewer.get(OWNERSHIPS).json()["results"] == []
    assert _send(viewer, RUNS, LIST).status_code == 403


def test_a_plan_is_applied_and_undone(approver: Program) -> None:
    plan = _send(approver, PLANS, LIST).json()
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


def test_what_was_declined_in_the_workbook_of_a_plan_is_not_carried_out(approver: Program) -> None:
    plan, other = (_send(approver, PLANS, text).json() for text in (LIST, f"{HEADER}S3,Three,laptop,it,M1,\n"))
    reviewed = _reviewed(approver, plan, 2)
    assert _apply(approver, other, reviewed).json()["report"]["error"]["code"] == "another_plan"
    assert _apply(approver, other, b"what").json()["report"]["error"]["code"] == "file_unreadable"
    assert _apply(approver, plan, reviewed, field="file").json()["errors"][0]["field"] == "file"
    told = _apply(approver, plan, reviewed).json()
    assert told["report"]["actions"]["create"] == 1, told
    assert len(approver.get(DEVICES).json()["results"]) == 1


def test_nothing_is_taken_from_a_workbook_that_is_sent_but_its_answers(
    approver: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes a workbook of the same plan that says otherwise changes nothing of what was planned."""
    plan = _send(approver, PLANS, LIST).json()
    (tmp_path / "plan.xlsx").write_bytes(_reviewed(approver, plan))
    plan_id = intake.read_plan(tmp_path / "plan.xlsx", key=None)[0].plan_id
    monkeypatch.setattr("pipeline.runs.plan.new_plan_id", lambda _: plan_id)
    desk = Desk(tmp_path)
    desk.folder.joinpath("other.csv").write_text(LIST.replace("S1", "T1").replace("S2", "T2"))
    assert desk.say("plan", "other.csv", "-o", "forged.xlsx").code == 0
    told = _apply(approver, plan, (tmp_path / "forged.xlsx").read_bytes()).json()
    serials = [device["serial_number"] for device in approver.get(DEVICES).json()["results"]]
    assert (told["status"], serials) == ("done", ["S1", "S2"])


def test_what_calls_have_written_can_be_undone(approver: Program, server: Server) -> None:
    body = {"email": "anna@acme.example", "deviceIds": ["S1"], "autoCreateDevices": True, "deviceType": "sensor"}
    approver.post(ASSIGN, body)
    (run,) = Desk(server.settings.state.parent).say("show", "runs", "--format", "json").json
    assert approver.post(f"{RUNS}/{run['run_id']}/undo?wait=60").json()["report"]["actions"]["unassign"] == 1


def test_a_long_one_answers_where_to_ask(editor: Program) -> None:
    answer = _send(editor, RUNS, LIST, wait=0)
    assert (answer.status_code, answer.headers["Location"]) == (202, answer.json()["url"])
    deadline = time.monotonic() + 60
    while (told := editor.get(answer.json()["url"]).json())["report"] is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert told["status"] == "done"


def test_progress_is_told_by_events(editor: Program) -> None:
    url = _send(editor, RUNS, LIST, wait=0).json()["url"]
    events = [line for line in editor.get(f"{url}/events").text.splitlines() if line.startswith("event: ")]
    assert (events[0], events[-1]) == ("event: stage", "event: done")


def test_a_run_that_is_asked_for_again_under_its_key_is_the_same_one(editor: Program, server: Server) -> None:
    first, again = (_send(editor, RUNS, LIST, key="k-1") for _ in range(2))
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    assert _send(editor, RUNS, BAD, key="k-1").json()["code"] == "idempotency_key_reused"
    other = server.program(name="other")
    assert _send(other, RUNS, LIST, key="k-1").json()["id"] != first.json()["id"]


def test_the_name_of_a_file_is_no_path(editor: Program, server: Server) -> None:
    told = _send(editor, CHECKS, BAD, name="../../../etc/wd.csv").json()
    assert told["report"]["issues"][0]["file"] == "wd.csv"
    folder = server.settings.state.parent
    assert [path for path in folder.rglob("*") if "wd" in path.name] == []


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
    answer = _send(editor, RUNS, LIST, **options)
    assert (answer.status_code, said in answer.json()["detail"]) == (400, True)


def test_a_file_that_cannot_be_used_is_told_as_on_the_command_line(editor: Program) -> None:
    told = _send(editor, RUNS, "what\nis this\n").json()
    assert (told["status"], told["report"]["ok"], told["report"]["exit_code"]) == ("failed", False, 3)


def test_only_an_approver_goes_beyond_a_limit(editor: Program) -> None:
    assert _send(editor, RUNS, LIST, allow=["new_owners=100"], reason="test").status_code == 403


def test_a_row_of_another_organization_is_refused(editor: Program) -> None:
    told = _send(editor, RUNS, "serial_number,name,type,category,org_id\nS1,One,x,y,other\n").json()
    assert told["report"]["error"]["code"] == "other_organization"


def test_nothing_of_another_organization_is_seen_or_touched(editor: Program, server: Server) -> None:
    other = server.program("other", Role.APPROVER, name="other")
    mine = _send(editor, RUNS, LIST).json()
    stranger = [other.get(f"{RUNS}/20200101T000000Z-abcdef"), other.post(f"{RUNS}/20200101T000000Z-abcdef/undo")]
    asked = [other.get(mine["url"]), other.post(f"{mine['url']}/undo")]
    for answer, told in zip(asked, stranger, strict=True):
        assert answer.status_code == told.status_code == 404
    for path in (mine["report"]["outputs"]["results"], f"{mine['url']}/events"):
        assert other.get(path).status_code == 404
    leaving = "serial_number,owner_email,action\nS1,anna@acme.example,unassign\n"
    assert _send(other, RUNS, leaving).json()["report"]["reasons"] == {"unknown_device": 1}
    assert len(editor.get(OWNERSHIPS, current="true").json()["results"]) == 1


def test_a_full_sheet_takes_nothing_from_others(editor: Program, server: Server) -> None:
    other = server.program("other", Role.APPROVER, name="other")
    assert _send(editor, RUNS, LIST).json()["status"] == "done"
    full = f"{HEADER}T1,One,laptop,it,M1,anna@acme.example\n"
    assert _send(other, RUNS, full, mode="full", scope="all").json()["report"]["absent_unassigned"] == 0
    assert len(editor.get(OWNERSHIPS, current="true").json()["results"]) == 1


def test_files_lie_in_folders_that_only_the_server_may_read(editor: Program, server: Server) -> None:
    _send(editor, CHECKS, LIST)
    folders: list[Path] = list(server.settings.state.parent.rglob("*.jobs"))
    (job,) = [path for folder in folders for path in folder.glob("*/*")]
    assert job.stat().st_mode & 0o077 == 0
