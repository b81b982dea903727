"""The limits: the figures of a plan that suggest a mistake when they are high, measured before anything is written.

`run`, `plan` and `undo` measure the same frames in the same way. An ownership is open when it covers the instant of the
plan. It is lost when the plan ends it, or moves its end to an earlier date, whatever the date: a sheet that unassigns
everything tomorrow is no safer than one that does so today.

Percentages of ownerships are those of the organization with the greatest, so that a small organization is not
overlooked beside large ones. The whole ledger is compared as if it were one more organization, so that many
organizations below `min_population` add up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    computed,
    count_of,
    instant_expr,
    is_empty,
    is_true_expr,
    known_by_expr,
    settled,
)
from pipeline.core.guards.emptied_values import emptied_values
from pipeline.core.guards.exchanged_identifiers import corrected_identifiers, exchanged_identifiers
from pipeline.core.guards.losses import holds_at_expr, losers_of
from pipeline.core.guards.measure import WORST, Measure, examples_of, share
from pipeline.model import Limits
from schemas.frames.narwhals_types import narwhals_schema
from schemas.frames.plan import LIMIT_EXAMPLES, LIMIT_FIGURES
from schemas.records import dataclass
from schemas.vocabulary import EventType

# Every limit, in the order in which reports list them.
NAMES = (
    "unassign_percent",
    "reassign_percent",
    "create_percent",
    "new_owners",
    "emptied_owners",
    "fewer_rows_percent",
    "exchanged_identifiers",
    "corrected_identifiers",
    "emptied_values",
    "money",
    "backdate_days",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a plan, and the state that it changes.

    Frames are as in `model.ChangeSet`, `spans` as in `model.State`; where these are not all, `populations` counts the
    open ownerships of each organization that has any, and `has_ownerships` says whether there are any at all, open or
    not. `devices` has at least the devices of the events, as they will be: `device_id, serial_number, asset_tag,
    mac_address, name, type, purchase_price, currency`. `device_count` and `owner_count` are the numbers on record
    before. `files` has one row per file that has a predecessor: `file, rows, last_file, last_rows`. `beside` has what
    people hold beside `spans`, as in `model.State`.
    """

    events: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    spans: Frame
    devices: Frame
    device_count: int
    owner_count: int
    files: Frame
    device_changes: Frame
    owner_changes: Frame
    populations: Mapping[str, int] | None = None
    has_ownerships: bool | None = None
    beside: Frame | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of all limits, in the order of `NAMES`, and the greatest parts of each, the greatest first.

    See `schemas.frames.plan`: `LIMIT_FIGURES`, `LIMIT_EXAMPLES`.
    """

    limits: Frame
    examples: Frame


def measure_limits(effect: Effect, limits: Limits, overridden: Collection[str], *, now: datetime) -> Measured:
    """The figures of a plan, beside what is allowed. A figure that equals the limit is allowed.

    `overridden` are the names of the limits that `--allow` raised for this run.
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
    examples = {column: [row.get(column) for row in rows] for column in LIMIT_EXAMPLES.names}
    eager = computed(effect.files.head(0)).implementation
    return Measured(
        limits=nw.from_dict(columns, narwhals_schema(LIMIT_FIGURES), backend=eager).lazy(),
        examples=nw.from_dict(examples, narwhals_schema(LIMIT_EXAMPLES), backend=eager).lazy(),
    )


def _is_over(measure: Measure, allowed: float | None) -> bool:
    return allowed is not None and measure.is_counting and measure.figure > allowed


def _measures(effect: Effect, limits: Limits, now: datetime) -> dict[str, Measure]:
    is_open = holds_at_expr(instant_expr(now))
    held = settled(effect.spans.filter(is_open).select("org_id", "ownership_id", "owner_id", "owner_email"))
    losers = _losses_per_owner(effect, held, now)
    populations = _per_org(held, nw.len()) if effect.populations is None else effect.populations
    return {
        "unassign_percent": _lost_share(losers, "taken", populations, limits),
        "reassign_percent": _lost_share(losers, "passed", populations, limits),
        "create_percent": _created(effect, limits),
        "new_owners": _new_owners(effect),
        "emptied_owners": _emptied(losers),
        "fewer_rows_percent": _fewer_rows(effect.files, limits),
        "exchanged_identifiers": exchanged_identifiers(
            effect.events, effect.device_changes, effect.owner_changes, effect.devices
        ),
        "corrected_identifiers": corrected_identifiers(effect.device_changes, effect.devices),
        "emptied_values": emptied_values(effect.device_changes, effect.owner_changes),
        "money": _money(effect),
        "backdate_days": _backdating(effect, now),
    }


