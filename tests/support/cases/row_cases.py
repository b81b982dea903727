"""Cases of single assignments rows: the table, who holds it, time, and what comes before the table."""

from __future__ import annotations

from pipeline.model import Intent
from schemas.instants import OPEN_END
from schemas.vocabulary import OnConflict
from tests.support.cases.world import ADA, BOB, MAC_2, MAC_3, MAC_9, NEW, NOW, Case, assign, day, held, nobody, unassign

CREATING = Intent(create_devices=True)
TYPED = Intent(create_devices=True, default_device_type="laptop")
NO_NEW_OWNERS = Intent(create_owners=False)
SKIPPING = Intent(on_conflict=OnConflict.SKIP)
REFUSING = Intent(on_conflict=OnConflict.REFUSE)

FREE = ()
HELD = (held(ADA, -30),)
NAMED = (held(ADA, -30, None, "main"),)
ENDING = (held(ADA, -30, 30),)
PENDING = (held(ADA, -30, 7), held(BOB, 7))
FORESEEN = (held(BOB, 7),)
GONE = (held(ADA, -60, -30),)

TABLE = (
    Case("unknown device, creation off: assign", (assign(serial_number="X-9"),), ("skipped unknown_device",)),
    Case("unknown device, creation off: unassign", (unassign(serial_number="X-9"),), ("skipped unknown_device",)),
    Case(
        "unknown device, creation on, its type in the row",
        (assign(serial_number="X-9", device_type="phone"),),
        ("applied assign",),
        intent=CREATING,
        after=(held(ADA, 0, device_id=7),),
    ),
    Case("unknown device, type by option", (assign(serial_number="X-9"),), ("applied assign",), intent=TYPED),
    Case("unknown device by MAC address alone", (assign(mac_address=MAC_9),), ("applied assign",), intent=TYPED),
    Case("unknown device by name alone", (assign(device_name="Hub"),), ("applied assign",), intent=TYPED),
    Case("unknown device, unknown owner", (assign(NEW, asset_tag="T-9"),), ("applied assign",), intent=TYPED),
    Case(
        "unknown device, creation on, no type",
        (assign(serial_number="X-9"),),
        ("rejected missing_device_type",),
        intent=CREATING,
        after=(),
    ),
    Case(
        "unknown device, unknown owner, owners not to be created",
        (assign(NEW, serial_number="X-9"),),
        ("skipped unknown_owner",),
        intent=Intent(create_devices=True, create_owners=False),
    ),
    Case("unknown device_id is never created", (assign(device_id=99),), ("skipped unknown_device",), intent=TYPED),
    Case(
        "unknown device, creation on: unassign",
        (unassign(serial_number="X-9"),),
        ("skipped unknown_device",),
        intent=TYPED,
    ),
    Case("unknown owner, free device", (assign(NEW),), ("applied assign",), FREE, after=(held(NEW, 0),)),
    Case(
        "unknown owner, held device",
        (assign(NEW),),
        ("applied reassign",),
        HELD,
        after=(held(ADA, -30, 0), held(NEW, 0)),
    ),
    Case("unknown owner, not to be created", (assign(NEW),), ("skipped unknown_owner",), HELD, intent=NO_NEW_OWNERS),
    Case("unknown owner: unassign a free device", (unassign(NEW),), ("skipped unknown_owner",), FREE),
    Case("unknown owner: unassign a held device", (unassign(NEW),), ("skipped unknown_owner",), HELD),
    Case("free: assign", (assign(label="main"),), ("applied assign",), FREE, after=(held(ADA, 0, None, "main"),)),
    Case("free: assign until", (assign(end_at=day(30)),), ("applied assign",), FREE, after=(held(ADA, 0, 30),)),
    Case("free: unassign", (unassign(),), ("skipped not_assigned",), FREE),
    Case("free: nobody shall hold it", (nobody(),), ("unchanged",), FREE),
    Case(
        "held: nobody shall hold it", (nobody(),), ("applied unassign",), (held(ADA, -30),), after=(held(ADA, -30, 0),)
    ),
    Case("free: nobody, twice", (nobody(), nobody()), ("unchanged", "unchanged"), FREE),
    Case("free: unassign, and nobody", (unassign(), nobody()), ("skipped not_assigned", "unchanged"), FREE),
    Case("unknown: nobody", (nobody(serial_number="SN-99"),), ("skipped unknown_device",), FREE),
    Case("free: unassign from an owner", (unassign(ADA),), ("skipped not_assigned",), FREE),
    Case("same owner: assign", (assign(),), ("unchanged already_assigned",), NAMED, after=NAMED),
    Case("same owner: unassign", (unassign(ADA),), ("applied unassign",), HELD, after=(held(ADA, -30, 0),)),
    Case("whoever holds it: unassign", (unassign(),), ("applied unassign",), HELD, after=(held(ADA, -30, 0),)),
    Case(
        "other owner: assign",
        (assign(BOB, label="spare"),),
        ("applied reassign",),
        NAMED,
        after=(held(ADA, -30, 0, "main"), held(BOB, 0, None, "spare")),
    ),
    Case("other owner: skip", (assign(BOB),), ("skipped owned_by_other",), HELD, after=HELD, intent=SKIPPING),
    Case("other owner: refuse", (assign(BOB),), ("rejected owned_by_other",), HELD, after=HELD, intent=REFUSING),
    Case("other owner, unknown: skip", (assign(NEW),), ("skipped owned_by_other",), HELD, intent=SKIPPING),
    Case("other owner: unassign", (unassign(BOB),), ("skipped owned_by_other",), HELD, after=HELD),
    Case("other organization has its own", (assign(serial_number="SN-6"),), ("skipped unknown_device",)),
    Case("other organization", (assign(serial_number="SN-6", org_id="other"),), ("applied assign",)),
)

