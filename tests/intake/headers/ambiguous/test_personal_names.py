"""Lists that call the people simply `Name`: whose names these are, the other columns and the values say."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from schemas.vocabulary import Kind
from tests.support.sheets.header_rows import checked, told

_PEOPLE, _DEVICES = ["Sarah Miller", "Nair, Priya", "Spare"], ["Front Desk", "iPad 3", "PC Sarah"]


def _list(tmp_path: Path, names: list[str], *others: tuple[str, str]) -> tuple[Kind, dict[str, str], list[object]]:
    """The kind of a list with these names and columns, the column of each field, and what is told of the first one."""
    header = ["Name", "Serial Number", *(title for title, _value in others)]
    rows = [[name, f"SN-100{at}", *(value for _title, value in others)] for at, name in enumerate(names)]
    found = checked(tmp_path, header, *rows)
    return found.sheets[0].kind, dict(found.sheets[0].columns), [one for one in told(found.issues) if one[0] == "A1"]


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (("Device", "MacBook Pro 14"), Kind.ASSIGNMENTS),
        (("Date Given", "2025-03-01"), Kind.ASSIGNMENTS),
        (("Laptop", "Latitude"), Kind.ASSIGNMENTS),
    ],
)
def test_they_are_those_who_have_the_devices(other: tuple[str, str], kind: Kind, tmp_path: Path) -> None:
    found = _list(tmp_path, _PEOPLE, other)

    assert (found[0], found[1]["owner_name"], found[2]) == (kind, "A", [("A1", "ambiguous_column", "note")])


def test_a_row_per_person_is_not_read_as_a_device(tmp_path: Path) -> None:
    header: list[object] = ["Name", "Email", "Laptop", "Monitor"]
    row: list[object] = ["Ana Diaz", "ana@acme.example", "PF1AA", "CN-1"]

    with pytest.raises(FileUnusable, match="no column names the devices") as refused:
        checked(tmp_path, header, row)
    assert '"Laptop" (C1) tells them apart, say "Laptop" = "asset_tag"' in refused.value.hint
    found = checked(tmp_path, header, row, kind=Kind.REGISTER, columns={"Laptop": "asset_tag"})
    assert found.inventory.select("asset_tag", "usual_type").row(0) == ("PF1AA", "laptop")
    assert found.assignments["owner_name"].to_list() == ["Ana Diaz"]


def test_beside_the_devices_of_each_row(tmp_path: Path) -> None:
    row = ["Ana Diaz", "PF1AA", "CN-1", "DT-1"]

    found = checked(tmp_path, ["Name", "Laptop Serial", "Monitor Serial", "Desktop Serial"], row)

    assert found.inventory.select("serial_number", "usual_type").rows() == [
        ("PF1AA", "laptop"), ("CN-1", "monitor"), ("DT-1", "desktop")
    ]  # fmt: skip
    assert found.assignments["owner_name"].to_list() == ["Ana Diaz"] * 3


def test_beside_the_day_of_a_purchase_the_list_says_what_the_devices_are_too(tmp_path: Path) -> None:
    kind, columns, _told = _list(tmp_path, _PEOPLE, ("Device", "MacBook"), ("Type", "laptop"), ("Brand", "Apple"))

    assert (kind, columns["owner_name"], columns["name"]) == (Kind.REGISTER, "A", "C")


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (_DEVICES, [("Device", "MacBook Pro 14")]),
        (_PEOPLE, [("Model", "MacBook Pro 14")]),
        (_PEOPLE, [("Date Given", "2025-03-01"), ("Assigned To", "Ben Weiss")]),
    ],
    ids=["called as devices are", "beside a model alone", "beside somebody who has them"],
)
def test_they_are_those_of_the_devices(names: list[str], others: list[tuple[str, str]], tmp_path: Path) -> None:
    columns = _list(tmp_path, names, *others)[1]

    assert columns.get("owner_name") != "A"
    assert "A" in (columns.get("name"), columns.get("device_name"))
