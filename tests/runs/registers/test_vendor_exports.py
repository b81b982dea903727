"""Exports of vendors are loaded without an option, and the same file once more changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from tests.support.desk import Desk, Record
from tests.support.vendor_exports import EXPORTS

VENDORS = {
    "intune": "an Intune",
    "jamf": "a Jamf Pro",
    "google": "a Google Admin",
    "kandji": "a Kandji (Iru)",
    "snipeit": "a Snipe-IT",
    "lansweeper": "a Lansweeper",
    "glpi": "a GLPI",
    "netbox": "a NetBox",
}
# Those that call people alike: by an address, by a login, or by a number. Each of these is loaded at once.
_ALIKE = (("intune", "jamf", "google", "kandji", "netbox"), ("lansweeper", "glpi"), ("snipeit",))
# What the ledger holds of the first device of each sample.
HELD: dict[str, dict[str, Any]] = {
    "intune": {
        "serial_number": "5CG4012ABC",
        "mac_address": "A4:BB:6D:11:22:33",
        "name": "LT-PAR-001",
        "type": "Laptops",
        "external_id": "0b9c7d52-7c0e-4b0e-9a35-0c2f7f6f8a01",
        "os_platform": "Windows",
        "compliance": None,
        "mdm_local_name": "ada_Windows_3/4/2024_9:12 AM",
        "owner_email": "ada.day@acme.example",
    },
    "jamf": {
        "serial_number": "C02XK1JKLVCG",
        "asset_tag": "A-0001",
        "name": "MAC-001",
        "type": "Mac",
        "category": "Mac",
        "model_number": "Mac15,3",
        "external_id": "12",
        "location": "Paris HQ",
        "order_number": "PO-1001",
        "owner_email": "ada.day@acme.example",
    },
    "google": {
        "serial_number": "5CD1234XYZ",
        "asset_tag": "A-0003",
        "type": "Chromebook",
        "mac_address": "A4:83:E7:11:22:35",
        "location": "Paris HQ",
        "department": "/Staff/Paris",
        "comment": "Loaned from support",
        "owner_email": "ada.day@acme.example",
    },
    "kandji": {
        "serial_number": "C02XK1JKLVCA",
        "asset_tag": "A-0005",
        "name": "MAC-003",
        "type": "Mac",
        "external_id": "1f0c2b61-1111-4222-8333-444455556666",
        "owner_email": "ada.day@acme.example",
    },
    "snipeit": {
        "serial_number": "HLD0000001",
        "asset_tag": "A-0007",
        "name": "LT-005",
        "type": "Laptops",
        "category": "Laptops",
        "model_number": "HLD-131349",
        "location": "Paris",
        "warranty_months": 36,
        "owner_email": "1001",
    },
    "lansweeper": {
        "serial_number": "HLD0000003",
        "asset_tag": "A-0009",
        "external_id": "101",
        "name": "LT-007",
        "type": "Windows",
        "owner_email": "ada.day",
    },
    "glpi": {
        "serial_number": "HLD0000005",
        "asset_tag": "A-0011",
        "company": "Root entity > Acme",
        "mac_address": "A4:83:E7:11:22:39",
        "processor": "Vega 7 8-core",
        "owner_email": "ada.day",
    },
    "netbox": {
        "serial_number": "NVK0000011",
        "asset_tag": "A-0013",
        "name": "par-rtr-01",
        "type": "Router",
        "model": "NV-1111",
        "company": "Acme France",
        "location": "Paris HQ",
    },
}
SNIPE = (
    "Asset Tag,Serial,Model,Category,Checked Out,Type,Username,Checkout Date,Last Checkin Date,Expected Checkin Date"
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The exports of some vendors, each a file of its name, checked together and then loaded twice."""

    files: tuple[str, ...]

    checked: Record
    first: Record
    devices: list[Record]
    again: Record