SAME_OWNER = (
    Case("a new end", (assign(end_at=day(30)),), ("applied update",), HELD, after=(held(ADA, -30, 30),)),
    Case("a moved end", (assign(end_at=day(60)),), ("applied update",), ENDING, after=(held(ADA, -30, 60),)),
    Case("the end it has", (assign(end_at=day(30)),), ("unchanged already_assigned",), ENDING),
    Case("a cleared end", (assign(clears_end=True),), ("applied update",), ENDING, after=HELD),
    Case("a cleared end that is open", (assign(clears_end=True),), ("unchanged already_assigned",), HELD),
    Case("a blank end keeps the end", (assign(),), ("unchanged already_assigned",), ENDING),
    Case("a new label", (assign(label="main"),), ("applied update",), HELD, after=NAMED),
    Case("the label it has", (assign(label="main"),), ("unchanged already_assigned",), NAMED),
    Case("a cleared label", (assign(clears_label=True),), ("applied update",), NAMED, after=HELD),
    Case("a cleared label that is blank", (assign(clears_label=True),), ("unchanged already_assigned",), HELD),
    Case("an update at the start", (assign(label="main", effective_at=day(-30)),), ("applied update",), HELD),
    Case(
        "another name and type matter not",
        (assign(owner_name="A.", device_type="phone"),),
        ("unchanged already_assigned",),
        HELD,
    ),
)

