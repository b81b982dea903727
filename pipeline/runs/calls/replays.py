"""Calls that come again under the same Idempotency-Key: they are answered as before, and not carried out again.

Kept for a day are the answers of calls that were carried out, in the transaction of what they did. A call that was
refused, or that failed, may be mended and sent again under the same key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

import polars as pl

from pipeline import store
from pipeline.model import Answer, Call, Ledger
from pipeline.runs.calls.answer_parts import problem
from schemas.frames.calls import ANSWERS, CALLS
from schemas.frames.polars_frames import polars_schema
from schemas.vocabulary import Concern

_REUSED = (
    "Another request was sent under this Idempotency-Key within the last day, and was carried out. "
    "Send this one under a key of its own."
)


def answered_before(calls: Sequence[Call], ledger: Ledger, *, now: datetime) -> Mapping[str, Answer]:
    """The answers of those of the calls that were carried out before, by their ids; a problem for another request."""
    named = [(call.caller.key_id, call.idempotency_key) for call in calls if call.idempotency_key]
    if not named:
        return {}
    asked = pl.DataFrame(named, {"key_id": pl.String, "idempotency_key": pl.String}, orient="row").unique()
    kept = {
        (one["key_id"], one["idempotency_key"]): one
        for one in store.kept_answers(ledger, asked, now=now).iter_rows(named=True)
    }
    found: dict[str, Answer] = {}
    for call in calls:
        before = kept.get((call.caller.key_id, call.idempotency_key or ""))
        if before is not None:
            is_same = before["sha256"] == call.sha256
            again = _again(call, before)
            found[call.call_id] = again if is_same else problem(409, _REUSED, code="idempotency_key_reused")
    return found


def _again(call: Call, before: Mapping[str, Any]) -> Answer:
    """The answer of then; the version that a device had then is not kept."""
    version = 0 if call.concerns is Concern.DEVICE else None
    return Answer(before["status"], json.loads(before["body"]), before["state_version"], version, is_replayed=True)


def kept_of(calls: Sequence[Call], answers: Sequence[Answer], *, is_tidying: bool) -> store.Kept:
    """What is recorded of these calls: all that were carried out, and the answers of those that may come again."""
    done = [
        (call, answer) for call, answer in zip(calls, answers, strict=True) if answer.status < HTTPStatus.BAD_REQUEST
    ]
    told = [_told_of(call, answer) for call, answer in done]
    kept = [
        {
            "key_id": call.caller.key_id,
            "idempotency_key": call.idempotency_key,
            "sha256": call.sha256,
            "call_id": call.call_id,
            "status": answer.status,
            "body": json.dumps(answer.body, ensure_ascii=False),
        }
        for call, answer in done
        if call.idempotency_key
    ]
    return store.Kept(
        pl.DataFrame(told, polars_schema(CALLS)), pl.DataFrame(kept, polars_schema(ANSWERS)), is_tidying=is_tidying
    )


def _told_of(call: Call, answer: Answer) -> dict[str, object]:
    return {
        "call_id": call.call_id,
        "org_id": call.caller.org_id,
        "key_id": call.caller.key_id,
        "key_name": call.caller.name,
        "operation": call.operation,
        "status": answer.status,
    }
