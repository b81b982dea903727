"""The guard against doubles: new devices that are likely old ones, and cells with several identifiers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Desk, read_sheet, summary_lines

HEADER = ("Serial Number", "Asset Tag", "Name", "Type", "Category")
STOCK = (
    HEADER,
    ("C02XL0ABJG5H", "AT-0017", "mac-17", "laptop", "computers"),
    ("PF1A11B2", "AT-0018", "thinkpad-18", "laptop", "computers"),
    ("10001", None, "Scale 1", "scale", "scales"),
    (None, None, "Big screen", "monitor", "displays"),
)
DOUBLES = (
    HEADER,
    ("SC02XL0ABJG5H", None, "mac-17", "laptop", "computers"),
    ("1S20L5S0X000PF1A11B2", None, "thinkpad-18", "laptop", "computers"),
    ("10001.0", None, "Scale 1", "scale", "scales"),
    (None, "*AT-0017*", "mac", "laptop", "computers"),
    ("X9", None, "big SCREEN", "monitor", "displays"),
    ("X8", None, "Small screen", "monitor", "displays"),
)


_LIKE = re.compile(r"(?:looks like|name of) ([^,]+),")


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger of four devices, and a workbook that gives five of them again; only to be read."""
    desk = Desk(tmp_path_factory.mktemp("stocked"))
    desk.json("run", desk.book("stock.xlsx", *STOCK))
    desk.book("doubles.xlsx", *DOUBLES)
    return desk


@pytest.fixture
def store(stocked: Desk, tmp_path: Path) -> Desk:
    """That ledger, of one's own."""
    return stocked.copied_to(tmp_path)


def told(report: dict[str, Any]) -> list[tuple[object, ...]]:
    """The issues about suspects: cell, value and what it looks like."""
    issues = [issue for issue in report["issues"] if issue["code"] == "suspect_device"]
    return [(issue["cell"], issue["value"], _LIKE.findall(issue["message"])[0]) for issue in issues]


@pytest.mark.system
def test_new_devices_that_are_likely_old_ones_are_skipped_and_named(store: Desk) -> None:
    report = store.json("run", "doubles.xlsx")

    assert (report["rows"]["applied"], report["reasons"]) == (1, {"suspect_device": 5})
    assert told(report) == [
        ("A2", "SC02XL0ABJG5H", "C02XL0ABJG5H"),
        ("A3", "1S20L5S0X000PF1A11B2", "PF1A11B2"),
        ("A4", "10001.0", "10001"),
        ("B5", "*AT-0017*", "AT-0017"),
        ("C6", "big SCREEN", "device 4"),
    ]
    rows = read_sheet(store.at(report["outputs"]["results"]), "Rows")
    assert rows[0]["_message"] == (
        "SC02XL0ABJG5H looks like C02XL0ABJG5H, which is on record; nothing was changed. If it is that device, write "
        'C02XL0ABJG5H; if it is new all the same, let it in with --allow "new-device=SC02XL0ABJG5H".'
    )
    assert "big SCREEN is the name of device 4, which has no identifier on record" in rows[4]["_message"]
    summary = " ".join(summary_lines(store.at(report["outputs"]["results"])))
    assert "5 new devices look like ones that are there already: SC02XL0ABJG5H (for C02XL0ABJG5H)" in summary


@pytest.mark.system
def test_with_warn_they_are_created_and_named(store: Desk) -> None:
    report = store.json("run", "doubles.xlsx", "--device-guard", "warn")

    assert (report["rows"]["applied"], report["reasons"], len(told(report))) == (6, {}, 5)


@pytest.mark.system
def test_each_is_let_in_by_its_identifier_however_that_is_typed(store: Desk) -> None:
    typed = ("sc02xl0abjg5h", " 1S20L5S0X000PF1A11B2\u200b", "Big Screen")
    allowed = [word for one in typed for word in ("--allow", f"new-device={one}")]
    report = store.json("run", "doubles.xlsx", *allowed)

    assert (report["rows"]["applied"], report["reasons"]) == (4, {"suspect_device": 2})
    assert store.json("run", "doubles.xlsx")["rows"] == {
        "in": 6, "applied": 0, "unchanged": 4, "skipped": 2, "rejected": 0
    }  # fmt: skip


