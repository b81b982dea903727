"""Cases of devices that are known by their IMEI or their number in another system, for want of an identifier.

Phone 1 is known by its IMEI alone, which stands for its tag; 2 has a serial number and an IMEI; 3 and 4 share a number
of another system; 5 has as its tag what may be such a number.
"""

from __future__ import annotations

from typing import Any

from tests.support.cases.world import LAPTOP, Case, item
from tests.support.reference.records import Device, InventoryRow

UPDATED, AMBIGUOUS, CREATED = "applied update", "rejected ambiguous_device", "applied create"

PHONES = (
    Device(1, asset_tag="3500001", name="Phone one", attributes={**LAPTOP, "imei": "3500001"}),
    Device(2, serial_number="SN-2", name="Phone two", attributes={**LAPTOP, "imei": "3500002"}),
    Device(3, serial_number="SN-3", name="Laptop three", attributes={**LAPTOP, "external_id": "ID-7"}),
    Device(4, serial_number="SN-4", name="Laptop four", attributes={**LAPTOP, "external_id": "ID-7"}),
    Device(5, asset_tag="100234", name="Laptop five", attributes=LAPTOP),
)


def alone(kind: str, number: str, **more: Any) -> InventoryRow:
    """A row of a list that gives no identifier, so that this number stands for its tag."""
    return item(**{kind: number, "asset_tag": number, "known_by": kind, "location": "Lyon", **more})


LAST_RESORT_CASES = tuple(
    Case(f"a number for want of an identifier: {name}", rows, expected, devices=PHONES)
    for name, rows, expected in (
        ("the device known by it", (alone("imei", "3500001"),), (UPDATED,)),
        ("a device with a serial number", (alone("imei", "3500002"),), (UPDATED,)),
        ("two devices that share it", (alone("external_id", "ID-7"),), (AMBIGUOUS,)),
        ("what is the tag of a device without such a number", (alone("external_id", "100234"),), (AMBIGUOUS,)),
        (
            "nobody",
            (alone("imei", "3500009", name="Phone nine", type="phone", category="phones"),),
            (CREATED,),
        ),
        (
            "the device known by it, beside its new serial number and tag",
            (item(serial_number="X-1", asset_tag="NEW-1", imei="3500001", location="Lyon"),),
            (UPDATED,),
        ),
        (
            "a device with another serial number",
            (item(serial_number="X-1", imei="3500002", name="Phone", type="phone", category="phones"),),
            (CREATED,),
        ),
        ("as the tag beside a new serial number", (item(serial_number="X-1", asset_tag="3500001"),), (UPDATED,)),
        (
            "one device, in two rows that contradict each other",
            (alone("imei", "3500001"), alone("imei", "3500001", location="Rome")),
            ("rejected conflicting_rows",) * 2,
        ),
    )
)
