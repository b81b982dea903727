"""The effect of a plan, event by event, to be held to the limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from pipeline.core.expressions import Frame
from pipeline.core.guards.limits import Effect, measure_limits
from pipeline.model import Limits
from pipeline.outputs import told_limits
from schemas.instants import OPEN_END
from tests.support.worlds.decisions import on_polars

NOW = datetime(2026, 3, 1, 12)
LAST_YEAR = datetime(2025, 6, 1)
TOMORROW = NOW + timedelta(days=1)

Record = dict[str, Any]
INSTANT = pl.Datetime("us")
EVENTS = {
    **dict.fromkeys(("org_id", "aggregate", "type", "action", "owner_email", "file", "sheet"), pl.String()),
    **dict.fromkeys(("aggregate_id", "ownership_id", "owner_id", "row"), pl.Int64()),
    **dict.fromkeys(("start_time", "end_time", "previous_end_time"), INSTANT),
}
SPANS = {
    **dict.fromkeys(("ownership_id", "device_id", "owner_id"), pl.Int64()),
    **dict.fromkeys(("start_time", "end_time"), INSTANT),
    "org_id": pl.String(),
}
DEVICES = {
    "device_id": pl.Int64(),
    **dict.fromkeys(("serial_number", "asset_tag", "mac_address", "name", "type"), pl.String()),
    "purchase_price": pl.Decimal(18, 2),
    "currency": pl.String(),
}
CHANGES = dict.fromkeys(("field", "old", "new"), pl.String())
FILES = {"file": pl.String(), "rows": pl.Int64(), "last_file": pl.String(), "last_rows": pl.Int64()}


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan would do: events, spans before and spans that it records; the rest follows."""

    events: Sequence[Record] = ()
    spans: Sequence[Record] = ()
    recorded: Sequence[Record] = ()
    devices: Sequence[Record] = ()
    device_count: int = 0
    owner_count: int = 0
    files: Sequence[Record] = ()
    device_changes: Sequence[Record] = ()
    owner_changes: Sequence[Record] = ()


def measured(
    change: Change,
    limits: Limits | None = None,
    *,
    overridden: Sequence[str] = (),
    lazily: Callable[[pl.DataFrame], Frame] = on_polars,
) -> dict[str, Record]:
    """One record per limit, by its name."""
    superseded = [{"ownership_id": event["ownership_id"]} for event in change.events if event.get("ownership_id")]
    ended = [one for one in superseded if one["ownership_id"] in {span["ownership_id"] for span in change.spans}]
    emails = pl.format("owner{}@acme.example", "owner_id")
    effect = Effect(
        events=lazily(pl.DataFrame(change.events, EVENTS).with_columns(pl.col("org_id").fill_null("default"))),
        spans_superseded=lazily(pl.DataFrame(ended, {"ownership_id": pl.Int64()})),
        spans_recorded=lazily(pl.DataFrame(change.recorded, SPANS)),
        spans=lazily(pl.DataFrame(change.spans, SPANS).with_columns(owner_email=emails)),
        devices=lazily(pl.DataFrame(change.devices, DEVICES)),
        device_count=change.device_count,
        owner_count=change.owner_count,
        files=lazily(pl.DataFrame(change.files, FILES)),
        device_changes=lazily(pl.DataFrame(change.device_changes, {"device_id": pl.Int64(), **CHANGES})),
        owner_changes=lazily(pl.DataFrame(change.owner_changes, {"owner_id": pl.Int64(), **CHANGES})),
    )
    found = measure_limits(effect, limits or Limits(), overridden, now=NOW)
    figures, examples = (part.collect("polars").to_native() for part in (found.limits, found.examples))
    return {row["limit"]: row for row in told_limits(figures, examples).to_dicts()}


def span(
    number: int, owner: int = 1, start: datetime = LAST_YEAR, end: datetime = OPEN_END, org: str = "default"
) -> Record:
    """Device, ownership and number are the same."""
    ids = {"ownership_id": number, "device_id": number, "owner_id": owner, "org_id": org}
    return {**ids, "start_time": start, "end_time": end}


def released(number: int, action: str = "unassign", at: datetime = NOW, **more: Any) -> Record:
    """The ownership of that number ends."""
    return event(number, "ownership_released", action, end_time=at, previous_end_time=OPEN_END, **more)


