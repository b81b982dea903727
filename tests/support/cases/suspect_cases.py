"""The guard against ghosts: new owners whose e-mail address looks like a slip of a known one's."""

from __future__ import annotations

from pipeline.model import Intent
from schemas.vocabulary import Guard, OnConflict
from tests.support.cases.world import ADA, CARLA, Case, assign, held, unassign

SLIP, TURNED = "karla.bell@acme.example", "bell.carla@acme.example"
DRAWN = "\u0441arla.bell@acme.example"
HELD = (held(ADA, -30),)
HOLDING = Intent(guard=Guard.HOLD)

SUSPECT_CASES = (
    Case("a slip is created all the same", (assign(SLIP),), ("applied assign",), after=(held(SLIP, 0),)),
    Case("a slip that is held back", (assign(SLIP),), ("skipped suspect_owner",), after=(), intent=HOLDING),
    Case("swapped names are held back", (assign(TURNED),), ("skipped suspect_owner",), HELD, HELD, HOLDING),
    Case("letters drawn alike are held back", (assign(DRAWN),), ("skipped suspect_owner",), HELD, HELD, HOLDING),
    Case("the one who is meant is not", (assign(CARLA),), ("applied assign",), after=(held(CARLA, 0),), intent=HOLDING),
    Case(
        "a slip that is let in",
        (assign(SLIP), assign(TURNED, serial_number="SN-2")),
        ("applied assign", "skipped suspect_owner"),
        after=(held(SLIP, 0),),
        intent=Intent(guard=Guard.HOLD, allowed_owners=frozenset({SLIP})),
    ),
    Case(
        "another organization's owners are nobody's likeness",
        (assign(SLIP, serial_number="SN-6", org_id="other"),),
        ("applied assign",),
        intent=HOLDING,
    ),
    Case("a slip and its repetition", (assign(SLIP), assign(SLIP)), ("skipped suspect_owner",) * 2, intent=HOLDING),
    Case(
        "a slip of an unknown owner is none",
        (assign("anton.may@acme.example"), assign("anton.mai@acme.example", serial_number="SN-2")),
        ("applied assign", "applied assign"),
        intent=HOLDING,
    ),
    Case("a slip: unassign", (unassign(SLIP),), ("skipped unknown_owner",), HELD, intent=HOLDING),
    Case("a slip: unknown device", (assign(SLIP, serial_number="X-9"),), ("skipped unknown_device",), intent=HOLDING),
    Case(
        "a slip: owners not to be created",
        (assign(SLIP),),
        ("skipped unknown_owner",),
        intent=Intent(guard=Guard.HOLD, create_owners=False),
    ),
    Case(
        "a slip: unknown device without a type",
        (assign(SLIP, serial_number="X-9"),),
        ("skipped suspect_owner",),
        intent=Intent(guard=Guard.HOLD, create_devices=True),
    ),
    Case(
        "a slip: held device, to be refused",
        (assign(SLIP),),
        ("skipped suspect_owner",),
        HELD,
        intent=Intent(guard=Guard.HOLD, on_conflict=OnConflict.REFUSE),
    ),
    Case(
        "a slip held back stops nothing",
        (assign(SLIP), assign(CARLA, serial_number="SN-2")),
        ("skipped suspect_owner", "applied assign"),
        intent=Intent(guard=Guard.HOLD, atomic=True),
    ),
)
