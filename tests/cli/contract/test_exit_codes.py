"""The exit codes of the design, one by one, and what is said with them. Bad files have a module of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.desk import ROOT, Desk
from tests.support.office import DESIRED, HELD, asked

HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from pipeline.model import Ledger
from pipeline.store import hold_state
with hold_state(Ledger(Path(sys.argv[1])), command="sweep", started_at=datetime(2025, 3, 3, 9)):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def desired(office: Desk) -> Desk:
    """The office with a sheet that would pass LT-0001 to Eva."""
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    return office


@pytest.fixture
def holder(desired: Desk) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the ledger."""
    command = [sys.executable, "-c", HOLD, str(desired.state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_clean_run_ends_with_0(desired: Desk) -> None:
    said = desired.say("run", "desired.xlsx")

    assert (said.code, said.err) == (0, "")
    assert "1 row was read from 1 file: 1 applied" in said.out


@pytest.mark.system
def test_a_rejected_row_ends_with_4_also_in_a_shell(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva"), ("LT-0004", "eva@acme.example")))

    said = office.say_outside("run", "desired.xlsx")

    assert (said.code, said.err) == (4, "")
    assert "invalid_email" in said.out
    assert office.holders() == HELD | {"LT-0004": "eva@acme.example"}


@pytest.mark.system
def test_a_missing_file_ends_with_3_also_in_a_shell(desk: Desk) -> None:
    said = desk.say_outside("run", "nowhere.xlsx")

    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("nowhere.xlsx: ")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("run",), "FILES"),
        (("run", "--nonsense", "monday.xlsx"), "--nonsense"),
        (("run", "--mode", "half", "monday.xlsx"), "instructions"),
        (("run", "--on-conflict", "fight", "monday.xlsx"), "reassign"),
        (("run", "--wait", "soon", "monday.xlsx"), "--wait"),
        (("run", "--wait", "-1", "monday.xlsx"), "wait"),
        (("run", "--scope", "colour=red", "monday.xlsx"), "listed-owners"),
        (("run", "--scope", "everything", "monday.xlsx"), "listed-owners"),
        (("run", "--allow", "anything", "monday.xlsx"), "absent-beside-unresolved"),
        (("run", "--config", "nowhere.toml", "monday.xlsx"), "nowhere.toml"),
        (("show", "shoes"), "devices"),
        (("show", "ownerships", "--as-of", "yesterday"), "2026-03-01"),
        (("show", "runs", "--run", "nonsense", "--format", "xlsx"), "nonsense"),
        (("explain", "LT-9999"), "LT-9999"),
        (("dance",), "dance"),
    ],
)
def test_what_does_not_exist_is_refused_with_2_and_what_there_is(
    office: Desk, words: tuple[str, ...], named: str
) -> None:
    before = office.state.read_bytes()

    said = office.say(*words)

    assert (said.code, said.out) == (2, "")
    assert named in said.err
    assert "Traceback" not in said.err
    assert office.state.read_bytes() == before


def test_a_full_sheet_without_a_row_is_refused_with_5(office: Desk) -> None:
    office.book("empty.xlsx", DESIRED)
    before = office.state.read_bytes()

    said = office.say("run", "empty.xlsx", "--mode", "full", "--scope", "all")

    assert (said.code, said.out) == (5, "")
    assert "empty.xlsx, sheet Sheet1 has no row" in said.err
    assert "--allow empty" in said.err
    assert office.state.read_bytes() == before
    assert not list(office.folder.glob("results/*"))[1:]


@pytest.mark.system
def test_a_full_sheet_without_a_row_takes_everything_when_that_is_allowed(office: Desk) -> None:
    office.book("empty.xlsx", DESIRED)

    report = office.json("run", "empty.xlsx", "--mode", "full", "--scope", "all", "--allow", "empty")

    assert (report["absent_unassigned"], report["actions"]["unassign"]) == (4, 4)
    assert office.holders() == {}


@pytest.mark.system
def test_a_sheet_without_a_row_is_nothing_to_do_where_absence_means_nothing(office: Desk) -> None:
    office.book("empty.xlsx", DESIRED)

    assert office.json("run", "empty.xlsx")["rows"]["in"] == 0


