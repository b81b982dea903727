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
