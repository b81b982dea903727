"""The limits: how far a plan goes, and its refusal where that is too far."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from pipeline import store
from pipeline.core.guards.limits import Effect, measure_limits
from pipeline.errors import PlanRefused
from pipeline.model import ChangeSet, Ledger, Source, State
from pipeline.runs.steps.core_frames import lazy
from pipeline.settings import Settings

_FILES = {"file": pl.String, "rows": pl.Int64}


def measured(
    change_set: ChangeSet,
    state: State,
    devices: pl.DataFrame,
    sources: Sequence[Source],
    settings: Settings,
    *,
    now: datetime,
    beyond: store.Beyond | None = None,
) -> pl.DataFrame:
    """One row per limit: how far this change set goes at that instant; columns as in `model.Plan.limits`.

    `devices` has at least those that the change set touches, as they will be, with `type` and `purchase_price`.
    `sources` are the files, all of one drop folder, whose length is compared with that of last time.
    `beyond` is what is on record beside a state that was read in part.
    """
    effect = Effect(
        events=lazy(change_set.events),
        spans_superseded=lazy(change_set.spans_superseded),
        spans_recorded=lazy(change_set.spans_recorded),
        spans=lazy(state.spans),
        devices=lazy(devices),
        device_count=state.devices.height + (beyond.devices if beyond else 0),
        owner_count=state.owners.height + (beyond.owners if beyond else 0),
        files=lazy(_lengths(sources, settings.ledger)),
        open_beyond=beyond.open_ownerships if beyond else {},
    )
    intent = settings.intent()
    limits: pl.DataFrame = measure_limits(effect, intent.limits, intent.allow, now=now).collect().to_native()
    return limits


def refuse_unsafe(limits: pl.DataFrame) -> None:
    """Refuse a plan that goes over a limit: what, how far, the worst of it, and what would let it through.

    Raises PlanRefused, its code the name of the first such limit.
    """
    over = limits.filter("is_over").to_dicts()
    if not over:
        return
    options = " ".join(f"--allow {limit['limit']}={math.ceil(limit['figure'])}" for limit in over)
    it = "it" if len(over) == 1 else "them"
    raise PlanRefused(
        "\n".join([*(_told(limit) for limit in over), "Nothing was written."]),
        f"If this is what you mean, allow {it} for one run and say why: {options} --reason TEXT",
        code=str(over[0]["limit"]),
    )


def _lengths(sources: Sequence[Source], ledger: Ledger) -> pl.DataFrame:
    """One row per file whose rows count, and that a run has read before: `file, rows, last_rows`."""
    counted = [(source.file, source.rows) for source in sources if source.rows is not None]
    files = pl.DataFrame(counted, schema=_FILES, orient="row")
    if files.is_empty():
        return files.with_columns(last_rows="rows")
    folder = sources[0].source
    before = store.last_rows(ledger, files["file"].to_list(), source=folder)
    return files.join(before.select("file", pl.col("rows").cast(pl.Int64).alias("last_rows")), on="file")


def _told(limit: Mapping[str, Any]) -> str:
    """One limit in words: `Open ownerships unassigned: 60 % of 20, and unassign_percent allows 30 %. ...`."""
    name, figure, population = str(limit["name"]), float(limit["figure"]), limit["population"]
    if str(limit["limit"]).endswith("_percent"):
        reached, allowed = f"{_figure(figure)} % of {population:,}", f"{_figure(limit['allowed'])} %"
    else:
        reached, allowed = _figure(figure), _figure(limit["allowed"])
    said = f"{name[:1].upper()}{name[1:]}: {reached}, and {limit['limit']} allows {allowed}"
    return f"{said} ({limit['examples']})." if limit["examples"] else f"{said}."


def _figure(figure: float) -> str:
    """With one decimal at most, rounded up, so that what is over a limit also looks so."""
    return f"{math.ceil(round(figure * 10, 6)) / 10:,.1f}".removesuffix(".0")
