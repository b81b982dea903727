"""Cases of a device that somebody holds today and that goes to another on a later day."""

from __future__ import annotations

from dataclasses import replace

from tests.support.cases.world import ADA, BOB, Case, assign, day, held

PENDING = (held(ADA, -30, 7), held(BOB, 7))

HAND_OVER_CASES = (
    Case(
        "the holder until then: a label",
        (assign(label="x"),),
        ("applied update",),
        PENDING,
        after=(held(ADA, -30, 7, "x"), held(BOB, 7)),
    ),
    Case(
        "the holder until then: a due date",
        (assign(due_at=day(3)),),
        ("applied update",),
        PENDING,
        after=(replace(held(ADA, -30, 7), due_at=day(3)), held(BOB, 7)),
    ),
    Case(
        "the holder until then: an earlier end",
        (assign(end_at=day(3), label="x", effective_at=day(-30)),),
        ("applied update",),
        PENDING,
        after=(held(ADA, -30, 3, "x"), held(BOB, 7)),
    ),
    Case("the holder until then: a later end", (assign(end_at=day(9)),), ("rejected pending_span_exists",), PENDING),
    Case("the holder until then: no end", (assign(clears_end=True),), ("rejected pending_span_exists",), PENDING),
    Case(
        "the holder until then: a later end, where nobody follows at once",
        (assign(end_at=day(5), label="x"),),
        ("rejected pending_span_exists",),
        (held(ADA, -30, 3), held(BOB, 7)),
    ),
    Case(
        "the holder until then: a label before it began",
        (assign(label="x", effective_at=day(-60)),),
        ("rejected pending_span_exists",),
        PENDING,
    ),
    Case(
        "the holder until then: a label from a day before the hand-over",
        (assign(label="x", effective_at=day(6)),),
        ("applied update",),
        PENDING,
        after=(held(ADA, -30, 7, "x"), held(BOB, 7)),
    ),
    Case(
        "of two to come, the first is no holder of today",
        (assign(BOB, label="x", effective_at=day(8)),),
        ("rejected pending_span_exists",),
        (held(ADA, -30, 7), held(BOB, 7, 14), held(ADA, 14)),
    ),
)
