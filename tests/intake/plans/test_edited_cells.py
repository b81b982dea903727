"""Nothing of a plan but the answers can be edited, by whatever program."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from pipeline.errors import FileUnusable, PlanStale
from pipeline.intake.plans import read_plan, refused_plans
from pipeline.intake.plans.edits_and_answers import changed_cells
from pipeline.intake.plans.read_record import Block
from schemas.workbook_forms.plan import COVER, HIDDEN
from tests.support.books.plan_edits import Workbook
from tests.support.books.plans import Planned, undoing

ANSWERED = ("Create", "Update", "Assign", "Reassign", "Unassign", "New owners")


def _is_answer(sheet: str, address: str) -> bool:
    return sheet in ANSWERED and address.startswith("A") and address != "A1"


def _refusal(path: Path) -> PlanStale:
    with pytest.raises(PlanStale) as refused:
        read_plan(path, key=None)
    return refused.value


def test_a_cell_that_is_edited_is_named_and_the_plan_refused(unopened_plan: Path, tmp_path: Path) -> None:
    """Every sixtieth cell; `system` has them all."""
    book, accepted, misnamed = Workbook(unopened_plan), [], []
    for sheet, address in list(book.cells())[::60]:
        if _is_answer(sheet, address):
            continue
        try:
            read_plan(book.edited(tmp_path / "plan.xlsx", sheet, address, "edited"), key=None)
            accepted.append((sheet, address))
        except PlanStale as refused:
            if f"sheet {sheet}, cell {address}: it was " not in refused.message:
                misnamed.append((sheet, address, refused.message))
    assert (accepted, misnamed) == ([], [])


@pytest.mark.system
def test_every_cell_of_the_record_that_is_edited_is_named(unopened_plan: Path, tmp_path: Path) -> None:
    book = Workbook(unopened_plan)
    cells = [address for sheet, address in book.cells() if sheet == HIDDEN]
    assert len(cells) > 30
    for address in cells:
        said = _refusal(book.edited(tmp_path / "plan.xlsx", HIDDEN, address, "edited")).message
        assert f"sheet {HIDDEN}, cell {address}: it was changed." in said


@pytest.mark.system
def test_every_cell_that_is_edited_is_named(
    unopened_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One cell of each sheet at a time, of the cover some that are far apart: no sheet is refused before the last."""
    book, named = Workbook(unopened_plan), _named_from_now_on(tmp_path / "plan.xlsx", monkeypatch)
    cells: dict[str, list[str]] = {}
    for sheet, address in book.cells():
        if sheet != HIDDEN and not _is_answer(sheet, address):
            cells.setdefault(sheet, []).append(address)
    assert {COVER, *ANSWERED} <= cells.keys()
    rounds = max(len(addresses) for sheet, addresses in cells.items() if sheet != COVER)
    for at in range(rounds):
        edits = [(sheet, address) for sheet, addresses in cells.items() for address in addresses[at::rounds]]
        read_plan(book.edited_at(tmp_path / "plan.xlsx", edits, "edited"), key=None)
        assert len(named) == len(edits)
        for (sheet, address), said in zip(edits, named, strict=True):
            assert f"sheet {sheet}, cell {address}: it was " in said
        named.clear()


