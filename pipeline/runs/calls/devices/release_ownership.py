"""Release device ownership: the ownership ends now, and nothing is deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl

from pipeline import store
from pipeline.model import Answer, Call, Caller, Items, Told
from pipeline.runs.calls.answer_parts import faults_of, problem
from pipeline.runs.calls.claims import claims
from pipeline.runs.calls.devices.managers import manager_cell
from pipeline.runs.calls.devices.shapes import exact_instant, ownership_body
from pipeline.runs.listings.ownerships import visible_manager
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from schemas.fields import OWNER_NAMING
from schemas.vocabulary import Concern, Kind, Outcome, Reason, Request

PATH = "/api/v1/device-ownerships/{id}/release"
_TITLES = {
    "device_id": "device",
    "action": "action",
    "effective_at": "start_time",
    **dict.fromkeys(OWNER_NAMING, "manager"),
}


def release_ownership(
    call_id: str,
    caller: Caller,
    settings: Settings,
    *,
    ownership_id: int,
    at_least: int = 0,
) -> Call | Answer:
    """The call that ends the ownership, or the answer where nothing is to be done.

    An ownership that has ended already is answered as it is; one that the caller may not see is none (404).
    """
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        whose = visible_manager(snapshot, caller, None)
        found = store.find_ownership(snapshot, caller.org_id, ownership_id, whose)
        owner = store.find_owner(snapshot, caller.org_id, owner_id=found["manager"]) if found else None
    if found is None or owner is None:
        return problem(404, f"There is no ownership {ownership_id}.", code="not_found")
    now = clock()
    if found["end_time"] <= now:
        return Answer(200, ownership_body(found))
    device, whom = str(found["device"]), manager_cell(owner)
    columns = {"device_id": [device], **whom, "action": [Request.UNASSIGN.value]}
    if found["start_time"] > now:  # at its very start, what has not begun is cancelled
        columns["effective_at"] = [exact_instant(found["start_time"])]
    titles = {name: _TITLES[name] for name in columns}
    return Call(
        call_id=call_id,
        caller=caller,
        operation="release-ownership",
        items=(Items(Kind.ASSIGNMENTS, PATH, call_id, caller.org_id, columns, titles),),
        answer=partial(_answer, found=found),
        claims=claims(
            caller.org_id,
            devices=[device, found["serial_number"] or device],
            owners=[text for (text,) in whom.values()],
        ),
        concerns=Concern.DEVICE,
    )


def _answer(told: Told, *, found: dict[str, Any]) -> Answer:
    (row,) = told.rows.to_dicts()
    ended = told.change_set.spans_recorded.filter(pl.col("ownership_id") == found["id"])
    is_cancelled = (told.change_set.spans_superseded["ownership_id"] == found["id"]).any() and ended.is_empty()
    if row["outcome"] == Outcome.APPLIED and (is_cancelled or ended.height):
        end = found["start_time"] if is_cancelled else ended["end_time"][0]
        return Answer(200, ownership_body({**found, "end_time": end}))
    if row["outcome"] == Outcome.APPLIED or row["reason"] in (Reason.NOT_ASSIGNED, Reason.OWNED_BY_OTHER):
        return problem(409, "This ownership was changed at the same time. Look at it, and ask again.", code="changed")
    return problem(409, str(row["message"]), faults_of(told), code=row["reason"])
