"""Cases of several rows: rows of one device, inventories, full sheets, and all or nothing."""

from __future__ import annotations

from pipeline.model import Intent
from schemas.vocabulary import Mode
from tests.support.cases.world import ADA, BOB, MAC_2, MAC_3, MAC_9, NEW, Case, assign, day, held, item, unassign

TYPED = Intent(create_devices=True, default_device_type="laptop")
ATOMIC = Intent(atomic=True)
FULL = Intent(mode=Mode.FULL)
FULL_ALL = Intent(mode=Mode.FULL, scope="all")
FULL_ANYWAY = Intent(mode=Mode.FULL, scope="all", allow={"absent-beside-unresolved": None})
COMPLETE = Intent(inventory_complete=True)

CONFLICT = "rejected conflicting_rows"
REPEATED = "unchanged duplicate_row"
MISSING = "rejected missing_value"
NAMELESS = "rejected missing_identifier"
CREATED = ("applied create",)
NEW_ITEM = {"name": "Hub", "type": "hub", "category": "iot"}

ONE_DEVICE = (
    Case("twice the same", (assign(), assign(comment="x", added_by="it")), ("applied assign", REPEATED)),
    Case("twice what is so", (assign(), assign()), ("unchanged already_assigned", REPEATED), (held(ADA, -30),)),
    Case("twice skipped", (unassign(), unassign()), ("skipped not_assigned",) * 2),
    Case("by two identifiers", (assign(serial_number="SN-2"), assign(asset_tag="TAG-2")), ("applied assign", REPEATED)),
    Case("two owners", (assign(ADA), assign(BOB)), (CONFLICT, CONFLICT)),
    Case("two owners, and an equal", (assign(ADA), assign(ADA), assign(BOB)), (CONFLICT,) * 3),
    Case("assign and unassign", (assign(ADA), unassign(ADA)), (CONFLICT, CONFLICT)),
    Case("a blank and a named owner", (unassign(), unassign(ADA)), (CONFLICT, CONFLICT), (held(ADA, -30),)),
    Case("two dates", (assign(), assign(effective_at=day(-7))), (CONFLICT, CONFLICT)),
    Case("an end and none", (assign(), assign(end_at=day(7))), (CONFLICT, CONFLICT)),
    Case("two labels", (assign(label="a"), assign(label="b")), (CONFLICT, CONFLICT)),
    Case("two due dates", (assign(due_at=day(7)), assign(due_at=day(9))), (CONFLICT, CONFLICT)),
    Case("a due date and none", (assign(), assign(due_at=day(7))), ("applied assign", "unchanged duplicate_row")),
    Case("a label and a cleared one", (assign(label="a"), assign(clears_label=True)), (CONFLICT, CONFLICT)),
    Case(
        "a label and none",
        (assign(), assign(label="a")),
        ("applied assign", REPEATED),
        after=(held(ADA, 0, None, "a"),),
    ),
    Case("two owner names", (assign(NEW, owner_name="A"), assign(NEW, owner_name="B")), (CONFLICT, CONFLICT)),
    Case(
        "a bad row takes no part",
        (assign(ADA), assign(BOB, fault="invalid_date")),
        ("applied assign", "rejected invalid_date"),
    ),
    Case(
        "a row that ends before it starts takes no part",
        (assign(ADA), assign(BOB, end_at=day(-7))),
        ("applied assign", "rejected end_before_start"),
    ),
    Case(
        "a mismatched row takes no part",
        (assign(ADA), assign(BOB, serial_number="SN-1", device_id=2)),
        ("applied assign", "rejected identifier_mismatch"),
    ),
    Case(
        "a new device, twice",
        (assign(serial_number="X-9"), assign(serial_number="X-9", asset_tag="T-9")),
        ("applied assign", REPEATED),
        intent=TYPED,
    ),
    Case(
        "two new devices with one asset tag",
        (assign(serial_number="X-8", asset_tag="T-9"), assign(serial_number="X-9", asset_tag="T-9")),
        (CONFLICT, CONFLICT),
        intent=TYPED,
    ),
    Case(
        "an owner whom another row creates is not yet known",
        (assign(NEW), unassign(NEW, serial_number="SN-2")),
        ("applied assign", "skipped unknown_owner"),
        (held(ADA, -30, device_id=2),),
    ),
)

