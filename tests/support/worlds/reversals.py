"""Runs and their reversals on paper: what was so, what was written, and what is so then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import narwhals as nw
import polars as pl

from pipeline.core.expressions import Frame
from pipeline.core.frames import Current, Decided
from pipeline.core.undo import Past, Reversed, reverse
from pipeline.model import State
from tests.support.cases.world import Case
from tests.support.reference.frames import state_of
from tests.support.worlds.decisions import decide, on_polars

_CREATED = {"org_id": pl.String, "device_id": pl.Int64}
_MET = {
    "owner_id": pl.Int64,
    **dict.fromkeys(("org_id", "email", "owner_name", "external_user_id", "username"), pl.String),
}
_FACTS: dict[str, pl.DataType] = {"owner_id": pl.Int64(), **dict.fromkeys(("field", "old", "new"), pl.String())}
_ALTERED = {"device_id": pl.Int64, "field": pl.String, "by_run_id": pl.String, "undoes": pl.String}

Altered = tuple[tuple[int, str | None, str, str | None], ...]
"""Device, attribute or None for its ownership, the run that changed it last, and the run that that one undid."""


@dataclass(frozen=True, slots=True)
class Written:
    """The frames that both a run and a reversal write."""

    events: pl.DataFrame
    device_changes: pl.DataFrame
    devices_created: pl.DataFrame
    owners_created: pl.DataFrame
    spans_superseded: pl.DataFrame
    spans_recorded: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what was so before it, what it wrote, what is so after it, and what it left as it was."""

    run_id: str
    before: State
    wrote: Written
    after: State
    kept: pl.DataFrame

    @property
    def lines(self) -> list[str]:
        """What happened to each device, in words: `reassign 1: cancelled bob`."""
        return [_line(event) for event in self.wrote.events.filter(pl.col("aggregate") == "device").to_dicts()]


def ran(case: Case) -> Run:
    """The run of a case."""
    before = state_of(case.ledger)
    decided = decide(case.ledger, case.inventory, case.assignments, case.intent, people=case.people).decided
    wrote = _written(decided, _native(decided.devices_created), _native(decided.owners_created))
    return Run("run", before, wrote, performed(before, wrote), pl.DataFrame())


def undone(
    run: Run, *, now: State | None = None, altered: Altered = (), lazily: Callable[[pl.DataFrame], Frame] = on_polars
) -> Run:
    """The reversal of a run: right after it, or later, when this is altered."""
    state = run.after if now is None else now
    since, is_ownership = pl.DataFrame(list(altered), schema=_ALTERED, orient="row"), pl.col("field").is_null()
    past = Past(
        run_id=run.run_id,
        events=lazily(run.wrote.events),
        device_changes=lazily(run.wrote.device_changes),
        devices_created=lazily(run.wrote.devices_created),
        owners_created=lazily(run.wrote.owners_created),
        owner_changes=lazily(pl.DataFrame(schema=_FACTS)),
        spans=lazily(run.before.spans),
        ownerships_altered=lazily(since.filter(is_ownership).drop("field")),
        attributes_altered=lazily(since.filter(~is_ownership)),
        facts_altered=lazily(since.clear().rename({"device_id": "owner_id"})),
    )
    current = Current(lazily(state.devices), lazily(state.owners), lazily(state.spans), 0, 0, 0)
    reversed_ = reverse(past, current)
    wrote = _written(reversed_, pl.DataFrame(schema=_CREATED), pl.DataFrame(schema=_MET))
    return Run(f"undo of {run.run_id}", state, wrote, performed(state, wrote), _native(reversed_.kept))


def performed(state: State, wrote: Written) -> State:
    """The state with everything written."""
    met = wrote.owners_created.select(*_MET).with_columns(version=pl.lit(1, pl.Int64))
    known_as = pl.coalesce("email", "external_user_id", "username", "owner_name")
    owners = pl.concat([state.owners, met.with_columns(handle=known_as)], how="diagonal_relaxed")
    recorded = wrote.spans_recorded.join(owners.select("owner_id", owner_email="handle"), on="owner_id", how="left")
    spans = state.spans.join(wrote.spans_superseded, on="ownership_id", how="anti")
    spans = pl.concat([spans, recorded.select(spans.columns)]).sort("device_id", "start_time")
    return replace(state, devices=_devices(state.devices, wrote), owners=owners, spans=spans)


def _devices(devices: pl.DataFrame, wrote: Written) -> pl.DataFrame:
    for change in wrote.device_changes.to_dicts():
        new = pl.lit(change["new"], pl.String).cast(devices.schema[change["field"]])
        is_it = pl.col("device_id") == change["device_id"]
        devices = devices.with_columns(pl.when(is_it).then(new).otherwise(change["field"]).alias(change["field"]))
    devices = pl.concat([devices, wrote.devices_created], how="diagonal_relaxed").select(devices.columns)
    last = (
        wrote.events.filter(pl.col("aggregate") == "device")
        .group_by(device_id="aggregate_id")
        .agg(last=pl.col("version").max())
    )
    joined = devices.join(last, on="device_id", how="left", maintain_order="left")
    return joined.with_columns(version=pl.coalesce("last", "version")).drop("last")


def _written(decided: Decided | Reversed, created: pl.DataFrame, met: pl.DataFrame) -> Written:
    return Written(
        events=_native(decided.events),
        device_changes=_native(decided.device_changes),
        devices_created=created,
        owners_created=met,
        spans_superseded=_native(decided.spans_superseded),
        spans_recorded=_native(decided.spans_recorded),
    )


def _line(event: dict[str, object]) -> str:
    """`assign 1: updated ada`, with whom it was taken from."""
    type_ = str(event["type"]).removeprefix("ownership_").removeprefix("device_")
    who = " after ".join(
        str(event[name]).partition("@")[0] for name in ("owner_email", "previous_owner_email") if event[name]
    )
    return f"{event['action']} {event['aggregate_id']}: {type_} {who}".rstrip()


def _native(frame: nw.LazyFrame[pl.LazyFrame]) -> pl.DataFrame:
    collected: pl.DataFrame = frame.collect("polars").to_native()
    return collected
