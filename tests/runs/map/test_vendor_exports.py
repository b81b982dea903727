"""The exports of device management and asset systems, with their vendors' columns, are read without an option."""

from __future__ import annotations

import shutil

import pytest

from tests.support.desk import Desk
from tests.support.vendor_exports import EXPORTS

# The columns by which each is of use, and what they are read as; None where they must not be kept.
READ: dict[str, dict[str, str | None]] = {
    "intune": {
        "Serial number": "serial_number",
        "Device name": "name",
        "Device ID": "external_id",
        "Wi-Fi MAC": "mac_address",
        "EthernetMAC": "extra.EthernetMAC",
        "Management name": "mdm_local_name",
        "UserId": "extra.UserId",
        "Compliance": "extra.Compliance",
        "Primary user UPN": "username",
        "Primary user email address": "owner_email",
        "Primary user display name": "owner_name",
        "Last check-in": None,
        "Free storage": None,
    },
    "jamf": {
        "Serial Number": "serial_number",
        "Computer Name": "name",
        "Asset Tag": "asset_tag",
        "Email Address": "owner_email",
        "Full Name": "owner_name",
        "Username": "username",
        "JSS Computer ID": "external_id",
        "Model Identifier": "model_number",
        "IP Address": None,
        "PO Date": "purchase_date",
        "Warranty Expiration": "warranty_end",
        "Last Check-in": None,
    },
    "google": {
        "serialNumber": "serial_number",
        "deviceId": "external_id",
        "annotatedAssetId": "asset_tag",
        "annotatedUser": "owner_email",
        "annotatedLocation": "location",
        "orgUnitPath": "department",
        "recentUsers": None,
        "macAddress": "mac_address",
        "lastSync": None,
    },
    "kandji": {
        "Serial Number": "serial_number",
        "Device Name": "name",
        "Asset Tag": "asset_tag",
        "Assigned User": "owner_name",
        "User Email": "owner_email",
        "Last Check-in": None,
    },
    "snipeit": {
        "Serial": "serial_number",
        "Asset Name": "name",
        "Asset Tag": "asset_tag",
        "Username": "username",
        "Employee No.": "external_user_id",
        "Checked Out": "owner_name",
        "Type": "extra.Checkout Type",
        "Model No.": "model_number",
        "Category": "category",
        "Checkout Date": "effective_at",
        "Expected Checkin Date": "due_at",
    },
    "lansweeper": {
        "Serialnumber": "serial_number",
        "AssetName": "name",
        "AssetID": "external_id",
        "Barcode": "asset_tag",
        "AssetTypename": "type",
        "IPAddress": None,
        "Mac": "mac_address",
        "UserName": "username",
        "Lastseen": None,
    },
    "glpi": {
        "Serial number": "serial_number",
        "Name": "name",
        "Inventory number": "asset_tag",
        "Entity": "company",
        "User": "username",
        "Alternate username": "extra.Alternate username",
        "Networking - MAC address": "mac_address",
        "Last update": None,
    },
    "netbox": {
        "Name": "name",
        "Role": "type",
        "Type": "model",
        "Serial number": "serial_number",
        "Asset tag": "asset_tag",
        "Tenant": "company",
        "Site": "location",
        "Location": "extra.Location",
        "Last updated": None,
    },
}


@pytest.mark.parametrize("vendor", READ)
def test_an_export_is_read_without_an_option(desk: Desk, vendor: str) -> None:
    shutil.copy(EXPORTS / f"{vendor}.csv", desk.at("export.csv"))
    (sheet,) = desk.json("map", "export.csv")["sheets"]
    columns = {one["header"]: one for one in sheet["columns"]}
    assert (sheet["kind"], sheet["rows"]) == ("inventory" if vendor == "netbox" else "register", 2)
    assert {header: columns[header]["target"] for header in READ[vendor]} == READ[vendor]
    assert [one["header"] for one in sheet["columns"] if one["use"] == "field" and one["parsed"] < one["filled"]] == []
    assert {one["why"] for one in sheet["columns"]} <= {"vendor", "volatile", "blank"}


def test_the_vendor_is_the_reason_that_is_shown(desk: Desk) -> None:
    shutil.copy(EXPORTS / "snipeit.csv", desk.at("export.csv"))
    said = desk.say("map", "export.csv")
    assert "a column of Snipe-IT" in said.out
    assert "read as a Snipe-IT export" in said.out + said.err


@pytest.mark.system
@pytest.mark.parametrize("vendor", READ)
def test_what_is_saved_of_an_export_reads_it_again(desk: Desk, vendor: str) -> None:
    shutil.copy(EXPORTS / f"{vendor}.csv", desk.at("export.csv"))
    shown = desk.json("map", "export.csv", "--write")["sheets"]
    again = desk.json("map", "export.csv", "--source", "export")["sheets"]
    keys = ("column", "use", "target", "filled", "parsed")
    assert [[one[key] for key in keys] for one in again[0]["columns"]] == [
        [one[key] for key in keys] for one in shown[0]["columns"]
    ]