def _losses_per_owner(effect: Effect, held: Frame, now: datetime) -> Frame | None:
    """One row per owner who loses open ownerships: the numbers unassigned (`taken`), `passed` on, and `held` before.

    `is_emptied` is true where the owner holds nothing any more after the last of these losses. None where nobody loses.
    """
    losers = losers_of(effect.events, held, now=now)
    if losers is None:
        return None
    counts = held.join(losers, on="owner_id", how="semi").group_by("owner_id").agg(held=nw.len())
    left = _spans_left(effect, losers).group_by("owner_id").agg(remaining=nw.len())
    known = losers.join(counts, on="owner_id", how="left").join(left, on="owner_id", how="left")
    is_emptied = nw.col("remaining").is_null()
    if effect.beside is not None:
        known = known.join(effect.beside.select("owner_id", "devices", "is_left"), on="owner_id", how="left")
        known = known.with_columns(held=nw.col("held") + nw.col("devices").fill_null(0))
        is_emptied = is_emptied & ~is_true_expr(nw.col("is_left"))
    return settled(known.with_columns(taken=nw.col("lost") - nw.col("passed"), is_emptied=is_emptied))


def _spans_left(effect: Effect, losers: Frame) -> Frame:
    """The spans that each of these owners still holds after the last of their losses."""
    columns = ("ownership_id", "owner_id", "start_time", "end_time")
    kept = effect.spans.select(*columns).join(effect.spans_superseded, on="ownership_id", how="anti")
    after = nw.concat([kept, effect.spans_recorded.select(*columns)], how="vertical")
    return after.join(losers.select("owner_id", "at"), on="owner_id").filter(holds_at_expr(nw.col("at")))


def _lost_share(losers: Frame | None, count: str, populations: Mapping[str, int], limits: Limits) -> Measure:
    """The greatest percentage lost by an organization, which the examples name where the ledger has several."""
    if losers is None:
        return share(0, sum(populations.values()), [], limits)
    lost = settled(losers.filter(nw.col(count) > 0))
    if is_empty(lost):
        return share(0, sum(populations.values()), [], limits)
    org = None
    if len(populations) > 1:
        org = _worst_organization(_per_org(lost, nw.col(count).sum()), populations, limits)
        lost = lost if org is None else settled(lost.filter(nw.col("org_id") == org))
    total = int(computed(lost)[count].sum())
    worst = lost.sort(count, "owner_email", descending=[True, False]).head(WORST)
    examples = examples_of(worst.select(subject="owner_email", count=nw.col(count), total=nw.col("held")))
    population = sum(populations.values()) if org is None else populations[org]
    return share(total, population, [{**example, "org_id": org} for example in examples], limits)


def _worst_organization(lost: Mapping[str, int], populations: Mapping[str, int], limits: Limits) -> str | None:
    """The organization with the greatest percentage of those to which the limit applies; None for the whole ledger."""
    whole = share(sum(lost.values()), sum(populations.values()), [], limits)
    shares = [(org, share(lost[org], populations[org], [], limits)) for org in sorted(lost)]
    return max([*shares, (None, whole)], key=lambda one: (one[1].is_counting, one[1].figure))[0]


def _per_org(rows: Frame, figure: nw.Expr) -> dict[str, int]:
    figures = computed(rows.group_by("org_id").agg(figure=figure))
    return dict(zip(figures["org_id"].to_list(), map(int, figures["figure"].to_list()), strict=True))


def _created(effect: Effect, limits: Limits) -> Measure:
    created = settled(effect.events.filter(nw.col("type") == EventType.DEVICE_CREATED.value))
    if is_empty(created):
        return share(0, effect.device_count, [], limits)
    types = effect.devices.select("device_id", kind="type")
    per_type = created.select(device_id="aggregate_id").join(types, on="device_id", how="left")
    counts, total = per_type.group_by("kind").agg(devices=nw.len()), count_of(created)
    worst = counts.sort("devices", "kind", descending=[True, False], nulls_last=True).head(WORST)
    examples = examples_of(worst.select(subject="kind", count="devices"))
    return share(total, effect.device_count, examples, limits)


