"""`rollcall schedule INBOX`: what is printed, and that the command in it does run."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.support.desk import ROOT, Desk
from tests.support.workbooks import write


@pytest.fixture
def inbox(desk: Desk) -> Path:
    folder = desk.folder / "drop folder"
    folder.mkdir()
    return folder


def words_of(line: str) -> list[str]:
    """The words of the command that cron gives, without the `cd` before it and the log behind it."""
    return shlex.split(line.partition(" && ")[2].partition(" >/dev/null ")[0])


def cron_line(desk: Desk, *words: object) -> str:
    said = desk.say("schedule", "drop folder", "--as", "cron", *words)
    assert said.code == 0, said
    return said.out.splitlines()[-1]


def test_relative_paths_are_those_of_this_folder_for_good(desk: Desk, inbox: Path) -> None:
    (desk.folder / "my.toml").touch()
    words = words_of(cron_line(desk, "--state", "a.duckdb", "--config", "my.toml", "--out", "found"))
    assert words[-8:] == [
        *("--state", str(desk.folder / "a.duckdb"), "--config", str(desk.folder / "my.toml")),
        *("sweep", str(inbox), "--out", str(desk.folder / "found")),
    ]


def test_the_settings_of_this_folder_are_named_where_there_are_any(desk: Desk, inbox: Path) -> None:
    assert "--config" not in words_of(cron_line(desk))
    (desk.folder / "rollcall.toml").touch()
    assert str(desk.folder / "rollcall.toml") in words_of(cron_line(desk))


def test_the_command_of_this_installation_runs_from_anywhere(desk: Desk, inbox: Path) -> None:
    words = words_of(cron_line(desk))
    program = words[: words.index("--state")]
    said = subprocess.run([*program, "--version"], cwd="/", env={}, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("rollcall")


@pytest.mark.parametrize(("system", "begins"), [("systemd", "# ----"), ("cron", "# Rollcall"), ("windows", "<?xml")])
def test_the_text_for_each_scheduler_is_all_that_is_printed(desk: Desk, inbox: Path, system: str, begins: str) -> None:
    before = sorted(ROOT.iterdir())
    said = desk.say("schedule", inbox, "--as", system, "--at", "23:45", "--name", "hr")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(begins)
    assert "23:45" in said.out or "45 23 * * *" in said.out
    assert (sorted(desk.folder.iterdir()), sorted(ROOT.iterdir())) == ([inbox], before)


@pytest.mark.system
def test_the_log_of_the_scheduled_command_is_json_and_names_nobody(desk: Desk, inbox: Path) -> None:
    rows = [("Serial Number", "Email"), ("SN-1", "ann@acme.example"), ("SN-2", "not an address of ben")]
    write(inbox / "staff.xlsx", {"Sheet1": rows})
    line = cron_line(desk)
    said = subprocess.run(["/bin/sh", "-c", line.split(" ", 5)[5]], cwd="/", env={}, capture_output=True, check=False)
    log = (desk.folder / "rollcall.log").read_text(encoding="utf-8")
    events = [json.loads(line) for line in log.splitlines()]
    assert (said.stdout, said.stderr, said.returncode) == (b"", b"", events[-1]["exit_code"])
    assert (events[0]["event"], events[-1]["event"]) == ("sweep begins", "sweep ends")
    assert not [word for word in ("ann", "acme", "ben", "SN-") if word in log.replace(str(desk.folder), "")]


def test_the_json_has_the_texts_their_places_and_the_commands(desk: Desk, inbox: Path) -> None:
    told = desk.json("schedule", inbox, "--as", "systemd")
    assert (told["ok"], told["as"], told["name"]) == (True, "systemd", "rollcall")
    assert [file["place"].rpartition(".")[2] for file in told["files"]] == ["service", "timer"]
    assert told["enable"][0] == "sudo systemctl daemon-reload"


def test_without_a_choice_this_system_has_a_scheduler(desk: Desk, inbox: Path) -> None:
    assert desk.json("schedule", inbox)["as"] in {"systemd", "cron", "windows"}


def test_settings_that_only_this_shell_has_are_named_without_their_values(
    desk: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_PLAN_KEY", "hunter2hunter2")
    for system in ("systemd", "cron", "windows"):
        said = desk.say("schedule", inbox, "--as", system)
        assert "ROLLCALL_PLAN_KEY" in said.out
        assert "hunter2" not in said.out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["no-such-folder"], "no-such-folder"),
        (["drop folder", "--at", "2:00"], "2:00"),
        (["drop folder", "--at", "24:00"], "24:00"),
        (["drop folder", "--name", "a b"], "a b"),
        (["drop folder", "--name", "../x"], "../x"),
        (["drop folder", "--out", "two\nlines"], "two"),
        ([], "INBOX"),
    ],
)
def test_what_cannot_be_scheduled_is_a_wrong_use(desk: Desk, inbox: Path, words: list[str], named: str) -> None:
    said = desk.say("schedule", *words)
    assert (said.code, said.out) == (2, "")
    assert named in said.err
