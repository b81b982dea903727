"""Link a device to a user: the user has the device from now on, under a friendly label."""

from __future__ import annotations

import polars as pl

from pipeline.model import Answer, Call, Caller, Items, Told
from pipeline.runs.calls.answer_parts import faults_of, problem
from pipeline.runs.calls.claims import claims
from schemas.vocabulary import Concern, EventType, Kind, Outcome, Reason

PATH = "/api/v1/users/{id}/AddDevice"
# The user is whoever is known by that number, login or address, as in a column that may hold any of them.
_TITLES = {
    "serial_number": "deviceId",
    "device_type": "deviceType",
    "owner_name": "id",
    "label": "name",
    "added_by": "addedBy",
}
_NOT_FOUND = "The requested resource was not found"
# Of a user whose id is a word for nobody, the value is missing; all others are given.
_UNKNOWN = (Reason.UNKNOWN_OWNER, Reason.UNKNOWN_DEVICE, Reason.MISSING_VALUE)


def link_device(
    call_id: str,
    caller: Caller,
    *,
    user_id: str,
    device_id: str,
    device_type: str,
    org_id: str,
    name: str | None = None,
    added_by: str | None = None,
) -> Call | Answer:
    """The call that links the device to the user; the answer where it is about another organization.

    An unknown device is put on record with its type; an unknown user is none (404).
    """
    if org_id != caller.org_id:
        return problem(404, _NOT_FOUND, code="not_found")
    cells = {
        "serial_number": device_id,
        "device_type": device_type,
        "owner_name": user_id,
        "label": name,
        "added_by": added_by or caller.name,
    }
    columns = {field: [text] for field, text in cells.items()}
    return Call(
        call_id=call_id,
        caller=caller,
        operation="link-device",
        items=(Items(Kind.ASSIGNMENTS, PATH, call_id, caller.org_id, columns, _TITLES),),
        answer=_answer,
        options={"create_devices": True, "create_owners": False},
        claims=claims(caller.org_id, devices=[device_id], owners=[user_id]),
        is_any_identifier=True,
        concerns=Concern.DEVICE,
    )


def _answer(told: Told) -> Answer:
    (row,) = told.rows.to_dicts()
    if row["reason"] in _UNKNOWN:
        return problem(404, _NOT_FOUND, code="not_found")
    if row["outcome"] not in (Outcome.APPLIED, Outcome.UNCHANGED):
        return problem(400, str(row["message"]), faults_of(told), code=row["reason"])
    device = row["device_id"]
    is_own = (pl.col("aggregate") == "device") & (pl.col("aggregate_id") == device)
    events = told.change_set.events.filter(is_own).sort("version")
    if events.is_empty():
        version, event = told.state.devices.filter(pl.col("device_id") == device)["version"][0], None
    else:
        version, event = events["version"][-1], EventType(events["type"][-1]).value
    return Answer(200, {"success": True, "aggregateId": str(device), "version": version, "event": event})