@pytest.mark.system
def test_a_plan_shows_what_a_new_device_looks_like(store: Desk) -> None:
    store.json("plan", "doubles.xlsx", "--device-guard", "warn", "-o", "plan.xlsx")

    lines = read_sheet(store.at("plan.xlsx"), "Create")
    assert {line["Serial number"]: line["Looks like"] for line in lines} == {
        None: "AT-0017", "10001.0": "10001", "1S20L5S0X000PF1A11B2": "PF1A11B2", "SC02XL0ABJG5H": "C02XL0ABJG5H",
        "X8": None, "X9": "Big screen",
    }  # fmt: skip


@pytest.mark.system
@pytest.mark.parametrize("words", [(), ("--create-devices",)])
def test_a_row_of_a_register_waits_as_a_whole(store: Desk, words: tuple[str, ...]) -> None:
    header = ("Serial Number", "Name", "Type", "Category", "Model", "Owner Email")
    register = store.book("register.xlsx", header, ("S/N: 10001", "Scale", "scale", "scales", "M", "a@x.example"))

    report = store.json("run", register, *words)

    assert (report["reasons"], report["created"]) == ({"suspect_device": 1}, {"devices": 0, "owners": 0})
    assert told(report) == [("A2", "S/N: 10001", "10001")]
    (row,) = read_sheet(store.at(report["outputs"]["results"]), "Rows")
    assert row["_message"].count("looks like") == 1


@pytest.mark.system
def test_assignments_rows_create_no_double_either(store: Desk) -> None:
    given = store.book("given.xlsx", ("Serial Number", "Owner Email"), ("SC02XL0ABJG5H", "a@x.example"))

    report = store.json("run", given, "--create-devices", "--default-type", "laptop")

    assert (report["reasons"], told(report)) == ({"suspect_device": 1}, [("A2", "SC02XL0ABJG5H", "C02XL0ABJG5H")])
    assert store.json("run", given)["reasons"] == {"unknown_device": 1}


@pytest.mark.system
def test_two_new_devices_that_are_likely_one_are_both_skipped(store: Desk) -> None:
    both = store.book("both.xlsx", HEADER[:1] + HEADER[2:], *(
        (serial, f"N{serial}", "laptop", "computers") for serial in ("ABC-123", "ABC123", "ABC-124")
    ))  # fmt: skip

    report = store.json("run", both)

    assert (report["rows"]["applied"], report["reasons"]) == (1, {"suspect_device": 2})
    assert told(report) == [("A2", "ABC-123", "ABC123"), ("A3", "ABC123", "ABC-123")]
    (first, *_) = read_sheet(store.at(report["outputs"]["results"]), "Rows")
    assert "ABC-123 looks like ABC123, which another row gives; nothing was changed." in first["_message"]


@pytest.mark.system
def test_several_identifiers_in_a_cell_are_rejected(store: Desk) -> None:
    pairs = store.book(
        "pairs.xlsx",
        HEADER,
        ("5CG9990001, 5CG9990002", None, "Pair", "laptop", "computers"),
        ("X1", "AT-0100 - AT-0105", "Range", "laptop", "computers"),
        ("5CG9990003\n5CG9990004", None, "Lines", "laptop", "computers"),
    )

    report = store.json("run", pairs, code=4)

    assert (report["rows"]["applied"], report["reasons"]) == (0, {"several_identifiers": 3})
    assert [(issue["cell"], issue["value"]) for issue in report["issues"]][:2] == [
        ("A2", "5CG9990001, 5CG9990002"),
        ("B3", "AT-0100 - AT-0105"),
    ]
    assert report["issues"][0]["message"].endswith(
        'A2: "5CG9990001, 5CG9990002" is several identifiers, or a range of them, in one cell.'
    )
