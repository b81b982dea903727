"""Limits: everything that hurts when it is done by mistake, measured before anything is written.

`run`, `plan` and `undo` measure the same frames in the same way; whoever made the plan does not matter. An ownership is
open when it holds at the instant of the plan. It is lost when the plan ends it, or has it end earlier, whatever the
date: a sheet that takes everything away tomorrow is no safer than one that does so today.
Shares of ownerships are those of the organization that is worst off, so that a small one is not lost among others. The
whole ledger stands beside them as if it were one more, so that many that are too small to tell add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import narwhals as nw
from narwhals.typing import IntoDType

from pipeline.core.expressions import Frame, is_empty, settled
from pipeline.model import Limits
from schemas.frames.narwhals_types import narwhals_schema
from schemas.frames.plan import LIMITS
from schemas.vocabulary import Action, EventType

# Every limit, in the order in which reports list them.
NAMES = (
    "unassign_percent",
    "reassign_percent",
    "create_percent",
    "new_owners",
    "emptied_owners",
    "fewer_rows_percent",
    "money",
    "backdate_days",
)

_EXAMPLES: Mapping[str, IntoDType] = {
    **dict.fromkeys(("limit", "org_id", "subject"), nw.String),
    **dict.fromkeys(("count", "total"), nw.Int64),
    "amount": nw.Float64,
    "at": nw.Datetime("us"),
    **dict.fromkeys(("file", "sheet"), nw.String),
    "row": nw.Int64,
}
_Example: TypeAlias = dict[str, Any]
_WORST = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan would do, and to what.

    Frames as in `model.ChangeSet`, `spans` as in `model.State`; `open_beyond` counts the open ownerships of each
    organization that are not among them. `devices` has at least those that the events are about, as they will be:
    `device_id, serial_number, asset_tag, mac_address, name, type, purchase_price`. `device_count` and `owner_count` are
    what is on record before. `files` has one row per file that was read before: `file, rows, last_rows`.
    """

    events: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    spans: Frame
    devices: Frame
    device_count: int
    owner_count: int
    files: Frame
    open_beyond: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Measure:
    """One figure and the worst of what it is made of; `is_counting` is false where the limit has nothing to say."""

    figure: float
    examples: list[_Example]
    population: int | None = None
    is_counting: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """One row per limit, in the order of `NAMES`; and the worst of what each figure is made of, the worst first.

    `limits`: `limit, figure, allowed, population, is_over, is_overridden`; `allowed` is null where a limit is off.
    `examples`: `limit`, the `subject` (an owner, a type of device, a device, a file), and of what it is an example:
    `count` of a `total`, an `amount`, an instant (`at`) with its `file, sheet, row`. `org_id` is null where the figure
    is that of the whole ledger.
    """

    limits: Frame
    examples: Frame


def measure_limits(effect: Effect, limits: Limits, overridden: Collection[str], *, now: datetime) -> Measured:
    """How far it goes in each respect. A figure that equals the limit is allowed.

    `overridden` are the limits that were set for this run.
    """
    measures = _measures(effect, limits, now)
    allowed: dict[str, float | None] = {name: getattr(limits, name) if limits.enabled else None for name in NAMES}
    columns = {
        "limit": list(NAMES),
        "figure": [measures[name].figure for name in NAMES],
        "allowed": [allowed[name] for name in NAMES],
        "population": [measures[name].population for name in NAMES],
        "is_over": [_is_over(measures[name], allowed[name]) for name in NAMES],
        "is_overridden": [name in overridden for name in NAMES],
    }
    rows = [{"limit": name, **example} for name in NAMES for example in measures[name].examples]
    examples = {column: [row.get(column) for row in rows] for column in _EXAMPLES}
    eager = effect.files.head(0).collect().implementation
    schema = {name: dtype for name, dtype in narwhals_schema(LIMITS).items() if name in columns}
    return Measured(
        nw.from_dict(columns, schema, backend=eager).lazy(), nw.from_dict(examples, _EXAMPLES, backend=eager).lazy()
    )


def _is_over(measure: _Measure, allowed: float | None) -> bool:
    return allowed is not None and measure.is_counting and measure.figure > allowed


def _measures(effect: Effect, limits: Limits, now: datetime) -> dict[str, _Measure]:
    is_open = _holds_at(nw.lit(now))
    held = settled(effect.spans.filter(is_open).select("org_id", "ownership_id", "owner_id", "owner_email"))
    losers = _losers(effect, held, now)
    populations = Counter(_per_org(held, nw.len())) + Counter(effect.open_beyond)
    return {
        "unassign_percent": _lost(losers, "taken", populations, limits),
        "reassign_percent": _lost(losers, "passed", populations, limits),
        "create_percent": _created(effect, limits),
        "new_owners": _new_owners(effect),
        "emptied_owners": _emptied(losers),
        "fewer_rows_percent": _fewer_rows(effect.files, limits),
        "money": _money(effect),
        "backdate_days": _backdating(effect, now),
    }


