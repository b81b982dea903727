"""Headers that may mean two things: decided from the values, or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.sheets.header_rows import checked, columns, told

_STOCK: list[object] = ["Serial", "Name", "Type", "Category"]
_LT: list[object] = ["LT-1", "Laptop", "laptop", "computers"]
EVA, BEN, ANN = "eva.berg@acme.example", "bweiss@acme.example", "ann.muller@acme.example"


def _stock(*values: object) -> list[list[object]]:
    return [[f"LT-{number}", *_LT[1:], value] for number, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("Warranty", ["2027-03-01", "2028-03-01"], "warranty_end"),
        ("Garantie", ["31.03.2027", "1 April 2028"], "warranty_end"),
        ("Warranty", [36, 24], "warranty_months"),
        ("Warranty", ["2 Years", "36 months"], "warranty_months"),
        ("Warranty months", [3, 2], "warranty_months"),
        ("Vendor", ["Dell", "HP Inc.", "Bürohaus Nord"], "brand"),
        ("hardware_vendor", ["Apple Inc.", "Dell Inc.", "VMware, Inc."], "brand"),
        ("Hardware Vendor", ["Bürohaus Nord", "Bürohaus Süd"], "supplier"),
        ("Vendor", ["Bürohaus Nord", "Dell", "Bürohaus Süd"], "supplier"),
        ("Supplier", ["Dell", "Dell"], "supplier"),
        ("Description", ["in the cellar", "dented"], "comment"),
        ("Device ID", ["5f0c-aa", "5f0c-ab", "5f0c-ac"], "external_id"),
        ("Device ID", [1, 2], "device_id"),
        ("Device ID", ["350000000000123", "350000000000131"], "imei"),
    ],
)
def test_the_values_of_an_inventory_column_decide(
    header: str, values: list[object], field: str, tmp_path: Path
) -> None:
    assert columns(tmp_path, [*_STOCK, header], *_stock(*values))[field] == "E"


def test_the_vendor_is_the_maker_where_another_column_has_the_supplier(tmp_path: Path) -> None:
    rows = [[*_LT, "Bürohaus Nord", "Nordgerät"]]
    found = columns(tmp_path, [*_STOCK, "Supplier", "Vendor"], *rows)

    assert (found["supplier"], found["brand"]) == ("E", "F")


def test_a_description_is_the_name_where_there_is_none(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Description", "Type", "Category"], _LT)

    assert found.inventory["name"].to_list() == ["Laptop"]
    assert told(found.issues) == [("B1", "ambiguous_column", "note")]


def test_a_long_description_is_a_comment(tmp_path: Path) -> None:
    found = columns(tmp_path, ["Serial", "Description", "Type"], ["LT-1", "It came with a bag. " * 5, "laptop"])

    assert found["comment"] == "B"


@pytest.mark.parametrize("values", [["Sí", "No", "Sí"], ["yes", "no"], ["lifetime", "expired", "24"]])
def test_a_warranty_of_yes_and_no_is_kept_as_an_attribute(values: list[object], tmp_path: Path) -> None:
    found = checked(tmp_path, [*_STOCK, "Garantía"], *_stock(*values))

    assert found.inventory["extra.Garantía"].to_list() == values
    assert told(found.issues) == [("E1", "ambiguous_column", "note")]
    assert "holds neither months nor dates" in found.issues["message"][0]


def test_small_numbers_of_a_warranty_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, [*_STOCK, "Warranty"], *_stock(3, 2, 3))
    assert 'E1: the numbers in the column "Warranty" may be years or months.' in caught.value.message
    assert "Warranty months" in caught.value.hint


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (["Eva Berg", "Benno Weiß", "Ann Müller"], "owner_name"),
        (["Berg, Eva", "Weiß, Benno", "Müller, Ann"], "owner_name"),
        (["Eva laptop", "Benno laptop", "Ann laptop"], "device_name"),
        (["EVA", "BWEISS", "ANN"], "device_name"),
        (["MacBook Pro", "ThinkPad T14", "Surface Go"], "device_name"),
    ],
)
def test_a_name_is_the_owners_where_the_addresses_are_made_of_it(
    names: list[object], field: str, tmp_path: Path
) -> None:
    rows = [[f"LT-{at}", name, owner] for at, (name, owner) in enumerate(zip(names, (EVA, BEN, ANN), strict=True))]

    assert columns(tmp_path, ["Serial", "Name", "E-mail"], *rows)[field] == "B"


@pytest.mark.parametrize(
    ("names", "logins", "who"),
    [
        (["Eva Berg", "Ben Cole"], ["eva.berg@acme.example", "ben.cole@acme.example"], "owner_email"),
        (["Eva Berg", "Ben Cole"], ["CORP\\eberg", "bcole"], "username"),
    ],
)
def test_of_a_register_a_bare_name_is_the_owners_where_it_looks_so(
    names: list[object], logins: list[object], who: str, tmp_path: Path
) -> None:
    header = ["Serial", "Name", "E-mail" if who == "owner_email" else "UserName", "Model"]
    devices = ["Eva laptop", "Ben laptop"]
    own, other = (
        checked(
            tmp_path, header, *([f"LT-{at}", *pair, "T14"] for at, pair in enumerate(zip(held, logins, strict=True)))
        )
        for held in (names, devices)
    )

    assert own.sheets[0].kind is other.sheets[0].kind is Kind.REGISTER
    assert own.assignments["owner_name"].to_list() == names
    assert "name" not in own.inventory.columns or own.inventory["name"].null_count() == 2
    assert own.assignments["device_name"].null_count() == 2
    assert told(own.issues) == [("B1", "ambiguous_column", "note")]
    assert other.inventory["name"].to_list() == devices
    assert "is read as" not in "".join(other.issues["message"])


def test_a_name_that_a_mapping_settles_is_the_device_s(tmp_path: Path) -> None:
    row = ["LT-1", "Eva Berg", EVA, "T14"]
    found = checked(tmp_path, ["Serial", "Name", "E-mail", "Model"], row, columns={"Name": "name"})

    assert found.inventory["name"].to_list() == ["Eva Berg"]


def test_an_owner_is_an_address_where_most_values_are(tmp_path: Path) -> None:
    found = columns(tmp_path, ["Serial", "User", "Full name"], ["LT-1", EVA, "Eva Berg"])

    assert found == {"serial_number": "A", "owner_email": "B", "owner_name": "C"}


def test_owners_who_are_only_named_are_looked_for_by_name(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Assigned to", "Start date"], ["LT-1", "eberg", None])

    assert found.assignments.select("owner_email", "owner_name").rows() == [(None, "eberg")]


def test_a_column_of_addresses_logins_and_names_is_read_cell_by_cell(tmp_path: Path) -> None:
    cells = [EVA, "eberg", f"Ben Cole <{BEN}>", "<none>", "In stock"]
    rows: list[list[object]] = [[f"LT-{at}", cell] for at, cell in enumerate(cells)]
    found = checked(tmp_path, ["Serial", "Assigned to"], *rows)

    assert found.assignments.select("owner_email", "owner_name", "action", "fault").rows() == [
        (EVA, None, "assign", None),
        (None, "eberg", "assign", None),
        (BEN, "Ben Cole", "assign", None),
        (None, None, "unassign", None),
        (None, None, "assign", "missing_value"),
    ]


def test_first_and_last_names_are_one_name_and_addresses_and_names_among_logins_are_found(tmp_path: Path) -> None:
    header = ["Serial", "Username", "First Name", "Last Name"]
    rows: list[list[object]] = [
        ["LT-1", "eberg", "Eva", "Berg"],
        ["LT-2", BEN, None, "Cole"],
        ["LT-3", "Eva Berg", None, None],
    ]
    found = checked(tmp_path, header, *rows)

    assert found.assignments.select("owner_email", "username", "owner_name").rows() == [
        (None, "eberg", "Eva Berg"),
        (BEN, None, "Cole"),
        (None, None, "Eva Berg"),
    ]


def test_serial_numbers_that_only_count_are_left_out_where_another_identifier_stands(tmp_path: Path) -> None:
    rows: list[list[object]] = [[number, f"AT-{number}", EVA] for number in range(1, 5)]
    found = checked(tmp_path, ["Serial No", "Asset tag", "E-mail"], *rows)

    assert found.assignments["serial_number"].to_list() == [None] * 4
    assert told(found.issues) == [("A1", "ambiguous_column", "warning")]


def test_a_sheet_whose_only_identifier_counts_the_rows_has_none(tmp_path: Path) -> None:
    rows: list[list[object]] = [[number, EVA] for number in range(1, 5)]
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, ["Serial No", "E-mail"], *rows)
    assert told(caught.value.issues) == [("A1", "ambiguous_column", "error")]
    assert "they number the rows and are no serial numbers" in caught.value.message


@pytest.mark.parametrize(
    "serials", [["1", "3", "5", "8"], ["0001", "0002", "0003"], [101, 102, 103], [1, 2], ["1", "X7", "2", "3"]]
)
def test_other_numbers_are_serial_numbers(serials: list[object], tmp_path: Path) -> None:
    found = columns(tmp_path, ["Serial No", "E-mail"], *([serial, EVA] for serial in serials))

    assert found["serial_number"] == "A"


def test_a_mapping_says_that_the_counted_are_serial_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [[number, EVA] for number in range(1, 5)]
    found = columns(tmp_path, ["Serial No", "E-mail"], *rows, columns={"serial no": "serial_number"})

    assert found["serial_number"] == "A"


@pytest.mark.parametrize("values", [[1, 1], ["1", None], [None, None], ["1.0", 1]])
def test_a_quantity_of_one_is_no_matter(values: list[object], tmp_path: Path) -> None:
    found = checked(tmp_path, [*_STOCK, "Qty"], *_stock(*values))

    assert told(found.issues) == [("E1", "unknown_column", "note")]


def test_a_quantity_of_several_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, [*_STOCK, "Quantité"], *_stock(1, 3), unknown_columns=UnknownColumns.ERROR)
    assert 'the column "Quantité" counts devices ("3" in E3), but a row is one device.' in caught.value.message
    assert caught.value.hint.startswith("Write one row per device")


def test_a_quantity_of_several_is_kept_with_a_warning(tmp_path: Path) -> None:
    found = checked(tmp_path, [*_STOCK, "Quantity"], *_stock(1, 3))

    assert found.inventory["extra.Quantity"].to_list() == ["1", "3"]
    assert told(found.issues) == [("E1", "unknown_column", "warning")]
    assert '("3" in E3)' in found.issues["message"][0]


def test_what_the_values_decided_can_be_turned_round(tmp_path: Path) -> None:
    (hint,) = checked(tmp_path, [*_STOCK, "Vendor"], *_stock("Dell", "HP")).issues["hint"]
    assert hint == 'If it is `supplier`, say "Vendor" = "supplier" in [sources.NAME.columns] of rollcall.toml.'

    said = {"Vendor": "supplier"}
    assert columns(tmp_path, [*_STOCK, "Vendor"], *_stock("Dell", "HP"), columns=said)["supplier"] == "E"


def test_a_quantity_may_be_ignored(tmp_path: Path) -> None:
    found = checked(tmp_path, [*_STOCK, "Quantity"], *_stock(1, 3), unknown_columns=UnknownColumns.IGNORE)

    assert "extra.Quantity" not in found.originals.columns
    assert told(found.issues) == [("E1", "unknown_column", "note")]


@pytest.mark.parametrize("second", [[None, " "], ["LT-1", "LT-2"]])
def test_a_second_column_of_one_field_is_left_out_where_it_adds_nothing(second: list[object], tmp_path: Path) -> None:
    rows = [[*row[:4], serial] for row, serial in zip(_stock(0, 0), second, strict=True)]
    found = checked(tmp_path, [*_STOCK, "S/N"], *rows)

    assert found.sheets[0].columns["serial_number"] == "A"
    assert told(found.issues) == [("E1", "duplicate_column", "note")]


def test_a_first_column_that_is_blank_gives_way_to_the_second(tmp_path: Path) -> None:
    rows = [[None, *row[1:4], row[0]] for row in _stock(0, 0)]

    assert columns(tmp_path, [*_STOCK, "S/N"], *rows)["serial_number"] == "E"


def test_two_columns_of_one_field_that_differ_are_refused_where_that_is_asked(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, [*_STOCK, "S/N"], [*_LT, "LT-9"], unknown_columns=UnknownColumns.ERROR)
    assert told(caught.value.issues) == [("E1", "duplicate_column", "error")]


def test_numbers_of_another_system_are_left_out_where_no_field_keeps_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"LT-{number}", f"5f-{number}", EVA] for number in range(3)]
    found = checked(tmp_path, ["Serial", "Device ID", "E-mail"], *rows)

    assert found.assignments["fault"].to_list() == [None] * 3
    assert told(found.issues) == [("B1", "ambiguous_column", "warning")]


@pytest.mark.parametrize("header", ["UserId", "User ID"])
def test_users_who_have_no_numbers_are_kept_as_an_attribute(header: str, tmp_path: Path) -> None:
    found = checked(tmp_path, [*_STOCK, header], *_stock("00000001-9999-8888-7777-666655554444", None))

    assert found.inventory[f"extra.{header}"].to_list() == ["00000001-9999-8888-7777-666655554444", None]
    assert told(found.issues) == [("E1", "ambiguous_column", "note")]


def test_a_guid_is_never_a_number_of_ours(tmp_path: Path) -> None:
    row = [*_LT, "00000001-1111-2222-3333-444455556666", "A-1"]
    found = checked(tmp_path, [*_STOCK, "Device ID", "ID"], row)

    assert found.inventory.select("extra.Device ID", "external_id").row(0) == (row[4], "A-1")
    assert told(found.issues) == [("E1", "ambiguous_column", "warning")]


def test_a_column_that_has_the_name_of_the_field_is_taken_at_its_word(tmp_path: Path) -> None:
    """As our exports and templates write it: a ledger may have such serial numbers."""
    found = checked(tmp_path, ["serial_number", "owner_email"], *([str(n), "eva@acme.example"] for n in range(1, 6)))
    assert found.assignments["serial_number"].to_list() == ["1", "2", "3", "4", "5"]
