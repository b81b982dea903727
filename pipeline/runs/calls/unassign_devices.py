"""Bulk unassign: several devices of one owner are taken back in one call. Devices and owner stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from pipeline.model import Answer, Call, Caller, Items, Told
from pipeline.runs.calls.answer_parts import fates_of, faults_of, held_after, owner_of, problem
from pipeline.runs.calls.claims import claims
from schemas.fields import DEVICE_HANDLE
from schemas.vocabulary import Kind, Outcome, Request

PATH = "/api/v1/owners/unassign-devices"
_TITLES = {"serial_number": "deviceIds", "owner_email": "email", "action": "action"}


def unassign_devices(call_id: str, caller: Caller, *, email: str, device_ids: Sequence[str]) -> Call:
    """The call that takes these devices back from that owner; one that is given twice counts once."""
    devices = list(dict.fromkeys(device_ids))
    columns = {
        "serial_number": devices,
        "owner_email": [email] * len(devices),
        "action": [Request.UNASSIGN.value] * len(devices),
    }
    return Call(
        call_id=call_id,
        caller=caller,
        operation="unassign-devices",
        items=(Items(Kind.ASSIGNMENTS, PATH, call_id, caller.org_id, columns, _TITLES),),
        answer=partial(_answer, devices=devices, email=email, org=caller.org_id),
        claims=claims(caller.org_id, devices=devices, owners=[email]),
        is_any_identifier=True,
    )


def _answer(told: Told, *, devices: Sequence[str], email: str, org: str) -> Answer:
    faults = [fault for fault in faults_of(told, of_call=("email",)) if fault["field"] == "email"]
    if faults:
        return problem(400, "The e-mail address cannot be used.", faults)
    owner = owner_of(told, org, email)
    if owner is None:
        return problem(404, "There is no such customer in your organization.")
    fates = fates_of(told, devices)
    taken = fates.of(Outcome.APPLIED)
    skipped = fates.of(Outcome.SKIPPED, Outcome.REJECTED, Outcome.UNCHANGED)
    remaining = held_after(told, owner.owner_id)
    counts = f"{len(taken)} unassigned, {len(skipped)} skipped, {remaining.height} remaining"
    body = {
        "success": True,
        "message": f"Devices of {email}: {counts}.",
        "customerId": str(owner.owner_id),
        "unassigned": taken,
        "skipped": skipped,
        "devicesRemaining": remaining.select(_called()).to_series().sort().to_list(),
    }
    return Answer(200, body)


def _called() -> pl.Expr:
    """What a device is called: its strongest identifier, else its name, else our number."""
    return pl.coalesce(*DEVICE_HANDLE, pl.col("device_id").cast(pl.String))