def taken(number: int, at: datetime = NOW, **more: Any) -> Record:
    """Somebody takes a device that nobody has; the ownership is new."""
    facts = {"aggregate": "device", "aggregate_id": number, "type": "ownership_taken", "action": "assign"}
    return {**facts, "ownership_id": 1000 + number, "start_time": at, "end_time": OPEN_END, **more}


def created(number: int) -> Record:
    """A new device."""
    return {"aggregate": "device", "aggregate_id": number, "type": "device_created", "action": "create"}


def new_owner(number: int) -> Record:
    """A new owner."""
    facts = {"aggregate": "owner", "aggregate_id": number, "type": "owner_created"}
    return {**facts, "owner_email": f"new{number:03}@acme.example"}


def device(number: int, type_: str = "laptop", price: str | None = None, currency: str | None = None) -> Record:
    """A device as it will be."""
    facts = {"device_id": number, "serial_number": f"LT-{number:04}", "type": type_, "currency": currency}
    return {**facts, "purchase_price": None if price is None else Decimal(price)}


def event(number: int, type_: str, action: str, **facts: Any) -> Record:
    return {
        "aggregate": "device",
        "aggregate_id": number,
        "ownership_id": number,
        "type": type_,
        "action": action,
        **facts,
    }


def held(count: int, owner: int = 1) -> list[Record]:
    """So many open ownerships of one owner."""
    return [span(number, owner) for number in range(1, count + 1)]


def shortened(count: int, population: int) -> Change:
    return Change(files=[{"file": "nightly.xlsx", "rows": population - count, "last_rows": population}])


def address(number: int) -> str:
    return f"AA:00:00:00:00:{number:02X}"


def slipped(count: int, field: str = "mac_address", **more: Any) -> Change:
    """So many devices, each of which gets what the one before it had; the first gets that of the last."""
    numbers = range(1, count + 1)
    return Change(
        events=[event(number, "device_updated", "update", **more) for number in numbers],
        devices=[device(number) for number in numbers],
        device_changes=[
            {"device_id": number, "field": field, "old": address(number), "new": address((number - 2) % count + 1)}
            for number in numbers
        ],
    )


def corrected(field: str, count: int = 2) -> list[dict[str, Any]]:
    """The changes of so many devices, each of which gets a new identifier of that kind for its old one."""
    return [{"device_id": n, "field": field, "old": f"OLD-{n}", "new": f"NEW-{n}"} for n in range(1, count + 1)]


def renumbered(count: int) -> Change:
    """So many people, each of whom gets the number of the next one."""
    numbers = range(1, count + 1)
    owner = {"aggregate": "owner", "type": "owner_updated"}
    return Change(
        events=[{**owner, "aggregate_id": n, "owner_email": f"owner{n}@acme.example"} for n in numbers],
        owner_changes=[
            {"owner_id": n, "field": "external_user_id", "old": f"{4000 + n}", "new": f"{4000 + n % count + 1}"}
            for n in numbers
        ],
    )


def emptied(field: str, count: int, new: str | None = None, old: str | None = "was") -> list[Record]:
    """So many devices of which this field changes, to nothing unless `new` says otherwise."""
    return [{"device_id": number, "field": field, "old": old, "new": new} for number in range(1, count + 1)]


EVERYTHING = Change(
    events=[
        *(released(number) for number in range(1, 41)),
        *(released(number, "reassign", file="a.xlsx", sheet="S", row=number) for number in range(41, 81)),
        *(created(number) for number in range(201, 301)),
        *(new_owner(number) for number in range(60)),
        taken(201, datetime(2020, 1, 1), file="old.xlsx", sheet="Desired", row=7),
    ],
    spans=[span(number, owner=number) for number in range(1, 101)],
    devices=[device(number, price="10") for number in range(1, 301)],
    device_count=200,
    owner_count=100,
    files=[{"file": "nightly.xlsx", "rows": 40, "last_rows": 100}],
    device_changes=[*slipped(7).device_changes, *corrected("serial_number", 7), *emptied("location", 26)],
)
STRICT = Limits(create_percent=40, money=1)
