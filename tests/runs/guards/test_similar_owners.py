"""The guard against ghosts: new owners whose e-mail address looks like a slip of a known one's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Desk, read_sheet, summary_lines
from tests.support.office import HELD, asked

ANNA, SLIP, TURNED = "anna.bell@acme.example", "anna.bel@acme.example", "bell.anna@acme.example"
GHOSTS = asked(
    ("LT-0001", SLIP),
    ("LT-0002", TURNED),
    ("LT-0003", "New.Hire@acme.example"),
    ("LT-0006", SLIP),
)
LIKE = "looks like a slip of anna.bell@acme.example"


@pytest.fixture(scope="module")
def tuesday(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office once Anna Bell has LT-0004, and a workbook that misspells her in two ways; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("tuesday"))
    desk.book("tuesday.xlsx", *asked(("LT-0004", ANNA)))
    assert desk.say("run", "tuesday.xlsx").code == 0
    desk.book("ghosts.xlsx", *GHOSTS)
    return desk


@pytest.fixture
def hired(tuesday: Desk, tmp_path: Path) -> Desk:
    """That office, of one's own."""
    return tuesday.copied_to(tmp_path)


def said_of(report: dict[str, Any]) -> list[tuple[object, ...]]:
    """The issues about suspects: cell, value and severity."""
    return [(i["cell"], i["value"], i["severity"]) for i in report["issues"] if i["code"] == "suspect_owner"]


@pytest.mark.system
def test_a_slip_is_created_all_the_same_and_named_with_the_likely_owner(hired: Desk) -> None:
    report = hired.json("run", "ghosts.xlsx")

    assert (report["rows"]["applied"], report["created"]["owners"], report["reasons"]) == (4, 3, {})
    assert hired.holders()["LT-0001"] == SLIP
    assert said_of(report) == [("B2", SLIP, "warning"), ("B3", TURNED, "warning"), ("B5", SLIP, "warning")]
    assert report["issues"][0]["message"] == f"ghosts.xlsx, sheet Sheet1, B2: {SLIP} {LIKE}."
    summary = " ".join(summary_lines(hired.at(report["outputs"]["results"])))
    named = f"{SLIP} (for {ANNA}) and {TURNED} (for {ANNA})"
    assert f"2 new e-mail addresses look like slips of known ones: {named}." in summary


@pytest.mark.system
def test_on_hold_the_rows_of_slips_are_skipped(hired: Desk) -> None:
    report = hired.json("run", "ghosts.xlsx", "--guard", "hold")

    assert (report["rows"]["applied"], report["rows"]["skipped"]) == (1, 3)
    assert (report["reasons"], report["created"]["owners"]) == ({"suspect_owner": 3}, 1)
    assert hired.holders() == {**HELD, "LT-0004": ANNA, "LT-0003": "new.hire@acme.example"}
    rows = read_sheet(hired.at(report["outputs"]["results"]), "Rows")
    assert rows[0]["_message"] == (
        f"{SLIP} {LIKE}; nothing was changed. Correct the e-mail address, or let it in with --allow new-owner={SLIP}."
    )
    assert len(said_of(report)) == 3


@pytest.mark.system
@pytest.mark.parametrize(
    "typed", ["Anna.Bel@acme.example", " \u200banna.bel@acme.example", "Anna <anna.bel@acme.example>"]
)
def test_one_slip_is_let_in_by_its_address(hired: Desk, typed: str) -> None:
    report = hired.json("run", "ghosts.xlsx", "--guard", "hold", "--allow", f"new-owner={typed}")

    assert report["reasons"] == {"suspect_owner": 1}
    assert hired.holders()["LT-0006"] == SLIP
    assert said_of(report) == [("B3", TURNED, "warning")]


@pytest.mark.system
def test_several_are_let_in_by_theirs(hired: Desk) -> None:
    allowed = [word for email in (SLIP, TURNED) for word in ("--allow", f"new-owner={email}")]
    report = hired.json("plan", "ghosts.xlsx", "--guard", "hold", *allowed)

    assert (report["rows"]["applied"], said_of(report)) == (4, [])


@pytest.mark.system
def test_an_owner_who_was_let_in_is_known_the_next_time(hired: Desk) -> None:
    hired.json("run", "ghosts.xlsx", "--guard", "hold", "--allow", f"new-owner={SLIP}")

    report = hired.json("run", "ghosts.xlsx", "--guard", "hold")

    assert report["rows"] == {"in": 4, "applied": 0, "unchanged": 3, "skipped": 1, "rejected": 0}


@pytest.mark.system
def test_the_guard_may_be_set_for_good(hired: Desk) -> None:
    (hired.folder / "rollcall.toml").write_text('guard = "hold"\n', encoding="utf-8")

    assert hired.json("plan", "ghosts.xlsx")["reasons"] == {"suspect_owner": 3}


@pytest.mark.system
def test_a_check_names_the_slips_of_rows_that_are_bad_otherwise_too(hired: Desk) -> None:
    hired.book("bad.xlsx", *asked(("LT-0001", SLIP, "soon"), ("LT-0999", SLIP)))

    report = hired.json("check", "bad.xlsx", code=4)

    assert [issue["code"] for issue in report["issues"]] == ["invalid_date", "suspect_owner", "suspect_owner"]


@pytest.mark.system
def test_a_row_on_hold_still_names_its_device_to_a_full_sheet(hired: Desk) -> None:
    hired.book("full.xlsx", *asked(("LT-0004", SLIP), ("LT-0001", "anna@acme.example")))

    report = hired.json("run", "full.xlsx", "--mode", "full", "--scope", "all", "--guard", "hold")

    assert (report["reasons"]["suspect_owner"], hired.holders()) == (1, {"LT-0001": HELD["LT-0001"], "LT-0004": ANNA})


@pytest.mark.system
@pytest.mark.parametrize("words", [(), ("--guard", "hold")])
def test_a_new_owner_with_a_known_name_is_no_slip_of_an_address(desk: Desk, words: tuple[str, ...]) -> None:
    header = ("Serial Number", "Type", "Model", "Assigned to", "Email", "Employee ID")
    desk.json("run", desk.book("first.xlsx", header, ("S1", "laptop", "M", "Angel Thom", None, "EMP1")))
    second = desk.book("next.xlsx", header, ("S2", "laptop", "M", "Thom, Angel", "a@x.example", None))

    report = desk.json("run", second, *words)

    (told,) = [issue for issue in report["issues"] if issue["code"] == "suspect_owner"]
    assert told["message"].endswith("the new owner a@x.example has the name of EMP1, who is on record.")
    assert "give the address or number on record" in told["hint"]
    assert report["created"]["owners"] == (0 if words else 1)
