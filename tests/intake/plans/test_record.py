"""The seal of a plan: with a key or without, and read back as it was written."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import PlanStale
from pipeline.intake.plans import read_plan
from pipeline.outputs.workbooks.plan import write_record
from pipeline.outputs.workbooks.plan.protected_workbook import put_seal
from schemas.workbook_forms.plan import FORM, HIDDEN
from schemas.workbook_forms.sealed_texts import FORM_LINE, rows_of, texts_of
from tests.support.books.plan_edits import Workbook
from tests.support.books.plans import KEY, Planned, assert_same_plan
from tests.system.corpus.cases import FILES

BEFORE = FILES / "a_plan.xlsx"


def _refused_code(path: Path, key: str | None) -> str:
    with pytest.raises(PlanStale) as refused:
        read_plan(path, key=key)
    assert refused.value.exit_code == 6
    assert refused.value.hint
    return refused.value.code


def test_a_plan_is_read_back_as_it_was_written(plan_of_the_office: Planned, unopened_plan: Path) -> None:
    assert_same_plan(read_plan(unopened_plan, key=None)[0], plan_of_the_office.plan)


def test_every_line_is_approved_until_somebody_says_otherwise(unopened_plan: Path) -> None:
    answers = read_plan(unopened_plan, key=None)[1]
    lines = {"Create": 1, "Update": 2, "Assign": 1, "Reassign": 2, "Unassign": 2, "New owners": 2}
    wanted = [(sheet, place, True) for sheet, count in lines.items() for place in range(1, count + 1)]
    assert answers.rows() == wanted


def test_an_answer_is_understood_in_either_case_and_with_blanks_around(unopened_plan: Path, tmp_path: Path) -> None:
    for given, is_approved in (("n", False), (" N ", False), ("y", True), ("Y\u00a0", True)):
        path = Workbook(unopened_plan).edited(tmp_path / "plan.xlsx", "Update", "A3", given)
        answers = read_plan(path, key=None)[1]
        assert answers.filter(sheet="Update")["is_approved"].to_list() == [True, is_approved]
        assert answers.height == 10


@pytest.mark.parametrize("given", ["maybe", "YES", "0", None])
def test_any_other_answer_is_refused(unopened_plan: Path, tmp_path: Path, given: str | None) -> None:
    path = Workbook(unopened_plan).edited(tmp_path / "plan.xlsx", "Update", "A3", given)
    with pytest.raises(PlanStale) as refused:
        read_plan(path, key=None)
    said = f'"{given}"' if given else "blank"
    assert refused.value.message == f"plan.xlsx, sheet Update, cell A3: {said} is neither Y nor N."
    assert refused.value.hint == "Write Y to approve the line, or N to leave it out."


def test_a_plan_that_is_signed_needs_the_key_that_it_was_signed_with(
    plan_of_the_office: Planned, tmp_path: Path
) -> None:
    path = plan_of_the_office.write(tmp_path / "plan.xlsx", KEY)
    assert_same_plan(read_plan(path, key=KEY)[0], plan_of_the_office.plan)
    assert _refused_code(path, None) == "plan_key_missing"
    assert _refused_code(path, "another key") == "plan_key_wrong"


def test_where_there_is_a_key_a_plan_must_be_signed(unopened_plan: Path) -> None:
    assert _refused_code(unopened_plan, KEY) == "plan_not_signed"


@pytest.mark.system
def test_who_has_no_key_cannot_seal_a_changed_plan(plan_of_the_office: Planned, tmp_path: Path) -> None:
    """Without a key, whoever knows the form can make any plan; that is what the key is for."""
    path = plan_of_the_office.write(tmp_path / "plan.xlsx", KEY)
    forged = replace(plan_of_the_office, plan=replace(plan_of_the_office.plan, plan_id="forged")).write(
        tmp_path / "forged.xlsx", "a guess"
    )
    assert _refused_code(forged, KEY) == "plan_key_wrong"
    assert read_plan(path, key=KEY)[0].plan_id == plan_of_the_office.plan.plan_id


def test_another_form_is_told_apart_from_an_edit(unopened_plan: Path, tmp_path: Path) -> None:
    texts = {FORM_LINE: "rollcall-plan-9", "plan": "{}"}
    name, text, check = rows_of(texts, None)[0]
    book = Workbook(unopened_plan)
    newer = book.edited(tmp_path / "half.xlsx", HIDDEN, "B1", text)
    assert _refused_code(newer, None) == "plan_edited"
    newer = Workbook(newer).edited(tmp_path / "plan.xlsx", HIDDEN, "C1", check)
    assert _refused_code(newer, None) == "plan_form"
    assert (name, FORM) == ("form", "rollcall-plan-2")


def test_a_text_that_is_longer_than_a_cell_goes_on_in_the_next_row() -> None:
    rows = rows_of({"form": FORM, "content": "ab" * 40_000}, None)
    assert [name for name, _, _ in rows] == ["form", "content", "content", "content", "seal"]
    assert all(len(text) <= 32_000 for _, text, _ in rows)
    assert texts_of(rows)["content"] == "ab" * 40_000


def test_texts_that_look_escaped_survive(plan_of_the_office: Planned, tmp_path: Path) -> None:
    odd = replace(
        plan_of_the_office.plan, made_by="_x0041_", headers={"serial_number": "S/N _x000D_ <&>\r\n", "owner_email": "é"}
    )
    path = replace(plan_of_the_office, plan=odd).write(tmp_path / "plan.xlsx")
    assert_same_plan(read_plan(path, key=None)[0], odd)


def test_a_plan_for_a_ledger_that_is_not_there_yet_is_read_back(plan_of_the_office: Planned, tmp_path: Path) -> None:
    bare = replace(
        plan_of_the_office.plan, ledger_id=None, made_at=datetime(2026, 3, 2, 9, 30, 0, 123_456), settings={}
    )
    path = replace(plan_of_the_office, plan=bare).write(tmp_path / "plan.xlsx")
    assert_same_plan(read_plan(path, key=None)[0], bare)


def test_a_file_that_is_still_as_it_was_written_is_known_by_the_seal_over_it(
    unopened_plan: Path, tmp_path: Path
) -> None:
    """Its sheets are not compared: here they say something else, and the seal is that of the file as it is."""
    edited = Workbook(unopened_plan).edited(tmp_path / "plan.xlsx", "Assign", "B2", "LT-0001")
    assert _refused_code(edited, None) == "plan_edited"
    put_seal(edited, None)
    assert read_plan(edited, key=None)[1].height == 10


@pytest.mark.system
def test_who_has_no_key_cannot_seal_the_file_of_a_plan_that_was_changed(
    plan_of_the_office: Planned, tmp_path: Path
) -> None:
    path = plan_of_the_office.write(tmp_path / "plan.xlsx", KEY)
    with zipfile.ZipFile(path) as archive:
        comment = archive.comment
    edited = Workbook(path).edited(tmp_path / "edited.xlsx", "Assign", "B2", "LT-0001")
    for key in ("a guess", None):
        forged = Path(shutil.copy(edited, tmp_path / "forged.xlsx"))
        put_seal(forged, key)
        assert _refused_code(forged, KEY) == "plan_edited"
    with zipfile.ZipFile(edited, "a") as archive:
        archive.comment = comment
    assert _refused_code(edited, KEY) == "plan_edited"


def test_a_plan_of_the_first_form_is_read_and_compared(tmp_path: Path) -> None:
    """Versions before this one wrote it."""
    plan, answers = read_plan(BEFORE, key=None)
    assert (plan.plan_id, answers.rows()) == ("plan-20261121T163600Z-ae0852", [("Assign", 1, True)])
    refused = Workbook(BEFORE).edited(tmp_path / "plan.xlsx", "Assign", "A2", "N")
    assert read_plan(refused, key=None)[1]["is_approved"].to_list() == [False]
    edited = Workbook(BEFORE).edited(tmp_path / "plan.xlsx", "Assign", "B2", "LT-0001")
    assert _refused_code(edited, None) == "plan_edited"


def test_a_plan_of_an_older_rollcall_is_read_with_what_it_had_no_column_for_blank(
    plan_of_the_office: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = write_record._frames(plan_of_the_office.plan)
    older = {
        **frames,
        "change_set.events": frames["change_set.events"].drop("plan_line"),
        "change_set.row_outcomes": pl.DataFrame(),
        "kept": pl.DataFrame(),
    }
    del older["suspects"]
    monkeypatch.setattr(write_record, "_frames", lambda _: older)

    plan, _ = read_plan(plan_of_the_office.write(tmp_path / "plan.xlsx"), key=None)

    assert_same_plan(plan, replace(plan_of_the_office.plan, suspects=plan_of_the_office.plan.suspects.clear()))


def test_a_reason_of_an_older_plan_is_read_by_the_name_it_has_now(
    plan_of_the_office: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = write_record._frames(plan_of_the_office.plan)
    former = pl.lit("placeholder_serial")
    monkeypatch.setattr(
        write_record, "_frames", lambda _: {**frames, "judged": frames["judged"].with_columns(reason=former)}
    )

    plan, _ = read_plan(plan_of_the_office.write(tmp_path / "plan.xlsx"), key=None)

    assert set(plan.judged["reason"]) == {"placeholder_identifier"}


def test_the_issues_of_an_older_plan_get_the_parts_that_their_messages_were_made_of(
    plan_of_the_office: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = ["template", "subject", "said", "likely"]
    rows = {
        "file": ["a.xlsx"] * 4,
        "sheet": ["Desired", "Desired", "Desired", ""],
        "row": [2, 3, 4, 5],
        "column": ["Owner", None, "asset_tag", "owner_email"],
        "cell": ["B2", None, None, "C5"],
        "value": ["eva at acme", "LT-1", "AT-7", "eva@acme.exmaple"],
        "code": ["invalid_email", "conflicting_rows", "identifier_not_on_record", "suspect_owner"],
        "severity": ["error", "error", "warning", "warning"],
        "message": [
            'a.xlsx, sheet Desired, B2: "eva at acme" is not an e-mail address.',
            "a.xlsx, sheet Desired, row 3: This row and row 9 say different things about LT-1.",
            "a.xlsx, sheet Desired, row 4: nobody has the asset tag AT-7 on record.",
            "a.xlsx, C5: eva@acme.exmaple looks like a slip of eva@acme.example.",
        ],
        "hint": ["Write it.", "Keep one.", "Check it.", "Correct it."],
        "row_id": [1, 2, 3, 4],
    }
    suspects = {"org_id": ["default"], "email": ["eva@acme.exmaple"], "likely_email": ["eva@acme.example"]}
    frames = write_record._frames(plan_of_the_office.plan)
    older = {**frames, "issues": pl.DataFrame(rows), "suspects": pl.DataFrame({**suspects, "likeness": ["letters"]})}
    monkeypatch.setattr(write_record, "_frames", lambda _: older)

    plan, _ = read_plan(plan_of_the_office.write(tmp_path / "plan.xlsx"), key=None)

    assert plan.issues.select(parts).rows() == [
        (None, "eva at acme", "is not an e-mail address.", None),
        ("row", None, "This row and row 9 say different things about LT-1.", None),
        ("weaker", None, "nobody has the asset tag AT-7 on record.", None),
        ("slip", None, "eva@acme.exmaple looks like a slip of eva@acme.example.", "eva@acme.example"),
    ]
