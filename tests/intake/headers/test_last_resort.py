"""Lists without an identifier, whose devices are known by another number."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from tests.support.sheets.header_rows import checked, told
from tests.support.workbooks import Rows, read, write


@pytest.mark.parametrize(
    ("header", "value"),
    [("IMEI", "356938035643809"), ("dev_eui", "70B3D57ED0000001"), ("id", "a-100"), ("ID", "4500123")],
)
def test_the_number_stands_for_the_tag_and_a_note_says_so(header: str, value: str, tmp_path: Path) -> None:
    found = checked(tmp_path, [header, "Model", "Type", "Status"], [value, "T14", "laptop", "in use"])

    field = {"id": "external_id"}.get(header.lower(), header.lower())
    assert found.inventory.select("asset_tag", "known_by").rows() == [(value.upper(), field)]
    assert told(found.issues) == [("A1", "ambiguous_column", "note")]
    assert f'known by the column "{header}"' in found.issues["message"][0]


def test_a_list_of_phones_and_who_has_them_is_a_register(tmp_path: Path) -> None:
    found = checked(tmp_path, ["IMEI", "Email"], ["356938035643809", "eva@acme.example"])

    assert found.assignments.select("asset_tag", "owner_email").rows() == [("356938035643809", "eva@acme.example")]
    assert found.inventory["imei"].to_list() == ["356938035643809"]


def test_it_stands_for_none_where_the_sheet_has_an_identifier(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "IMEI", "Type"], ["S1", "356938035643809", "phone"])

    assert found.inventory["asset_tag"].to_list() == [None]


def test_a_row_without_it_may_have_a_name_and_one_with_neither_is_bad(tmp_path: Path) -> None:
    rows: list[list[object]] = [["70B3D57ED0000001", "roof", "sensor"], [None, "hall", "sensor"], ["TBD", None, "s"]]
    found = checked(tmp_path, ["DevEUI", "Name", "Type"], *rows)

    assert found.inventory["fault"].to_list() == [None, None, "placeholder_identifier"]


@pytest.mark.parametrize("ids", [[1, 2, 3], ["7", "12"], ["x-1", "x-1"]])
def test_numbers_that_may_be_of_anything_identify_nothing(ids: list[object], tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, ["id", "Model", "Type", "Status"], *([one, "T14", "laptop", "in use"] for one in ids))
    assert "no column names the devices" in caught.value.message


@pytest.mark.parametrize(
    "rows",
    [
        (["ID", "Type", "Location"], [100001, "Office", "Berlin"], [100002, "Office", "Paris"]),
        (["ID", "Category", "Model", "Price"], ["PR-100", "Laptop", "T14", 1200], ["PR-101", "Laptop", "XPS", 1500]),
        (["ID", "Model", "Type"], [4500123, "T14", "laptop"], [4500124, "T14", "laptop"]),
    ],
    ids=["places", "prices", "nothing of single devices"],
)
def test_ids_of_what_may_be_no_devices_identify_nothing(rows: Rows, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, *rows)
    assert 'say "ID" = "asset_tag" in [sources.NAME.columns]' in str(caught.value.hint)


@pytest.mark.parametrize(
    ("header", "value"),
    [("Status", "in use"), ("Purchase date", "2025-03-01"), ("Warranty end", "2027-03-01"), ("User", "Eva Bell")],
)
def test_ids_beside_what_is_said_of_single_devices_are_theirs(header: str, value: str, tmp_path: Path) -> None:
    found = checked(tmp_path, ["ID", "Model", header], [4500123, "T14", value])

    assert found.inventory["asset_tag"].to_list() == ["4500123"]


def test_a_table_of_ids_beside_a_list_of_devices_is_none(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Stock": [["Serial", "Type"], ["S1", "laptop"]],
        "Models": [["id", "Model", "Status"], ["m-100", "T14", "sold"]],
    }
    found = read(write(tmp_path / "book.xlsx", sheets))

    assert [sheet.sheet for sheet in found.sheets] == ["Stock"]


def test_an_id_beside_names_is_none(tmp_path: Path) -> None:
    found = checked(tmp_path, ["id", "Name", "Type", "Status"], ["a-100", "lt-1", "laptop", "in use"])

    assert found.inventory["asset_tag"].to_list() == [None]