INVENTORY = (
    Case("a new device", (item(serial_number="X-9", **NEW_ITEM),), ("applied create",)),
    Case("a new device by name alone", (item(device_id=None, **NEW_ITEM),), ("applied create",)),
    Case("a new device of a category alone", (item(serial_number="X-9", name="Hub", category="iot"),), CREATED),
    Case("a new device of a type alone", (item(serial_number="X-9", name="Hub", type="hub"),), CREATED),
    Case("a new device without a name", (item(serial_number="X-9", model="T14", type="hub"),), CREATED),
    Case("a new device of nothing but a name", (item(device_id=None, name="Hub"),), (MISSING,)),
    Case("a new device of the default type", (item(serial_number="X-9"),), CREATED, intent=TYPED),
    Case("a new device of its vendor's usual type", (item(serial_number="X-9", usual_type="Mac"),), CREATED),
    Case("a new device whose name says its type", (item(serial_number="X-9", said_type="tablet"),), CREATED),
    Case("a known device of its vendor's usual type", (item(serial_number="SN-1", usual_type="Mac"),), ("unchanged",)),
    Case("an unknown number of the default type", (item(device_id=99, name="Hub"),), (MISSING,), intent=TYPED),
    Case("a known device has no defaults", (item(serial_number="SN-1"),), ("unchanged",), intent=TYPED),
    Case("one name in two rows", (item(device_id=None, **NEW_ITEM),) * 2, (NAMELESS, NAMELESS)),
    Case("one name on record in two rows", (item(name="Desk one"), item(name="desk one")), (NAMELESS, NAMELESS)),
    Case("a name in another case", (item(name="DESK ONE", location="Lyon"),), ("applied update",)),
    Case("a name in another case, and nothing else", (item(name="DESK ONE"),), ("unchanged",)),
    Case("an unknown number never creates", (item(device_id=99, **NEW_ITEM),), (MISSING,)),
    Case("an attribute that differs", (item(location="Lyon"),), ("applied update",)),
    Case("an attribute that is so", (item(location="Paris", name="Desk one"),), ("unchanged",)),
    Case("a cleared attribute", (item(cleared="|location|"),), ("applied update",)),
    Case("a cleared attribute that is blank", (item(cleared="|purchase_price|"),), ("unchanged",)),
    Case("two rows, two values", (item(location="Lyon"), item(location="Rome")), (CONFLICT, CONFLICT)),
    Case("a value and a cleared one", (item(location="Lyon"), item(cleared="|location|")), (CONFLICT, CONFLICT)),
    Case("two rows that add up", (item(location="Lyon"), item(department="IT")), ("applied update", REPEATED)),
    Case(
        "two rows that add up to a new device",
        (item(serial_number="X-9", name="Hub"), item(serial_number="X-9", type="hub", category="iot")),
        ("applied create", REPEATED),
    ),
    Case(
        "two devices, one new asset tag",
        (item(asset_tag="T-9", serial_number="SN-1"), item(asset_tag="T-9", serial_number="SN-2")),
        (CONFLICT, CONFLICT),
    ),
    Case(
        "a tag of another device", (item(serial_number="SN-1", asset_tag="TAG-2"),), ("rejected identifier_mismatch",)
    ),
    Case(
        "a tag that another device gives up in the same run",
        (item(serial_number="SN-2", cleared="|asset_tag|"), item(serial_number="SN-1", asset_tag="TAG-2")),
        ("applied update", "rejected identifier_mismatch"),
    ),
    Case("a new serial for a device without one", (item(serial_number="X-9", mac_address=MAC_3),), ("applied update",)),
    Case("a new serial for a device by its number", (item(serial_number="X-9", device_id=3),), ("applied update",)),
    Case(
        "a new tag for a device by its MAC address, which has a tag",
        (item(asset_tag="T-9", mac_address=MAC_3),),
        ("rejected identifier_mismatch",),
    ),
    Case("a new tag for a device by its number", (item(asset_tag="T-9", device_id=1),), ("applied update",)),
    Case("a new MAC address for a device by its number", (item(mac_address=MAC_9, device_id=1),), ("applied update",)),
    Case(
        "a new serial and a new tag for a device by its number, which has a tag",
        (item(serial_number="X-9", asset_tag="T-9", device_id=3),),
        ("rejected identifier_mismatch",),
    ),
    Case(
        "a new serial and a new MAC address for a device by its tag",
        (item(serial_number="X-9", asset_tag="TAG-3", mac_address=MAC_9),),
        ("applied update",),
    ),
    Case(
        "a new serial beside a device that has one",
        (item(serial_number="X-9", mac_address=MAC_2),),
        ("rejected identifier_mismatch",),
    ),
    Case(
        "a device given its serial is known by it",
        (item(serial_number="X-9", mac_address=MAC_3), assign(serial_number="X-9")),
        ("applied update", "applied assign"),
        after=(held(ADA, 0, device_id=3),),
    ),
    Case(
        "a new device is known to the assignments",
        (assign(mac_address=MAC_9), item(mac_address=MAC_9, **NEW_ITEM)),
        ("applied assign", "applied create"),
        after=(held(ADA, 0, device_id=7),),
    ),
    Case(
        "the missing are named",
        (item(), item(serial_number="SN-2", fault="invalid_number")),
        ("unchanged", "rejected invalid_number"),
        intent=COMPLETE,
        missing=(3, 4, 5),
    ),
    Case(
        "without an inventory row none is missing",
        (assign(),),
        ("applied assign",),
        intent=Intent(inventory_complete=True, is_org_given=True),
        after=(held(ADA, 0),),
    ),
)