TIME = (
    Case(
        "in the future: a pending span",
        (assign(BOB, effective_at=day(7)),),
        ("applied reassign",),
        HELD,
        after=(held(ADA, -30, 7), held(BOB, 7)),
    ),
    Case(
        "in the past, since the holder's start",
        (assign(BOB, effective_at=day(-7)),),
        ("applied reassign",),
        HELD,
        after=(held(ADA, -30, -7), held(BOB, -7)),
    ),
    Case(
        "unassign in the past",
        (unassign(effective_at=day(-7)),),
        ("applied unassign",),
        HELD,
        after=(held(ADA, -30, -7),),
    ),
    Case(
        "before the holder's start", (assign(BOB, effective_at=day(-60)),), ("rejected effective_in_closed_span",), HELD
    ),
    Case("same owner before the start", (assign(effective_at=day(-60)),), ("unchanged already_assigned",), HELD),
    Case(
        "same owner before the start, changing",
        (assign(label="x", effective_at=day(-60)),),
        ("rejected effective_in_closed_span",),
        HELD,
    ),
    Case("unassign before the start", (unassign(effective_at=day(-60)),), ("rejected effective_in_closed_span",), HELD),
    Case(
        "unassign another's before the start",
        (unassign(BOB, effective_at=day(-60)),),
        ("skipped owned_by_other",),
        HELD,
    ),
    Case("at the holder's start", (assign(BOB, effective_at=day(-30)),), ("rejected zero_length_span",), HELD),
    Case("unassign at the holder's start", (unassign(effective_at=day(-30)),), ("rejected zero_length_span",), HELD),
    Case("a span that starts now", (assign(BOB),), ("rejected zero_length_span",), (held(ADA, 0),)),
    Case(
        "before the end of a closed span",
        (assign(effective_at=day(-45)),),
        ("rejected effective_in_closed_span",),
        GONE,
    ),
    Case("unassign within a closed span", (unassign(effective_at=day(-45)),), ("skipped not_assigned",), GONE),
    Case(
        "at the end of a closed span",
        (assign(BOB, effective_at=day(-30)),),
        ("applied assign",),
        GONE,
        after=(*GONE, held(BOB, -30)),
    ),
    Case("after a closed span", (assign(BOB),), ("applied assign",), GONE, after=(*GONE, held(BOB, 0))),
    Case("a pending span stands in the way", (assign(NEW),), ("rejected pending_span_exists",), PENDING, after=PENDING),
    Case("the holder until then is unchanged", (assign(),), ("unchanged already_assigned",), PENDING),
    Case("unassign before a pending span", (unassign(),), ("rejected pending_span_exists",), PENDING),
    Case("a free device with a pending span", (assign(),), ("rejected pending_span_exists",), FORESEEN),
    Case("unassign a free device with a pending span", (unassign(),), ("skipped not_assigned",), FORESEEN),
    Case(
        "at the start of a pending span", (assign(ADA, effective_at=day(7)),), ("rejected zero_length_span",), PENDING
    ),
    Case("a pending span's owner", (assign(BOB, effective_at=day(7)),), ("unchanged already_assigned",), PENDING),
    Case(
        "an update at the start of a pending span",
        (assign(BOB, effective_at=day(7), end_at=day(30)),),
        ("applied update",),
        PENDING,
        after=(held(ADA, -30, 7), held(BOB, 7, 30)),
    ),
    Case(
        "unassign at the start of a pending span cancels it",
        (unassign(effective_at=day(7)),),
        ("applied unassign",),
        PENDING,
        after=(held(ADA, -30, 7),),
    ),
    Case(
        "after the start of a pending span",
        (assign(ADA, effective_at=day(30)),),
        ("applied reassign",),
        PENDING,
        after=(held(ADA, -30, 7), held(BOB, 7, 30), held(ADA, 30)),
    ),
    Case(
        "at a scheduled end",
        (assign(BOB, effective_at=day(30)),),
        ("applied assign",),
        ENDING,
        after=(held(ADA, -30, 30), held(BOB, 30)),
    ),
    Case("unassign after a scheduled end", (unassign(effective_at=day(60)),), ("skipped not_assigned",), ENDING),
    Case("end before the start", (assign(effective_at=day(7), end_at=day(7)),), ("rejected end_before_start",), FREE),
    Case("end before now", (assign(end_at=NOW),), ("rejected end_before_start",), HELD),
    Case(
        "end before now beats an unknown device",
        (assign(serial_number="X-9", end_at=NOW),),
        ("rejected end_before_start",),
    ),
    Case(
        "wholly in the past",
        (assign(effective_at=day(-7), end_at=day(-2)),),
        ("applied assign",),
        FREE,
        after=(held(ADA, -7, -2),),
    ),
    Case("an end that is open", (assign(end_at=OPEN_END),), ("unchanged already_assigned",), HELD),
)

IDENTIFIERS = (
    Case("by asset tag", (assign(asset_tag="TAG-2"),), ("applied assign",), after=(held(ADA, 0, device_id=2),)),
    Case("by MAC address", (assign(mac_address=MAC_3),), ("applied assign",), after=(held(ADA, 0, device_id=3),)),
    Case("by number", (assign(device_id=4),), ("applied assign",), after=(held(ADA, 0, device_id=4),)),
    Case("by name", (assign(device_name="Desk two"),), ("applied assign",), after=(held(ADA, 0, device_id=2),)),
    Case("by a name that two have", (assign(device_name="Printer"),), ("rejected ambiguous_device",)),
    Case(
        "a name beside a serial says nothing",
        (assign(serial_number="SN-1", device_name="Printer"),),
        ("applied assign",),
    ),
    Case(
        "a weaker one of another device",
        (assign(serial_number="SN-1", asset_tag="TAG-2"),),
        ("rejected identifier_mismatch",),
    ),
    Case("a number of another device", (assign(serial_number="SN-1", device_id=2),), ("rejected identifier_mismatch",)),
    Case("a weaker one that nobody has", (assign(serial_number="SN-1", asset_tag="T-9"),), ("applied assign",)),
    Case(
        "an unknown serial beside a known MAC address",
        (assign(serial_number="X-9", mac_address=MAC_2),),
        ("rejected identifier_mismatch",),
        intent=TYPED,
    ),
    Case(
        "an unknown serial never names a device without one",
        (assign(serial_number="X-9", mac_address=MAC_3),),
        ("rejected identifier_mismatch",),
        intent=TYPED,
    ),
    Case("a bad cell beats all", (assign(serial_number="X-9", fault="invalid_date"),), ("rejected invalid_date",)),
)

ROW_CASES = (*TABLE, *SAME_OWNER, *TIME, *IDENTIFIERS)