def _losers(effect: Effect, held: Frame, now: datetime) -> Frame:
    """One row per owner who loses an open ownership: how many are `taken` and `passed`, of how many `held`.

    `is_emptied` where nothing is left: at the plan's instant, or once the last of the losses has come about.
    """
    type_, is_passed = nw.col("type"), nw.col("action") == Action.REASSIGN.value
    is_released = type_ == EventType.OWNERSHIP_RELEASED.value
    is_cut = (type_ == EventType.OWNERSHIP_UPDATED.value) & (nw.col("end_time") < nw.col("previous_end_time"))
    ends = is_released | is_cut | (type_ == EventType.OWNERSHIP_CANCELLED.value)
    is_to_come = (is_released | is_cut) & (nw.col("end_time") > nw.lit(now))
    at = nw.when(is_to_come).then(nw.col("end_time")).otherwise(nw.lit(now))
    ended = effect.events.filter(ends).select("ownership_id", at=at, is_passed=is_passed)
    losers = settled(
        held.join(ended, on="ownership_id")
        .group_by("org_id", "owner_id", "owner_email")
        .agg(passed=nw.col("is_passed").cast(nw.Int64).sum(), lost=nw.len(), at=nw.col("at").max())
    )
    counts = held.join(losers, on="owner_id", how="semi").group_by("owner_id").agg(held=nw.len())
    left = _spans_left(effect, losers).group_by("owner_id").agg(remaining=nw.len())
    known = losers.join(counts, on="owner_id", how="left").join(left, on="owner_id", how="left")
    return settled(
        known.with_columns(taken=nw.col("lost") - nw.col("passed"), is_emptied=nw.col("remaining").is_null())
    )


def _spans_left(effect: Effect, losers: Frame) -> Frame:
    """What each of these owners still holds when their losses have come about."""
    columns = ("ownership_id", "owner_id", "start_time", "end_time")
    kept = effect.spans.select(*columns).join(effect.spans_superseded, on="ownership_id", how="anti")
    after = nw.concat([kept, effect.spans_recorded.select(*columns)], how="vertical")
    return after.join(losers.select("owner_id", "at"), on="owner_id").filter(_holds_at(nw.col("at")))


def _lost(losers: Frame, count: str, populations: Mapping[str, int], limits: Limits) -> _Measure:
    """The share of the organization that is worst off; the examples name it where the ledger has several."""
    org = _worst_off(_per_org(losers.filter(nw.col(count) > 0), nw.col(count).sum()), populations, limits)
    lost = losers.filter(nw.col(count) > 0, nw.lit(value=True) if org is None else nw.col("org_id") == org)
    total = int(lost.select(nw.col(count).sum()).collect().item() or 0)
    worst = lost.sort(count, "owner_email", descending=[True, False]).head(_WORST)
    examples = _examples(worst.select(subject="owner_email", count=nw.col(count), total=nw.col("held")))
    population = sum(populations.values()) if org is None else populations[org]
    return _share(total, population, [{**example, "org_id": org} for example in examples], limits)


def _worst_off(lost: Mapping[str, int], populations: Mapping[str, int], limits: Limits) -> str | None:
    """The organization with the greatest share among those that are large enough to tell; None is the whole ledger."""
    if len(populations) <= 1:
        return None
    whole = _share(sum(lost.values()), sum(populations.values()), [], limits)
    shares = [(org, _share(lost[org], populations[org], [], limits)) for org in sorted(lost)]
    return max([*shares, (None, whole)], key=lambda share: (share[1].is_counting, share[1].figure))[0]


def _per_org(rows: Frame, figure: nw.Expr) -> dict[str, int]:
    figures = rows.group_by("org_id").agg(figure=figure).collect()
    return dict(zip(figures["org_id"].to_list(), map(int, figures["figure"].to_list()), strict=True))


def _created(effect: Effect, limits: Limits) -> _Measure:
    created = effect.events.filter(nw.col("type") == EventType.DEVICE_CREATED.value)
    types = effect.devices.select("device_id", kind="type")
    per_type = created.select(device_id="aggregate_id").join(types, on="device_id", how="left")
    counts = settled(per_type.group_by("kind").agg(devices=nw.len()))
    total = int(counts.select(nw.col("devices").sum()).collect().item() or 0)
    worst = counts.sort("devices", "kind", descending=[True, False], nulls_last=True).head(_WORST)
    examples = _examples(worst.select(subject="kind", count="devices"))
    return _share(total, effect.device_count, examples, limits)


