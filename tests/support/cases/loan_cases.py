"""Cases of loans: when a device is due, when it came back, and dates that mean one or the other."""

from __future__ import annotations

from dataclasses import replace

from tests.support.cases.world import ADA, BOB, NOW, Case, assign, day, held, unassign

FREE = ()
HELD = (held(ADA, -30),)
RETURNED = (held(ADA, -30, -5),)
ON_RECORD, NOBODYS = "unchanged already_assigned", "skipped not_assigned"
LENT = (replace(HELD[0], due_at=day(9)),)

DUE = (
    Case("a due date", (assign(due_at=day(9)),), ("applied update",), HELD, after=LENT),
    Case("the due date it has", (assign(due_at=day(9)),), ("unchanged already_assigned",), LENT, after=LENT),
    Case("a due date in the past", (assign(due_at=day(-9)),), ("applied update",), HELD),
    Case(
        "a blank due date keeps it",
        (assign(label="main"),),
        ("applied update",),
        LENT,
        after=(replace(LENT[0], label="main"),),
    ),
    Case("a cleared due date", (assign(clears_due=True),), ("applied update",), LENT, after=HELD),
    Case("a cleared due date that is blank", (assign(clears_due=True),), ("unchanged already_assigned",), HELD),
    Case(
        "another owner is due at another time",
        (assign(BOB, due_at=day(20)),),
        ("applied reassign",),
        LENT,
        after=(replace(LENT[0], end_time=NOW), replace(held(BOB, 0), due_at=day(20))),
    ),
    Case("a due date ends with its span", (unassign(),), ("applied unassign",), LENT),
)

BACK = (
    Case(
        "came back: with its start a span that is over",
        (assign(effective_at=day(-20), returned_at=day(-5)),),
        ("applied assign",),
        FREE,
        after=(held(ADA, -20, -5),),
    ),
    Case(
        "came back, as is on record",
        (assign(effective_at=day(-20), returned_at=day(-5)),),
        ("unchanged already_assigned",),
        (held(ADA, -20, -5),),
    ),
    Case(
        "came back: the span of today ends then",
        (assign(effective_at=day(-30), return_date=day(-5)),),
        ("applied update",),
        HELD,
        after=(held(ADA, -30, -5),),
    ),
    Case("came back", (assign(returned_at=day(-5)),), ("applied unassign",), HELD, after=(held(ADA, -30, -5),)),
    Case("came back now", (assign(return_date=NOW),), ("applied unassign",), HELD, after=(held(ADA, -30, 0),)),
    Case("came back from another", (assign(BOB, returned_at=day(-5)),), ("skipped owned_by_other",), HELD, after=HELD),
    Case("came back, as is on record: its end", (assign(returned_at=day(-5)),), (ON_RECORD,), RETURNED, after=RETURNED),
    Case("came back from whom it says not, as is on record", (unassign(return_date=day(-5)),), (ON_RECORD,), RETURNED),
    Case(
        "came back, as is on record, and is another's now",
        (assign(returned_at=day(-5)),),
        (ON_RECORD,),
        (*RETURNED, held(BOB, -3)),
    ),
    Case(
        "came back, as is on record, and was handed out again",
        (assign(returned_at=day(-5)),),
        (ON_RECORD,),
        (*RETURNED, held(ADA, -3)),
    ),
    Case("came back at another time than is on record", (assign(returned_at=day(-4)),), (NOBODYS,), RETURNED),
    Case("came back, but the ledger has it of another", (assign(BOB, returned_at=day(-5)),), (NOBODYS,), RETURNED),
    Case("is taken back at the instant on record", (unassign(ADA, effective_at=day(-5)),), (NOBODYS,), RETURNED),
    Case("came back, nobody had it", (assign(returned_at=day(-5)),), ("skipped not_assigned",), FREE),
    Case(
        "came back, and is taken back",
        (unassign(returned_at=day(-5)),),
        ("applied unassign",),
        HELD,
        after=(held(ADA, -30, -5),),
    ),
    Case(
        "came back before it was given",
        (assign(effective_at=day(-5), returned_at=day(-20)),),
        ("rejected end_before_start",),
        FREE,
    ),
    Case("is to come back", (assign(return_date=day(9)),), ("applied update",), HELD, after=LENT),
    Case(
        "is to come back, beside a cleared due date",
        (assign(return_date=day(9), clears_due=True),),
        ("unchanged already_assigned",),
        LENT,
        after=LENT,
    ),
    Case("is said to be back, later than now", (assign(returned_at=day(9)),), ("applied update",), HELD, after=LENT),
    Case(
        "is to come back, and is due",
        (assign(return_date=day(20), due_at=day(9)),),
        ("applied update",),
        HELD,
        after=LENT,
    ),
)

LOAN_CASES = (*DUE, *BACK)
