"""The sheet of people of an export: nothing untouched changes anything, and what was changed changes only that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from openpyxl.workbook import Workbook

from pipeline.runs.export import export as exported
from pipeline.runs.plan import plan
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings
from tests.support.books.exports import NO_ACTION, edited, export, messages
from tests.support.desk import Cells, Desk, read_sheet, sheet_names
from tests.support.ledgers.histories import History
from tests.support.strength import examples
from tests.support.worlds.crowds import Crowd
from tests.support.worlds.joined import many_crowds
from tests.support.worlds.values import NOW

HEADER = ("Employee number", "Email", "Full name", "Department", "Last day")
ANNA, CLEO = "anna@acme.example", "Cleo Marsh"


@pytest.fixture(scope="module")
def staffed_once(two_people: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk with a department for Anna, a last day for Ben, and Cleo, who is known by her name alone."""
    desk = two_people.copied_to(tmp_path_factory.mktemp("staffed"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        _listed(desk, ("4711", None, None, "Sales", None), ("4712", None, None, None, "2031-12-31"))
        _listed(desk, (None, None, CLEO, "Legal", None), words=("--owners-by-name",))
    return desk


@pytest.fixture
def staffed(staffed_once: Desk, tmp_path: Path) -> Desk:
    """The same, of one's own."""
    return staffed_once.copied_to(tmp_path)


def _listed(desk: Desk, *rows: Cells, words: tuple[str, ...] = ()) -> None:
    desk.json("run", desk.book("people.xlsx", HEADER, *rows), *words, code=0)


def _filled(name: str, column: str, value: object) -> Callable[[Workbook], None]:
    """Writes into that cell of the person with that name."""

    def fill(book: Workbook) -> None:
        page = book["People"]
        titles = {cell.value: cell.column for cell in page[1]}
        (row,) = (row for row in range(2, page.max_row + 1) if page.cell(row, titles["owner_name"]).value == name)
        page.cell(row, titles[column]).value = value

    return fill


def _owners(desk: Desk) -> dict[str, dict[str, Any]]:
    return {one["owner_name"]: one for one in desk.json("show", "owners", "--format", "json")}


@pytest.mark.system
@pytest.mark.parametrize(
    ("words", "sheets", "rows"),
    [
        ((), ["Inventory", "Assignments", "People"], 8),
        (("--as", "register"), ["Register", "People"], 6),
        (("--kind", "people"), ["People"], 3),
        (("--kind", "inventory"), ["Inventory"], 3),
    ],
)
def test_people_come_with_the_devices_and_plan_to_nothing(
    staffed: Desk, words: tuple[str, ...], sheets: list[str], rows: int
) -> None:
    path = export(staffed, "export.xlsx", *words)

    assert sheet_names(path) == [*sheets, "_rollcall"]
    report = staffed.json("plan", path, code=0)
    assert (report["rows"]["unchanged"], report["rows"]["in"], report["issues"]) == (rows, rows, [])


@pytest.mark.system
def test_it_says_how_many_people_it_wrote(staffed: Desk) -> None:
    said = staffed.say("export", "-o", "export.xlsx")

    assert said.err == "3 devices, 2 of them held, and 3 people: export.xlsx\n"


@pytest.mark.system
def test_a_changed_fact_changes_only_that(staffed: Desk) -> None:
    before = _owners(staffed)
    changed = edited(
        export(staffed), _filled("Anna Bell", "department", "Finance"), _filled("Cleo Marsh", "ends_on", None)
    )

    report = staffed.json("run", changed, code=0)

    assert (report["rows"]["applied"], report["owners_updated"], report["actions"]) == (1, 1, NO_ACTION)
    after = _owners(staffed)
    assert after.pop("Anna Bell") == {**before.pop("Anna Bell"), "department": "Finance"}
    assert after == before


@pytest.mark.system
def test_what_the_ledger_learnt_since_is_left_alone_and_what_both_changed_is_told(staffed: Desk) -> None:
    path = export(staffed)
    _listed(staffed, ("4711", "anna.fox@acme.example", None, "Finance", None), ("4712", None, None, "Legal", None))

    report = staffed.json("plan", path, code=0)
    assert (report["rows"]["unchanged"], report["rows"]["in"]) == (8, 8)

    changed = edited(path, _filled("Anna Bell", "department", "Buying"), _filled("Ben Fox", "department", "Legal"))
    report = staffed.json("run", changed, code=4)
    assert (report["rows"]["rejected"], report["rows"]["unchanged"]) == (1, 7)
    assert messages(report, "error") == [
        "edited.xlsx, sheet People, E2: department: the export said Sales, you wrote Buying, "
        "and the ledger now says Finance."
    ]
    (rejected,) = read_sheet(staffed.at(report["outputs"]["results"]), "Rejected")
    assert (rejected["owner_name"], rejected["_reason"]) == ("Anna Bell", "conflict_with_ledger")


@pytest.mark.system
def test_a_device_stays_with_somebody_whose_address_was_taken_back_since(staffed: Desk) -> None:
    _listed(staffed, ("4713", None, "Dan Roe", None, None))
    staffed.json("run", staffed.book("moves.xlsx", ("Serial Number", "Employee number"), ("LT-3", "4713")), code=0)
    _listed(staffed, ("4713", "dan@acme.example", None, None, None))
    path = export(staffed)
    staffed.say("undo", "last", "-o", "undo.xlsx")
    staffed.json("apply", "undo.xlsx", code=0)

    report = staffed.json("plan", path, code=0)

    assert (report["rows"]["unchanged"], report["created"]["owners"]) == (report["rows"]["in"], 0)


@pytest.mark.system
def test_a_filled_template_of_people_is_compared_likewise(staffed: Desk) -> None:
    staffed.say("template", "people", "--prefill", "-o", "people_again.xlsx")
    _listed(staffed, ("4711", "anna.fox@acme.example", None, "Finance", None))

    report = staffed.json("plan", "people_again.xlsx", code=0)

    assert (report["rows"]["unchanged"], report["rows"]["in"]) == (3, 3)


@pytest.mark.system
def test_who_is_known_only_by_a_name_that_others_have_is_left_out(staffed: Desk) -> None:
    _listed(staffed, ("4799", "cleo@acme.example", CLEO, None, None))

    path = export(staffed)

    listed = [row["owner_email"] for row in read_sheet(path, "People") if row["owner_name"] == CLEO]
    assert listed == ["cleo@acme.example"]
    assert staffed.json("plan", path, code=0)["rows"]["applied"] == 0


def test_there_is_no_sheet_of_people_where_the_others_say_all_that_is_known(monday: Desk) -> None:
    assert "People" not in openpyxl.load_workbook(export(monday)).sheetnames


def _is_named_otherwise(crowd: Crowd) -> bool:
    """Nobody is known by a name alone: by then, that could be the name of two."""
    return all(owner.email or owner.external_user_id or owner.username for owner in crowd.ledger.owners)


@pytest.mark.lengthy
@pytest.mark.system
@given(many_crowds(_is_named_otherwise))
@examples(1, of=6)
def test_whatever_was_learnt_of_people_since_an_untouched_export_plans_to_nothing(crowd: Crowd) -> None:
    with TemporaryDirectory() as folder:
        history = History(Path(folder) / "rollcall.duckdb", crowd.ledger, NOW)
        chosen = Settings().model_copy(update={"state": history.path, "wait": 0.0})
        exported(Path(folder) / "export.xlsx", chosen, Stages())
        history.run((), (), crowd.intent, timedelta(days=1), people=crowd.people)

        done = plan([Path(folder) / "export.xlsx"], chosen, Stages(), output=None)

    assert done.report.rows["unchanged"] == done.report.rows["in"]
    assert done.report.exit_code == 0
