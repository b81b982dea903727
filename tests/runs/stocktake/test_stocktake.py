"""A stocktake says what was scanned and what was not, changes nothing, and plans nothing but places."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import pipeline
from tests.support.desk import Desk

Rows = list[dict[str, Any]]

HEADER = ("Barcode", "Room", "Scanned by", "Scanned at")
NOON, ONE = "2026-11-28 12:00", "2026-11-28 13:00"


@pytest.fixture(scope="module")
def stock(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, where LT-0006 is retired by now, and PH-0001 has a network address; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("stock"))
    desk.book(
        "facts.xlsx",
        ("Serial Number", "Status", "MAC Address"),
        ("LT-0006", "Retired", None),
        ("PH-0001", None, "AA:BB:CC:00:00:01"),
    )
    assert desk.say("run", "facts.xlsx").code == 0
    return desk


@pytest.fixture
def desk(stock: Desk, tmp_path: Path) -> Desk:
    return stock.copied_to(tmp_path)


def scanned(desk: Desk, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> None:
    desk.book("scans.xlsx", header, *rows)


def lists(desk: Desk, *words: str, file: str = "scans.xlsx") -> dict[str, Rows]:
    report = desk.json("stocktake", file, *words)["report"]
    return {name: table["rows"] for name, table in report["tables"].items()}


def serials(rows: Rows) -> list[str]:
    return [row["serial_number"] for row in rows]


def test_what_is_at_a_place_that_was_scanned_is_expected(desk: Desk) -> None:
    scanned(desk, ("LT-0001", "berlin", "ines", NOON), ("AT-7", " Berlin ", "ines", NOON))
    told = lists(desk)
    assert (serials(told["found"]), serials(told["missing"]), told["elsewhere"]) == (
        *(["LT-0001", "PH-0001"], ["LT-0002"]),
        [],
    )
    assert told["missing"][0]["owner_email"] == "ben@acme.example"


@pytest.mark.parametrize(
    ("scope", "missing"),
    [
        ("all", ["LT-0002", "PH-0001", "LT-0003", "LT-0004", "LT-0005"]),
        ("location=PARIS", ["LT-0003", "LT-0004", "LT-0005"]),
        ("type=phone", ["PH-0001"]),
    ],
)
def test_what_is_expected_can_be_said(desk: Desk, scope: str, missing: list[str]) -> None:
    scanned(desk, ("LT-0001", "Berlin", None, None))
    assert serials(lists(desk, "--scope", scope)["missing"]) == missing


@pytest.mark.system
def test_without_a_place_everything_is_expected_and_what_is_not_understood_is_told(desk: Desk) -> None:
    scanned(desk, ("LT-0001", "Rome", "new"), header=("Serial Number", "Whereabouts", "Remark of ours"))
    assert len(lists(desk)["missing"]) == 5
    assert desk.json("stocktake", "scans.xlsx")["report"]["sentences"][1:] == [
        "No scan tells a place, so it is not known what is elsewhere. The column of places is called Room, Place, "
        "Location or the like.",
        "These columns told nothing: Remark of ours and Whereabouts.",
    ]


@pytest.mark.parametrize(
    ("code", "header"), [("ph-0001", "Barcode"), ("AT-7", "Serial Number"), ("aa-bb-cc-00-00-01", "Barcode")]
)
def test_a_code_that_stands_alone_is_whichever_identifier_it_is(desk: Desk, code: str, header: str) -> None:
    scanned(desk, (code, "Berlin"), header=(header, "Location"))
    assert serials(lists(desk)["found"]) == ["PH-0001"]


@pytest.mark.system
def test_what_is_not_on_record_is_told_with_what_is_like_it(desk: Desk) -> None:
    scanned(desk, ("LT0001", "Berlin", "ines", NOON), ("ZZ-99", "Berlin", "ines", NOON))
    unknown = lists(desk)["unknown"]
    assert [(row["code"], row["likely"], row["row"]) for row in unknown] == [
        ("LT0001", "LT-0001", 2),
        ("ZZ-99", None, 3),
    ]


@pytest.mark.system
def test_the_latest_of_several_scans_says_where_a_device_is(desk: Desk) -> None:
    scanned(
        desk,
        *(("AT-1", "Rome", "ines", ONE), ("LT-0001", "Oslo", "ben", NOON)),
        *(("AT-2", "Rome", "ines", NOON), ("AT-2", "Oslo", "ben", NOON)),
        *(("AT-3", "Rome", "ines", "noon"), ("AT-3", "ROME", "ben", "later")),
    )
    told = lists(desk)
    assert [(row["serial_number"], row["found_at"], row["row"]) for row in told["elsewhere"]] == [
        *(("LT-0001", "Rome", 2), ("LT-0003", "ROME", 7)),
    ]
    assert serials(told["twice"]) == ["LT-0001"] * 2 + ["LT-0002"] * 2 + ["LT-0003"] * 2
    assert {row["serial_number"]: row["found_at"] for row in told["found"]}["LT-0002"] is None


@pytest.mark.system
def test_what_does_not_name_one_device_is_unclear(desk: Desk) -> None:
    header = ("Serial Number", "Asset Tag", "Location")
    scanned(desk, ("LT-0001", "AT-2", "Berlin"), (None, None, "Berlin"), ("#N/A", "AT-9", "Berlin"), header=header)
    unclear = lists(desk)["unclear"]
    assert [row["row"] for row in unclear] == [2, 3, 4]
    assert unclear[0]["why"] == "Its identifiers belong to different devices."
    assert "names no device" in unclear[1]["why"]
    assert "#N/A" in unclear[2]["why"]


@pytest.mark.system
def test_what_is_gone_on_record_and_was_scanned_is_told(desk: Desk) -> None:
    scanned(desk, ("AT-6", "Berlin", "ines", NOON))
    told = lists(desk)
    assert serials(told["gone"]) == ["LT-0006"]
    assert "LT-0006" not in serials(told["missing"])


@pytest.mark.system
def test_headers_and_cells_are_those_that_people_have(desk: Desk) -> None:
    (desk.folder / "zählung.csv").write_text(
        "Inventur Keller;;;\n\nSeriennummer;Ort;Gezählt von;Datum\nLT-0001;Keller;Ines;2026-11-28\n", encoding="utf-8"
    )
    (found,) = lists(desk, file="zählung.csv")["elsewhere"]
    assert (found["found_at"], found["scanned_by"], found["scanned_at"]) == ("Keller", "Ines", "2026-11-28")
    scanned(
        desk, ("AT-1", "Rome", "ines", datetime(2026, 11, 28, 9)), ("AT-1", "Oslo", "ines", datetime(2026, 11, 28, 8))
    )
    assert lists(desk)["elsewhere"][0]["found_at"] == "Rome"


@pytest.mark.system
def test_looking_changes_nothing(desk: Desk) -> None:
    scanned(desk, ("LT-0001", "Rome", "ines", NOON), ("NEW-1", "Rome", "ines", NOON))
    before = desk.state.read_bytes()
    assert desk.say("stocktake", "scans.xlsx", "-o", "stocktake.xlsx").code == 0
    assert desk.say("stocktake", "scans.xlsx", "--plan", "-o", "plan.xlsx").code == 0
    assert desk.state.read_bytes() == before
    assert desk.at("stocktake.xlsx").is_file()


@pytest.mark.system
def test_a_plan_of_the_places_is_one_like_any_other_and_names_the_scan(desk: Desk) -> None:
    scanned(
        desk,
        *(("AT-1", "Rome", "ines", NOON), ("LT-0002", "Berlin", "ines", NOON), ("NEW-1", "Rome", "ines", NOON)),
        *(("AT-3", "Rome", "ines", NOON), ("AT-3", "Oslo", "ines", NOON), ("LT-0004", "rome", None, None)),
    )
    planned = desk.json("stocktake", "scans.xlsx", "--plan", "-o", "plan.xlsx")
    assert [(one["serial_number"], one["field"], one["new"], one["row"]) for one in planned["changes"]] == [
        ("LT-0001", "location", "Rome", 2),
        ("LT-0004", "location", "rome", 7),
    ]
    assert desk.say("apply", "plan.xlsx").code == 0
    places = {device["serial_number"]: device["location"] for device in desk.show("devices")}
    assert (places["LT-0001"], places["LT-0003"], places["LT-0004"], len(places)) == ("Rome", "Paris", "rome", 7)
    assert "cell B2, location: Rome" in desk.say("explain", "LT-0001").out
    assert desk.json("stocktake", "scans.xlsx", "--plan")["change_count"] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("gone.csv",), 3, "gone.csv"),
        (("scans.xlsx", "--scope", "floor=2"), 2, 'The scope "floor=2" is none. Say all, or FIELD=VALUE'),
        (("scans.xlsx", "-o", "scans.xlsx"), 2, "scans.xlsx is one of the files to be read, and would be overwritten."),
        (("scans.xlsx", "--plan", "-o", "scans.xlsx"), 2, "would be overwritten."),
        (("scans.xlsx", "--table", "lost"), 2, "has no table lost. It has: figures, missing, elsewhere,"),
    ],
)
def test_what_cannot_be_done_is_told(desk: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    scanned(desk, ("LT-0001", "Berlin", None, None))
    told = desk.say("stocktake", *words)
    assert told.code == code
    assert said in " ".join(told.err.split())


def test_of_a_ledger_that_is_not_there_yet_nothing_is_on_record(tmp_path: Path) -> None:
    empty = Desk(tmp_path)
    scanned(empty, ("LT-0001", "Berlin", "ines", NOON))
    told = lists(empty)
    assert (len(told["unknown"]), told["missing"]) == (1, [])


@pytest.mark.system
def test_a_program_gets_the_lists_as_frames(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(desk, ("LT-0001", "Berlin", "ines", NOON))
    monkeypatch.chdir(desk.folder)
    report = pipeline.stocktake("scans.xlsx", scope="all")
    assert report.table("missing").frame.height == 5
