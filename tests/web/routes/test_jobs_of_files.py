"""A run and a check of files over HTTP, each carried out by a process of its own, from the upload to what is left."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import BAD_LIST, CHECKS, LIST, OWNERSHIPS, RUNS, Program, Server


@pytest.mark.system
def test_a_run_says_where_to_ask_and_how_far_it_is_and_tells_what_the_command_line_tells(
    editor: Program, server: Server
) -> None:
    answer = editor.send(RUNS, LIST, wait=0)
    url = answer.json()["url"]
    assert (answer.status_code, answer.headers["Location"]) == (202, url)
    events = [line for line in editor.get(f"{url}/events").text.splitlines() if line.startswith("event: ")]
    assert (events[0], events[-1]) == ("event: stage", "event: done")

    told = editor.get(url).json()
    assert (told["status"], told["id"]) == ("done", told["report"]["run_id"])
    assert told["report"]["actions"] == {"create": 2, "update": 0, "assign": 1, "reassign": 0, "unassign": 0}
    book = openpyxl.load_workbook(io.BytesIO(editor.get(told["report"]["outputs"]["results"]).content))
    assert "Summary" in book.sheetnames
    (owned,) = editor.get(OWNERSHIPS).json()["results"]
    assert owned["device_details"]["serial_number"] == "S1"

    desk = Desk(server.settings.state.parent)
    desk.folder.joinpath("other.csv").write_text(LIST)
    assert set(desk.say("--json", "run", "other.csv", "--org", "acme").json) == set(told["report"])


@pytest.mark.system
def test_a_check_writes_nothing_and_gives_the_file_back_whose_name_is_no_path(server: Server) -> None:
    viewer = server.program(role=Role.VIEWER)
    told = viewer.send(CHECKS, BAD_LIST, name="../../../etc/wd.csv").json()
    (issue, *_) = told["report"]["issues"]
    assert (told["command"], issue["code"], issue["file"]) == ("check", "invalid_email", "wd.csv")
    assert openpyxl.load_workbook(io.BytesIO(viewer.get(told["report"]["outputs"]["check"]).content)).sheetnames
    assert viewer.get(OWNERSHIPS).json()["results"] == []
    assert viewer.send(RUNS, LIST).status_code == 403

    folder = server.settings.state.parent
    assert [path for path in folder.rglob("*") if "wd" in path.name] == []
    jobs: list[Path] = [path for made in folder.rglob("*.jobs") for path in made.glob("*/*")]
    (job,) = jobs
    assert job.stat().st_mode & 0o077 == 0
