"""What is said about each row."""

from datetime import datetime

import polars as pl
import pytest

from pipeline.outputs import describe
from schemas.instants import OPEN_END
from schemas.reasons import SENTENCES
from schemas.vocabulary import Outcome, Reason
from tests.support.frames.samples import Schema

NOW = datetime(2026, 3, 2, 9, 30)
_SCHEMA: Schema = {
    "row_id": pl.Int64,
    "listed_row_id": pl.Int64,
    "kind": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "outcome": pl.String,
    "action": pl.String,
    "reason": pl.String,
    "first_row": pl.String,
    "other_rows": pl.String,
    "other_count": pl.Int64,
    "difference": pl.String,
    "rival": pl.String,
    "device": pl.String,
    "owner_email": pl.String,
    "namesake": pl.String,
    "previous_owner_email": pl.String,
    "holder_email": pl.String,
    "start_time": pl.Datetime("us"),
    "end_time": pl.Datetime("us"),
    "span_start": pl.Datetime("us"),
    "span_end": pl.Datetime("us"),
    "candidates": pl.String,
    "number": pl.String,
    "likely_email": pl.String,
    "did_you_mean": pl.String,
    "resembling": pl.String,
    "remedy": pl.String,
    "given": pl.String,
    "several": pl.String,
    "belongings": pl.String,
    "mistyped": pl.String,
    "blanks": pl.String,
    "blank_count": pl.Int64,
    "fault_message": pl.String,
    "owners_meant": pl.String,
    "unnamed_owner": pl.String,
}
_USUAL: dict[str, object] = {
    "kind": "assignments",
    "action": "none",
    "device": "LT-0042",
    "owner_email": "ben@acme.example",
    "previous_owner_email": "anna@acme.example",
    "holder_email": "anna@acme.example",
}


