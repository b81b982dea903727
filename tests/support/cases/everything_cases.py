"""Cases of `<all>`: an unassign row that takes back everything that its owner holds."""

from __future__ import annotations

from tests.support.cases.world import ADA, BOB, CARLA, NEW, Case, assign, day, held, taking_all, unassign

TWO = (held(ADA, -30), held(ADA, -30, device_id=2))
LATER = (held(ADA, 5),)
NOTHING = "skipped not_assigned"

EVERYTHING_CASES: tuple[Case, ...] = (
    Case(
        "everything of an owner",
        (taking_all(ADA),),
        ("applied unassign",),
        (*TWO, held(BOB, -30, device_id=3)),
        after=(held(ADA, -30, 0), held(ADA, -30, 0, device_id=2), held(BOB, -30, device_id=3)),
    ),
    Case(
        "everything from a day on",
        (taking_all(ADA, effective_at=day(5)),),
        ("applied unassign",),
        TWO,
        after=(held(ADA, -30, 5), held(ADA, -30, 5, device_id=2)),
    ),
    Case(
        "everything since a day, but what began later",
        (taking_all(ADA, effective_at=day(-10)),),
        ("applied unassign",),
        (held(ADA, -30), held(ADA, -5, device_id=2)),
        after=(held(ADA, -30, -10), held(ADA, -5, device_id=2)),
    ),
    Case(
        "everything since before all of it",
        (taking_all(ADA, effective_at=day(-40)),),
        ("rejected effective_in_closed_span",),
        TWO,
        after=TWO,
    ),
    Case("everything of somebody who holds nothing", (taking_all(CARLA),), (NOTHING,), TWO, after=TWO),
    Case("everything of somebody unknown", (taking_all(NEW),), ("skipped unknown_owner",), TWO, after=TWO),
    Case("everything twice", (taking_all(ADA), taking_all(ADA)), ("applied unassign", "unchanged duplicate_row"), TWO),
    Case("nothing twice", (taking_all(CARLA), taking_all(CARLA)), (NOTHING, NOTHING), TWO),
    Case(
        "everything on two days",
        (taking_all(ADA), taking_all(ADA, effective_at=day(5))),
        ("rejected conflicting_rows",) * 2,
        TWO,
        after=TWO,
    ),
    Case(
        "everything of two people",
        (taking_all(ADA), taking_all(BOB)),
        ("applied unassign",) * 2,
        (held(ADA, -30), held(BOB, -30, device_id=2)),
        after=(held(ADA, -30, 0), held(BOB, -30, 0, device_id=2)),
    ),
    Case(
        "everything but what another row hands over",
        (taking_all(ADA), assign(BOB)),
        ("applied unassign", "applied reassign"),
        TWO,
        after=(held(ADA, -30, 0), held(BOB, 0), held(ADA, -30, 0, device_id=2)),
    ),
    Case(
        "everything but what a rejected row names",
        (taking_all(ADA), assign(BOB, fault="invalid_date")),
        ("applied unassign", "rejected invalid_date"),
        TWO,
        after=(held(ADA, -30), held(ADA, -30, 0, device_id=2)),
    ),
    Case(
        "everything but what stays",
        (taking_all(ADA), assign(ADA)),
        ("applied unassign", "unchanged already_assigned"),
        TWO,
        after=(held(ADA, -30), held(ADA, -30, 0, device_id=2)),
    ),
    Case("everything, of which all is named", (taking_all(ADA), unassign()), (NOTHING, "applied unassign"), TWO[:1]),
    Case(
        "everything but a hand-over that is pending",
        (taking_all(ADA),),
        ("applied unassign",),
        (held(ADA, -30, 5), held(BOB, 5), TWO[1]),
        after=(held(ADA, -30, 5), held(BOB, 5), held(ADA, -30, 0, device_id=2)),
    ),
    Case(
        "everything of whom only later something is",
        (taking_all(ADA),),
        (NOTHING,),
        (held(ADA, 5),),
        after=(held(ADA, 5),),
    ),
    Case(
        "everything in a row with a bad cell",
        (taking_all(ADA, fault="invalid_date"),),
        ("rejected invalid_date",),
        TWO,
        after=TWO,
    ),
)