@pytest.fixture(scope="module")
def load(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    """What became of the export of a vendor, and of those that call people as it does."""

    @cache
    def load(vendors: tuple[str, ...]) -> Loaded:
        desk, names = Desk(tmp_path_factory.mktemp("exports")), tuple(f"{vendor}.csv" for vendor in vendors)
        for name in names:
            shutil.copy(EXPORTS / name, desk.at(name))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
            checked, first = desk.json("check", *names), desk.json("run", *names)
            return Loaded(names, checked, first, desk.show("devices"), desk.json("run", *names))

    return lambda vendor: load(next(vendors for vendors in _ALIKE if vendor in vendors))


@pytest.mark.system
@pytest.mark.parametrize("vendor", VENDORS)
def test_an_export_is_loaded_whole_and_but_once(load: Callable[[str], Loaded], vendor: str) -> None:
    loaded = load(vendor)
    rows = 2 * len(loaded.files)
    assert (loaded.first["rows"]["applied"], loaded.first["created"]["devices"]) == (rows, rows)
    assert [one["severity"] for one in loaded.first["issues"] if one["severity"] != "note"] == []
    assert (loaded.again["rows"]["unchanged"], loaded.again["refreshed"]) == (rows, 0)


@pytest.mark.system
@pytest.mark.parametrize("vendor", VENDORS)
def test_the_ledger_holds_what_the_vendor_means(load: Callable[[str], Loaded], vendor: str) -> None:
    loaded, wanted = load(vendor), HELD[vendor]
    (device,) = [one for one in loaded.devices if one["serial_number"] == wanted["serial_number"]]
    assert {name: device[name] for name in wanted} == wanted


@pytest.mark.system
@pytest.mark.parametrize("command", ["checked", "first"])
@pytest.mark.parametrize("vendor", VENDORS)
def test_a_note_says_whose_export_it_is(load: Callable[[str], Loaded], vendor: str, command: str) -> None:
    issues = [one for one in getattr(load(vendor), command)["issues"] if one["file"] == f"{vendor}.csv"]
    (note,) = [one for one in issues if one["code"] == "vendor_export"]
    assert note["message"].startswith(f"{vendor}.csv: read as {VENDORS[vendor]} export: ")
    assert note["severity"] == "note"


@pytest.mark.system
def test_a_default_that_was_asked_for_comes_before_the_vendors(desk: Desk) -> None:
    shutil.copy(EXPORTS / "jamf.csv", desk.at("export.csv"))
    desk.json("run", "export.csv", "--default-type", "laptop")
    assert {one["type"] for one in desk.show("devices")} == {"laptop"}


@pytest.mark.system
@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Serial Number,Full Name,Email Address,Building,Room,Purchased or Leased,Model",
            "G1001,Ada Day,ada@acme.example,North,12,Leased,Halden Air 14",
        ),
        (
            "Serial Number,Model,Blueprint,Last check-in,Agent version,Full Name",
            "G1001,Halden Air 14,B,2025-02-01,5,Ada Day",
        ),
        ("Serial Number,Model,Position,Full Name,Building,AppleCare ID", "G1001,Halden Air 14,Buyer,Ada Day,North,"),
    ],
)
def test_the_list_of_a_company_is_no_export_and_has_no_macs(desk: Desk, header: str, row: str) -> None:
    desk.at("list.csv").write_text(f"{header}\n{row}\n")
    said = desk.json("run", "list.csv", "--create-owners", "--create-devices", code=None)
    assert (said["created"], said["rows"]["rejected"]) == ({"devices": 0, "owners": 0}, 1)
    assert [one["code"] for one in said["issues"] if one["code"] in {"vendor_export", "missing_value"}] == [
        "missing_value"
    ]


@pytest.mark.system
def test_a_device_on_record_keeps_its_type(desk: Desk) -> None:
    desk.at("stock.csv").write_text("serial_number,name,type,category\nC02XK1JKLVCG,MAC-001,laptop,computers\n")
    desk.json("run", "stock.csv")
    shutil.copy(EXPORTS / "jamf.csv", desk.at("export.csv"))
    desk.json("run", "export.csv")
    assert {one["serial_number"]: one["type"] for one in desk.show("devices")} == {
        "C02XK1JKLVCG": "laptop",
        "FVFZM7LNKLHG": "Mac",
    }


@pytest.mark.system
def test_an_unknown_category_is_not_written_over_one_on_record(desk: Desk) -> None:
    desk.at("stock.csv").write_text("serial_number,name,type,category\nS-1,LT-1,laptop,computers\n")
    desk.json("run", "stock.csv")
    desk.at("export.csv").write_text(
        "Serial number,Device name,OS,Category,Primary user UPN,SkuFamily,JoinType\n"
        "S-1,LT-1,Windows,Unknown,ada@acme.example,Pro,\n"
        "S-2,LT-2,macOS,Unknown,bob@acme.example,Pro,\n"
    )
    desk.json("run", "export.csv")
    kinds = {one["serial_number"]: (one["type"], one["category"]) for one in desk.show("devices")}
    assert kinds == {"S-1": ("laptop", "computers"), "S-2": ("macOS", "macOS")}