def _rows(*rows: dict[str, object], **schema: pl.DataType | type[pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([{**_USUAL, **row} for row in rows], schema={**_SCHEMA, **schema})


def _said(row: dict[str, object], now: datetime | None = NOW, **schema: pl.DataType | type[pl.DataType]) -> str:
    return str(describe(_rows(row, **schema), now=now)["message"].item())


def _applied(action: str, **more: object) -> dict[str, object]:
    return {"outcome": "applied", "action": action, **more}


def _not_applied(outcome: str, reason: str, **more: object) -> dict[str, object]:
    return {"outcome": outcome, "reason": reason, **more}


MARCH = datetime(2026, 3, 1)
SPAN = {"start_time": datetime(2026, 2, 1), "span_start": datetime(2026, 2, 5, 8), "span_end": OPEN_END}

DECISIONS = [
    (_applied("create", kind="inventory"), "LT-0042 was created."),
    (_applied("update", kind="inventory"), "LT-0042 was updated; the Changes sheet shows old and new."),
    (
        _applied("assign", start_time=MARCH, end_time=datetime(2026, 9, 30, 17, 5)),
        "LT-0042 was assigned to ben@acme.example from 2026-03-01 until 2026-09-30 at 17:05 UTC.",
    ),
    (
        _applied("assign", start_time=datetime(2026, 4, 1), end_time=OPEN_END),
        "LT-0042 will be assigned to ben@acme.example from 2026-04-01.",
    ),
    (
        _applied("reassign", start_time=MARCH),
        "LT-0042 passed from anna@acme.example to ben@acme.example on 2026-03-01.",
    ),
    (
        _applied("reassign", start_time=datetime(2026, 4, 1)),
        "LT-0042 will pass from anna@acme.example to ben@acme.example on 2026-04-01.",
    ),
    (_applied("unassign", start_time=MARCH), "LT-0042 was unassigned from anna@acme.example on 2026-03-01."),
    (
        _applied("unassign", start_time=datetime(2026, 4, 1), span_start=datetime(2026, 4, 1)),
        "LT-0042 was to go to anna@acme.example on 2026-04-01: that was cancelled. "
        "An earlier assignment that ends then still does.",
    ),
    (
        _applied("update", end_time=MARCH, span_end=OPEN_END),
        "The assignment of LT-0042 to ben@acme.example was updated; it now ends on 2026-03-01.",
    ),
    (
        _applied("update", span_end=MARCH),
        "The assignment of LT-0042 to ben@acme.example was updated; it no longer has an end.",
    ),
    (
        _applied("update", end_time=MARCH, span_end=MARCH),
        "The assignment of LT-0042 to ben@acme.example was updated.",
    ),
    ({"outcome": "unchanged", "kind": "inventory"}, "Nothing to do: the ledger already says this."),
    (_not_applied("unchanged", "already_assigned"), SENTENCES[Reason.ALREADY_ASSIGNED]),
    (
        _not_applied("unchanged", "duplicate_row", first_row="row 14"),
        "This row says the same as row 14; nothing more was done.",
    ),
    (
        _not_applied("skipped", "unknown_device"),
        "LT-0042 is not on record; nothing was changed. "
        "Check the identifier, or add the device with an inventory sheet.",
    ),
    (
        _not_applied("skipped", "owned_by_other"),
        "LT-0042 is held by anna@acme.example; nothing was changed. "
        "An assign row with --on-conflict reassign hands it over.",
    ),
    (
        _not_applied("rejected", "owned_by_other"),
        "LT-0042 is held by anna@acme.example; nothing was changed. Use --on-conflict reassign to hand it over.",
    ),
    (
        _not_applied("rejected", "conflicting_rows", other_rows="row 14", other_count=1),
        "This row and row 14 say different things about LT-0042. Keep one of them and delete the other"
        "; or give each its own identifier, if they are different devices.",
    ),
    (
        _not_applied("rejected", "conflicting_rows", other_rows="rows 14, 20 and 31", other_count=3),
        "This row and rows 14, 20 and 31 say different things about LT-0042. Keep one of them and delete the others"
        "; or give each its own identifier, if they are different devices.",
    ),
    (
        _not_applied("rejected", "end_before_start", start_time=MARCH, end_time=datetime(2026, 2, 1)),
        "The end, 2026-02-01, is not after the start, 2026-03-01. Correct one of the two.",
    ),
    (
        _not_applied("rejected", "effective_in_closed_span", **{**SPAN, "span_end": MARCH}),
        "The ledger has settled who held LT-0042 until 2026-03-01; 2026-02-01 lies before that. "
        "Give an effective_at from 2026-03-01 on.",
    ),
    (
        _not_applied("rejected", "effective_in_closed_span", **SPAN),
        "The ledger has settled who held LT-0042 before 2026-02-05 at 08:00 UTC; 2026-02-01 lies before that. "
        "Give an effective_at after 2026-02-05 at 08:00 UTC.",
    ),
    (
        _not_applied("rejected", "ambiguous_device", device="Meeting room", candidates="LT-0001 and LT-0002"),
        "Several devices are called Meeting room: LT-0001 and LT-0002. "
        "Give the serial number of the one that is meant.",
    ),
    (
        _not_applied("rejected", "ambiguous_device", device="100001", number="100001", candidates="K1 (device 1)"),
        "The number 100001 alone does not say which device is meant; on record, it is that of K1 (device 1). "
        "Give its serial number or its asset tag; if 100001 is its asset tag, call the column Asset tag.",
    ),
    (
        _not_applied(
            "skipped", "suspect_owner", owner_email="anna.bel@acme.example", likely_email="anna.bell@acme.example"
        ),
        "anna.bel@acme.example looks like a slip of anna.bell@acme.example; nothing was changed. "
        "Correct the e-mail address, or let it in with --allow new-owner=anna.bel@acme.example.",
    ),
    (
        _not_applied("rejected", "invalid_email", fault_message='B14: "acme " is not an e-mail address.'),
        'B14: "acme " is not an e-mail address.',
    ),
    (
        _not_applied("rejected", "missing_value", kind="inventory", blanks="type and category", blank_count=2),
        "LT-0042 is not on record, and its type and category are not given. "
        "Fill in type and category, or use --default-type.",
    ),
]


@pytest.mark.parametrize(("row", "sentence"), DECISIONS, ids=[sentence for _, sentence in DECISIONS])
def test_a_row_is_told_what_became_of_it_and_what_to_do(row: dict[str, object], sentence: str) -> None:
    assert _said(row) == sentence


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_reason_has_a_sentence_also_where_nothing_else_is_known(outcome: Outcome, reason: Reason) -> None:
    blank = dict.fromkeys(_USUAL)
    message = _said({**blank, "outcome": outcome.value, "reason": reason.value})
    assert message.endswith(".")
    assert "null" not in message.lower()
    assert "{" not in message


def test_the_advice_on_a_device_of_another_owner_depends_on_what_was_asked() -> None:
    taken = {**_not_applied("skipped", "owned_by_other"), "request": "unassign"}
    assert _said(taken, request=pl.String).endswith("Name that owner, or leave the owner blank, to unassign it.")


def test_of_an_ownership_that_is_over_nobody_is_said_to_hold_the_device() -> None:
    on_record = _not_applied("unchanged", "already_assigned")
    ended = {**on_record, "end_time": datetime(2026, 1, 1)}
    assert _said(ended) == "Nothing to do: the ledger already says this."
    returned = {**on_record, "request": "unassign", "start_time": datetime(2026, 1, 1)}
    assert _said(returned, request=pl.String) == "Nothing to do: the ledger already says this."
    lasting = {**on_record, "request": "assign", "end_time": datetime(2027, 1, 1)}
    assert _said(lasting, request=pl.String) == "The owner already holds this device."


def test_the_rows_keep_their_order_and_columns() -> None:
    fates = [_applied("create"), _not_applied("unchanged", "already_assigned"), _applied("assign"), _applied("create")]
    rows = _rows(*({**fate, "row_id": at} for at, fate in enumerate(fates)))
    told = describe(rows)
    assert told.columns == [*rows.columns, "said", "advice", "message"]
    assert told["row_id"].to_list() == [0, 1, 2, 3]
    assert told["message"].to_list() == [
        "LT-0042 was created.",
        "The owner already holds this device.",
        "LT-0042 was assigned to ben@acme.example.",
        "LT-0042 was created.",
    ]


def test_no_rows_get_no_messages() -> None:
    assert describe(pl.DataFrame(schema=_SCHEMA)).schema["message"] == pl.String