def test_a_held_ledger_ends_with_7_and_names_who_holds_it(desired: Desk, holder: subprocess.Popen[str]) -> None:
    before = desired.state.read_bytes()

    said = desired.say("run", "desired.xlsx", "--wait", "0")

    assert (said.code, said.out) == (7, "")
    assert f"process {holder.pid} (" in said.err
    assert "rollcall sweep, since 2025-03-03T09:00:00Z" in said.err
    assert "--wait SECONDS" in said.err
    assert desired.state.read_bytes() == before


@pytest.mark.system
@pytest.mark.parametrize("words", [("plan", "desired.xlsx"), ("check", "desired.xlsx"), ("show", "devices")])
def test_whoever_only_reads_need_not_wait(desired: Desk, holder: subprocess.Popen[str], words: tuple[str, ...]) -> None:
    assert desired.say(*words).code == 0


@pytest.mark.system
def test_two_processes_that_run_at_once_both_get_their_turn(office: Desk) -> None:
    books = [office.book(f"{who}.xlsx", *asked(("LT-0004", f"{who}@acme.example"))) for who in ("anna", "ben")]

    processes = [office.start("--json", "run", book, "--out", f"results-{book.stem}") for book in books]

    assert [process.communicate()[1] for process in processes] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]
    versions = [run["state_version"] for run in office.show("runs")]
    assert versions == [1, 2, 3]


@pytest.mark.parametrize("words", [("run", "monday.xlsx"), ("plan", "monday.xlsx"), ("show", "devices"), ("publish",)])
def test_a_damaged_ledger_ends_with_8_and_is_left_alone(office: Desk, words: tuple[str, ...]) -> None:
    office.state.write_bytes(b"this is not a ledger" * 1000)

    said = office.say(*words)

    assert (said.code, said.out) == (8, "")
    assert "rollcall.duckdb is damaged, or is not a DuckDB database" in said.err
    assert "--state" in said.err
    assert "Traceback" not in said.err
    assert office.state.read_bytes() == b"this is not a ledger" * 1000


def test_the_database_of_another_program_is_left_alone(office: Desk) -> None:
    other = office.folder / "sales.duckdb"
    with duckdb.connect(other) as connection:
        connection.execute("CREATE TABLE sales (amount INTEGER)")
    before = other.read_bytes()

    said = office.say("--state", other, "run", "monday.xlsx")

    assert (said.code, "not one of Rollcall's" in said.err) == (8, True)
    assert other.read_bytes() == before


def test_a_truncated_ledger_ends_with_8(office: Desk) -> None:
    office.state.write_bytes(office.state.read_bytes()[:5000])

    said = office.say("run", "monday.xlsx")

    assert (said.code, "Traceback" in said.err) == (8, False)


@pytest.mark.system
def test_results_that_cannot_be_written_end_with_8_before_anything_is(desired: Desk) -> None:
    (desired.folder / "occupied").write_text("a file where the folder should be")
    before = desired.state.read_bytes()

    said = desired.say("run", "desired.xlsx", "--out", "occupied")

    assert (said.code, said.out) == (8, "")
    assert "occupied" in said.err
    assert "Traceback" not in said.err
    assert desired.state.read_bytes() == before


@pytest.mark.system
@pytest.mark.parametrize(("name", "code"), [("desired.xlsx", 10), ("monday.xlsx", 0)])
def test_a_plan_tells_with_10_that_there_are_changes_when_asked(desired: Desk, name: str, code: int) -> None:
    assert desired.say("plan", name, "--detailed-exitcode").code == code
    assert desired.json("plan", name, "--detailed-exitcode", code=code)["exit_code"] == code


@pytest.mark.system
def test_a_plan_ends_with_0_when_not_asked(desired: Desk) -> None:
    assert desired.say("plan", "desired.xlsx").code == 0


@pytest.mark.system
def test_something_held_ends_with_4(office: Desk) -> None:
    office.book("full.xlsx", *asked(("LT-0001", "anna@acme.example"), ("LT-OOO2", "ben@acme.example")))

    assert office.say("plan", "full.xlsx", "--mode", "full", "--scope", "all").code == 4


def test_no_ledger_is_made_by_asking(desk: Desk) -> None:
    assert desk.show("devices") == []
    assert list(desk.folder.iterdir()) == []


@pytest.mark.system
def test_a_ledger_in_a_folder_to_come_is_made_there(office: Desk, tmp_path: Path) -> None:
    assert office.say("--state", tmp_path / "new" / "place.duckdb", "run", "inventory.xlsx").code == 0
    assert (tmp_path / "new" / "place.duckdb").is_file()
