"""The columns of vendors' exports are read as the vendor means them, and what people say comes first."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from schemas.vocabulary import Kind, UnknownColumns
from tests.support.sheets.header_rows import checked, columns, told

SNIPE: list[object] = ["Asset Tag", "Serial", "Model No.", "Category", "Checked Out", "Type", "Username", "Status"]
DESK: list[object] = ["A-1", "HLD-1", "HLD-131349", "Laptops", "Ada Day", "user", "ada.day", "Ready"]
ROOM: list[object] = ["A-2", "HLD-2", "HLD-131349", "Laptops", "Room 7", "location", None, "Ready"]
GLPI: list[object] = ["Name", "Serial number", "Inventory number", "User", "Alternate username", "Entity"]
PC: list[object] = ["PC-1", "HLD-1", "INV-1"]
GOOGLE: list[object] = ["serialNumber", "annotatedAssetId", "annotatedUser", "recentUsers", "bootMode", "model"]

JAMF: list[object] = ["Serial Number", "JSS Computer ID", "Managed", "Supervised"]
KANDJI: list[object] = ["Serial Number", "Blueprint ID", "MDM enabled", "Agent installed"]


def _notes(issues: pl.DataFrame) -> list[str]:
    return issues.filter(pl.col("code") == "vendor_export")["message"].to_list()


def test_the_type_of_who_has_it_is_not_that_of_the_device(tmp_path: Path) -> None:
    found = checked(tmp_path, SNIPE, DESK, ROOM)

    assert found.inventory["type"].to_list() == [None, None]
    assert found.inventory["category"].to_list() == ["Laptops", "Laptops"]
    assert found.inventory["model_number"].to_list() == ["HLD-131349"] * 2
    assert found.inventory["extra.Checkout Type"].to_list() == ["user", "location"]


def test_only_a_person_is_an_owner(tmp_path: Path) -> None:
    held = checked(tmp_path, SNIPE, DESK, ROOM).assignments

    assert held.select("owner_name", "username").rows() == [("Ada Day", "ada.day"), (None, None)]


def test_one_note_says_so_once_per_sheet(tmp_path: Path) -> None:
    (note,) = _notes(checked(tmp_path, SNIPE, DESK, ROOM).issues)

    assert note.startswith('book.xlsx, sheet Sheet1: read as a Snipe-IT export: "Checked Out" says who has the device;')


@pytest.mark.parametrize(
    ("checked_out", "kind"),
    [
        *[(said, "user") for said in ("2025-02-01", "yes", "Jan 5", "March 5, 2025", "Mon, Sept. 5", "since may-25")],
        ("Ada Day", "Laptop"),
    ],
)
def test_a_sheet_that_holds_what_the_vendor_never_writes_is_none_of_theirs(
    tmp_path: Path, checked_out: str, kind: str
) -> None:
    row = [*DESK[:4], checked_out, kind, *DESK[6:]]
    found = checked(tmp_path, SNIPE, row)

    assert _notes(found.issues) == []
    assert found.inventory["type"].to_list() == [kind]


@pytest.mark.parametrize("name", ["Jan Berg", "May Day", "August Marsh", "Marcus 2", "Sunday Monday", "On Site"])
def test_a_name_like_that_of_a_month_is_a_name(tmp_path: Path, name: str) -> None:
    found = checked(tmp_path, SNIPE, [*DESK[:4], name, *DESK[5:]])

    assert found.assignments["owner_name"].to_list() == [name]


def test_what_a_source_says_of_a_column_comes_first(tmp_path: Path) -> None:
    found = checked(tmp_path, SNIPE, DESK, columns={"Type": "type", "Category": ""})

    assert found.inventory["type"].to_list() == ["user"]
    assert found.sheets[0].columns["type"] == "F"
    assert "category" not in found.sheets[0].columns
    assert '"Type" says' not in _notes(found.issues)[0]


def test_columns_that_are_the_vendors_are_kept_without_a_word(tmp_path: Path) -> None:
    header = [*SNIPE, "EOL", "Default Location", "Location"]
    found = checked(tmp_path, header, [*DESK, "2027-01-01", "Paris", "Lyon"])

    assert told(found.issues) == [(None, "vendor_export", "note")]
    assert found.inventory.select("extra.EOL", "extra.Default Location", "location").row(0) == (
        "2027-01-01",
        "Paris",
        "Lyon",
    )


def test_they_are_left_out_where_unknown_columns_are(tmp_path: Path) -> None:
    found = checked(tmp_path, [*SNIPE, "EOL"], [*DESK, "2027"], unknown_columns=UnknownColumns.IGNORE)

    assert "extra.EOL" not in found.inventory.columns
    assert found.assignments["username"].to_list() == ["ada.day"]


def test_a_column_of_their_own_is_kept_and_told_as_ever(tmp_path: Path) -> None:
    found = checked(tmp_path, [*SNIPE, "Shoe size"], [*DESK, "43"])

    assert ("I1", "unknown_column", "note") in told(found.issues)


@pytest.mark.parametrize(
    ("user", "read_as"), [("ada.day", {"username": "D"}), (None, {"username": "E"}), ("Ada Day", {"username": "D"})]
)
def test_who_logged_on_last_has_it_only_where_no_column_says_who_has_it(
    tmp_path: Path, user: str | None, read_as: dict[str, str]
) -> None:
    found = columns(tmp_path, GLPI, [*PC, user, "ada.day@ACME", "Root > Acme"])

    assert {name: found[name] for name in read_as} == read_as
    assert (found["asset_tag"], found["company"]) == ("C", "F")


@pytest.mark.parametrize(
    ("text", "names"), [("a4:83:e7:11:22:39", {"mac_address"}), ("a4:83:e7:11:22:39 a4:83:e7:11:22:40", set())]
)
def test_a_column_of_several_addresses_identifies_nothing(tmp_path: Path, text: str, names: set[str]) -> None:
    header = [*GLPI, "Networking - MAC address"]
    found = checked(tmp_path, header, [*PC, "ada.day", None, "Acme", text])

    assert {"mac_address"} & set(found.sheets[0].columns) == names
    assert found.inventory["fault"].to_list() == [None]


@pytest.mark.parametrize(("user", "field"), [("ada.day@acme.example", "owner_email"), ("help desk", "owner_name")])
def test_a_user_may_be_an_address_or_any_text(tmp_path: Path, user: str, field: str) -> None:
    found = checked(tmp_path, GOOGLE, ["5CD1", "A-1", user, "x@acme.example", "Verified", "C14"])

    assert found.sheets[0].columns[field] == "C"
    assert found.assignments["fault"].to_list() == [None]
    assert "recentUsers" not in "".join(found.originals.columns)


def test_the_type_of_a_new_device_is_that_of_the_vendors_devices(tmp_path: Path) -> None:
    found = checked(tmp_path, GOOGLE, ["5CD1", "A-1", None, None, "Verified", "C14"])

    assert found.inventory["usual_type"].to_list() == ["Chromebook"]
    assert 'the type of a new device is "Chromebook"' in _notes(found.issues)[0]


@pytest.mark.parametrize("header", [JAMF, KANDJI])
@pytest.mark.parametrize(
    ("make", "model", "identifier", "usual"),
    [
        (None, "MacBook Pro (14-inch, 2023)", None, "Mac"),
        (None, "iMac", None, "Mac"),
        (None, None, "Mac15,3", "Mac"),
        (None, None, "Macmini9,1", "Mac"),
        ("Apple", "A2442", None, "Mac"),
        ("Apple", "iPad Air", None, "mobile device"),
        ("HP", "EliteBook 840 G10", None, None),
        ("Dell", "Latitude 7420 (by Macy)", None, None),
        (None, None, None, None),
    ],
)
def test_only_what_is_called_so_is_a_mac(
    tmp_path: Path, header: list[object], make: str | None, model: str | None, identifier: str | None, usual: str | None
) -> None:
    found = checked(tmp_path, [*header, "Make", "Model", "Model Number"], ["S-1", 1, 1, 1, make, model, identifier])

    assert found.inventory["usual_type"].to_list() == [usual]
    said = 'the type of a new device is "mobile device" or "Mac" where its make or model says so'
    assert said in _notes(found.issues)[0]


@pytest.mark.parametrize(("model", "usual"), [("HP Chromebook 14", "Chromebook"), ("EliteBook 840", None)])
def test_what_no_column_of_its_own_gives_away_is_a_chromebook_by_its_model(
    tmp_path: Path, model: str, usual: str | None
) -> None:
    header = ["serialNumber", "autoUpdateExpiration", "autoUpdateThrough", "model"]
    found = checked(tmp_path, header, ["5CD1", "2030-06", "2030-06", model])

    assert found.inventory["usual_type"].to_list() == [usual]


@pytest.mark.parametrize(("category", "meant"), [("Unknown", None), ("unknown ", None), ("Laptops", "Laptops")])
def test_a_word_for_nothing_of_the_vendor_is_a_blank_cell(tmp_path: Path, category: str, meant: str | None) -> None:
    header = ["Serial number", "Device name", "OS", "Category", "Primary user UPN", "SkuFamily", "JoinType"]
    found = checked(tmp_path, header, ["S-1", "LT-1", "Windows", category, "ada@acme.example", None, None])

    assert found.inventory.select("category", "usual_type").row(0) == (meant, "Windows")
    assert found.originals["category"].to_list() == [category]


def test_the_kind_that_was_asked_for_is_kept(tmp_path: Path) -> None:
    found = checked(tmp_path, SNIPE, DESK, kind=Kind.INVENTORY)

    assert found.assignments.is_empty()
    assert found.inventory["model_number"].to_list() == ["HLD-131349"]
