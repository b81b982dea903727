"""Columns that no field answers to: kept, left out, or a slip of a known spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from schemas.vocabulary import UnknownColumns
from tests.support.sheets.header_rows import checked, told
from tests.support.workbooks import codes, read

STOCK: list[object] = ["Serial", "Name", "Type", "Category"]
LAPTOP: list[object] = ["LT-1", "Laptop", "laptop", "computers"]
MOVES: list[object] = ["Serial", "Owner email"]
MOVE: list[object] = ["LT-1", "eva@acme.example"]


def test_an_inventory_keeps_them_and_one_note_lists_them(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "Floor", "Asset EOL Date"], [*LAPTOP, "3", "2029"])

    assert found.inventory.select("extra.Floor", "extra.Asset EOL Date").row(0) == ("3", "2029")
    assert told(found.issues) == [("E1", "unknown_column", "note")]
    assert found.issues["message"][0].endswith(
        "2 columns are kept as attributes of the devices, since no field is called like them: "
        '"Floor" (E1), "Asset EOL Date" (F1).'
    )
    assert "--unknown-columns ignore" in found.issues["hint"][0]


def test_so_does_a_delimited_file(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("serial;name;type;category;Floor\nLT-1;Laptop;laptop;computers;3\n")

    assert read(path).inventory["extra.Floor"].to_list() == ["3"]


def test_an_assignments_sheet_only_shows_them_again(tmp_path: Path) -> None:
    found = checked(tmp_path, [*MOVES, "Ticket", "Shoe size"], [*MOVE, "T-1", "43"])

    assert found.originals.select("extra.Ticket", "extra.Shoe size").row(0) == ("T-1", "43")
    assert "extra.Ticket" not in found.assignments.columns
    assert told(found.issues) == [("C1", "unknown_column", "note")]
    assert "2 columns are kept in the results only" in found.issues["message"][0]


@pytest.mark.parametrize("header", [[*STOCK, "Floor"], [*STOCK, "Qty"], [*STOCK, "Efective"]])
def test_what_is_ignored_is_really_left_out(header: list[object], tmp_path: Path) -> None:
    found = checked(tmp_path, header, [*LAPTOP, "7"], unknown_columns=UnknownColumns.IGNORE)

    assert found.originals.columns == ["row_id", "serial_number", "name", "type", "category"]
    assert found.headers.keys() == {"serial_number", "name", "type", "category"}
    assert told(found.issues) == [("E1", "unknown_column", "note")]


def test_two_of_one_header_are_both_kept_in_whatever_case(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "Floor", "FLOOR"], [*LAPTOP, "3", "4"])

    assert found.inventory.select("extra.Floor", "extra.FLOOR (2)").row(0) == ("3", "4")
    assert told(found.issues) == [("E1", "unknown_column", "note"), ("F1", "duplicate_column", "warning")]


def test_a_column_without_a_header_is_only_shown_again(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, None], [*LAPTOP, "ask Ben"])

    assert found.originals["extra.E"].to_list() == ["ask Ben"]
    assert told(found.issues) == [("E1", "unknown_column", "warning")]


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        (["Serail Numbr", "Owner email"], "serial_number"),
        (["Serial", "Owner emial"], "owner_email"),
        (["Serial", "Owner email", "Efective at"], "effective_at"),
        (["Serial", "Owner email", "Acttion"], "action"),
        ([*STOCK, "Asset Tga"], "asset_tag"),
        ([*STOCK, "Owner emial"], "owner_email"),
    ],
)
def test_a_slip_of_a_field_that_decides_is_refused(header: list[object], meant: str, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, header, ["LT-1", "a@b.example", "2025-01-01", "x", "y"][: len(header)])

    assert "unknown_column" in codes(caught.value)
    assert caught.value.issues is not None
    assert caught.value.issues["likely"].drop_nulls().to_list() == [meant]
    assert any(f"Did you mean `{meant}`?" in hint for hint in caught.value.issues["hint"])


def test_a_saved_mapping_silences_it(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "Asset Tga"], [*LAPTOP, "x"], columns={"Asset Tga": "extra.Asset Tga"})

    assert found.inventory["extra.Asset Tga"].to_list() == ["x"]
    assert found.issues.is_empty()


def test_a_slip_of_a_field_that_decides_nothing_is_kept_with_a_warning(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "Locaton"], [*LAPTOP, "Lyon"])

    assert found.inventory["extra.Locaton"].to_list() == ["Lyon"]
    assert told(found.issues) == [("E1", "unknown_column", "warning")]
    assert "`location`" in found.issues["hint"][0]


def test_a_first_column_that_only_numbers_the_rows_is_not_kept_whatever_it_is_called(tmp_path: Path) -> None:
    rows = [[str(at), f"LT-{at}", *LAPTOP[1:], str(at)] for at in (1, 2, 3)]

    found = checked(tmp_path, ["Zeile (von Hand)", *STOCK, "Shelf"], *rows)

    assert [one for one in found.inventory.columns if one.startswith("extra.")] == ["extra.Shelf"]
    assert told(found.issues) == [("A1", "unknown_column", "note"), ("F1", "unknown_column", "note")]


def test_names_of_people_are_kept_with_a_warning_where_nothing_else_says_who_has_the_devices(tmp_path: Path) -> None:
    people, places = ("Eva Berg", "Otto Hahn", "Asha Rao"), ("Front Desk", "Meeting Room", "North Office")
    found = {
        names: checked(
            tmp_path, [*STOCK, "Asked for"], *([f"LT-{at}", *LAPTOP[1:], one] for at, one in enumerate(names))
        )
        for names in (people, places)
    }

    assert told(found[people].issues) == [("E1", "unknown_column", "warning")]
    assert 'say "Asked for" = "owner_name"' in found[people].issues["hint"][0]
    assert told(found[places].issues) == [("E1", "unknown_column", "note")]


def test_addresses_are_kept_with_a_warning_where_nothing_else_says_who_has_the_devices(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "Emial"], [*LAPTOP, "eva@acme.example"])
    held = checked(tmp_path, [*STOCK, "Owner", "Requested by"], [*LAPTOP, "Eva Berg", "eva@acme.example"])

    assert told(found.issues) == [("E1", "unknown_column", "warning")]
    assert 'say "Emial" = "owner_email"' in found.issues["hint"][0]
    assert told(held.issues) == [("F1", "unknown_column", "note")]


def test_tags_of_a_device_and_words_for_yes_and_no_are_other_columns(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "DeviceTags", "Assigned?"], [*LAPTOP, "vip; loaner", "TRUE"])

    assert found.inventory.select("extra.DeviceTags", "extra.Assigned?").row(0) == ("vip; loaner", "TRUE")
    assert told(found.issues) == [("E1", "unknown_column", "note")]


@pytest.mark.parametrize(("title", "value"), [("Asset Tags", "A-1"), ("Asigned to", "Eva Berg"), ("Asigned to", None)])
def test_but_not_what_may_be_a_slip_all_the_same(title: str, value: object, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="no field is called"):
        checked(tmp_path, [*STOCK, title], [*LAPTOP, value])


def test_a_slip_of_a_field_that_another_column_fills_is_none(tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, "Location", "Locaton"], [*LAPTOP, "Lyon", "Hall 2"])

    assert told(found.issues) == [("F1", "unknown_column", "note")]


@pytest.mark.parametrize(
    "title",
    [
        *("Asset EOL Date", "Address", "purchase_year", "SR Number", "Phone number", "Assignment ID", "HB.tags"),
        *("Device stage", "Item number", "Country", "Manager", "Model Notes", "Checkout Type", "Serial number 2"),
        *("PC Number", "Configuration", "Allocated"),
    ],
)
def test_nothing_less_alike_is_suggested(title: str, tmp_path: Path) -> None:
    for unknown in (UnknownColumns.KEEP, UnknownColumns.IGNORE):
        found = checked(tmp_path, [*STOCK, title], [*LAPTOP, "x"], unknown_columns=unknown)
        assert told(found.issues) == [("E1", "unknown_column", "note")]
        assert "Did you mean" not in found.issues["hint"][0]


@pytest.mark.parametrize(
    "title",
    [
        *("Last seen", "Last check-in", "LastSyncDateTime", "Last EAS sync time", "Free storage", "Battery level (%)"),
        *("CDriveFree_GB", "Hard drive free", "storage_free_gb"),
        *(
            "Uptime",
            "timestamp",
            "Last Logged On User",
            "Logged On Users",
            "Report date",
            "Last modified date/Time",
            "sys_updated_on",
            "Updated At",
            "Dernière connexion",
            "Zuletzt gesehen",
            "Letzte Anmeldung",
            "Última conexión",
            "Akkustand",
            "Age (Months)",
            "Online",
            "Connection status",
            "Modified",
            "LastPatchManagementReceived",
            "Days Since Last Seen",
            "Days Since OS Last Update",
            "seen_time",
            "detail_updated_at",
            "last_restarted_at",
            "percent_disk_space_available",
        ),
    ],
)
@pytest.mark.parametrize("unknown", list(UnknownColumns))
def test_what_changes_by_itself_is_left_out(title: str, unknown: UnknownColumns, tmp_path: Path) -> None:
    found = checked(tmp_path, [*STOCK, title], [*LAPTOP, "12"], unknown_columns=unknown)

    assert found.originals.columns == ["row_id", "serial_number", "name", "type", "category"]
    assert told(found.issues) == [("E1", "unknown_column", "note")]
    assert "changes by itself" in found.issues["message"][0]


def test_a_saved_mapping_keeps_it(tmp_path: Path) -> None:
    saved = {"Last seen": "mdm_last_seen_date", "Battery": "extra.Battery"}
    found = checked(tmp_path, [*STOCK, "Last seen", "Battery"], [*LAPTOP, "2025-01-01", "good"], columns=saved)

    assert found.inventory["extra.Battery"].to_list() == ["good"]
    assert found.inventory["mdm_last_seen_date"].null_count() == 0
    assert found.issues.is_empty()


def test_rows_longer_than_the_header_of_a_text_file_are_refused(tmp_path: Path) -> None:
    """A comma that nobody put in quotes moves all cells after it by one column."""
    path = tmp_path / "moves.csv"
    path.write_text("serial,owner name,owner email\nLT-1,Berg, Eva,eva@acme.example\n")
    with pytest.raises(FileUnusable) as caught:
        read(path)

    assert codes(caught.value) == ["unknown_column"]
    assert "in quotes" in caught.value.hint