HELD_BY_BOTH = (held(ADA, -30), held(ADA, -30, device_id=2), held(BOB, -30, device_id=3))
SAME = "unchanged already_assigned"

FULL_SHEETS = (
    Case(
        "of the listed owners",
        (assign(ADA),),
        (SAME,),
        HELD_BY_BOTH,
        intent=FULL,
        absent=((2, ADA, False),),
        after=(held(ADA, -30), held(ADA, -30, 0, device_id=2), held(BOB, -30, device_id=3)),
    ),
    Case(
        "of all owners",
        (assign(ADA),),
        (SAME,),
        HELD_BY_BOTH,
        intent=FULL_ALL,
        absent=((2, ADA, False), (3, BOB, False)),
    ),
    Case(
        "of a department",
        (assign(BOB, serial_number="SN-2"),),
        ("applied reassign",),
        HELD_BY_BOTH,
        intent=Intent(mode=Mode.FULL, scope="department=Finance"),
        absent=((1, ADA, False),),
    ),
    Case(
        "another organization is left alone",
        (assign(ADA),),
        (SAME,),
        (held(ADA, -30), held(ADA, -30, device_id=6)),
        intent=FULL_ALL,
    ),
    Case(
        "a pending span is left alone",
        (assign(ADA),),
        (SAME,),
        (held(ADA, -30), held(ADA, -30, 7, device_id=2), held(BOB, 7, device_id=2)),
        intent=FULL_ALL,
        absent=((2, ADA, False),),
        after=(held(ADA, -30), held(ADA, -30, 0, device_id=2), held(BOB, 7, device_id=2)),
    ),
    Case(
        "a rejected row still names its device",
        (assign(ADA), assign(None, serial_number="SN-2", fault="invalid_email")),
        (SAME, "rejected invalid_email"),
        HELD_BY_BOTH[:2],
        intent=FULL,
    ),
    Case(
        "a mismatched row names all its candidates",
        (assign(ADA), assign(ADA, serial_number="SN-2", asset_tag="TAG-3")),
        (SAME, "rejected identifier_mismatch"),
        HELD_BY_BOTH,
        intent=FULL_ALL,
    ),
    Case(
        "a row of an unknown device holds",
        (assign(ADA), assign(ADA, serial_number="X-9")),
        (SAME, "skipped unknown_device"),
        HELD_BY_BOTH[:2],
        intent=FULL,
        absent=((2, ADA, True),),
        after=HELD_BY_BOTH[:2],
    ),
    Case(
        "a row without a readable identifier holds",
        (assign(ADA), assign(ADA, serial_number=None, fault="error_cell")),
        (SAME, "rejected error_cell"),
        HELD_BY_BOTH[:2],
        intent=FULL,
        absent=((2, ADA, True),),
    ),
    Case(
        "a row of an unknown device, allowed",
        (assign(ADA), assign(ADA, serial_number="X-9")),
        (SAME, "skipped unknown_device"),
        HELD_BY_BOTH[:2],
        intent=FULL_ANYWAY,
        absent=((2, ADA, False),),
    ),
    Case(
        "a device created by the run holds nothing",
        (assign(ADA), assign(ADA, serial_number="X-9", device_type="phone")),
        (SAME, "applied assign"),
        HELD_BY_BOTH[:2],
        intent=Intent(mode=Mode.FULL, create_devices=True),
        absent=((2, ADA, False),),
    ),
)

ALL_OR_NOTHING = (
    Case(
        "one rejected row and nothing is written",
        (
            assign(ADA),
            assign(ADA),
            assign(ADA, serial_number="SN-2"),
            unassign(serial_number="SN-4"),
            assign(device_name="Printer"),
        ),
        ("skipped atomic_abort", "skipped atomic_abort", SAME, "skipped not_assigned", "rejected ambiguous_device"),
        (held(ADA, -30, device_id=2),),
        after=(held(ADA, -30, device_id=2),),
        intent=ATOMIC,
    ),
    Case(
        "of either kind",
        (item(location="Lyon"), item(serial_number="X-9"), assign(ADA)),
        ("skipped atomic_abort", MISSING, "skipped atomic_abort"),
        intent=ATOMIC,
        after=(),
    ),
    Case(
        "skipped rows abort nothing",
        (assign(ADA), unassign(serial_number="SN-2")),
        ("applied assign", "skipped not_assigned"),
        intent=ATOMIC,
    ),
)

SHEET_CASES = (*ONE_DEVICE, *INVENTORY, *FULL_SHEETS, *ALL_OR_NOTHING)
