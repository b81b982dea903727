"""What leaves Rollcall as a workbook comes back as what it was, but for what the person changed in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support.books.exports import (
    FULL,
    NO_ACTION,
    added,
    copied,
    deleted,
    edited,
    export,
    messages,
    typed,
    without,
)
from tests.support.desk import Desk, read_sheet
from tests.support.office import asked
from tests.support.workbooks import ErrorCell, TextCell

pytestmark = pytest.mark.usefixtures("unpublished")

ANNA, BEN, CYD, EVA = (f"{name}@acme.example" for name in ("anna", "ben", "cyd", "eva"))

ODD = (
    ("Serial Number", "Asset Tag", "MAC", "Name", "Type", "Category", "Org", "Comment", "Price", "Bought", "Floor"),
    ("00123", None, None, TextCell("=1+1"), "+laptop", "012", None, "<Clear> it", 0.1, datetime(2024, 2, 29), "1E5"),
    ("1E5", "007", None, "@home", "laptop", "c", "acme", "naïve 😀 _x0041_", 99999999999.99, None, None),
    (None, "00123", None, "TRUE", "tag only", "c", "acme", "a; b, c", None, None, "<none> there"),
    (
        None,
        None,
        "aa-bb-cc-00-00-01",
        "2024-01-01",
        "sensor",
        "iot",
        None,
        "-",
        -5,
        datetime(1901, 1, 1),
        TextCell("=SUM(A1)"),
    ),
    (None, None, None, "Known by its name", "chair", "c", None, None, None, None, None),
    (None, None, None, "Another name", "chair", "c", "acme", None, None, None, "2"),
)
ODDLY_HELD = (
    ("Serial Number", "Asset Tag", "MAC", "Device Name", "Org", "Owner Email", "Effective At", "End At", "Label"),
    ("00123", None, None, None, None, ANNA, "2025-01-01", "2031-03-01T12:30:15Z", TextCell("=desk")),
    ("1E5", None, None, None, "acme", BEN, "2025-01-01", None, "1"),
    (None, "00123", None, None, "acme", BEN, "2031-01-01", None, "pending"),
    (None, None, "AA:BB:CC:00:00:01", None, None, ANNA, "2025-01-01T09:30:00.123456Z", None, None),
    (None, None, None, "Known by its name", None, EVA, "2025-01-01", "2031-01-01", None),
    (None, None, None, "Another name", "acme", EVA, "2025-01-01", "2025-06-01", None),
)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Devices of two organizations that are hard to name and hard to spell; and their export."""
    desk = Desk(tmp_path_factory.mktemp("odd"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        devices, holdings = desk.book("devices.xlsx", *ODD), desk.book("holdings.xlsx", *ODDLY_HELD)
        desk.json("run", devices, holdings, "--unknown-columns", "keep", code=0)
    export(desk)
    return desk


@pytest.mark.parametrize("words", [(), FULL, ("--atomic",), ("--unknown-columns", "ignore")])
def test_an_export_plans_to_nothing(office: Desk, odd: Desk, words: tuple[str, ...]) -> None:
    for desk, rows in ((odd, 10), (office, 11)):
        export(desk)
        report = desk.json("plan", "export.xlsx", *words, code=0)

        assert report["actions"] == NO_ACTION
        assert report["rows"] == {"in": rows, "applied": 0, "unchanged": rows, "skipped": 0, "rejected": 0}
        assert report["issues"] == []


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns"])
def test_an_export_made_in_one_time_zone_plans_to_nothing_in_another(
    odd: Desk, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_TIMEZONE", zone)
    export(odd, "zoned.xlsx")
    monkeypatch.setenv("ROLLCALL_TIMEZONE", "Europe/Paris")

    assert odd.json("plan", "zoned.xlsx", code=0)["actions"] == NO_ACTION


def test_an_export_of_one_organization_speaks_of_no_other(odd: Desk) -> None:
    export(odd, "acme.xlsx", "--org", "acme")

    report = odd.json("plan", "acme.xlsx", *FULL, code=0)

    assert (report["rows"]["in"], report["actions"]) == (4, NO_ACTION)


@pytest.mark.parametrize(("kind", "rows"), [("inventory", 7), ("assignments", 4)])
def test_one_sheet_alone_plans_to_nothing(office: Desk, kind: str, rows: int) -> None:
    export(office, "export.xlsx", "--kind", kind)

    report = office.json("plan", "export.xlsx", code=0)

    assert (report["rows"]["unchanged"], report["actions"]) == (rows, NO_ACTION)


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


@pytest.fixture(scope="module")
def moved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office exported; then LT-0001 and LT-0004 went to Eva, LT-0003 to the lab, LT-0002 to Rome with a new tag."""
    office = monday.copied_to(tmp_path_factory.mktemp("moved"))
    export(office)
    desired = office.book("later.xlsx", *asked(("LT-0001", EVA), ("LT-0004", EVA), ("LT-0003", BEN, None, "lab")))
    places = office.book("places.xlsx", ("Serial Number", "Location", "Asset Tag"), ("LT-0002", "Rome", "AT-22"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        assert office.json("run", desired, places, code=0)["rows"]["applied"] == 4
    return office


@pytest.mark.parametrize("words", [(), FULL])
def test_what_nobody_touched_in_an_export_is_left_alone_when_the_ledger_has_moved_on(
    moved: Desk, words: tuple[str, ...]
) -> None:
    report = moved.json("plan", "export.xlsx", *words, code=0)

    assert (report["actions"], report["rows"]["unchanged"]) == (NO_ACTION, 11)


def test_a_row_that_was_left_alone_says_so(moved: Desk) -> None:
    report = moved.json("run", "export.xlsx", code=0)

    rows = read_sheet(moved.at(report["outputs"]["results"]), "Rows")
    said = {row["serial_number"]: (row["_outcome"], row["_reason"], row["_message"]) for row in rows}
    left_alone = "Left alone: the row is as it was exported, and the ledger has moved on since."
    assert said["LT-0001"] == said["LT-0003"] == ("unchanged", None, left_alone)
    assert said["LT-0002"][1] == "already_assigned"


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
        "edited.xlsx, sheet Assignments, L4: label: the export said nothing, you wrote hall, "
        "and the ledger now says lab.",
    ]


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


def test_a_full_sheet_takes_away_only_what_its_export_showed(moved: Desk) -> None:
    """Rows were deleted for LT-0001, which has passed to Eva since, and for LT-0002, which is still Ben's.

    LT-0004 was given to Eva after the export: no row could name it.
    """
    path = moved.at("export.xlsx")
    changed = edited(path, deleted("Assignments", "LT-0001"), deleted("Assignments", "LT-0002"), name="deleted.xlsx")

    said = moved.say("plan", changed, *FULL).out

    assert "1 device would be unassigned." in said
    assert f"  unassign  LT-0002              {BEN}   (absent_from_full_sheet)" in said


def test_beside_another_sheet_a_full_export_says_who_has_everything(moved: Desk) -> None:
    other = moved.book("other.xlsx", *asked(("LT-0006", ANNA)))

    report = moved.json("plan", "export.xlsx", other, "--mode", "full", "--scope", "all", code=0)

    assert report["actions"] == {**NO_ACTION, "assign": 1, "unassign": 1}


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


def test_a_tag_that_the_inventory_of_an_export_changes_is_no_stranger_in_its_assignments(office: Desk) -> None:
    changed = edited(export(office), typed("Inventory", "LT-0001", "asset_tag", "AT-99"))

    report = office.json("plan", changed, code=0)

    assert (report["actions"], report["issues"]) == ({**NO_ACTION, "update": 1}, [])


def test_the_columns_that_one_does_not_need_may_go(moved: Desk) -> None:
    path = moved.at("export.xlsx")
    changed = edited(
        path, without("Assignments", "device_id", "org_id", "device_name"), without("Inventory", "device_id")
    )

    assert moved.json("plan", changed, code=0)["actions"] == NO_ACTION


def test_an_export_of_another_ledger_is_taken_as_it_stands(moved: Desk, odd: Desk) -> None:
    foreign = export(odd, "foreign.xlsx", "--org", "acme").rename(moved.folder / "foreign.xlsx")

    report = moved.json("plan", foreign, code=None)

    (said, *_) = messages(report, "warning")
    assert said == (
        "foreign.xlsx: it was exported from another ledger, so every cell is taken as it stands, but for device_id, "
        "which numbers its devices."
    )


SENSORS = (("MAC", "Name", "Type", "Category"), ("AA:BB:CC:00:00:01", "Door", "sensor", "iot"))


def test_the_device_numbers_of_another_ledger_mean_no_device_of_this_one(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "elsewhere")
    other.folder.mkdir()
    other.json(
        "run", other.book("laptops.xlsx", ("Serial Number", "Name", "Type", "Category"), ("LT-1", "L", "l", "c"))
    )
    other.json("run", other.book("held.xlsx", *asked(("LT-1", ANNA))))
    desk.json("run", desk.book("sensors.xlsx", *SENSORS))
    foreign = export(other)
    assert other.show("devices")[0]["device_id"] == desk.show("devices")[0]["device_id"]

    report = desk.json("run", foreign, code=0)

    assert report["actions"] == {**NO_ACTION, "create": 1, "assign": 1}
    devices = {device["name"]: device["owner_email"] for device in desk.show("devices")}
    assert devices == {"Door": None, "L": ANNA}


def test_a_row_of_another_ledger_that_gives_nothing_but_its_number_is_rejected(office: Desk, odd: Desk) -> None:
    foreign = export(odd, "foreign.xlsx").rename(office.folder / "foreign.xlsx")
    names = ("serial_number", "asset_tag", "mac_address", "device_name")
    numbers = edited(foreign, without("Assignments", *names), lambda book: book.remove(book["Inventory"]))

    report = office.json("plan", numbers, code=4)

    assert (report["actions"], report["reasons"]) == (NO_ACTION, {"missing_identifier": report["rows"]["in"]})


def test_rejected_rows_come_back_one_by_one_as_they_are_mended(office: Desk) -> None:
    """A mixed run, twice in a row: what is not mended stays rejected, what is mended is all that is applied."""
    devices = (("Serial Number", "Name", "Type", "Category"), ("LT-9", "L", "laptop", "c"), ("n/a", "M", "laptop", "c"))
    inventory = office.book("new.xlsx", *devices)
    desired = office.book("bad.xlsx", *asked(("LT-0004", "eva"), ("LT-0006", CYD, ErrorCell("#N/A")), ("LT-9", EVA)))
    first = office.json("run", inventory, desired, code=4)
    assert first["rows"] == {"in": 5, "applied": 2, "unchanged": 0, "skipped": 0, "rejected": 3}

    def mend_the_number(book: openpyxl.Workbook) -> None:
        page = book["Rejected"]
        cell = next(cell for row in page.iter_rows() for cell in row if cell.value == "n/a")
        cell.value = "LT-10"

    mended = edited(
        office.at(first["outputs"]["results"]), mend_the_number, typed("Rejected", "LT-0004", "owner_email", EVA)
    )
    second = office.json("run", mended, code=4)

    assert (second["rows"]["applied"], second["rows"]["rejected"]) == (2, 1)
    assert second["created"] == {"devices": 1, "owners": 0}
    third = office.json("run", second["outputs"]["results"], code=4)
    assert (third["rows"], third["actions"]) == ({**dict.fromkeys(third["rows"], 0), "in": 1, "rejected": 1}, NO_ACTION)


STORY = (
    ("Serial Number", "Owner Email", "Effective At", "End At", "Label", "Action", "Device Type"),
    ("LT-0001", EVA, "2025-06-01", None, None, None, None),
    ("LT-0002", BEN, None, "2031-01-01", "<clear>", None, None),
    ("LT-0003", None, "2025-07-01", None, None, "unassign", None),
    ("LT-0004", CYD, "2025-01-01", "2025-02-01", None, None, None),
    ("LT-0005", None, "2031-01-01", None, None, "unassign", None),
    ("LT-0006", "<none>", None, None, None, None, None),
    ("PH-0001", ANNA, None, None, "car", None, None),
    ("PH-0001", ANNA, None, None, "car", None, None),
    ("NEW-1", CYD, "2025-05-05", None, None, None, "phone"),
    ("NEW-2", "cyd", None, None, None, None, "phone"),
)


@pytest.mark.parametrize("sheet", ["Rows", "the others deleted"])
def test_a_rows_sheet_fed_back_plans_to_nothing(office: Desk, sheet: str) -> None:
    devices = (("Serial Number", "Location", "MAC"), ("LT-0001", "Rome", "aabbcc000001"), ("LT-0002", "Berlin", None))
    first = office.json(
        "run", office.book("story.xlsx", *STORY), office.book("places.xlsx", *devices), "--create-devices", code=4
    )
    assert {name for name, count in first["actions"].items() if count} == {*NO_ACTION} - set()
    results = office.at(first["outputs"]["results"])
    if sheet == "Rows":
        fed_back = copied(results, sheet, "rows.xlsx")
    else:
        fed_back = edited(results, lambda book: [book.remove(book[name]) for name in book.sheetnames if name != "Rows"])

    second = office.json("plan", fed_back, code=4)

    assert second["actions"] == NO_ACTION
    assert (second["rows"]["in"], second["rows"]["applied"], second["rows"]["rejected"]) == (11, 0, 1)


def test_a_formula_that_was_lost_is_no_text_when_its_row_comes_back(office: Desk) -> None:
    desired = office.book("formulas.xlsx", *asked(("LT-0004", EVA, None, "=A1")))
    first = office.json("run", desired, code=4)
    assert first["reasons"] == {"no_saved_value": 1}

    again = office.json("plan", first["outputs"]["results"], code=4)

    assert (again["reasons"], again["actions"]) == ({"no_saved_value": 1}, NO_ACTION)
