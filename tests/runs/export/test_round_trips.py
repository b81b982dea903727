"""What leaves Rollcall as an export comes back as what it was, but for what the person changed in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support.books.exports import (
    FULL,
    NO_ACTION,
    added,
    deleted,
    edited,
    export,
    messages,
    typed,
    without,
)
from tests.support.books.odd_office import ANNA, BEN, CYD, EVA
from tests.support.desk import Desk, read_sheet
from tests.support.office import asked


@pytest.mark.system
@pytest.mark.parametrize("words", [(), FULL, ("--atomic",), ("--unknown-columns", "ignore")])
def test_an_export_plans_to_nothing(office: Desk, odd: Desk, words: tuple[str, ...]) -> None:
    for desk, rows in ((odd, 10), (office, 11)):
        export(desk)
        report = desk.json("plan", "export.xlsx", *words, code=0)

        assert report["actions"] == NO_ACTION
        assert report["rows"] == {"in": rows, "applied": 0, "unchanged": rows, "skipped": 0, "rejected": 0}
        assert report["issues"] == []


@pytest.mark.system
@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns"])
def test_an_export_made_in_one_time_zone_plans_to_nothing_in_another(
    odd: Desk, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_TIMEZONE", zone)
    export(odd, "zoned.xlsx")
    monkeypatch.setenv("ROLLCALL_TIMEZONE", "Europe/Paris")

    assert odd.json("plan", "zoned.xlsx", code=0)["actions"] == NO_ACTION


@pytest.mark.system
def test_an_export_of_one_organization_speaks_of_no_other(odd: Desk) -> None:
    export(odd, "acme.xlsx", "--org", "acme")

    report = odd.json("plan", "acme.xlsx", *FULL, code=0)

    assert (report["rows"]["in"], report["actions"]) == (4, NO_ACTION)


@pytest.mark.system
@pytest.mark.parametrize(("kind", "rows"), [("inventory", 7), ("assignments", 4)])
def test_one_sheet_alone_plans_to_nothing(office: Desk, kind: str, rows: int) -> None:
    export(office, "export.xlsx", "--kind", kind)

    report = office.json("plan", "export.xlsx", code=0)

    assert (report["rows"]["unchanged"], report["actions"]) == (rows, NO_ACTION)


@pytest.mark.system
def test_only_what_was_changed_in_an_export_is_changed(office: Desk) -> None:
    changed = edited(
        export(office),
        typed("Inventory", "LT-0001", "location", "Oslo"),
        typed("Assignments", "LT-0002", "owner_email", CYD),
        typed("Assignments", "LT-0003", "action", "unassign"),
        typed("Assignments", "PH-0001", "end_at", datetime(2031, 1, 1)),
        added("Assignments", serial_number="LT-0004", owner_email=CYD),
    )

    report = office.json("run", changed, code=0)

    assert report["actions"] == {"create": 0, "update": 2, "assign": 1, "reassign": 1, "unassign": 1}
    assert office.holders() == {"LT-0001": ANNA, "LT-0002": CYD, "LT-0004": CYD, "PH-0001": ANNA}


@pytest.mark.system
@pytest.mark.parametrize("words", [(), FULL])
def test_what_nobody_touched_in_an_export_is_left_alone_when_the_ledger_has_moved_on(
    moved: Desk, words: tuple[str, ...]
) -> None:
    report = moved.json("plan", "export.xlsx", *words, code=0)

    assert (report["actions"], report["rows"]["unchanged"]) == (NO_ACTION, 11)


@pytest.mark.system
def test_a_row_that_was_left_alone_says_so(moved: Desk) -> None:
    report = moved.json("run", "export.xlsx", code=0)

    rows = read_sheet(moved.at(report["outputs"]["results"]), "Rows")
    said = {row["serial_number"]: (row["_outcome"], row["_reason"], row["_message"]) for row in rows}
    left_alone = "Left alone: the row is as it was exported, and the ledger has moved on since."
    assert said["LT-0001"] == said["LT-0003"] == ("unchanged", None, left_alone)
    assert said["LT-0002"][1] == "already_assigned"


@pytest.mark.system
def test_what_both_changed_is_rejected_with_all_three_values(moved: Desk) -> None:
    changed = edited(
        moved.at("export.xlsx"),
        typed("Assignments", "LT-0001", "owner_email", CYD),
        typed("Assignments", "LT-0003", "label", "hall"),
        typed("Inventory", "LT-0002", "location", "Oslo"),
        typed("Inventory", "LT-0001", "location", "Oslo"),
    )

    report = moved.json("plan", changed, code=4)

    assert report["reasons"]["conflict_with_ledger"] == 3
    assert (report["rows"]["rejected"], report["actions"]) == (3, {**NO_ACTION, "update": 1})
    assert messages(report) == [
        "edited.xlsx, sheet Inventory, I3: location: the export said Berlin, you wrote Oslo, "
        "and the ledger now says Rome.",
        f"edited.xlsx, sheet Assignments, G2: owner_email: the export said {ANNA}, you wrote {CYD}, "
        f"and the ledger now says {EVA}.",
        "edited.xlsx, sheet Assignments, M4: label: the export said nothing, you wrote hall, "
        "and the ledger now says lab.",
    ]


@pytest.mark.system
def test_a_conflict_stays_one_until_it_is_settled(moved: Desk, tmp_path: Path) -> None:
    """The result workbook gives back what its rows were made from."""
    office = moved.copied_to(tmp_path)
    changed = edited(
        office.at("export.xlsx"),
        typed("Assignments", "LT-0001", "owner_email", CYD),
        typed("Assignments", "LT-0002", "owner_email", "cyd at acme"),
    )
    first = office.json("run", changed, code=4)
    mended = edited(
        office.at(first["outputs"]["results"]), typed("Rejected", "LT-0002", "owner_email", CYD), name="mended.xlsx"
    )

    second = office.json("run", mended, code=4)

    assert (second["rows"]["applied"], second["reasons"]) == (1, {"conflict_with_ledger": 1})
    settled = edited(office.at(second["outputs"]["results"]), typed("Rejected", "LT-0001", "owner_email", EVA))
    assert office.json("run", settled, code=0)["rows"] == {
        "in": 1, "applied": 0, "unchanged": 1, "skipped": 0, "rejected": 0
    }  # fmt: skip
    assert {serial: office.holders()[serial] for serial in ("LT-0001", "LT-0002")} == {"LT-0001": EVA, "LT-0002": CYD}


@pytest.mark.system
def test_a_full_sheet_takes_away_only_what_its_export_showed(moved: Desk) -> None:
    """Rows were deleted for LT-0001, which has passed to Eva since, and for LT-0002, which is still Ben's.

    LT-0004 was given to Eva after the export: no row could name it.
    """
    path = moved.at("export.xlsx")
    changed = edited(path, deleted("Assignments", "LT-0001"), deleted("Assignments", "LT-0002"), name="deleted.xlsx")

    said = moved.say("plan", changed, *FULL).out

    assert "1 device would be unassigned." in said
    assert f"  unassign  LT-0002              {BEN}   (absent_from_full_sheet)" in said


@pytest.mark.system
def test_beside_another_sheet_a_full_export_says_who_has_everything(moved: Desk) -> None:
    other = moved.book("other.xlsx", *asked(("LT-0006", ANNA)))

    report = moved.json("plan", "export.xlsx", other, "--mode", "full", "--scope", "all", code=0)

    assert report["actions"] == {**NO_ACTION, "assign": 1, "unassign": 1}


@pytest.mark.system
def test_the_inventory_of_an_export_may_give_a_device_what_it_lacked(odd: Desk, tmp_path: Path) -> None:
    desk = odd.copied_to(tmp_path)

    def fill_in(book: openpyxl.Workbook) -> None:
        page = book["Inventory"]
        rows = {page.cell(row, 6).value: row for row in range(2, page.max_row + 1)}
        page.cell(rows["TRUE"], 3).value = "SN-NEW-1"
        page.cell(rows["2024-01-01"], 4).value = "AT-NEW"
        page.cell(rows["Known by its name"], 3).value = "SN-NEW-2"
        page.cell(rows["Known by its name"], 4).value = "AT-NEW-2"

    report = desk.json("run", edited(desk.folder / "export.xlsx", fill_in), code=0)

    assert report["actions"] == {**NO_ACTION, "update": 3}
    named = {device["name"]: (device["serial_number"], device["asset_tag"]) for device in desk.show("devices")}
    assert named["TRUE"] == ("SN-NEW-1", "00123")
    assert named["2024-01-01"] == (None, "AT-NEW")
    assert named["Known by its name"] == ("SN-NEW-2", "AT-NEW-2")


@pytest.mark.system
def test_a_tag_that_the_inventory_of_an_export_changes_is_no_stranger_in_its_assignments(office: Desk) -> None:
    changed = edited(export(office), typed("Inventory", "LT-0001", "asset_tag", "AT-99"))

    report = office.json("plan", changed, code=0)

    assert (report["actions"], report["issues"]) == ({**NO_ACTION, "update": 1}, [])


@pytest.mark.system
def test_the_columns_that_one_does_not_need_may_go(moved: Desk) -> None:
    path = moved.at("export.xlsx")
    changed = edited(
        path, without("Assignments", "device_id", "org_id", "device_name"), without("Inventory", "device_id")
    )

    assert moved.json("plan", changed, code=0)["actions"] == NO_ACTION
