"""What a reviewer signs is what is done: all of it, none of it twice, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.support.desk import Desk, read_sheet, sheet_names, summary_lines
from tests.support.office import asked


def refuse(plan: Path, sheet: str, row: int) -> None:
    """Write N into a line's Approve cell."""
    answer(plan, sheet, row, "N")


def answer(plan: Path, sheet: str, row: int, said: object) -> None:
    """Write an answer into a line's Approve cell."""
    book = openpyxl.load_workbook(plan)
    page = book[sheet]
    (column,) = [cell.column for cell in page[1] if cell.value == "Approve"]
    page.cell(row, column).value = said
    book.save(plan)


def edit(plan: Path, sheet: str, cell: str, value: object) -> None:
    """Change any cell."""
    book = openpyxl.load_workbook(plan)
    book[sheet][cell] = value
    book.save(plan)


def test_a_plan_that_is_approved_is_carried_out(planned: Desk) -> None:
    report = planned.json("apply", "plan.xlsx")

    assert report["rows"] == {"in": 2, "applied": 2, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert planned.holders()["LT-0001"] == "eva@acme.example"
    assert planned.holders()["LT-0004"] == "anna@acme.example"
    results = planned.at(report["outputs"]["results"])
    assert [row["_outcome"] for row in read_sheet(results, "Rows")] == ["applied", "applied"]
    (run,) = planned.show("runs", "--run", report["run_id"])
    assert run["command"] == "apply"
    assert run["files"] == "desired.xlsx; plan.xlsx"


@pytest.mark.system
def test_a_plan_takes_effect_at_the_instant_it_was_made_for(planned: Desk) -> None:
    (line, _) = read_sheet(planned.folder / "plan.xlsx", "Assign"), None
    applied = planned.json("apply", "plan.xlsx")
    (span,) = planned.show("ownerships", "--serial", "LT-0004", "--run", applied["run_id"])
    assert span["start_time"][:16] == line[0]["Effective from (UTC)"].isoformat()[:16]
    assert span["start_time"] < span["recorded_at"]


@pytest.mark.system
def test_a_line_that_is_not_approved_is_left_out(planned: Desk) -> None:
    refuse(planned.folder / "plan.xlsx", "Reassign", 2)

    report = planned.json("apply", "plan.xlsx")

    assert report["rows"]["applied"] == report["rows"]["skipped"] == 1
    assert report["reasons"] == {"not_approved": 1}
    assert report["created"]["owners"] == 0
    assert planned.holders()["LT-0001"] == "anna@acme.example"
    rows = read_sheet(planned.at(report["outputs"]["results"]), "Rows")
    assert [row["_reason"] for row in rows] == ["not_approved", None]
    assert rows[0]["_message"] == "The reviewer did not approve this row."


@pytest.mark.system
def test_a_plan_can_be_applied_once(planned: Desk) -> None:
    run_id = planned.json("apply", "plan.xlsx")["run_id"]
    before = planned.state.read_bytes()

    said = planned.say("apply", "plan.xlsx")

    assert said.code == 6
    assert f"plan.xlsx was applied before: run {run_id}" in said.err
    assert planned.state.read_bytes() == before


@pytest.mark.system
@pytest.mark.publishes
def test_what_a_killed_apply_left_unpublished_is_published_when_the_plan_is_given_again(planned: Desk) -> None:
    published = planned.folder / "published" / "rollcall.duckdb"
    planned.json("apply", "plan.xlsx")
    published.unlink()  # as where the process died between its commit and the publication

    said = planned.say("apply", "plan.xlsx")

    assert said.code == 6
    assert "was applied before" in said.err
    assert published.exists()


@pytest.mark.system
def test_a_device_that_has_changed_since_is_left_out_and_the_others_are_not(planned: Desk) -> None:
    planned.book("meanwhile.xlsx", *asked(("LT-0001", "ben@acme.example")))
    assert planned.say("run", "meanwhile.xlsx").code == 0

    report = planned.json("apply", "plan.xlsx")

    assert report["reasons"] == {"stale": 1}
    assert planned.holders()["LT-0001"] == "ben@acme.example"
    assert planned.holders()["LT-0004"] == "anna@acme.example"


@pytest.mark.system
def test_with_atomic_one_line_out_of_date_refuses_the_whole_plan(planned: Desk) -> None:
    planned.book("meanwhile.xlsx", *asked(("LT-0001", "ben@acme.example")))
    assert planned.say("run", "meanwhile.xlsx").code == 0
    before = planned.state.read_bytes()

    said = planned.say("apply", "plan.xlsx", "--atomic")

    assert said.code == 6
    assert "plan.xlsx, sheet Reassign, row 2: the device or owner has changed since" in said.err
    assert "without --atomic" in said.err
    assert planned.state.read_bytes() == before
    assert planned.say("apply", "plan.xlsx").code == 0


@pytest.mark.system
def test_changes_elsewhere_do_not_matter(planned: Desk) -> None:
    planned.book("meanwhile.xlsx", *asked(("LT-0002", "zoe@acme.example")))
    assert planned.say("run", "meanwhile.xlsx").code == 0

    report = planned.json("apply", "plan.xlsx")

    assert report["rows"]["applied"] == 2
    assert planned.holders()["LT-0001"] == "eva@acme.example"
    assert planned.holders()["LT-0002"] == "zoe@acme.example"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda plan: edit(plan, "Reassign", "B2", "LT-0002"), "sheet Reassign, cell B2"),
        (lambda plan: edit(plan, "Cover", "A1", "Nothing to see"), "sheet Cover, cell A1"),
        (lambda plan: edit(plan, "Assign", "H9", "one more"), "sheet Assign, cell H9"),
        (lambda plan: answer(plan, "Assign", 2, "perhaps"), "sheet Assign, cell A2"),
    ],
    ids=["a device", "the cover", "a new cell", "an answer that is none"],
)
def test_an_edited_plan_is_refused_and_the_cell_is_named(
    planned: Desk, spoil: Callable[[Path], None], place: str
) -> None:
    spoil(planned.folder / "plan.xlsx")
    before = planned.state.read_bytes()

    said = planned.say("apply", "plan.xlsx")

    assert said.code == 6, said
    assert place in said.err
    assert planned.state.read_bytes() == before
    assert planned.json("apply", "plan.xlsx", code=6)["error"]["code"]


