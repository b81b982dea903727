"""Damaged identifiers, of which the ledger knows what was entered."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk

STOCK = (
    ("Serial Number", "Asset Tag", "Name", "Type", "Category"),
    ("3-14", "3520990017614827", "Scanner", "scanner", "scanners"),
    ("9E42", "12E45", "Scale", "scale", "scales"),
    ("90E41", "T-3", "Printer", "printer", "printers"),
    ("5-MAR", "T-4", "Phone", "phone", "phones"),
)


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk that knows identifiers which spreadsheet programs damage."""
    desk.json("run", desk.book("stock.xlsx", *STOCK))
    return desk


def hints(desk: Desk, column: str, *values: str) -> list[tuple[str, str]]:
    """The hints that a check gives about identifiers in a file of text, each with its value."""
    lines = [f"{column},Owner Email", *(f"{value},anna@acme.example" for value in values)]
    (desk.folder / "damaged.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = desk.json("check", "damaged.csv", code=None)
    codes = {"damaged_identifier", "likely_identifier"}
    return [(issue["value"], issue["hint"]) for issue in report["issues"] if issue["code"] in codes]


@pytest.mark.system
def test_what_is_on_record_is_named_before_anything_is_guessed(stocked: Desk) -> None:
    dates = dict(hints(stocked, "Serial Number", "14-Mar", "9.00E+42", "1.30E+07"))

    assert dates["14-Mar"].startswith("3-14 is on record, and may have been entered. Format the column as Text")
    assert dates["9.00E+42"].startswith("90E41 and 9E42 are on record, and one of them may have been entered.")
    assert "on record" not in dates["1.30E+07"]
    tags = dict(hints(stocked, "Asset Tag", "1.20E+46"))
    assert tags["1.20E+46"].startswith("12E45 is on record")
