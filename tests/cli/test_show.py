"""`show`: every listing, every filter, every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import openpyxl
import polars as pl
import pytest

from schemas.fields import ATTRIBUTES
from tests.support.desk import Desk, read_sheet
from tests.support.office import HELD
from tests.support.workbooks import TextCell

OPEN_END = "2999-12-31T23:59:59Z"
WHAT = ("devices", "owners", "ownerships", "runs", "events")
OWNERSHIP = [
    *("id", "org_id", "serial_number", "device_id", "device_name", "owner_email", "owner_id", "start_time"),
    *("end_time", "label", "added_by", "recorded_at", "superseded_at", "run_id"),
]
DEVICE = [
    *("device_id", "org_id", "serial_number", "mac_address", "name", "type", "category", "owner_email", "version"),
]


@pytest.fixture(scope="module")
def tuesday(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, then: LT-0001 passes to Eva, and another organization gets a press; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("tuesday"))
    header = ("Serial Number", "Name", "Type", "Category", "Org ID", "Compliance", "Purchase Date", "Is Rented")
    press = ("PR-0001", "Press", "press", "machines", "plant", "CE; RoHS", "2024-02-29", "yes")
    desk.book("plant.xlsx", header, press)
    desk.book(
        "tuesday.xlsx",
        ("Serial Number", "Owner Email", "Effective At", "Org ID", "Added By"),
        ("LT-0001", "eva@acme.example", "2025-06-01", None, "it.desk"),
        ("PR-0001", "zoe@plant.example", "2025-06-01", "plant", None),
    )
    assert desk.say("run", "plant.xlsx", "tuesday.xlsx").code == 0
    return desk


def runs_of(desk: Desk) -> list[str]:
    return [str(run["run_id"]) for run in desk.show("runs")]


def test_an_ownership_has_the_promised_fields(tuesday: Desk) -> None:
    assert [list(span) for span in tuesday.show("ownerships")] == [OWNERSHIP] * 7


def test_an_open_end_is_shown_as_it_is(tuesday: Desk) -> None:
    (span,) = tuesday.show("ownerships", "--serial", "LT-0001", "--current")
    run = tuesday.show("runs")[1]
    assert span == {
        "id": 6,
        "org_id": "default",
        "serial_number": "LT-0001",
        "device_id": 1,
        "device_name": "Laptop 1",
        "owner_email": "eva@acme.example",
        "owner_id": 3,
        "start_time": "2025-06-01T00:00:00Z",
        "end_time": OPEN_END,
        "label": None,
        "added_by": "it.desk",
        "recorded_at": run["recorded_at"],
        "superseded_at": OPEN_END,
        "run_id": run["run_id"],
    }


def test_a_device_has_the_promised_fields_then_its_attributes(tuesday: Desk) -> None:
    names = list(tuesday.show("devices")[0])
    attributes = {attribute.name for attribute in ATTRIBUTES}
    assert names[: len(DEVICE)] == DEVICE
    assert set(names) == set(DEVICE) | attributes | {"extra"}


def test_attributes_are_shown_by_their_type(tuesday: Desk) -> None:
    (press,) = tuesday.show("devices", "--serial", "PR-0001")
    (laptop,) = tuesday.show("devices", "--serial", "LT-0001")
    assert (press["compliance"], press["purchase_date"], press["is_rented"]) == (["CE", "RoHS"], "2024-02-29", True)
    assert (laptop["purchase_price"], laptop["owner_email"], laptop["version"]) == (1200, "eva@acme.example", 4)


def test_an_owner_has_the_promised_fields(tuesday: Desk) -> None:
    assert tuesday.show("owners", "--owner", "ben@acme.example") == [
        {"owner_id": 2, "org_id": "default", "email": "ben@acme.example", "owner_name": None, "devices": 2}
    ]


@pytest.mark.parametrize(
    ("words", "serials"),
    [
        ((), ["LT-0001", "LT-0001", "LT-0002", "LT-0003", "LT-0005", "PH-0001", "PR-0001"]),
        (("--serial", "lt-0002"), ["LT-0002"]),
        (("--serial", " Lt-0002 "), ["LT-0002"]),
        (("--serial", "\u200bLt\u00ad-0002\ufeff"), ["LT-0002"]),
        (("--owner", "Ben@Acme.Example"), ["LT-0002", "LT-0003"]),
        (("--owner", "Ben <BEN@acme\u200b.example>"), ["LT-0002", "LT-0003"]),
        (("--owner", "nobody@acme.example"), []),
        (("--owner", "\u200b"), []),
        (("--org", "plant"), ["PR-0001"]),
        (("--current",), ["LT-0001", "LT-0002", "LT-0003", "PH-0001", "PR-0001"]),
        (("--pending",), ["LT-0005"]),
        (("--as-of", "2025-02-01"), ["LT-0001", "LT-0002", "LT-0003", "PH-0001"]),
        (("--as-of", "2024-12-31"), []),
        (("--as-of", "2025-01-10T01:00:00+02:00"), []),
        (("--as-of", "2025-01-10T00:00:00Z"), ["LT-0001", "LT-0002", "LT-0003", "PH-0001"]),
        (("--known-at", "2020-01-01"), []),
        (("--owner", "anna@acme.example", "--current"), ["PH-0001"]),
        (("--owner", "anna@acme.example", "--from", "2025-06-01"), ["PH-0001"]),
        (("--owner", "anna@acme.example", "--from", "2025-05-31", "--to", "2025-07-01"), ["LT-0001", "PH-0001"]),
        (("--owner", "eva@acme.example", "--to", "2025-06-01"), []),
        (("--owner", "eva@acme.example", "--to", "2025-06-01T00:00:00.000001Z"), ["LT-0001"]),
        (("--owner", "eva@acme.example", "--from", "2031-01-01", "--to", "2031-01-02"), ["LT-0001", "LT-0005"]),
        (("--pending", "--from", "2032-01-01"), ["LT-0005"]),
        (("--from", "2025-06-01", "--known-at", "2020-01-01"), []),
    ],
)
def test_ownerships_are_filtered(tuesday: Desk, words: tuple[str, ...], serials: list[str]) -> None:
    assert [span["serial_number"] for span in tuesday.show("ownerships", *words)] == serials


def test_an_asset_tag_in_place_of_a_serial_number_is_told_as_one(tuesday: Desk) -> None:
    said = tuesday.say("show", "devices", "--serial", "at-1\u200b", "--format", "csv")

    assert said.code == 0
    assert "it is the asset tag of device 1 (serial number LT-0001). For its story: rollcall explain" in said.err


@pytest.mark.parametrize(
    "words", [("ownerships", "--serial", "LT-0006"), ("devices", "--serial", "LT-4711"), ("devices", "--org", "none")]
)
def test_nothing_is_told_of_what_is_no_other_identifier(tuesday: Desk, words: tuple[str, ...]) -> None:
    assert tuesday.say("show", *words, "--format", "csv").err == ""


@pytest.mark.parametrize(
    ("words", "serials"),
    [
        (("--serial", "ph-0001"), ["PH-0001"]),
        (("--owner", "EVA@acme.example"), ["LT-0001"]),
        (("--org", "plant"), ["PR-0001"]),
        (("--current",), ["LT-0001", "LT-0002", "LT-0003", "PH-0001", "PR-0001"]),
        (("--pending",), ["LT-0005"]),
        (("--owner", "anna@acme.example", "--as-of", "2025-02-01"), ["LT-0001", "PH-0001"]),
    ],
)
def test_devices_are_filtered(tuesday: Desk, words: tuple[str, ...], serials: list[str]) -> None:
    assert [device["serial_number"] for device in tuesday.show("devices", *words)] == serials


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        (("--owner", "Zoe@Plant.Example"), {"zoe@plant.example": 1}),
        (("--org", "plant"), {"zoe@plant.example": 1}),
        (("--serial", "lt-0001"), {"eva@acme.example": 1}),
        (("--pending",), {"eva@acme.example": 1}),
        (("--as-of", "2025-02-01", "--current"), {"anna@acme.example": 2, "ben@acme.example": 2}),
    ],
)
def test_owners_are_filtered(tuesday: Desk, words: tuple[str, ...], owners: dict[str, int]) -> None:
    assert {owner["email"]: owner["devices"] for owner in tuesday.show("owners", *words)} == owners


def test_a_window_ends_just_before_its_end(tuesday: Desk) -> None:
    """LT-0001 was Anna's until 2025-06-01 and Eva's from that instant on."""
    windows = {"may": ("2025-05-01", "2025-06-01"), "june": ("2025-06-01", "2025-07-01")}
    shown = {
        month: tuesday.show("ownerships", "--serial", "LT-0001", "--from", begin, "--to", end)
        for month, (begin, end) in windows.items()
    }
    owners = {month: [span["owner_email"] for span in spans] for month, spans in shown.items()}
    assert owners == {"may": ["anna@acme.example"], "june": ["eva@acme.example"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ownerships", "--from", "2025-06-01", "--to", "2025-06-01"), "--to must be later than --from"),
        (("ownerships", "--from", "2025-06-02", "--to", "2025-06-01"), "--to must be later than --from"),
        (("ownerships", "--from", "yesterday"), "'yesterday' is not an instant"),
        *(((what, "--to", "2025-06-01"), "rollcall show ownerships") for what in WHAT if what != "ownerships"),
    ],
)
def test_a_window_that_shows_nothing_is_refused(tuesday: Desk, words: tuple[str, ...], said: str) -> None:
    shown = tuesday.say("show", *words)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


@pytest.mark.parametrize("what", ["runs", "events"])
def test_what_held_is_not_asked_of_what_is_only_recorded(tuesday: Desk, what: str) -> None:
    shown = tuesday.say("show", what, "--as-of", "2025-06-01")
    assert (shown.code, shown.out) == (2, "")
    assert f"rollcall show {what} --known-at INSTANT" in " ".join(shown.err.split())


def test_devices_and_owners_are_those_that_were_on_record_then(tuesday: Desk) -> None:
    first, second = (run["recorded_at"] for run in tuesday.show("runs"))

    devices = {
        at: [row["serial_number"] for row in tuesday.show("devices", "--known-at", at)] for at in (first, second)
    }
    owners = {at: [row["email"] for row in tuesday.show("owners", "--known-at", at)] for at in (first, second)}

    assert (len(devices[first]), set(devices[second]) - set(devices[first])) == (7, {"PR-0001"})
    assert (len(owners[first]), set(owners[second]) - set(owners[first])) == (3, {"zoe@plant.example"})
    assert tuesday.show("devices", "--known-at", "2020-01-01") == []
    assert tuesday.show("owners", "--known-at", "2020-01-01") == []


def test_runs_are_listed_in_their_order_with_their_files(tuesday: Desk) -> None:
    runs = tuesday.show("runs")
    assert [run["files"] for run in runs] == ["inventory.xlsx; monday.xlsx", "plant.xlsx; tuesday.xlsx"]
    assert runs[0]["recorded_at"] < runs[1]["recorded_at"]
    assert [(run["command"], run["exit_code"], run["state_version"]) for run in runs] == [("run", 0, 1), ("run", 0, 2)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--serial", "lt-0002"), [0]),
        (("--serial", "LT-0001"), [0, 1]),
        (("--owner", "eva@acme.example"), [0, 1]),
        (("--org", "plant"), [1]),
    ],
)
def test_runs_are_filtered_by_what_they_touched(tuesday: Desk, words: tuple[str, ...], numbers: list[int]) -> None:
    runs = runs_of(tuesday)
    assert [run["run_id"] for run in tuesday.show("runs", *words)] == [runs[number] for number in numbers]


def test_every_listing_can_be_had_of_one_run(tuesday: Desk) -> None:
    run = runs_of(tuesday)[1]
    listed = {what: tuesday.show(what, "--run", run) for what in WHAT}
    assert [device["serial_number"] for device in listed["devices"]] == ["LT-0001", "PR-0001"]
    assert {owner["email"] for owner in listed["owners"]} >= {"eva@acme.example", "zoe@plant.example"}
    assert [span["owner_email"] for span in listed["ownerships"]] == [
        "anna@acme.example",
        "eva@acme.example",
        "zoe@plant.example",
    ]
    assert [row["run_id"] for row in listed["runs"]] == [run]
    assert [(event["type"], event["serial_number"] or event["email"]) for event in listed["events"]] == [
        ("owner_created", "zoe@plant.example"),
        ("ownership_released", "LT-0001"),
        ("ownership_taken", "LT-0001"),
        ("device_created", "PR-0001"),
        ("ownership_taken", "PR-0001"),
    ]


def test_an_event_says_which_row_of_which_file_it_comes_from(tuesday: Desk) -> None:
    events = tuesday.show("events", "--serial", "lt-0001")
    assert [(event["version"], event["type"], event["file"], event["row"]) for event in events] == [
        (1, "device_created", "inventory.xlsx", 2),
        (2, "ownership_taken", "monday.xlsx", 2),
        (3, "ownership_released", "tuesday.xlsx", 2),
        (4, "ownership_taken", "tuesday.xlsx", 2),
    ]
    assert json.loads(events[3]["payload"])["previous_owner_email"] == "anna@acme.example"


@pytest.mark.parametrize("what", WHAT)
def test_every_listing_comes_as_a_table_and_as_csv(tuesday: Desk, what: str) -> None:
    rows = tuesday.show(what)
    table, text = tuesday.say("show", what), tuesday.say("show", what, "--format", "csv")
    assert (table.code, text.code, table.err, text.err) == (0, 0, "", "")
    assert len(table.out.splitlines()) >= len(rows) + 2
    listed = list(csv.DictReader(io.StringIO(text.out)))
    assert (len(listed), list(listed[0])) == (len(rows), list(rows[0]))


def test_a_csv_has_instants_with_z_lists_with_semicolons_and_blanks(tuesday: Desk) -> None:
    text = tuesday.say("show", "devices", "--serial", "PR-0001", "--format", "csv").out
    (press,) = csv.DictReader(io.StringIO(text))
    spans = csv.DictReader(io.StringIO(tuesday.say("show", "ownerships", "--format", "csv").out))
    assert (press["compliance"], press["model"]) == ("CE; RoHS", "")
    assert {span["end_time"] for span in spans} == {OPEN_END, "2025-06-01T00:00:00Z"}


@pytest.mark.parametrize("what", WHAT)
def test_every_listing_comes_as_parquet(tuesday: Desk, what: str, desk: Desk) -> None:
    path = desk.folder / "listed.parquet"
    said = tuesday.say("show", what, "--format", "parquet", "-o", path)
    assert (said.code, said.out) == (0, "")
    assert pl.read_parquet(path).height == len(tuesday.show(what))


@pytest.mark.parametrize("what", ["devices", "owners", "ownerships", "events", "runs"])
def test_every_listing_comes_as_a_workbook(tuesday: Desk, what: str, desk: Desk) -> None:
    path = desk.folder / "listed.xlsx"
    said = tuesday.say("show", what, "--format", "xlsx", "-o", path)
    assert (said.code, said.out) == (0, "")
    (sheet,) = openpyxl.load_workbook(path, read_only=True).sheetnames
    assert (sheet, len(read_sheet(path, sheet))) == (what.capitalize(), len(tuesday.show(what)))


@pytest.mark.parametrize("name", ["listed.csv", "listed.json", "listed.xlsx", "listed.parquet"])
def test_the_name_of_the_file_says_the_format(tuesday: Desk, name: str, desk: Desk) -> None:
    path = desk.folder / name
    assert tuesday.say("show", "owners", "-o", path).code == 0
    begins = {"csv": b"owner_id,", "json": b"[\n", "xlsx": b"PK", "parquet": b"PAR1"}
    assert path.read_bytes().startswith(begins[path.suffix[1:]])


@pytest.mark.parametrize("name", ["listed.csv", "listed.json", "listed.xlsx", "listed.parquet"])
def test_the_folder_of_the_file_is_made(tuesday: Desk, name: str, desk: Desk) -> None:
    path = desk.folder / "new" / "folder" / name
    assert (tuesday.say("show", "owners", "-o", path).code, path.is_file()) == (0, True)


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx", "parquet"])
def test_a_place_that_cannot_be_written_to_is_told(tuesday: Desk, format_: str, desk: Desk) -> None:
    (desk.folder / "occupied").write_text("a file where the folder should be")
    place = desk.folder / "occupied" / "listed"

    said = tuesday.say("show", "owners", "--format", format_, "-o", place)

    assert (said.code, said.out) == (8, "")
    assert f"{place} could not be written" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("place", [".", "rollcall.duckdb", "published/rollcall.duckdb"])
def test_nothing_is_written_over_a_folder_or_the_ledger(office: Desk, place: str) -> None:
    before = office.state.read_bytes()

    said = office.say("show", "owners", "--format", "csv", "-o", place)

    assert (said.code, said.out) == (2, "")
    assert office.state.read_bytes() == before


def test_an_open_end_is_blank_in_a_workbook(tuesday: Desk, desk: Desk) -> None:
    path = desk.folder / "spans.xlsx"
    tuesday.say("show", "ownerships", "--current", "-o", path)
    ends = {value for row in read_sheet(path, "Ownerships") for value in row.values() if isinstance(value, datetime)}
    assert datetime(2025, 6, 1) in ends
    assert all(instant.year < 2999 for instant in ends)


def test_identifiers_stay_text_in_a_workbook(office: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Category")
    office.book("zeros.xlsx", header, ("00123", TextCell("=1+1"), "laptop", "computers"))
    office.say("run", "zeros.xlsx")
    office.say("show", "devices", "--serial", "00123", "-o", "device.xlsx")
    _, cells = openpyxl.load_workbook(office.folder / "device.xlsx")["Devices"].iter_rows()
    by_value = {cell.value: cell.data_type for cell in cells}
    assert (by_value["00123"], by_value["=1+1"]) == ("s", "s")


def test_a_listing_without_a_row_is_still_a_listing(tuesday: Desk) -> None:
    words = ("show", "ownerships", "--owner", "nobody@acme.example")
    assert tuesday.json(*words) == []
    assert tuesday.say(*words, "--format", "csv").out.strip() == ",".join(OWNERSHIP)
    assert tuesday.say(*words).code == 0


def test_the_table_can_be_read_by_a_person(tuesday: Desk) -> None:
    out = tuesday.say("show", "owners").out
    assert out.splitlines()[0].split() == ["owner_id", "org_id", "email", "devices"]
    assert ["2", "default", "ben@acme.example", "2"] in [line.split() for line in out.splitlines()]


def test_monday_is_as_it_was_told(monday: Desk) -> None:
    assert monday.holders() == HELD
