"""A receipt says what a run handed over and took back, and the terms of its day, whenever it is made."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import pipeline
from pipeline.settings.report_sections import ReceiptsSettings
from tests.support.desk import Desk
from tests.support.office import asked

OLD, NEW = "Take <b>care</b> of it.\n\nGive it back.", "Pay for it."


@pytest.fixture(scope="module")
def moved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday without terms; a run that moves devices under the old terms; and one that changes nothing."""
    desk = monday.copied_to(tmp_path_factory.mktemp("receipts"))
    set_terms(desk, OLD)
    rows = (
        ("LT-0001", "ben@acme.example", "2025-06-01", "desk"),
        ("LT-0004", "ben@acme.example", "2025-06-01"),
        ("LT-0006", "<none>", "2025-06-01"),
    )
    desk.book("moves.xlsx", *asked(*rows))
    assert desk.say("run", "moves.xlsx").code == 0
    desk.book("again.xlsx", *asked(("LT-0004", "ben@acme.example", "2025-06-01")))
    assert desk.say("run", "again.xlsx").code == 0
    return desk


def set_terms(desk: Desk, text: str) -> None:
    (desk.folder / "terms.txt").write_text(text, encoding="utf-8")
    (desk.folder / "rollcall.toml").write_text("[receipts]\nterms_file = 'terms.txt'\n", encoding="utf-8")


def told(desk: Desk, *words: str) -> dict[str, Any]:
    receipts: dict[str, Any] = desk.json("receipt", *words)["receipts"]
    return receipts


def serials(rows: list[dict[str, Any]]) -> list[str]:
    return [row["serial_number"] for row in rows]


def test_each_person_has_one_receipt_of_all_that_came_and_went(moved: Desk) -> None:
    anna, ben = told(moved, "--run", "last")["people"]
    assert (anna["owner_email"], serials(anna["handed_over"]), serials(anna["came_back"])) == (
        *("anna@acme.example", []),
        ["LT-0001"],
    )
    assert (ben["owner_email"], serials(ben["handed_over"]), ben["came_back"]) == (
        *("ben@acme.example", ["LT-0001", "LT-0004"]),
        [],
    )
    assert (anna["came_back"][0]["name"], anna["came_back"][0]["end_time"]) == ("Laptop 1", "2025-06-01T00:00:00Z")


def test_one_person_or_one_run_can_be_asked_for(moved: Desk) -> None:
    first = moved.show("runs")[0]["run_id"]
    assert [one["owner_email"] for one in told(moved, "--run", "last", "--owner", "Ben@acme.example")["people"]] == [
        "ben@acme.example"
    ]
    assert len(told(moved, "--run", first)["people"]) == 3


@pytest.mark.system
def test_a_receipt_made_again_has_the_terms_of_its_day(moved: Desk, tmp_path: Path) -> None:
    desk = moved.copied_to(tmp_path)
    set_terms(desk, NEW)
    desk.book("later.xlsx", *asked(("LT-0006", "eva@acme.example", "2025-07-01")))
    assert desk.say("run", "later.xlsx").code == 0
    monday, tuesday, idle, later = (run["run_id"] for run in desk.show("runs"))
    assert [told(desk, "--run", run)["terms"] for run in (monday, tuesday, later)] == [None, OLD, NEW]
    assert told(desk, "--run", tuesday)["terms_sha256"] == hashlib.sha256(OLD.encode()).hexdigest()
    recorded = [json.loads(run["settings"]).get("receipts") for run in desk.show("runs")]
    assert (recorded[0], recorded[2], sorted(recorded[3])) == (None, None, ["sha256", "terms"])
    assert idle not in {monday, tuesday, later}


@pytest.mark.system
def test_a_plan_is_applied_under_the_terms_of_that_day(moved: Desk, tmp_path: Path) -> None:
    desk = moved.copied_to(tmp_path)
    desk.book("later.xlsx", *asked(("LT-0006", "eva@acme.example", "2025-07-01")))
    assert desk.say("plan", "later.xlsx", "-o", "plan.xlsx").code == 0
    set_terms(desk, NEW)
    assert desk.say("apply", "plan.xlsx").code == 0
    assert told(desk, "--run", "last")["terms"] == NEW


