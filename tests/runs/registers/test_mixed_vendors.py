"""Exports of several vendors, each with its own words, are loaded by one run."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.desk import Desk, Record

SNIPE = (
    "Asset Tag,Serial,Model,Category,Checked Out,Type,Username,Checkout Date,Last Checkin Date,Expected Checkin Date"
)


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
