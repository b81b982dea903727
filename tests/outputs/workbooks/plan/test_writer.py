"""What stands on the sheets of a plan, and how they are guarded."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.escape import unescape

from pipeline.errors import StoreFailed
from pipeline.intake.plans import read_plan
from pipeline.outputs.workbooks.plan.lines import action_lines
from tests.support.books.plans import Planned, planned, undoing, with_rows
from tests.support.desk import Desk, read_sheet
from tests.support.frames.pieces import in_unlike_pieces

LINES = ("Create", "Update", "Assign", "Reassign", "Unassign", "New owners")


def _cover(path: Path) -> dict[str, list[Any]]:
    rows = openpyxl.load_workbook(path)["Cover"].iter_rows(values_only=True)
    return {str(first): [cell for cell in cells if cell is not None] for first, *cells in rows if first is not None}


def _days_before(some: Planned, day: datetime) -> int:
    return (some.plan.made_at - day).days


def test_there_is_a_cover_and_one_sheet_per_action(unopened_plan: Path) -> None:
    assert openpyxl.load_workbook(unopened_plan).sheetnames == ["Cover", *LINES, "Refused rows", "_rollcall"]


def test_a_reassign_shows_both_owners_and_the_span_that_it_shortens(
    plan_of_the_office: Planned, unopened_plan: Path
) -> None:
    first, second = read_sheet(unopened_plan, "Reassign")
    days = _days_before(plan_of_the_office, datetime(2025, 3, 1))
    assert first == {
        "Approve": "Y",
        "Serial number": "LT-0001",
        "Asset tag": "AT-1",
        "Device name": "Laptop 1",
        "Old owner": "anna@acme.example",
        "New owner": "ben@acme.example",
        "Effective from (UTC)": datetime(2025, 3, 1),
        "Changed span": f"2025-01-10 - open, now ends 2025-03-01, {days} days earlier",
        "Days back": days,
        "Purchase price": 1200,
        "Comment": "moved desks",
        "File": "asked.xlsx",
        "Sheet": "Sheet1",
        "Row": 2,
    }
    assert second["Changed span"] == "2025-01-10 - open, now ends 2033-01-01"
    assert second["Days back"] is None


def test_an_unassign_shows_the_span_that_it_ends_or_cancels(plan_of_the_office: Planned, unopened_plan: Path) -> None:
    ended, cancelled = read_sheet(unopened_plan, "Unassign")
    days = _days_before(plan_of_the_office, datetime(2025, 2, 1))
    assert (ended["Old owner"], ended["New owner"]) == ("ben@acme.example", None)
    assert ended["Changed span"] == f"2025-01-10 - open, now ends 2025-02-01, {days} days earlier"
    assert cancelled["Changed span"] == "2031-01-01 - open, cancelled"


def test_an_update_shows_old_and_new(unopened_plan: Path) -> None:
    moved, located = read_sheet(unopened_plan, "Update")
    assert (moved["Owner"], moved["Old value"]) == ("ben@acme.example", "open end")
    assert moved["Changed span"] == "2025-01-10 - open, now ends 2032-12-31"
    assert (located["Old value"], located["New value"]) == ("location: Paris", "location: Lyon")


def test_a_new_device_shows_all_that_will_be_on_record(unopened_plan: Path) -> None:
    (created,) = read_sheet(unopened_plan, "Create")
    assert created["New value"] == "type: laptop; category: computers; location: Berlin"
    assert created["Purchase price"] == 1999.9


def test_a_new_owner_who_looks_like_a_known_one_is_shown_with_that_one(unopened_plan: Path) -> None:
    nora, otto = read_sheet(unopened_plan, "New owners")
    assert (nora["Owner"], nora["Looks like"], nora["Devices"]) == ("nora@acme.example", "nara@acme.example", 1)
    assert (otto["Owner"], otto["Looks like"]) == ("otto@acme.example", None)


def test_refused_rows_say_why(unopened_plan: Path) -> None:
    assert [row["_reason"] for row in read_sheet(unopened_plan, "Refused rows")] == ["unknown_device", "invalid_email"]


def test_the_cover_says_what_who_and_from_which_files(plan_of_the_office: Planned, unopened_plan: Path) -> None:
    cover = _cover(unopened_plan)
    assert cover["Then: rollcall apply plan.xlsx"] == []
    assert cover["Reassign"][:1] == [2]
    assert cover["Made by"] == ["tester on desk"]
    assert cover["Sealed with"] == ["SHA-256, without a key"]
    assert [cover[source.file][2] for source in plan_of_the_office.plan.sources] == [
        source.sha256 for source in plan_of_the_office.plan.sources
    ]


def test_the_control_totals_add_up(unopened_plan: Path) -> None:
    controls = [
        line for line in _cover(unopened_plan).items() if line[1] and line[1][-1] in {"adds up", "DOES NOT ADD UP"}
    ]
    assert [verdict for _, (*_, verdict) in controls] == ["adds up"] * 9
    assert dict(controls)["Reassign: actions = lines on the sheet"] == [2, 2, 0, "adds up"]


def test_the_cover_says_how_near_the_plan_is_to_each_limit(unopened_plan: Path) -> None:
    cover = _cover(unopened_plan)
    assert cover["Open ownerships unassigned (%)"] == [50, 30, 4, 167, "too few to count"]
    assert cover["Open ownerships passed to another owner (%)"] == [50, 30, 4, 167, "too few to count"]
    assert cover["Purchase price of all devices touched"] == [9599.9, "switched off"]
    assert cover["Days of back-dating"][-1] == "set for this plan"
    assert "Open ownerships unassigned: ben@acme.example loses 2 of 2 devices." in cover


def test_a_plan_that_undoes_a_run_names_it_and_what_stays(plan_of_the_office: Planned, tmp_path: Path) -> None:
    path = undoing(plan_of_the_office).write(tmp_path / "undo.xlsx", "a key")
    cover = _cover(path)
    assert "This plan reverses run R-1. 1 thing that it did would stay; sheet Kept says why." in cover
    assert cover["Reverses run"] == ["R-1"]
    assert cover["Sealed with"] == ["HMAC-SHA-256, with the key of this site"]
    assert read_sheet(path, "Kept")[0]["Message"] == "LT-0007 is on record since run R-1."


@pytest.mark.system
def test_a_plan_without_changes_is_a_cover_that_says_so(office: Desk, tmp_path: Path) -> None:
    idle = with_rows(office, ("LT-0001", "anna@acme.example"))
    path = idle.write(tmp_path / "plan.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == ["Cover", "_rollcall"]
    assert "There is nothing to approve." in _cover(path)
    assert read_plan(path, key=None)[1].is_empty()


def test_nothing_but_the_answers_can_be_edited_in_a_spreadsheet_program(unopened_plan: Path) -> None:
    book = openpyxl.load_workbook(unopened_plan)
    for sheet in book:
        unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        answers = [f"A{row}" for row in range(2, sheet.max_row + 1)] if sheet.title in LINES else []
        assert (sheet.protection.sheet, unlocked) == (True, answers)
    assert book.security.lockStructure
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == ["_rollcall"]


def test_answers_are_chosen_from_a_list(unopened_plan: Path) -> None:
    for sheet in openpyxl.load_workbook(unopened_plan):
        lists = [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation]
        answers = "A2" if sheet.max_row == 2 else f"A2:A{sheet.max_row}"
        assert lists == ([(answers, '"Y,N"')] if sheet.title in LINES else [])


def test_rows_may_be_filtered_and_columns_widened_on_a_protected_sheet(unopened_plan: Path) -> None:
    for sheet in openpyxl.load_workbook(unopened_plan).worksheets[:-1]:
        allowed = sheet.protection
        assert not any((allowed.autoFilter, allowed.formatColumns, allowed.formatRows, allowed.selectLockedCells))


def test_elements_of_a_sheet_stand_in_the_order_that_excel_insists_on(unopened_plan: Path) -> None:
    wanted = (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"),
        *("conditionalFormatting", "dataValidations", "pageMargins", "pageSetup", "headerFooter"),
    )
    with zipfile.ZipFile(unopened_plan) as archive:
        for name in [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]:
            xml = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", archive.read(name).decode())
            places = [xml.index(f"<{tag}") for tag in wanted if re.search(rf"<{tag}[ />]", xml)]
            assert places == sorted(places), name


def test_every_page_is_landscape_and_one_page_wide_with_the_header_repeated(unopened_plan: Path) -> None:
    for sheet in openpyxl.load_workbook(unopened_plan).worksheets[:-1]:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == (None if sheet.title == "Cover" else "$1:$1")
        assert sheet.oddFooter.left.text.startswith("plan-")


@pytest.mark.system
@pytest.mark.parametrize(
    "comment",
    [
        "<r><t>rich</t></r>",
        "<r>&</r>",
        '<r><t>a</t></r></is></c><c r="B2" t="inlineStr"><is><r><t>LT-0006</t></r>',
        "<r>\x01 one\r\n two _x0041_ </r>",
        '=HYPERLINK("http://x","y")',
    ],
)
def test_a_text_is_a_text_even_if_it_looks_like_the_inside_of_a_workbook(
    plan_of_the_office: Planned, tmp_path: Path, comment: str
) -> None:
    plan = plan_of_the_office.plan
    events = plan.change_set.events.with_columns(comment=pl.lit(comment))
    odd = replace(plan_of_the_office, plan=replace(plan, change_set=replace(plan.change_set, events=events)))
    path = odd.write(tmp_path / "plan.xlsx")
    cells = openpyxl.load_workbook(path)["Reassign"]
    written = {unescape(cell.value) for row in cells.iter_rows(min_row=2) for cell in row if cell.data_type == "s"}
    assert {comment, "LT-0001", "PH-0001"} <= written
    assert not any(cell.data_type == "f" for row in cells.iter_rows() for cell in row)
    openpyxl.load_workbook(path).save(tmp_path / "saved.xlsx")
    assert read_plan(tmp_path / "saved.xlsx", key=None)[1].height == 10


@pytest.mark.system
def test_a_big_plan_is_guarded_alike(office: Desk, tmp_path: Path) -> None:
    """Our other workbooks are written without colours from so many rows on."""
    rows = [
        ("Serial Number", "Name", "Type", "Category"),
        *((f"X-{at}", "Box", "box", "boxes") for at in range(20_001)),
    ]
    path = planned(office, office.book("many.xlsx", *rows), limits={"enabled": False}).write(tmp_path / "plan.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert '<sheetProtection sheet="1"' in sheet
    assert 'sqref="A2:A20002"' in sheet
    assert "<conditionalFormatting" in sheet
    assert read_plan(path, key=None)[1].height == 20_001


def test_no_half_written_plan_is_left_where_it_cannot_be_written(plan_of_the_office: Planned, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").mkdir()
    with pytest.raises(StoreFailed, match=re.escape("plan.xlsx could not be written")):
        plan_of_the_office.write(tmp_path / "plan.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_folder_that_is_a_file_is_told_in_the_name_of_the_plan(plan_of_the_office: Planned, tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(StoreFailed, match=re.escape(f"{tmp_path / 'folder' / 'plan.xlsx'} could not be written")):
        plan_of_the_office.write(tmp_path / "folder" / "plan.xlsx")


@pytest.mark.system
def test_a_device_known_by_neither_serial_nor_tag_is_named_by_its_number(office: Desk, tmp_path: Path) -> None:
    rows = (("Name", "Type", "Category", "MAC Address"), ("Sensor", "sensor", "sensors", "AA:BB:CC:DD:EE:FF"))
    bare = planned(office, office.book("sensors.xlsx", *rows))
    (created,) = read_sheet(bare.write(tmp_path / "plan.xlsx"), "Create")
    assert (created["Serial number"], created["Device ID"]) == (None, 8)


@pytest.mark.system
def test_organizations_are_shown_where_there_is_more_than_the_usual_one(
    plan_of_the_office: Planned, tmp_path: Path
) -> None:
    changes = plan_of_the_office.results.changes.with_columns(
        org_id=plan_of_the_office.results.changes["org_id"].replace("default", "paris")
    )
    elsewhere = replace(plan_of_the_office, results=replace(plan_of_the_office.results, changes=changes))
    assert read_sheet(elsewhere.write(tmp_path / "plan.xlsx"), "Assign")[0]["Organization"] == "paris"


@pytest.mark.parametrize("seed", range(12))
def test_the_lines_of_a_plan_are_the_same_whatever_pieces_its_frames_are_in(
    plan_of_the_office: Planned, seed: int
) -> None:
    plan, results = plan_of_the_office.plan, plan_of_the_office.results
    made = {name: in_unlike_pieces(getattr(plan.change_set, name), seed) for name in ("events", "devices_created")}
    split = replace(plan, change_set=replace(plan.change_set, **made))
    changes = in_unlike_pieces(results.changes, seed)
    lines = action_lines(split, replace(results, changes=changes))
    assert lines.equals(action_lines(plan, results))
