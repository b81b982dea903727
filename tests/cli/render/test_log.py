"""The log: one line per event on standard error, JSON where nobody watches, with the run it belongs to."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest

from tests.support.desk import ROOT

_BEGIN = """
import logging, structlog, warnings
from structlog.contextvars import bound_contextvars
log = structlog.get_logger()
from pipeline.cli.render import log as shown
"""


def run(told: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """What a program says that configures the log, and does this."""
    given = {"stderr": subprocess.PIPE, **options}
    return subprocess.run(
        [sys.executable, "-c", _BEGIN + told], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, **given
    )


def lines(told: str) -> list[dict[str, Any]]:
    """The lines of the log, each of which must be one JSON object; nothing may be on standard output."""
    said = run(f"shown.configure('sweep')\n{told}")
    assert said.stdout == ""
    return [json.loads(line) for line in said.stderr.splitlines()]


def test_each_line_has_when_how_grave_what_which_run_and_which_command() -> None:
    outside, inside, bound = lines("""
log.info("looked", files=2)
with bound_contextvars(run_id="20250302T020000Z-aaaaaa"):
    log.warning("refused", code="file_unusable")
log.bind(run_id="20250302T020001Z-bbbbbb").info("applied", rows=3)
""")
    assert list(outside) == ["timestamp", "level", "event", "run_id", "command", "files"]
    assert outside["timestamp"].endswith("Z")
    assert datetime.fromisoformat(outside["timestamp"]).tzinfo is not None
    assert (outside["level"], outside["event"], outside["run_id"], outside["command"]) == (
        *("info", "looked", None),
        "sweep",
    )
    assert (inside["level"], inside["run_id"], inside["code"]) == (
        *("warning", "20250302T020000Z-aaaaaa"),
        "file_unusable",
    )
    assert (bound["run_id"], bound["rows"]) == ("20250302T020001Z-bbbbbb", 3)


def test_an_exception_is_told_by_type_and_place_and_never_by_its_words() -> None:
    (line,) = lines("""
def read():
    raise ValueError("SN-4711 of anna@acme.example")
try:
    read()
except ValueError:
    log.exception("failed")
""")
    assert (line["level"], line["exception"]) == ("error", "ValueError")
    assert line["where"][-1].endswith("in read")
    assert "SN-4711" not in json.dumps(line)


@pytest.mark.system
def test_an_e_mail_address_that_gets_into_an_event_is_blanked_however_deep() -> None:
    told = lines("""
log.info("sent to anna@acme.example", to=["ben@acme.example"], by={"eva@acme.example": ("x@y.example", 1)}, n=None)
logging.getLogger("apprise").warning("Failed to send to %s", "mailto://user:secret@smtp.example")
""")
    assert "@" not in json.dumps(told)
    assert told[0]["event"] == "sent to <e-mail>"
    assert told[0]["n"] is None


@pytest.mark.system
def test_paths_and_times_are_told_as_text() -> None:
    (line,) = lines("""
from pathlib import Path
from datetime import datetime
log.info("archived", path=Path("/srv/a b"), at=datetime(2025, 3, 2))
""")
    assert (line["path"], line["at"]) == ("/srv/a b", "2025-03-02 00:00:00")


@pytest.mark.system
def test_what_libraries_warn_of_is_in_the_same_form() -> None:
    library, python = lines("""
logging.getLogger("apprise").info("not worth a line")
with bound_contextvars(run_id="r1"):
    logging.getLogger("apprise").warning("no answer from %s", "smtp")
warnings.warn("old", UserWarning)
""")
    assert (library["event"], library["level"], library["run_id"], library["logger"]) == (
        *("no answer from smtp", "warning"),
        *("r1", "apprise"),
    )
    assert python["logger"] == "py.warnings"


@pytest.mark.system
def test_quiet_keeps_to_errors() -> None:
    said = run("shown.configure('sweep', is_quiet=True)\nlog.info('looked')\nlog.warning('odd')\nlog.error('failed')")
    assert [json.loads(line)["event"] for line in said.stderr.splitlines()] == ["failed"]


def test_at_a_terminal_the_lines_are_for_reading() -> None:
    said = run("shown.configure('sweep', is_terminal=True)\nlog.info('applied', run_id='r1', rows=3)")
    assert said.stdout == ""
    assert all(word in said.stderr for word in ("applied", "run_id=r1", "rows=3", "command=sweep"))
    assert not said.stderr.startswith("{")


@pytest.mark.system
def test_text_of_any_kind_is_one_line_of_ascii() -> None:
    said = run("shown.configure('sweep')\nlog.info('took', file='é\\n\\udcff.xlsx')")
    assert said.stderr.isascii()
    assert json.loads(said.stderr)["file"] == "é\n\udcff.xlsx"


@pytest.mark.system
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_log_that_cannot_be_written_fails_nothing(unbuffered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with open("/dev/full", "w", encoding="utf-8") as full:
        said = run("shown.configure('sweep')\nlog.info('looked')\nlog.info('again')\nprint('done')", stderr=full)
    assert said.stdout == "done\n"


@pytest.mark.system
def test_a_second_command_of_one_process_has_a_log_of_its_own() -> None:
    told = lines("""
structlog.contextvars.bind_contextvars(run_id="of the first")
shown.configure("verify")
log.info("looked")
logging.getLogger("apprise").warning("once")
""")
    assert [(line["command"], line["run_id"]) for line in told] == [("verify", None)] * 2


@pytest.mark.system
@pytest.mark.parametrize("level", ["info", "warning"])
def test_runs_used_by_a_program_say_nothing_on_standard_output(level: str) -> None:
    said = run(f"import pipeline.runs.steps.log\nlog.{level}('looked', files=2)")
    assert said.stdout == ""
    assert said.stderr == ("event='looked' files=2\n" if level == "warning" else "")


@pytest.mark.system
def test_a_program_that_has_said_where_its_log_goes_is_obeyed() -> None:
    said = run(
        "structlog.configure(processors=[lambda *e: f'mine: {e[2]}'])\n"
        "import pipeline.runs.steps.log\nlog.info('looked')"
    )
    assert said.stdout == "mine: {'event': 'looked'}\n"
