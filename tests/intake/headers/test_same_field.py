"""Two columns for one field: the one that is read, and what becomes of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from tests.support.sheets.header_rows import checked, told
from tests.support.workbooks import read

HEADER: list[object] = ["Serial", "Name", "Type", "Category"]


def rows(*cells: tuple[object, object]) -> list[list[object]]:
    return [[f"LT-{at}", f"L{at}", "laptop", "computers", *pair] for at, pair in enumerate(cells, start=1)]


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("Asset Tag", "Asset ID", "asset_tag"),
        ("Asset ID", "Tag ID", "asset_tag"),
        ("Location Name", "Site", "location"),
        ("Location Name", "Location #", "location"),
        ("Purchase Cost", "Amount", "purchase_price"),
        ("Department", "Team", "department"),
        ("cpu_brand", "cpu_type", "processor"),
        ("Company", "Company", "company"),
    ],
)
def test_the_more_specific_is_read_and_the_other_kept(first: str, second: str, field: str, tmp_path: Path) -> None:
    found = checked(tmp_path, [*HEADER, second, first], *rows(("7", "8"), ("9", None)))
    same = first == second

    read_as = found.sheets[0].columns
    assert read_as[field] == ("E" if same else "F")
    assert read_as[f"extra.{second}"] == ("F" if same else "E")
    assert told(found.issues) == [("F1" if same else "E1", "duplicate_column", "warning")]
    assert ("rollcall.toml" in found.issues["hint"][0]) is not same
    assert '"7" in E2' in found.issues["message"][0]
    assert '"8" in F2' in found.issues["message"][0]


@pytest.mark.parametrize("machine", ["MachineName", "System Name", "Hostname"])
def test_the_name_of_a_machine_is_read_before_that_of_a_product(machine: str, tmp_path: Path) -> None:
    header: list[object] = ["Serial", "ProductName", "Type", "Category", machine]
    found = checked(tmp_path, header, ["LT-1", "Microsoft Windows 11 Pro", "laptop", "computers", "LAP-1"])

    assert found.inventory["name"].to_list() == ["LAP-1"]
    assert told(found.issues) == [("B1", "duplicate_column", "warning")]


@pytest.mark.parametrize(
    ("places", "read", "kept"),
    [
        (("Site", "Building", "Room"), "E", {"extra.Building": "F", "extra.Room": "G"}),
        (("Room", "Site", "Floor"), "F", {"extra.Room": "E", "extra.Floor": "G"}),
        (("Gebäude", "Raum", "Etage"), "E", {"extra.Raum": "F", "extra.Etage": "G"}),
    ],
)
def test_places_within_a_place_contradict_nothing_and_fill_no_blank(
    places: tuple[str, ...], read: str, kept: dict[str, str], tmp_path: Path
) -> None:
    found = checked(tmp_path, [*HEADER, *places], ["LT-1", "L1", "laptop", "computers", "Berlin", "B2", "3.14"])
    columns = found.sheets[0].columns

    assert columns["location"] == read
    assert {name: columns[name] for name in kept} == kept
    assert {issue["severity"] for issue in found.issues.to_dicts()} == {"note"}


def test_the_serial_number_comes_before_that_of_the_firmware(tmp_path: Path) -> None:
    header = ["BIOS Serial", "Serial Number", "Name", "Type", "Category"]
    found = checked(tmp_path, header, ["VM-1", "LT-1", "L", "laptop", "computers"])

    assert found.inventory.select("serial_number", "extra.BIOS Serial").row(0) == ("LT-1", "VM-1")


def test_the_mapping_that_the_warning_names_turns_it_round(tmp_path: Path) -> None:
    header = [*HEADER, "Asset Tag", "Asset ID"]
    found = checked(tmp_path, header, *rows(("AT-1", "ID-1")))
    assert '"Asset ID" = "asset_tag"' in found.issues["hint"][0]

    turned = checked(tmp_path, header, *rows(("AT-1", "ID-1")), columns={"Asset ID": "asset_tag"})
    assert turned.inventory.select("asset_tag", "extra.Asset Tag").row(0) == ("ID-1", "AT-1")
    assert told(turned.issues) == [("E1", "duplicate_column", "note")]


def test_where_they_never_contradict_each_other_the_other_fills_the_blanks(tmp_path: Path) -> None:
    found = checked(
        tmp_path, [*HEADER, "Asset ID", "Asset Tag"], *rows(("at-1", None), ("AT-2", "AT-2"), (None, "AT-3"))
    )

    assert found.inventory["asset_tag"].to_list() == ["AT-1", "AT-2", "AT-3"]
    assert found.originals.select("extra.Asset ID", "asset_tag").rows() == [
        ("at-1", None),
        ("AT-2", "AT-2"),
        (None, "AT-3"),
    ]
    assert told(found.issues) == [("E1", "duplicate_column", "note")]


def test_so_they_do_in_a_delimited_file(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("serial,name,type,category,Site,Location\nLT-1,a,b,c,Lyon,\nLT-2,a,b,c,,Paris\n")

    assert read(path).inventory["location"].to_list() == ["Lyon", "Paris"]


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        (("MAC address", "Wi-Fi MAC"), ("02-1a-5e-00-01-02", "021A5E000102")),
        (("Purchase price", "Cost"), ("1,100.00", "1100")),
        (("Purchase price", "Cost"), ("1.100,50 €", "1100.5")),
        (("Purchase date", "Date purchased"), ("2025-03-01", "2025-03-01 00:00:00")),
        (("Serial no", "S/N"), ("lt-1", " LT-1")),
        (("Location", "Site"), ("Lyon  HQ", "lyon hq")),
    ],
)
def test_they_are_compared_as_values(headers: tuple[str, str], values: tuple[str, str], tmp_path: Path) -> None:
    found = checked(tmp_path, ["Asset tag", *HEADER[1:], *headers], ["AT-1", "L", "laptop", "computers", *values])

    assert told(found.issues) == [("F1", "duplicate_column", "note")]


def test_a_bad_cell_that_fills_a_blank_is_named_where_it_stands(tmp_path: Path) -> None:
    found = checked(
        tmp_path, [*HEADER, "Purchase date", "Acquired on"], *rows((None, "in spring"), ("2025-01-02", None))
    )

    (bad,) = found.issues.filter(found.issues["code"] == "invalid_date").to_dicts()
    assert (bad["cell"], bad["column"], bad["value"]) == ("F2", "Acquired on", "in spring")


def test_numbers_fill_blanks_with_what_is_known_of_their_cells(tmp_path: Path) -> None:
    """An asset tag that the workbook has as a number is told of, at its own place."""
    found = checked(tmp_path, [*HEADER, "Asset tag", "Asset ID"], *rows((None, 123), ("A-2", None)))

    (said,) = found.issues.filter(found.issues["code"] == "numbers_as_identifiers").to_dicts()
    assert said["severity"] == "warning"
    assert found.inventory["asset_tag"].to_list() == ["123", "A-2"]


def test_an_assignments_sheet_shows_the_other_again(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Owner email", "E-mail"], ["LT-1", "eva@acme.example", "ben@acme.example"])

    assert found.assignments["owner_email"].to_list() == ["eva@acme.example"]
    assert found.originals["extra.E-mail"].to_list() == ["ben@acme.example"]
    assert told(found.issues) == [("C1", "duplicate_column", "warning")]


def test_a_register_fills_the_blanks_of_both_its_halves(tmp_path: Path) -> None:
    header = ["Asset tag", "Asset ID", "Model", "Email", "UPN"]
    found = checked(
        tmp_path,
        header,
        ["AT-1", None, "T14", "eva@acme.example", "eva@acme.example"],
        [None, "AT-2", "T14", None, "ben@acme.example"],
        ["AT-3", None, "T14", "nobody", None],
    )

    assert found.inventory["asset_tag"].to_list() == ["AT-1", "AT-2", "AT-3"]
    assert found.assignments["asset_tag"].to_list() == ["AT-1", "AT-2", "AT-3"]
    assert found.assignments["owner_email"].to_list() == ["eva@acme.example", "ben@acme.example", None]
    assert told(found.issues) == [("B1", "duplicate_column", "note")]
    assert found.assignments["username"].to_list() == ["eva@acme.example", None, None]


def test_a_bad_cell_of_the_owner_that_fills_a_blank_is_told_once(tmp_path: Path) -> None:
    header = ["Asset tag", "Model", "Email", "Mail"]
    found = checked(
        tmp_path, header, ["AT-1", "T14", None, "not an address"], ["AT-2", "T14", "eva@acme.example", None]
    )

    (bad,) = found.issues.filter(found.issues["code"] == "invalid_email").to_dicts()
    assert bad["cell"] == "D2"


def test_a_second_table_beside_the_first_is_refused(tmp_path: Path) -> None:
    """Its rows are of other devices than those of the first."""
    header = ["Serial", "Owner email", None, "Serial", "Location"]
    lines = [["LT-1", "eva@acme.example", None, "LT-2", "Berlin"], ["LT-2", "ben@acme.example", None, "LT-1", "Paris"]]
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, header, *lines)

    assert told(caught.value.issues) == [("D1", "duplicate_column", "error")]
    assert "two tables" in caught.value.message


def test_the_number_of_the_model_beside_its_name_is_a_field_of_its_own(tmp_path: Path) -> None:
    found = checked(tmp_path, [*HEADER, "Model", "Model #"], *rows(("T14", "20W0")))

    assert found.inventory.select("model", "model_number").row(0) == ("T14", "20W0")
    assert found.issues.is_empty()


def test_of_two_columns_of_owners_the_one_is_read_whose_names_the_addresses_have(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        ["Serial", "Owner", "Custodian", "Email"],
        ["SN1", "Finance Dept", "Ada Berg", "ada.berg@acme.example"],
        ["SN2", "IT Dept", "Ben Ray", "bray@acme.example"],
    )
    assert found.assignments["owner_name"].to_list() == ["Ada Berg", "Ben Ray"]


@pytest.mark.parametrize("numbers", [[1], [1, 2], [1, 2, 3]])
def test_a_second_column_of_serial_numbers_may_number_few_rows(numbers: list[object], tmp_path: Path) -> None:
    rows = [[f"LT-{number}", "Laptop", "laptop", number] for number in numbers]
    found = checked(tmp_path, ["Serial No", "Name", "Type", "S/N"], *rows)

    assert found.inventory["serial_number"].to_list() == [f"LT-{number}" for number in numbers]
    assert told(found.issues) == [("D1", "unknown_column", "note")]
