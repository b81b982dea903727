"""Cases of MAC addresses that pass from one device to another in one run, and of identifiers that are corrected.

Device 2 has `MAC_2` and 3 has `MAC_3`; 1, 4 and 5 have none. Rows of an export that comes back mean the devices that it
showed.
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

CORRECTION_CASES = (
    Case("a serial number that is corrected", (item(device_id=1, serial_number="X-1", is_shown=True),), (UPDATED,)),
    Case("one that is told by no export", (item(device_id=1, serial_number="X-1"),), (MISMATCH,)),
    Case(
        "a serial number that is corrected beside the others of its device",
        (item(device_id=2, serial_number="X-2", asset_tag="TAG-2", mac_address=MAC_2, is_shown=True),),
        (UPDATED,),
    ),
    Case(
        "two identifiers that are corrected at once",
        (item(device_id=2, serial_number="X-2", asset_tag="TAG-9", is_shown=True),),
        (UPDATED,),
    ),
    Case("a tag that is corrected", (item(device_id=3, asset_tag="TAG-9", is_shown=True),), (UPDATED,)),
    Case("an address that is corrected", (item(device_id=3, mac_address=MAC_9, is_shown=True),), (UPDATED,)),
    Case("a serial number of another device", (item(device_id=1, serial_number="SN-2", is_shown=True),), (MISMATCH,)),
    Case(
        "a corrected serial number beside the tag of another device",
        (item(device_id=1, serial_number="X-1", asset_tag="TAG-3", is_shown=True),),
        (MISMATCH,),
    ),
    Case(
        "a corrected serial number beside an address that another device gives up",
        (
            item(device_id=1, serial_number="X-1", mac_address=MAC_3, is_shown=True),
            item(device_id=3, asset_tag="TAG-3", mac_address=MAC_9, is_shown=True),
        ),
        (MISMATCH, UPDATED),
    ),
    Case(
        "serial numbers that two devices exchange",
        (
            item(device_id=1, serial_number="SN-2", is_shown=True),
            item(device_id=2, serial_number="SN-1", is_shown=True),
        ),
        (MISMATCH, MISMATCH),
    ),
    Case(
        "one serial number for two devices",
        tuple(item(device_id=at, serial_number="X-1", is_shown=True) for at in (1, 4)),
        (CONFLICT, CONFLICT),
    ),
    Case(
        "one serial number for a device that is corrected and a new one",
        (item(device_id=1, serial_number="X-1", is_shown=True), item(**{**NEW_ITEM, "serial_number": "X-1"})),
        (CONFLICT, CONFLICT),
    ),
    Case(
        "a row of an export that was copied for another device",
        (
            item(device_id=1, serial_number="SN-1", is_shown=True),
            item(device_id=1, serial_number="X-1", is_shown=True),
        ),
        (CONFLICT, CONFLICT),
    ),
    Case(
        "several serial numbers in the place of one",
        (item(device_id=1, serial_number="X-1, X-2", is_shown=True),),
        ("rejected several_identifiers",),
    ),
    Case(
        "who has a device whose serial number is corrected",
        (
            item(device_id=1, serial_number="X-1", is_shown=True),
            assign(serial_number="X-1"),
            assign(serial_number="SN-1"),
        ),
        (UPDATED, "unchanged already_assigned", "skipped unknown_device"),
        spans=(held(ADA, -9),),
    ),
)
