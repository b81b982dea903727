"""Which vendor's export a sheet is, by its headers."""

from __future__ import annotations

import csv

import pytest

from schemas.fields import ASSIGNMENT_FIELDS, CUSTOM_PREFIX, INVENTORY_FIELDS
from schemas.headers.matching import header_key
from schemas.presets.preset import Preset, words
from schemas.presets.recognised import CHANGING, PRESETS, meanings_in, preset_of
from tests.support.vendor_exports import EXPORTS

VENDORS = {
    "intune": "Intune",
    "jamf": "Jamf Pro",
    "google": "Google Admin",
    "kandji": "Kandji (Iru)",
    "snipeit": "Snipe-IT",
    "lansweeper": "Lansweeper",
    "glpi": "GLPI",
    "netbox": "NetBox",
}
_FIELDS = {field.name for field in (*INVENTORY_FIELDS, *ASSIGNMENT_FIELDS)}


def _header_of(name: str) -> list[str]:
    text = (EXPORTS / f"{name}.csv").read_text("utf-8")
    return next(csv.reader([text.splitlines()[0]], delimiter=";" if text.startswith('"') else ","))


@pytest.mark.parametrize("name", VENDORS)
def test_an_export_is_recognised(name: str) -> None:
    found = preset_of(_header_of(name))
    assert found is not None
    assert found.vendor == VENDORS[name]


@pytest.mark.parametrize(("name", "first"), [(name, name == "lansweeper") for name in VENDORS])
def test_so_is_one_of_which_somebody_deleted_half(name: str, first: int) -> None:
    found = preset_of(_header_of(name)[first::2])
    assert found is not None
    assert found.vendor == VENDORS[name]


def test_the_case_and_the_punctuation_of_headers_do_not_matter() -> None:
    header = ["device_name", "PRIMARY USER UPN", "primary_user_display_name", "last check in"]
    assert preset_of(header) is PRESETS[0]


@pytest.mark.parametrize(
    ("vendor", "header"),
    [
        ("Intune", "DeviceName,SerialNumber,ManagedDeviceOwnerType,OperatingSystem,LastSyncDateTime,UserPrincipalName"),
        ("Jamf Pro", "Display Name,JSS Mobile Device ID,OS Version,Last Inventory Update,Shared iPad,Managed"),
        (
            "Google Admin",
            "deviceId,annotatedAssetId,annotatedLocation,annotatedUser,lastSync,serialNumber",
        ),
        ("Google Admin", "deviceId,serialNumber,recentUsers.0.email,recentUsers.0.type,status"),
        ("Kandji (Iru)", "serial_number,device_id,device_name,blueprint_id,mdm_enabled,agent_installed,is_removed"),
        ("Snipe-IT", "Asset Tag,Serial,Model,Model No.,Category,Checked Out,Type,Status"),
        ("Lansweeper", "AssetName,UserDomain,Username,Manufacturer,Model,Type,IPAddress,IPLocation"),
        ("Lansweeper", "AssetID,AssetName,AssetTypename,IPAddress,Firstseen,Lastseen,Lasttried"),
        ("GLPI", "Nom,Entité,Statut,Type,Modèle,Lieu,Utilisateur,Usager,Numéro d'inventaire,Numéro de série"),
        ("Jamf Pro", "Computer Name,Serial Number,FileVault 2 Status,Last Inventory Update,Room"),
        ("Jamf Pro", "Computer Name,Serial Number,JSS Computer ID,Room,Building"),
        ("GLPI", "Name,Serial number,Inventory number,User,Alternate username"),
        (
            "NetBox",
            "name,role,tenant,manufacturer,device_type,serial,asset_tag,status,site,location,rack,position,face",
        ),
    ],
)
def test_other_forms_of_exports_are_recognised(vendor: str, header: str) -> None:
    found = preset_of(words(header))
    assert found is not None
    assert found.vendor == vendor