def _named_from_now_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said of each edited cell; the sheets below it are compared all the same."""
    named: list[str] = []

    def noted(blocks: Sequence[Block], cells: pl.DataFrame) -> pl.DataFrame:
        changes = changed_cells(blocks, cells)
        named.extend(refused_plans.edited(path, blocks[0].sheet, one).message for one in changes.iter_slices(1))
        return changes.clear()

    monkeypatch.setattr("pipeline.intake.plans.reader.changed_cells", noted)
    return named


@pytest.mark.parametrize("sheet", [COVER, *ANSWERED, "Refused rows", HIDDEN])
def test_cells_beside_and_below_the_others_must_stay_blank(unopened_plan: Path, tmp_path: Path, sheet: str) -> None:
    book = Workbook(unopened_plan)
    for address in ("ZZ1", "ZZ3", "A500", "C500"):
        said = _refusal(book.edited(tmp_path / "plan.xlsx", sheet, address, "beside")).message
        assert f"sheet {sheet}, cell {address}: it was " in said


def test_a_cell_that_is_emptied_is_named_with_what_it_was(unopened_plan: Path, tmp_path: Path) -> None:
    said = _refusal(Workbook(unopened_plan).edited(tmp_path / "plan.xlsx", "Assign", "B2", None))
    assert said.message == 'plan.xlsx, sheet Assign, cell B2: it was "LT-0004" and is now blank.'
    assert said.hint.startswith("Only the Approve cells of a plan may be changed.")
    assert (said.exit_code, said.code) == (6, "plan_edited")


def test_several_edits_name_the_first_and_count_the_others(unopened_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    for address in ("C3", "B2", "D2"):
        book["Reassign"][address] = "x"
    book.save(tmp_path / "plan.xlsx")
    said = _refusal(tmp_path / "plan.xlsx").message
    assert said == (
        'plan.xlsx, sheet Reassign, cell B2: it was "LT-0001" and is now "x". 2 more cells of this sheet are wrong.'
    )


@pytest.mark.system
def test_small_edits_of_dates_and_prices_are_seen(unopened_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    sheet = book["Reassign"]
    headers = {cell.value: cell.column for cell in sheet[1]}
    for header, change in (("Purchase price", 0.01), ("Effective from (UTC)", 1 / 86_400 + 1e-7)):
        book = openpyxl.load_workbook(unopened_plan)
        cell = book["Reassign"].cell(2, headers[header])
        cell.value = openpyxl.utils.datetime.to_excel(cell.value) + change if cell.is_date else cell.value + change
        book.save(tmp_path / "plan.xlsx")
        assert f"sheet Reassign, cell {cell.coordinate}: it was " in _refusal(tmp_path / "plan.xlsx").message


def test_rows_that_were_sorted_are_an_edit(unopened_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    sheet = book["Unassign"]
    for above, below in zip(sheet[2], sheet[3], strict=True):
        above.value, below.value = below.value, above.value
    book.save(tmp_path / "plan.xlsx")
    assert "sheet Unassign, cell B2: it was " in _refusal(tmp_path / "plan.xlsx").message


def test_a_plan_that_openpyxl_saved_unchanged_is_accepted(
    plan_of_the_office: Planned, unopened_plan: Path, tmp_path: Path
) -> None:
    openpyxl.load_workbook(unopened_plan).save(tmp_path / "plan.xlsx")
    plan, answers = read_plan(tmp_path / "plan.xlsx", key=None)
    assert plan.plan_id == plan_of_the_office.plan.plan_id
    assert answers["is_approved"].all()


def test_rows_may_be_hidden_and_columns_widened(unopened_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    book["Reassign"].row_dimensions[2].hidden = True
    book["Reassign"].column_dimensions["B"].width = 40
    book.save(tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx", key=None)[1].height == 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.create_sheet("Notes"), "sheet Notes was added"),
        (lambda book: book.remove(book["Assign"]), "sheet Assign is missing or was renamed"),
        (lambda book: setattr(book["Assign"], "title", "Assigned"), "sheet Assign is missing or was renamed"),
        (lambda book: book.move_sheet("Assign", 1), "its sheets are in another order"),
        (lambda book: setattr(book["Assign"], "sheet_state", "hidden"), "sheet Assign is hidden"),
    ],
)
def test_sheets_must_stay_as_they_are(unopened_plan: Path, tmp_path: Path, change, said: str) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.load_workbook(unopened_plan)
    change(book)
    book.save(tmp_path / "plan.xlsx")
    assert _refusal(tmp_path / "plan.xlsx").message == f"plan.xlsx: {said}."


def test_a_sheet_that_was_emptied_is_named(unopened_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    book["Assign"].delete_rows(1, 2)
    book.save(tmp_path / "plan.xlsx")
    said = 'plan.xlsx, sheet Assign, cell A1: it was "Approve" and is now blank. 24 more cells of this sheet are wrong.'
    assert _refusal(tmp_path / "plan.xlsx").message == said


def test_a_row_of_the_hidden_sheet_that_was_taken_out_is_missed(unopened_plan: Path, tmp_path: Path) -> None:
    for row in (1, 5):
        book = openpyxl.load_workbook(unopened_plan)
        book[HIDDEN].delete_rows(row)
        book.save(tmp_path / "plan.xlsx")
        assert (
            _refusal(tmp_path / "plan.xlsx").message
            == f"plan.xlsx, hidden sheet {HIDDEN}, cell A{row}: it was changed."
        )


def test_without_its_last_row_the_hidden_sheet_is_not_what_was_written(unopened_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    book[HIDDEN].delete_rows(book[HIDDEN].max_row)
    book.save(tmp_path / "plan.xlsx")
    assert "it is not what was written" in _refusal(tmp_path / "plan.xlsx").message


def test_a_file_that_looks_unopened_but_shows_something_else_is_refused(unopened_plan: Path, tmp_path: Path) -> None:
    """The parts of the file are under the seal too, so that no sheet can be exchanged behind an unread one."""
    book = Workbook(unopened_plan)
    part = f"xl/worksheets/sheet{book.sheets.index(COVER) + 1}.xml"
    assert "cell A1: it was " in _refusal(book.edited(tmp_path / "plan.xlsx", COVER, "A1", "Approved")).message
    book.replaced(tmp_path / "plan.xlsx", part, 'showGridLines="0"', 'showGridLines="1"')
    assert read_plan(tmp_path / "plan.xlsx", key=None)[1].height == 10


def test_a_file_that_is_no_plan_is_told_so(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    (tmp_path / "text.xlsx").write_text("not a workbook")
    for name, said in (
        ("other.xlsx", f"other.xlsx is not a plan: it has no hidden sheet {HIDDEN}."),
        ("text.xlsx", "text.xlsx is not a plan: it is not a readable Excel workbook."),
        ("none.xlsx", "none.xlsx: there is no such file."),
    ):
        with pytest.raises(FileUnusable, match=re.escape(said)):
            read_plan(tmp_path / name, key=None)


@pytest.mark.parametrize("name", ["plan.xls", "plan.ods", "plan"])
def test_a_plan_may_be_renamed(name: str, unopened_plan: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(unopened_plan, tmp_path / name)
    assert read_plan(path, key=None)[1].height == 10


def test_a_plan_with_a_password_is_to_be_saved_without(unopened_plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with unopened_plan.open("rb") as plain, path.open("wb") as locked:
        OOXMLFile(plain).encrypt("open sesame", locked)
    with pytest.raises(FileUnusable) as caught:
        read_plan(path, key=None)
    said = "plan.xlsx: the workbook is protected with a password, and a plan must have none."
    assert (caught.value.code, caught.value.message) == ("file_encrypted", said)
    assert "remove its password" in caught.value.hint


def test_a_plan_that_undoes_a_run_is_guarded_alike(plan_of_the_office: Planned, tmp_path: Path) -> None:
    path = undoing(plan_of_the_office).write(tmp_path / "undo.xlsx")
    assert read_plan(path, key=None)[0].undoes == "R-1"
    edited = Workbook(path).edited(tmp_path / "plan.xlsx", "Kept", "A2", "owner")
    assert 'sheet Kept, cell A2: it was "device" and is now "owner".' in _refusal(edited).message
