"""Take device ownership: one device, for one manager, from now on."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Answer, Call, Caller, Items, Told
from pipeline.runs.calls.answer_parts import faults_of, problem, spans_after
from pipeline.runs.calls.claims import claims
from pipeline.runs.calls.devices.managers import manager_cell
from pipeline.runs.calls.devices.shapes import ownership_body
from pipeline.settings import Settings
from schemas.fields import OWNER_NAMING, FieldType
from schemas.keys import typed_key
from schemas.vocabulary import Concern, Kind, OnConflict, Outcome, Reason

PATH = "/api/v1/device-ownerships"
_TITLES = {
    "serial_number": "serial_number",
    "device_name": "device_name",
    "added_by": "added by",
    **dict.fromkeys(OWNER_NAMING, "manager"),
}
_OWNED = "Another manager owns this device, or will. It can be taken once that ownership is released."
_NOT_FOUND = "There is no device with this serial_number and this device_name."


def take_ownership(
    call_id: str,
    caller: Caller,
    settings: Settings,
    *,
    serial_number: str,
    device_name: str,
    manager: int | None = None,
    at_least: int = 0,
) -> Call:
    """The call that gives the device to the manager: to the caller's own person, where none is given.

    The device must have this name, too. Raises UsageProblem where it is not said, or not known, who the manager is.
    """
    whom = _manager(settings, caller, manager, at_least)
    columns = {"serial_number": [serial_number], "added_by": [caller.name], **whom}
    titles = {name: _TITLES[name] for name in columns}
    return Call(
        call_id=call_id,
        caller=caller,
        operation="take-ownership",
        items=(Items(Kind.ASSIGNMENTS, PATH, call_id, caller.org_id, columns, titles),),
        answer=partial(_answer, device_name=device_name),
        options={"create_devices": False, "on_conflict": OnConflict.REFUSE},
        claims=claims(caller.org_id, devices=[serial_number], owners=[text for (text,) in whom.values()]),
        concerns=Concern.DEVICE,
    )


def _manager(settings: Settings, caller: Caller, manager: int | None, at_least: int) -> dict[str, list[str]]:
    """The cell of a row that says who the manager is."""
    if manager is None and caller.owner_email is not None:
        return {"owner_email": [caller.owner_email]}
    if manager is None:
        raise UsageProblem(
            "manager: This key belongs to an organization, and to no person.",
            "Say which manager takes the device.",
            code="manager_missing",
        )
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        owner = store.find_owner(snapshot, caller.org_id, owner_id=manager)
    if owner is None or caller.owner_email not in (None, owner["email"]):
        raise UsageProblem(f"manager: There is no manager {manager}.", "Give the id of one.", code="unknown_manager")
    return manager_cell(owner)


def _answer(told: Told, *, device_name: str) -> Answer:
    (row,) = told.rows.to_dicts()
    devices = told.state.devices.filter(pl.col("device_id").is_in([row["device_id"] or 0])).to_dicts()
    if not devices or _name(devices[0]["name"]) != _name(device_name):
        return problem(404, _NOT_FOUND, code="not_found")
    if row["outcome"] in (Outcome.APPLIED, Outcome.UNCHANGED):
        return Answer(201 if row["outcome"] == Outcome.APPLIED else 200, ownership_body(_span(told, devices[0])))
    if row["reason"] in (Reason.OWNED_BY_OTHER, Reason.PENDING_SPAN_EXISTS):  # whose it is, is not told
        return problem(409, _OWNED, code=row["reason"])
    return problem(400, str(row["message"]), faults_of(told), code=row["reason"])


def _name(text: str | None) -> str:
    return typed_key(text or "", FieldType.TEXT).casefold()


def _span(told: Told, device: dict[str, Any]) -> dict[str, Any]:
    """The ownership of that device which holds after the run."""
    span = spans_after(told).filter(pl.col("device_id") == device["device_id"]).to_dicts()[0]
    return {
        "id": span["ownership_id"],
        "start_time": span["start_time"],
        "end_time": span["end_time"],
        "device": device["device_id"],
        "manager": span["owner_id"],
        "device_name": device["name"],
        "serial_number": device["serial_number"],
    }