def _new_owners(effect: Effect) -> _Measure:
    created = effect.events.filter(nw.col("type") == EventType.OWNER_CREATED.value).select("owner_email")
    first = created.unique().sort("owner_email").head(_WORST)
    examples = _examples(first.select(subject="owner_email"))
    return _Measure(_count(created), examples, effect.owner_count, is_counting=effect.owner_count > 0)


def _emptied(losers: Frame) -> _Measure:
    emptied = losers.filter(nw.col("is_emptied"))
    worst = emptied.sort("held", "owner_email", descending=[True, False]).head(_WORST)
    return _Measure(_count(emptied), _examples(worst.select(subject="owner_email", total="held")))


def _fewer_rows(files: Frame, limits: Limits) -> _Measure:
    """The file that has lost the greatest share of its rows, among those that are long enough to tell."""
    fewer = nw.col("last_rows") - nw.col("rows")
    shorter = files.filter(fewer > 0).with_columns(
        percent=100 * fewer / nw.col("last_rows"),
        is_counting=(nw.col("last_rows") >= limits.min_population) & (fewer > limits.min_rows),
    )
    worst = shorter.sort("is_counting", "percent", "file", descending=[True, True, False]).head(_WORST)
    first = worst.head(1).collect()
    if first.is_empty():
        return _Measure(0, [])
    percent, population, is_counting = (first[name].item() for name in ("percent", "last_rows", "is_counting"))
    examples = _examples(worst.select(subject="file", count="rows", total="last_rows"))
    return _Measure(percent, examples, population, is_counting)


def _money(effect: Effect) -> _Measure:
    """Each device once, as on the Summary sheet; to the cent, since that is how exact prices are."""
    touched = effect.events.filter(nw.col("aggregate") == "device").select(device_id="aggregate_id").unique()
    priced = settled(
        effect.devices.join(touched, on="device_id", how="semi")
        .filter(~nw.col("purchase_price").is_null())
        .select("device_id", "purchase_price", known_by=_known_by())
    )
    amount = priced.select(nw.col("purchase_price").cast(nw.Float64).sum()).collect().item() or 0
    dearest = priced.sort("purchase_price", "device_id", descending=[True, False]).head(_WORST)
    examples = _examples(dearest.select(subject="known_by", amount=nw.col("purchase_price").cast(nw.Float64)))
    return _Measure(round(amount, 2), examples)


def _backdating(effect: Effect, now: datetime) -> _Measure:
    """How many whole days the earliest change lies back; on a ledger without ownerships any past is new."""
    dated = effect.events.with_columns(at=_effective_at()).filter(nw.col("at") < nw.lit(now))
    columns = ("aggregate_id", "at", "file", "sheet", "row")
    earliest = settled(dated.select(*columns).sort("at", "aggregate_id").head(2 * _WORST)).unique()
    devices = effect.devices.select(aggregate_id=nw.col("device_id"), known_by=_known_by())
    told = settled(earliest.join(devices, on="aggregate_id", how="left").sort("at", "aggregate_id", "row").head(_WORST))
    first = told.select(nw.col("at").min()).collect().item()
    examples = _examples(told.select("at", "file", "sheet", "row", subject="known_by"))
    days = 0 if first is None else (now - first) // timedelta(days=1)
    return _Measure(days, examples, is_counting=bool(effect.open_beyond) or not is_empty(effect.spans))


def _effective_at() -> nw.Expr:
    """From which instant on an event makes the ledger say something else; null for what has no dates."""
    type_, start, end, was = (nw.col(name) for name in ("type", "start_time", "end_time", "previous_end_time"))
    return (
        nw.when(type_.is_in([EventType.OWNERSHIP_TAKEN.value, EventType.OWNERSHIP_CANCELLED.value]))
        .then(start)
        .when((type_ == EventType.OWNERSHIP_UPDATED.value) & (was < end))
        .then(was)
        .otherwise(end)
    )


def _share(count: int, population: int, examples: list[_Example], limits: Limits) -> _Measure:
    is_counting = population >= limits.min_population and count > limits.min_rows
    return _Measure(100 * count / population if population else 0, examples, population, is_counting)


def _holds_at(instant: nw.Expr) -> nw.Expr:
    return (nw.col("start_time") <= instant) & (nw.col("end_time") > instant)


def _known_by() -> nw.Expr:
    return nw.coalesce("serial_number", "asset_tag", "mac_address", "name")


def _examples(rows: Frame) -> list[_Example]:
    """One example per row, in their order."""
    return list(rows.collect().rows(named=True))


def _count(rows: Frame) -> int:
    return int(rows.select(nw.len()).collect().item())
