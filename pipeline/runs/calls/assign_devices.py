"""Bulk assign: several devices to one owner, by the e-mail address, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipeline.model import Answer, Call, Caller, Items, Told
from pipeline.runs.calls.answer_parts import Fates, fates_of, faults_of, owner_of, problem
from pipeline.runs.calls.claims import claims
from schemas.vocabulary import Kind, Outcome

PATH = "/api/v1/owners/assign-devices"
_TITLES = {"serial_number": "deviceIds", "owner_email": "email", "device_type": "deviceType", "added_by": "added by"}


def assign_devices(
    call_id: str,
    caller: Caller,
    *,
    email: str,
    device_ids: Sequence[str],
    auto_create_devices: bool = False,
    device_type: str | None = None,
) -> Call:
    """The call that assigns these devices to that owner; one that is given twice counts once."""
    devices = list(dict.fromkeys(device_ids))
    columns: dict[str, Sequence[str | None]] = {
        "serial_number": devices,
        "owner_email": [email] * len(devices),
        "device_type": [device_type if auto_create_devices else None] * len(devices),
        "added_by": [caller.name] * len(devices),
    }
    return Call(
        call_id=call_id,
        caller=caller,
        operation="assign-devices",
        items=(Items(Kind.ASSIGNMENTS, PATH, call_id, caller.org_id, columns, _TITLES),),
        answer=partial(_answer, devices=devices, email=email, org=caller.org_id),
        options={"create_devices": auto_create_devices},
        claims=claims(caller.org_id, devices=devices, owners=[email]),
        is_any_identifier=True,
    )


def _answer(told: Told, *, devices: Sequence[str], email: str, org: str) -> Answer:
    fates = fates_of(told, devices)
    new, already = fates.of(Outcome.APPLIED), fates.of(Outcome.UNCHANGED)
    skipped = fates.of(Outcome.SKIPPED, Outcome.REJECTED)
    owner = owner_of(told, org, email)
    if owner is None or not (new or already):
        return problem(
            400, "No device was assigned.", faults_of(told, of_call=("email", "deviceType")), skipped=skipped
        )
    body = {
        "success": True,
        "message": _message(email, fates),
        "customerId": str(owner.owner_id),
        "customerCreated": owner.is_new,
        "newlyAssigned": new,
        "alreadyAssigned": already,
        "skipped": skipped,
    }
    return Answer(200, body)


def _message(email: str, fates: Fates) -> str:
    counts = {
        "newly assigned": len(fates.of(Outcome.APPLIED)),
        "already assigned": len(fates.of(Outcome.UNCHANGED)),
        "skipped": len(fates.of(Outcome.SKIPPED, Outcome.REJECTED)),
    }
    return f"Devices of {email}: {', '.join(f'{count} {what}' for what, count in counts.items())}."