def _new_owners(effect: Effect) -> Measure:
    created = settled(effect.events.filter(nw.col("type") == EventType.OWNER_CREATED.value).select("owner_email"))
    first = created.unique().sort("owner_email").head(WORST)
    examples = [] if is_empty(created) else examples_of(first.select(subject="owner_email"))
    return Measure(count_of(created), examples, effect.owner_count, is_counting=effect.owner_count > 0)


def _emptied(losers: Frame | None) -> Measure:
    if losers is None or is_empty(emptied := settled(losers.filter(nw.col("is_emptied")))):
        return Measure(0, [])
    worst = emptied.sort("held", "owner_email", descending=[True, False]).head(WORST)
    return Measure(count_of(emptied), examples_of(worst.select(subject="owner_email", total="held")))


def _fewer_rows(files: Frame, limits: Limits) -> Measure:
    """The greatest percentage of rows that a file has lost since the last such file, among those that are limited."""
    if is_empty(files):
        return Measure(0, [])
    fewer = nw.col("last_rows") - nw.col("rows")
    if is_empty(found := settled(files.filter(fewer > 0))):  # as of most nightly files
        return Measure(0, [])
    shorter = found.with_columns(
        percent=100 * fewer / nw.col("last_rows"),
        is_counting=(nw.col("last_rows") >= limits.min_population) & (fewer > limits.min_rows),
    )
    worst = settled(shorter.sort("is_counting", "percent", "file", descending=[True, True, False]).head(WORST))
    first = computed(worst).rows(named=True)[0]
    percent, population, is_counting = (first[name] for name in ("percent", "last_rows", "is_counting"))
    examples = examples_of(worst.select(subject="file", count="rows", total="last_rows", file="last_file"))
    return Measure(percent, examples, population, is_counting)


def _money(effect: Effect) -> Measure:
    """The purchase price of the devices touched, each counted once, as on the Summary sheet, and rounded to cents.

    Amounts of different currencies are not added up: the greatest sum counts.
    """
    touched = effect.events.filter(nw.col("aggregate") == "device").select(device_id="aggregate_id").unique()
    priced = settled(
        effect.devices.join(touched, on="device_id", how="semi")
        .drop_nulls("purchase_price")
        .select("device_id", "purchase_price", nw.col("currency").fill_null(""), known_by=known_by_expr())
    )
    if is_empty(priced):
        return Measure(0, [])
    sums = priced.group_by("currency").agg(amount=nw.col("purchase_price").cast(nw.Float64).sum())
    most = settled(sums.sort("amount", "currency", descending=[True, False]).head(1))
    amount = computed(most)["amount"].item()
    dearest = (
        priced.join(most, on="currency", how="semi")
        .sort("purchase_price", "device_id", descending=[True, False])
        .head(WORST)
    )
    examples = examples_of(dearest.select(subject="known_by", amount=nw.col("purchase_price").cast(nw.Float64)))
    return Measure(round(amount, 2), examples)


def _backdating(effect: Effect, now: datetime) -> Measure:
    """The age of the earliest change in whole days; not limited on a ledger that has no ownerships yet."""
    dated = effect.events.with_columns(at=_effective_at()).filter(nw.col("at") < instant_expr(now))
    columns = ("aggregate_id", "at", "file", "sheet", "row")
    first_dated = settled(dated.select(*columns).sort("at", "aggregate_id").head(2 * WORST))
    has_ownerships = not is_empty(effect.spans) if effect.has_ownerships is None else effect.has_ownerships
    if is_empty(first_dated):
        return Measure(0, [], is_counting=has_ownerships)
    earliest = first_dated.unique()
    devices = effect.devices.select(aggregate_id=nw.col("device_id"), known_by=known_by_expr())
    told = settled(earliest.join(devices, on="aggregate_id", how="left").sort("at", "aggregate_id", "row").head(WORST))
    first = computed(told)["at"].min()
    examples = examples_of(told.select("at", "file", "sheet", "row", subject="known_by"))
    return Measure((now - first) // timedelta(days=1), examples, is_counting=has_ownerships)


def _effective_at() -> nw.Expr:
    """The instant from which on an event changes who holds a device; null for events without dates."""
    type_, start, end, was = (nw.col(name) for name in ("type", "start_time", "end_time", "previous_end_time"))
    return (
        nw.when(type_.is_in([EventType.OWNERSHIP_TAKEN.value, EventType.OWNERSHIP_CANCELLED.value]))
        .then(start)
        .when((type_ == EventType.OWNERSHIP_UPDATED.value) & (was < end))
        .then(was)
        .otherwise(end)
    )
