"""Cases of MAC addresses that pass from one device to another in one run.

Device 2 has `MAC_2` and 3 has `MAC_3`; 1, 4 and 5 have none.
"""

from __future__ import annotations

from pipeline.model import Intent
from tests.support.cases.world import ADA, LAPTOP, MAC_2, MAC_3, MAC_9, Case, assign, held, item, unassign
from tests.support.reference.records import Device

UPDATED, MISMATCH, CONFLICT = "applied update", "rejected identifier_mismatch", "rejected conflicting_rows"
ATOMIC = Intent(atomic=True)
SN_1, SN_2, SN_4 = ({"serial_number": serial} for serial in ("SN-1", "SN-2", "SN-4"))
TAG_3 = {"asset_tag": "TAG-3"}
NEW_ITEM = {"serial_number": "X-9", "name": "Hub", "type": "hub", "category": "iot"}

FOUR = tuple(
    Device(at, serial_number=f"SN-{at}", mac_address=f"AA:BB:CC:00:00:0{at}", name=f"Desk {at}", attributes=LAPTOP)
    for at in (1, 2, 3, 4)
)
RING = tuple(
    item(serial_number=f"SN-{at}", mac_address=f"AA:BB:CC:00:00:0{to}") for at, to in ((1, 2), (2, 3), (3, 4), (4, 1))
)

EXCHANGE_CASES = (
    Case("four exchange addresses in a ring", RING, (UPDATED,) * 4, devices=FOUR),
    Case(
        "a ring, of which one device is told two things",
        (*RING, item(serial_number="SN-3", mac_address=MAC_9)),
        (MISMATCH,) * 4 + (UPDATED,),
        devices=FOUR,
    ),
    Case("a ring without one of its devices", RING[:3], (MISMATCH,) * 3, devices=FOUR),
    Case("two exchange addresses", (item(**SN_2, mac_address=MAC_3), item(**TAG_3, mac_address=MAC_2)), (UPDATED,) * 2),
    Case(
        "an address of a device that is cleared",
        (item(**SN_1, mac_address=MAC_2), item(**SN_2, cleared="|mac_address|")),
        (UPDATED,) * 2,
    ),
    Case(
        "a chain whose end gets a new address",
        (
            item(**SN_1, mac_address=MAC_2),
            item(**SN_2, mac_address=MAC_3),
            item(**TAG_3, mac_address=MAC_9, location="Lyon"),
        ),
        (UPDATED,) * 3,
    ),
    Case(
        "a chain whose end stays",
        (item(**SN_1, mac_address=MAC_2), item(**SN_2, mac_address=MAC_3), item(**TAG_3, location="Lyon")),
        (MISMATCH, MISMATCH, UPDATED),
    ),
    Case(
        "a chain whose end has a bad cell",
        (item(**SN_1, mac_address=MAC_2), item(**SN_2, mac_address=MAC_9, fault="invalid_number")),
        (MISMATCH, "rejected invalid_number"),
    ),
    Case(
        "a chain whose end contradicts itself",
        (
            item(**SN_1, mac_address=MAC_2),
            item(**SN_2, mac_address=MAC_3, location="Lyon"),
            item(**TAG_3, mac_address=MAC_9, location="Lyon"),
            item(**TAG_3, location="Rome"),
        ),
        (MISMATCH, MISMATCH, CONFLICT, CONFLICT),
    ),
    Case(
        "two addresses for the device that gives up its own",
        (
            item(**SN_1, mac_address=MAC_2),
            item(**SN_2, mac_address=MAC_9),
            item(**SN_2, mac_address="AA:BB:CC:00:00:08"),
        ),
        (MISMATCH, CONFLICT, CONFLICT),
    ),
    Case(
        "two devices that want the address of a third",
        (item(**SN_1, mac_address=MAC_2), item(**SN_4, mac_address=MAC_2), item(**SN_2, mac_address=MAC_9)),
        (CONFLICT, CONFLICT, UPDATED),
    ),
    Case(
        "the address of a device, with which another row names it",
        (
            item(**SN_1, mac_address=MAC_2),
            item(**SN_2, mac_address=MAC_9),
            item(mac_address=MAC_2, location="Lyon"),
        ),
        (MISMATCH, CONFLICT, CONFLICT),
    ),
    Case(
        "an address that goes to a new device",
        (item(**NEW_ITEM, mac_address=MAC_2), item(**SN_2, mac_address=MAC_9)),
        ("applied create", UPDATED),
    ),
    Case(
        "an exchange, told twice",
        (
            item(**SN_2, mac_address=MAC_3),
            item(asset_tag="TAG-2", mac_address=MAC_3),
            item(**TAG_3, mac_address=MAC_2),
        ),
        (UPDATED, "unchanged duplicate_row", UPDATED),
    ),
    Case(
        "an exchange beside the tag of another device",
        (item(**SN_2, asset_tag="TAG-3", mac_address=MAC_3), item(**TAG_3, mac_address=MAC_2)),
        (MISMATCH, MISMATCH),
    ),
    Case(
        "addresses that were exchanged say which device is meant",
        (
            item(**SN_2, mac_address=MAC_3),
            item(**TAG_3, mac_address=MAC_2),
            assign(**SN_2, mac_address=MAC_3),
            unassign(**TAG_3, mac_address=MAC_3),
        ),
        (UPDATED, UPDATED, "applied assign", MISMATCH),
        after=(held(ADA, 0, device_id=2),),
    ),
    Case(
        "an address that an assignments row would take",
        (item(**SN_2, mac_address=MAC_9), assign(**SN_1, mac_address=MAC_3)),
        (UPDATED, MISMATCH),
    ),
    Case(
        "a broken exchange stops an atomic run",
        (item(**SN_2, mac_address=MAC_3), item(**SN_1, location="Lyon")),
        (MISMATCH, "skipped atomic_abort"),
        intent=ATOMIC,
    ),
    Case(
        "devices that exchange addresses are not missing",
        (item(**SN_2, mac_address=MAC_3, name="Printer"), item(**TAG_3, mac_address=MAC_2)),
        (UPDATED, UPDATED),
        intent=Intent(inventory_complete=True),
        missing=(1, 4, 5),
    ),
)