@pytest.mark.parametrize(
    "header",
    [
        "Company, Name, Asset Tag, Category, Supplier, Manufacturer, Location, Order Number, Model, Model Notes, "
        "Model Number, Asset Notes, Purchase Date, Purchase Cost, Checkout Type, Checked Out To: Username, "
        "Checked Out To: First Name, Checked Out To: Last Name, Checked Out To: Email, Asset EOL Date",
        "Full Name, Email, Username, Company, item Name, Category, Model name, Manufacturer, Model Number, Serial, "
        "Asset Tag, Location, Category, Notes, Purchase Date, Purchase Cost, Company, Status, Warranty, Supplier",
        "asset_tag, name, serial, model_name, manufacturer_name, category_name, status_name, location_name, "
        "assigned_username, assigned_first_name, assigned_last_name",
        "asset_id, device_name, os, owner, purchase_year, status",
        "First Name, Last Name, Email, Username, Activated, Location, Job Title, Notes, Employee Number, Company",
        "Serial number, Device name, Model, Manufacturer, OS, OS version, Owner e-mail, Last check-in",
        "Serial Number, Asset Tag, Barcode, Bar Code 1, Model, Full Name, Email Address, Department, Room",
        "Computer Name, Serial Number, UDID, Model Identifier, Last Check-in, Managed, Full Name",
        "Asset Tag, Serial, Checked Out, Returned, Borrower",
        "Asset Name, Asset Tag, Type, Model, Default Location, Checkout Date, Warranty Expires",
        "AssetID, AssetName, SerialNumber, PurchaseDate, Manufacturer, Model, Location, LastSeen",
        "Hostname, IP Address, MAC, Firstseen, Lastseen, Manufacturer",
        "Name, Entity, Status, Serial number, Inventory number, User, Location, Last update",
        "Usager, Numéro d'inventaire, N° de série, Modèle",
        "Device, Blueprint, Serial, Owner",
        "Serial Number, Full Name, Email Address, Building, Room, Purchased or Leased, Model",
        "Serial Number, Model, Position, Full Name, Building, AppleCare ID",
        "Serial Number, Full Name, Room, Building, Purchased or Leased, AppleCare ID, Device Ownership Type",
        "Serial Number, Model, Building, Room, Last inventory update",
        "Serial Number, Model, Blueprint, Last check-in, Agent version",
        "Serial Number, Model, Is missing, Is removed, Agent installed, Agent version, Last check-in",
        "Device name, Boot mode, OS version, MAC address",
        "Device name, Serial number, Recent users, MAC address, OS version",
        "Device name, Serial number, Intune registered, Azure AD registered, Managed by, Last check-in",
        "Device name, Serial number, Primary user email address, Managed by, Last check-in",
        "Asset Tag, Asset Name, Order Number, Checked Out, EOL",
        "Asset Tag, Asset Name, Type, Model No., Warranty Expires",
        "Asset Name, User Domain, Last seen, First seen",
        "Asset Name, Asset Type Name, Bar Code",
        "Name, Operating System - Name, Operating System - Version, User, Inventory number",
        "Usager, Entité, Numéro d'inventaire, N° de série, Modèle",
        "Hostname, Site, Rack, Role, Type, Manufacturer, Serial number",
        "Name, Tenant, Site, Type, Serial number, Role",
        "name, serialNumber, orgUnitPath, lastSync, model, macAddress",
        "serial_number, asset_tag, mac_address, name, type, category, owner_email",
    ],
)
def test_lists_of_others_are_not(header: str) -> None:
    assert preset_of(words(header)) is None


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.vendor)
def test_every_meaning_is_a_field_or_an_attribute(preset: Preset) -> None:
    fields = {name for name in preset.columns if not name.startswith(CUSTOM_PREFIX)}
    assert fields | {name for _other, name in preset.stands_in.values()} <= _FIELDS


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.vendor)
def test_no_header_stands_in_a_preset_twice(preset: Preset) -> None:
    headers = [
        *(one for headers in preset.columns.values() for one in words(headers)),
        *words(preset.kept),
        *words(preset.changing),
        *preset.stands_in,
    ]
    keys = [header_key(one) for one in headers]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.vendor)
def test_what_is_said_of_a_header_is_of_one_that_the_preset_has(preset: Preset) -> None:
    named = {*preset.remarks, *preset.alike, *preset.always, *preset.never, *preset.stands_in}
    named |= {other for other, _name in preset.stands_in.values()} | {
        usual.header for usual in preset.usual_types if usual.header
    }
    assert named - set(meanings_in(preset, named)) == set()


def test_what_changes_by_itself_is_left_out_whatever_its_number() -> None:
    google = next(one for one in PRESETS if one.vendor == "Google Admin")
    header = ["recentUsers.0.email", "recentUsers.12.email", "deviceId", "what"]
    assert meanings_in(google, header) == {
        "recentUsers.0.email": CHANGING,
        "recentUsers.12.email": CHANGING,
        "deviceId": "external_id",
    }
