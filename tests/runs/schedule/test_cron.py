"""The line for cron, read as two kinds of cron read it, and run by the shell that they use."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.schedule.cron import as_cron
from tests.support.jobs import ODD_WORDS, job


def given_to_the_shell(command: str, *, takes_backslashes: bool) -> str:
    """What a cron makes of the sixth field: a percent sign with a backslash stays, a bare one ends the command.

    The cron that most descend from also makes one backslash of two; its successor does not.
    """
    told, escaped = "", False
    for letter in command:
        if escaped and (letter == "%" or (takes_backslashes and letter == "\\")):
            told, escaped = told[:-1] + letter, False
        elif escaped:
            told, escaped = told + letter, False
        elif letter == "%":
            return told
        else:
            told, escaped = told + letter, letter == "\\"
    return told


def line_of(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) == 1
    return lines[0]


def program(folder: Path) -> Path:
    """A program that logs each of its words on a line, and reports on people; in a place that is hard to name."""
    script = folder / 'the program\'s 100% \\% "é"'
    script.write_text('#!/bin/sh\nprintf "ann@acme.example\\n"\npwd >&2\nprintf "%s\\n" "$@" >&2\n', encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("takes_backslashes", [True, False], ids=["vixie", "cronie"])
def test_every_odd_word_arrives_as_it_is_and_only_standard_error_is_added_to_the_log(
    tmp_path: Path, *, takes_backslashes: bool
) -> None:
    folder = tmp_path / "it's 100% \\ é"
    folder.mkdir()
    log = folder / "night 1%.log"
    log.write_text("the night before\n")
    wanted = job(str(program(tmp_path)), *ODD_WORDS, folder=str(folder), log=str(log))
    minute, hour, *every, command = line_of(as_cron(wanted).text).split(" ", 5)
    assert (minute, hour, every) == ("5", "2", ["*", "*", "*"])
    told = given_to_the_shell(command, takes_backslashes=takes_backslashes)
    said = subprocess.run(["/bin/sh", "-c", told], check=True, cwd="/", env={}, capture_output=True)
    assert (said.stdout, said.stderr) == (b"", b"")
    assert log.read_text().splitlines() == ["the night before", str(folder), *ODD_WORDS]


def test_words_that_mean_themselves_stand_without_quotes() -> None:
    line = line_of(as_cron(job("/opt/rollcall", "sweep", "/srv/inbox")).text)
    command = "cd /srv/rollcall && /opt/rollcall sweep /srv/inbox"
    assert line == f"5 2 * * * {command} >/dev/null 2>> /srv/rollcall/rollcall.log"


def test_a_line_that_some_crons_cut_off_is_refused() -> None:
    with pytest.raises(UsageProblem, match="998") as refused:
        as_cron(job("/opt/rollcall", "sweep", "/" + "x" * 999))
    assert "shorter" in refused.value.hint
