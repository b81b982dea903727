"""Cases of rows of one device that differ in what counts only where a row creates a device or an owner.

And of signs such as `$`, which contradict no currency that they may mean.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.model import Intent
from tests.support.cases.world import ADA, LAPTOP, MAC_9, NEW, Case, assign, day, held, item, unassign
from tests.support.reference.records import Device

CREATING = Intent(create_devices=True)
NO_NEW_OWNERS = Intent(create_owners=False)

BOTH_REJECTED = ("rejected conflicting_rows",) * 2
ONCE = ("applied assign", "unchanged duplicate_row")
NEITHER_KNOWN = ("skipped unknown_device",) * 2

ONE = Decimal("1.00")
IN_DOLLARS, IN_SIGNS = (
    (Device(1, serial_number="SN-1", name="Desk one", attributes={**LAPTOP, "purchase_price": ONE, "currency": text}),)
    for text in ("USD", "$")
)

DUPLICATE_CASES = (
    Case("two types of a known device", (assign(device_type="a"), assign(device_type="b")), ONCE),
    Case(
        "two types of a known device, and a label",
        (assign(device_type="a"), assign(device_type="b", label="main")),
        ONCE,
        after=(held(ADA, 0, None, "main"),),
    ),
    Case(
        "two types and names of what is so",
        (assign(device_type="a", owner_name="A"), assign(device_type="b", owner_name="B")),
        ("unchanged already_assigned", "unchanged duplicate_row"),
        (held(ADA, -30),),
    ),
    Case(
        "two types of a new device",
        (assign(serial_number="X-9", device_type="a"), assign(serial_number="X-9", device_type="b")),
        BOTH_REJECTED,
        intent=CREATING,
        after=(),
    ),
    Case(
        "two types of a new device by its MAC address",
        (assign(mac_address=MAC_9, device_type="a"), assign(mac_address=MAC_9, device_type="b")),
        BOTH_REJECTED,
        intent=CREATING,
    ),
    Case(
        "a type that only the later row of a new device gives",
        (assign(serial_number="X-9"), assign(serial_number="X-9", device_type="b")),
        ONCE,
        intent=CREATING,
        after=(held(ADA, 0, device_id=7),),
    ),
    Case(
        "two types of a device that is not to be created",
        (assign(serial_number="X-9", device_type="a"), assign(serial_number="X-9", device_type="b")),
        NEITHER_KNOWN,
    ),
    Case(
        "two types of an unknown number",
        (assign(device_id=99, device_type="a"), assign(device_id=99, device_type="b")),
        NEITHER_KNOWN,
        intent=CREATING,
    ),
    Case("two names of a known owner", (assign(owner_name="A"), assign(owner_name="B")), ONCE),
    Case(
        "two names of a known owner of a new device",
        (
            assign(serial_number="X-9", device_type="a", owner_name="A"),
            assign(serial_number="X-9", device_type="a", owner_name="B"),
        ),
        ONCE,
        intent=CREATING,
    ),
    Case("two names of a new owner", (assign(NEW, owner_name="A"), assign(NEW, owner_name="B")), BOTH_REJECTED),
    Case("a name that only the later row gives", (assign(NEW), assign(NEW, owner_name="B")), ONCE),
    Case(
        "two names of an owner who is not to be created",
        (assign(NEW, owner_name="A"), assign(NEW, owner_name="B")),
        ("skipped unknown_owner",) * 2,
        intent=NO_NEW_OWNERS,
    ),
    Case(
        "two names of a new owner of a device that nobody knows",
        (assign(NEW, serial_number="X-9", owner_name="A"), assign(NEW, serial_number="X-9", owner_name="B")),
        NEITHER_KNOWN,
    ),
    Case(
        "two ways to write the name of somebody unknown",
        (assign(None, owner_name="Zoë Quist"), assign(None, owner_name="Quist, Zoe")),
        ("skipped unknown_owner",) * 2,
    ),
    Case(
        "two names, and the device taken back",
        (unassign(ADA, owner_name="A"), unassign(ADA, owner_name="B")),
        ("applied unassign", "unchanged duplicate_row"),
        (held(ADA, -30),),
    ),
    Case(
        "a history of a known device, of two types",
        (
            assign(device_type="a", effective_at=day(-30), end_at=day(-20)),
            assign(device_type="b", effective_at=day(-10)),
        ),
        ("applied assign", "applied assign"),
        after=(held(ADA, -30, -20), held(ADA, -10)),
    ),
    Case("a sign of what is on record", (item(currency="$", purchase_price=ONE),), ("unchanged",), devices=IN_DOLLARS),
    Case("a sign of something else", (item(currency="KR"),), ("applied update",), devices=IN_DOLLARS),
    Case("what a sign on record means", (item(currency="CAD"),), ("applied update",), devices=IN_SIGNS),
    Case(
        "a sign, and what another row says that it means",
        (item(currency="$", purchase_price=ONE), item(currency="CAD", purchase_price=ONE)),
        ("applied update", "unchanged duplicate_row"),
    ),
    Case("a sign, and what it cannot mean", (item(currency="$"), item(currency="EUR")), BOTH_REJECTED),
)