@pytest.mark.system
def test_an_undo_has_no_receipt_and_that_of_what_it_undid_says_so(moved: Desk, tmp_path: Path) -> None:
    desk = moved.copied_to(tmp_path)
    assert desk.say("undo", "last", "-o", "back.xlsx").code == 0
    assert desk.say("apply", "back.xlsx").code == 0
    undo = desk.show("runs")[-1]["run_id"]
    assert told(desk, "--run", "last")["undone_by"] == undo
    assert desk.say("receipt", "--run", undo).code == 2
    desk.say("receipt", "--run", "last", "-o", "receipt.html")
    assert f"undone by run {undo}</p>" in desk.at("receipt.html").read_text(encoding="utf-8")


def test_a_page_has_each_person_on_pages_of_their_own_with_the_terms_as_text(moved: Desk, tmp_path: Path) -> None:
    said = moved.say("receipt", "--run", "last", "-o", tmp_path / "receipt.html")
    page = (tmp_path / "receipt.html").read_text(encoding="utf-8")
    assert said.err == f"2 receipts: {tmp_path / 'receipt.html'}\n"
    assert page.count('<section class="receipt"') == page.count("Take &lt;b&gt;care&lt;/b&gt; of it.") == 2
    assert "break-after: page" in page
    assert "<script" not in page
    assert page.count("Received by, date, signature") == 2


def test_a_workbook_has_a_sheet_for_each_person(moved: Desk, tmp_path: Path) -> None:
    path = tmp_path / "receipt.xlsx"
    assert moved.say("receipt", "--run", "last", "-o", path).code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["anna@acme.example", "ben@acme.example"]
    cells = [cell for (cell, *_) in book["ben@acme.example"].iter_rows(values_only=True) if cell]
    assert cells[:2] == ["Rollcall report: Receipt", "<ben@acme.example>"]
    assert {"Handed over (2)", "LT-0004", "Give it back.", "Received by, date, signature"} <= set(cells)


def test_a_person_has_a_line_per_device_in_a_table(moved: Desk) -> None:
    said = moved.say("receipt", "--run", "last", "--format", "csv")
    assert [line.split(",")[1:5:2] for line in said.out.splitlines()[1:]] == [
        ["anna@acme.example", "came back"],
        *[["ben@acme.example", "handed over"]] * 2,
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--run", "nothing"), "No run nothing is on record. List the runs with: rollcall show runs"),
        (
            ("--run", "last", "--owner", "eva@acme.example"),
            "handed nothing over to or from eva@acme.example, and took ",
        ),
        ((), "Missing option '--run'"),
        (
            ("--run", "last", "-o", "receipt.doc"),
            ".doc names no format. Use .json, .csv, .xlsx, .html, .parquet",
        ),
    ],
)
def test_what_there_is_no_receipt_of_is_said(moved: Desk, words: tuple[str, ...], said: str) -> None:
    told = moved.say("receipt", *words)
    assert told.code == 2
    assert said in told.err


def test_terms_that_cannot_be_read_are_told_before_anything_is_done(desk: Desk) -> None:
    (desk.folder / "rollcall.toml").write_text("[receipts]\nterms_file = 'gone.txt'\n", encoding="utf-8")
    said = desk.say("show", "devices")
    assert said.code == 2
    assert "The setting receipts.terms_file cannot be 'gone.txt'. There is no such file." in said.err


def test_terms_are_those_of_the_time_at_which_the_settings_were_read(tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("Handle with care.", encoding="utf-8")
    receipts = ReceiptsSettings(terms_file=file)
    file.unlink()
    assert receipts.recorded()["terms"] == "Handle with care."


@pytest.mark.system
def test_the_results_written_again_do_not_tell_the_terms_as_a_setting(moved: Desk, tmp_path: Path) -> None:
    run = moved.show("runs")[1]["run_id"]
    assert moved.say("show", "runs", "--run", run, "--format", "xlsx", "-o", tmp_path / "again.xlsx").code == 0
    summary = openpyxl.load_workbook(tmp_path / "again.xlsx")["Summary"]
    assert not any("care" in str(cell) for row in summary.iter_rows(values_only=True) for cell in row)


def test_a_program_gets_receipts_as_frames(moved: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(moved.folder)
    anna, ben = pipeline.receipts("last").receipts
    assert (anna.came_back.height, ben.handed_over.height) == (1, 2)
