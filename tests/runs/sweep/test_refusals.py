"""A refused file: it lies in `refused` with its annotated copy and a text that says why, and on record."""

from __future__ import annotations

import os
import shlex
import signal
from pathlib import Path

import duckdb
import pytest

from tests.support.inboxes import Inbox, takes
from tests.support.office import DESIRED, MONDAY


@pytest.fixture
def unsafe(inbox: Inbox) -> Inbox:
    """An inbox with a file that goes over a limit, and has a bad row as well."""
    taken = [(serial, "zoe@acme.example", "2025-03-01") for serial, *_ in MONDAY[1:5]]
    inbox.drop("zoe.xlsx", DESIRED, *taken, ("LT-0004", "no address"), source="it")
    inbox.desk.folder.joinpath("rollcall.toml").write_text("[limits]\nmin_population = 0\nmin_rows = 0\n")
    return inbox


def why(file: dict[str, dict[str, str]]) -> list[str]:
    return Path(file["outputs"]["why"]).read_text().splitlines()


@pytest.mark.system
def test_a_limit_is_told_with_the_whole_command_that_lets_the_file_through(unsafe: Inbox) -> None:
    unsafe.settings("added_by = 'IT desk'\ncreate_devices = true", source="it")
    (file,) = unsafe.sweep(code=4)["files"]
    assert (file["code"], file["exit_code"]) == ("reassign_percent", 5)
    (command,) = [line.strip() for line in why(file) if line.strip().startswith("rollcall run")]
    assert command in file["hint"]
    assert "--added-by 'IT desk' --create-devices --allow reassign_percent=100 --reason TEXT" in command
    assert unsafe.desk.say(*shlex.split(command)[1:]).code == 4
    assert unsafe.desk.holders()["LT-0001"] == "zoe@acme.example"


@pytest.mark.system
def test_a_file_that_was_read_is_given_back_with_its_findings(unsafe: Inbox) -> None:
    (file,) = unsafe.sweep(code=4)["files"]
    copy, _, _ = unsafe.beside("refused")
    assert [path.name for path in unsafe.beside("refused")] == ["zoe.checked.xlsx", "zoe.xlsx", "zoe.xlsx.why.txt"]
    assert file["outputs"]["check"] == str(copy)
    told = why(file)
    assert '  Owner Email: "no address" is not an e-mail address: B6 (Desired)' in told
    assert "Beside this text lies the file as it was, and zoe.checked.xlsx with the findings marked in it." in told


@pytest.mark.system
def test_a_file_with_a_name_that_is_too_long_and_no_text_is_refused_with_its_reason(unsafe: Inbox) -> None:
    name = b"n" * 249 + b"\xe9.xlsx"
    (unsafe.folder / "it" / "zoe.xlsx").rename(os.fsdecode(os.fsencode(unsafe.folder / "it") + b"/" + name))
    (file,) = unsafe.sweep(code=4)["files"]
    assert (file["fate"], file["file"]) == ("refused", name.decode("utf-8", "replace"))
    assert "--allow reassign_percent=100" in file["hint"]
    (told,) = (unsafe.desk.folder / "refused").rglob("*.why.txt")
    assert told.read_text().startswith(f"{file['file']} was refused: ")


@pytest.mark.system
def test_a_mended_file_is_tried_anew(inbox: Inbox) -> None:
    inbox.drop("leavers.xlsx", ("Serial Number", "Owner E-Mial"), ("LT-0004", "ben@acme.example"))
    assert inbox.fates(code=4) == {"leavers.xlsx": "refused"}
    inbox.drop("leavers.xlsx", *takes("LT-0004", "ben"))
    assert inbox.fates() == {"leavers.xlsx": "applied"}


@pytest.mark.system
def test_a_failure_that_nobody_expected_is_a_refusal_too(inbox: Inbox) -> None:
    inbox.drop("a.xlsx", *takes("LT-0004", "ben"))
    with duckdb.connect(inbox.desk.state) as ledger:
        ledger.execute("DROP TABLE row_outcomes")
    (file,) = inbox.sweep(code=1)["files"]
    assert (file["fate"], file["exit_code"], file["code"]) == ("refused", 1, "unexpected")
    assert "This is a fault of Rollcall, not one of yours" in file["hint"]
    assert inbox.beside("processing") == []


@pytest.mark.system
def test_what_was_stopped_too_often_is_refused_unread(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.drop("deadly.xlsx", *takes("LT-0004", "ben"))
    monkeypatch.setenv("ROLLCALL_SWEEP__ATTEMPTS", "2")
    for _ in range(2):
        assert inbox.desk.say_until("attempt noted", "sweep", "inbox").code == -signal.SIGKILL
    (file,) = inbox.sweep(code=4)["files"]
    assert (file["fate"], file["code"]) == ("refused", "gave_up")
    assert "stopped 2 times in the middle" in why(file)[0]
    assert [path.name for path in inbox.beside("refused")] == ["deadly.xlsx", "deadly.xlsx.why.txt"]