@dataclass(frozen=True, slots=True)
class Mixed:
    """Files of several vendors, loaded by one run: what it reported, the devices, and their ownerships."""

    report: Record
    devices: dict[str, Record]
    spans: list[Record]


@pytest.fixture(scope="module")
def mixed(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    """A report of Kandji, assets of Snipe-IT, a French export of GLPI, and what PowerShell writes of Intune."""
    desk = Desk(tmp_path_factory.mktemp("mixed"))
    user = "{'email': 'kim.lee@acme.example', 'name': 'Kim Lee', 'id': 1, 'is_archived': False}"
    texts = {
        "report.csv": (
            "serial_number,device_name,model,platform,user,blueprint_id,mdm_enabled,agent_installed\n"
            f'K-1,Mac-1,MacBook,Mac,"{user}",b-1,True,True\n'
            "K-2,Mac-2,MacBook,Mac,,b-1,True,True\n"
        ),
        "assets.csv": (
            f"{SNIPE}\n"
            "A-1,A-1,Halden Air 14,Laptops,Ada Day,user,ada.day,2025-02-01 10:00:00,2025-01-15,\n"
            "A-2,A-2,Halden Air 14,Laptops,Room 7,location,,2025-02-01 10:00:00,,\n"
        ),
        "parc.csv": (
            '"Nom";"Entité";"Statut";"Type";"Modèle";"Lieu";"Utilisateur";"Usager";"Numéro d\'inventaire";'
            '"Numéro de série";"Composants - Processeur"\n'
            '"PC-01";"Acme > Paris";"En service";"Portable";"Air 14";"Siège";"eve.orr";"bob.may@ACME";'
            '"INV-1";"G-1";"Vega 7"\n'
        ),
        "graph.csv": (
            "id,deviceName,serialNumber,managedDeviceOwnerType,operatingSystem,osVersion,lastSyncDateTime,"
            "enrolledDateTime,userId,userPrincipalName,emailAddress,userDisplayName,wiFiMacAddress,ethernetMacAddress\n"
            "g-1,LT-1,I-1,company,Windows,10.0,2025-02-01T07:00:00Z,2024-02-01T07:00:00Z,u-1,zoe@acme.example,"
            "zoe.fox@acme.example,Zoe Fox,A4BB6D112233,A4BB6D112234\n"
        ),
    }
    for name, text in texts.items():
        desk.at(name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        report = desk.json("run", *texts)
    return Mixed(report, {one["serial_number"]: one for one in desk.show("devices")}, desk.show("ownerships"))


@pytest.mark.system
def test_files_of_several_vendors_are_loaded_whole_by_one_run(mixed: Mixed) -> None:
    assert mixed.report["rows"] == {"in": 6, "applied": 6, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert mixed.report["created"] == {"devices": 6, "owners": 4}
    notes = [one["message"].partition(".csv")[0] for one in mixed.report["issues"] if one["code"] == "vendor_export"]
    assert sorted(notes) == ["assets", "graph", "parc", "report"]


@pytest.mark.system
def test_the_user_of_a_report_of_kandji_is_known_by_the_address_in_it(mixed: Mixed) -> None:
    assert [mixed.devices[serial]["owner_email"] for serial in ("K-1", "K-2")] == ["kim.lee@acme.example", None]


@pytest.mark.system
def test_a_place_is_no_owner_and_an_earlier_return_takes_nothing_back(mixed: Mixed) -> None:
    assert [mixed.devices[serial]["owner_email"] for serial in ("A-1", "A-2")] == ["ada.day", None]
    (span,) = [span for span in mixed.spans if span["serial_number"] in {"A-1", "A-2"}]
    assert str(span["start_time"]).startswith("2025-02-01")


@pytest.mark.system
def test_the_french_export_of_glpi_is_read_as_the_english_one(mixed: Mixed) -> None:
    assert any(one["message"].startswith("parc.csv: read as a GLPI export") for one in mixed.report["issues"])
    device = mixed.devices["G-1"]
    told = {name: device[name] for name in ("asset_tag", "company", "processor", "owner_email", "location")}
    assert told == {
        "asset_tag": "INV-1",
        "company": "Acme > Paris",
        "processor": "Vega 7",
        "owner_email": "eve.orr",
        "location": "Siège",
    }


@pytest.mark.system
def test_what_powershell_writes_of_intune_is_read(mixed: Mixed) -> None:
    device = mixed.devices["I-1"]
    assert (device["type"], device["mac_address"], device["owner_email"], device["user_id"]) == (
        "Windows",
        "A4:BB:6D:11:22:33",
        "zoe.fox@acme.example",
        None,
    )
