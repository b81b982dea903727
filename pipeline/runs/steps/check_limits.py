"""The limits and policies: the figures of a plan, and its refusal where they go beyond what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from pipeline import outputs
from pipeline.core.guards.limits import Effect, Measured, measure_limits
from pipeline.errors import LimitFigure, PlanRefused, PolicyFigure
from pipeline.model import ChangeSet, Intent, State
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.results import with_usual_currency
from pipeline.settings import Settings
from schemas.reasons.limit_words import POLICY

_OF_FILES = "fewer_rows_percent"
_FILES = {"file": pl.String, "rows": pl.Int64, "last_file": pl.String, "last_rows": pl.Int64}


def measured(
    change_set: ChangeSet, state: State, devices: pl.DataFrame, settings: Settings, *, now: datetime
) -> pl.DataFrame:
    """One row per limit, with the figure of this change set at that instant; columns as in `model.Plan.limits`.

    `devices` has at least the devices that the change set touches, as they will be, with `type`, `purchase_price` and
    `currency`.
    """
    priced = with_usual_currency(devices, settings.currency)
    found = measured_of(change_set, state, priced, settings.intent(), now=now)
    return outputs.told_limits(native(found.limits), native(found.examples))


def measured_of(
    change_set: ChangeSet, state: State, devices: pl.DataFrame, intent: Intent, *, now: datetime
) -> Measured:
    """The figures of `measured`, without their words."""
    totals = state.totals
    effect = Effect(
        events=lazy(change_set.events),
        spans_superseded=lazy(change_set.spans_superseded),
        spans_recorded=lazy(change_set.spans_recorded),
        spans=lazy(state.spans),
        devices=lazy(devices),
        device_count=totals.devices if totals else state.devices.height,
        owner_count=totals.owners if totals else state.owners.height,
        files=lazy(_row_counts(state.last_rows)),
        device_changes=lazy(change_set.device_changes),
        owner_changes=lazy(change_set.owner_changes),
        populations=totals.open_ownerships if totals else None,
        has_ownerships=totals.has_ownerships if totals else None,
        beside=None if state.beside is None else lazy(state.beside),
    )
    return measure_limits(effect, intent.limits, intent.allow, now=now)


def figures_of(limits: pl.DataFrame) -> tuple[LimitFigure, ...]:
    """The figures of the limits, for programs."""
    columns = ("limit", "figure", "allowed", "is_over")
    return tuple(LimitFigure(*row) for row in limits.select(columns).iter_rows())


def refuse_unsafe(limits: pl.DataFrame, policies: Sequence[PolicyFigure] = ()) -> None:
    """Raises PlanRefused for a plan that exceeds a limit or breaks a policy that refuses; see `refusal_of`."""
    refusal = refusal_of(limits, policies)
    if refusal is not None:
        raise refusal


def refusal_of(
    limits: pl.DataFrame, policies: Sequence[PolicyFigure] = (), *, is_plan: bool = False
) -> PlanRefused | None:
    """The refusal of a plan that exceeds a limit or breaks a policy that refuses, None for any other.

    Its code is the name of the first such limit, else `policy`. The message has each limit with its figure and
    examples, and each policy with its rows; the hint has the options that allow the plan. A plan alone (`is_plan`)
    would have written nothing to the ledger anyhow, which it does not say.
    """
    over = limits.filter("is_over").to_dicts()
    broken = [policy for policy in policies if policy.refused]
    if not over and not broken:
        return None
    return PlanRefused(
        outputs.refusal_sentences(over, broken, is_plan=is_plan),
        outputs.refusal_advice([*over, *broken]),
        code=str(over[0]["limit"]) if over else POLICY,
        limits=figures_of(limits),
        policies=policies,
        overrides=outputs.overrides(over, broken),
    )


def limits_of_approved(planned: pl.DataFrame, approved: pl.DataFrame) -> pl.DataFrame:
    """The limits of a plan of which the lines left out no longer count; `approved` is measured of the other lines.

    A limit is over where both are, so that what was allowed for the plan stays so. The files are not read again, so the
    rows that they lack are those that the plan says.
    """
    is_of_files = pl.col("limit") == _OF_FILES
    found = approved.select("limit", now="figure", told="examples", allows="allowed", is_over_now="is_over")
    joined = planned.join(found, on="limit", how="left", maintain_order="left")
    is_over = pl.when(is_of_files).then(pl.col("figure") > pl.col("allows")).otherwise("is_over_now")
    kept = joined.with_columns(is_over=pl.col("is_over") & is_over.fill_null(value=False))
    is_measured = pl.col("is_over") & ~is_of_files
    return kept.with_columns(
        figure=pl.when(is_measured).then("now").otherwise("figure"),
        examples=pl.when(is_measured).then("told").otherwise("examples"),
        allowed=pl.when("is_over").then("allows").otherwise("allowed"),
    ).select(planned.columns)


def _row_counts(last_rows: pl.DataFrame | None) -> pl.DataFrame:
    """One row per file that has a predecessor: `file, rows, last_file, last_rows`."""
    return pl.DataFrame(schema=_FILES) if last_rows is None else last_rows.select(*_FILES)
