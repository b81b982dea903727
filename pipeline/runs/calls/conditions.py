"""`If-Match`: a call that is carried out only where what it concerns is as the caller has seen it.

A call about one device names the version of that device. Any other names a version of the ledger, as answers have it in
their ETag: nothing that the call concerns may have changed since. So what others write meanwhile about other things
stands against no call.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from pipeline import store
from pipeline.errors import PlanStale
from pipeline.model import Answer, Call, Told
from pipeline.runs.calls.answer_parts import problem
from pipeline.settings import Settings
from schemas.vocabulary import Concern

VERSION_CHANGED = "version_changed"
_DEVICE_CHANGED = "The device has changed since: it is at version {current}, and If-Match says {given}."
_CHANGED = "What this request concerns was changed last in version {current} of the ledger, and If-Match says {given}."
_LOOK = "Look at it, and ask again."


def with_version(call: Call, answer: Answer, told: Told) -> Answer:
    """The answer to a call about one device with the version that this has after it; any other as it is."""
    if call.concerns is not Concern.DEVICE or answer.status >= 400:
        return answer
    events = told.change_set.events.filter(pl.col("aggregate") == "device", pl.col("aggregate_id") == _device(told))
    version = events["version"].max() if events.height else _version_before(told)
    return replace(answer, version=int(str(version)))


def refusal(call: Call, told: Told, settings: Settings) -> Answer | None:
    """The refusal (412) of a call that names another version than that of what it concerns; None for any other."""
    if call.if_match is None:
        return None
    if call.concerns is Concern.DEVICE:
        current = _version_before(told)
        return None if current == call.if_match else _refused(_DEVICE_CHANGED, call.if_match, current)
    things = None if call.concerns is Concern.ORGANIZATION else _things(call, told)
    current = store.last_changed(settings.ledger, call.caller.org_id, things)
    is_so = current <= call.if_match <= told.state.state_version
    return None if is_so else _refused(_CHANGED, call.if_match, current)


def refuse_changed(settings: Settings, org: str | None, if_match: int | None) -> None:
    """Raises PlanStale where the organization has changed since that version; the caller holds the ledger."""
    if if_match is None:
        return
    current = store.last_changed(settings.ledger, org)
    if not current <= if_match <= store.state_version_of(settings.ledger):
        raise PlanStale(_CHANGED.format(current=current, given=if_match), _LOOK, code=VERSION_CHANGED)


def _refused(said: str, given: int, current: int) -> Answer:
    told = f"{said.format(current=current, given=given)} {_LOOK}"
    return replace(problem(412, told, code=VERSION_CHANGED, current=current), version=current)


def _device(told: Told) -> int:
    """The device of a call about one: 0 where it is not on record, before or after."""
    return int(told.rows["device_id"].fill_null(0)[0])


def _version_before(told: Told) -> int:
    versions = told.state.devices.filter(pl.col("device_id") == _device(told))["version"]
    return int(versions[0]) if versions.len() else 0


def _things(call: Call, told: Told) -> pl.DataFrame:
    """The devices and the owners on record that the rows of a call name."""
    devices = told.rows["device_id"].drop_nulls().unique()
    handles = told.rows["owner_email"].drop_nulls().unique()
    is_named = pl.col("handle").is_in(handles.implode()) & (pl.col("org_id") == call.caller.org_id)
    owners = told.state.owners.filter(is_named)["owner_id"]
    named = {"device": devices, "owner": owners}
    return pl.concat(
        pl.DataFrame({"aggregate_id": ids}).with_columns(aggregate=pl.lit(kind)) for kind, ids in named.items()
    )