def test_what_is_no_plan_is_refused(planned: Desk) -> None:
    said = planned.say("apply", "desired.xlsx")
    assert said.code == 3
    assert "rollcall plan" in said.err


@pytest.mark.system
def test_a_plan_of_another_ledger_is_refused(planned: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Desk(tmp_path_factory.mktemp("elsewhere"))
    other.book("desired.xlsx", *asked(("LT-0004", "anna@acme.example")))
    other.say("run", "desired.xlsx")
    said = other.say("apply", planned.folder / "plan.xlsx")
    assert said.code == 6
    assert "another ledger" in said.err


@pytest.mark.system
def test_a_signed_plan_wants_its_key(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_PLAN_KEY", "open sesame")
    assert planned.say("apply", "plan.xlsx").code == 6
    assert planned.say("plan", "desired.xlsx", "-o", "signed.xlsx").code == 0
    monkeypatch.setenv("ROLLCALL_PLAN_KEY", "close sesame")
    assert planned.say("apply", "signed.xlsx").code == 6
    monkeypatch.delenv("ROLLCALL_PLAN_KEY")
    said = planned.say("apply", "signed.xlsx")
    assert said.code == 6
    assert "ROLLCALL_PLAN_KEY" in said.err
    monkeypatch.setenv("ROLLCALL_PLAN_KEY", "open sesame")
    report = planned.json("apply", "signed.xlsx")
    assert "sesame" not in str(planned.show("runs", "--run", report["run_id"]))


@pytest.mark.system
def test_a_plan_and_its_apply_never_disagree_with_a_run(office: Desk, tmp_path: Path) -> None:
    rows = [("LT-0001", "eva@acme.example"), ("LT-0004", "anna@acme.example"), ("LT-9999", "eva@acme.example")]
    office.book("desired.xlsx", *asked(*rows, ("LT-0002", "not an address")))
    other = office.copied_to(tmp_path / "other")

    ran = office.json("run", "desired.xlsx", code=4)
    planned = other.json("plan", "desired.xlsx", "-o", "plan.xlsx", code=4)
    applied = other.json("apply", "plan.xlsx", code=4)

    for figure in ("rows", "actions", "created", "reasons", "absent_unassigned", "absent_held", "issue_count"):
        assert ran[figure] == planned[figure] == applied[figure], figure
    assert office.holders() == other.holders()
    pages = [desk.at(done["outputs"]["results"]) for desk, done in ((office, ran), (other, applied))]
    assert sheet_names(pages[0]) == sheet_names(pages[1])
    rejected = [read_sheet(page, "Rejected") for page in pages]
    assert rejected[0] == rejected[1]
    assert summary_lines(pages[0])["Applied"] == summary_lines(pages[1])["Applied"]


@pytest.mark.system
def test_lines_that_come_from_no_row_are_told_where_they_are_left_out(office: Desk) -> None:
    office.book("full.xlsx", *asked(("LT-0001", "anna@acme.example")))
    office.json("plan", "full.xlsx", "--mode", "full", "--scope", "all", "-o", "plan.xlsx")
    office.book("meanwhile.xlsx", *asked(("LT-0002", "zoe@acme.example")))
    assert office.say("run", "meanwhile.xlsx").code == 0
    lines = read_sheet(office.folder / "plan.xlsx", "Unassign")
    refuse(office.folder / "plan.xlsx", "Unassign", 2 + [line["Serial number"] for line in lines].index("PH-0001"))

    report = office.json("apply", "plan.xlsx")

    assert report["reasons"]["not_approved"] == report["reasons"]["stale"] == 1
    assert report["absent_unassigned"] == 1
    left = read_sheet(office.at(report["outputs"]["results"]), "Left out")
    assert [(line["Serial number"], line["Reason"], line["Plan line"]) for line in left] == [
        ("PH-0001", "not_approved", "Unassign!4"),
        ("LT-0002", "stale", "Unassign!2"),
    ]
    (said,) = [line for line in summary_lines(office.at(report["outputs"]["results"])) if "left out" in line]
    assert said.startswith("2 lines of the plan were left out (1 not approved and 1 out of date)")


@pytest.mark.system
def test_a_line_that_reverses_is_told_where_it_is_left_out(planned: Desk) -> None:
    first = planned.json("apply", "plan.xlsx")
    back = planned.json("undo", first["run_id"], "-o", "back.xlsx")
    assert back["kept"] == []
    refuse(planned.folder / "back.xlsx", "Unassign", 2)

    report = planned.json("apply", "back.xlsx")

    assert report["reasons"] == {"not_approved": 1}
    (left,) = read_sheet(planned.at(report["outputs"]["results"]), "Left out")
    assert (left["Serial number"], left["Previous owner"]) == ("LT-0004", "anna@acme.example")
