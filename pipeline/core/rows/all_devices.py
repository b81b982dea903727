"""`<all>` as the identifier of an unassign row: every device that its owner holds, but for those that other rows name.

Such a row is decided as one row per device (its *parts*, with numbers of their own), and told as one. A device that
another row names is left to that row, whatever becomes of it: who writes that somebody gives everything back, and that
one laptop goes to somebody else, means both.
"""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, computed, instant_expr, is_empty, is_true_expr, settled, shaped, stacked
from pipeline.core.rows.device_lookup import FOUND, named_devices
from pipeline.core.rows.duplicates import Judgement
from schemas.frames.verdicts import WHOLES
from schemas.vocabulary import Outcome, Reason, Request

# In the parts, the number of their row; in the `<all>` rows without parts, their own.
WHOLE = "whole_row_id"

_FOUND_PART = f"device_id{FOUND}"
# Of the parts of a row, the one whose outcome stands first decides.
_ORDER = (Outcome.APPLIED, Outcome.REJECTED, Outcome.UNCHANGED, Outcome.SKIPPED)


def in_parts(
    resolved: Frame, left_alone: Frame | None, resting: Frame | None, devices: Frame, spans: Frame, *, now: datetime
) -> tuple[Frame, Frame | None]:
    """The assignments rows, each `<all>` row as its parts, or as it is where there are none; and the `<all>` rows.

    `resolved` are the rows as `resolve` and `resolve_owners` give them, of which those `left_alone` (`row_id`) ask for
    nothing; `resting` (`device_id`) are named by rows at rest. Where there are `<all>` rows, the rows have `WHOLE`, and
    the second frame has one row for each: `row_id, is_known` (its owner is on record)`, spared` (the number of devices
    that are left to other rows).
    """
    if "takes_all" not in resolved.collect_schema().names():
        return resolved, None
    is_whole = is_true_expr(nw.col("takes_all"))
    rows, wholes = resolved.filter(~is_whole), settled(resolved.filter(is_whole))
    if is_empty(wholes):
        return resolved.drop("takes_all"), None
    asking = rows if left_alone is None else rows.join(left_alone, on="row_id", how="anti")
    named = named_devices(asking, devices, name="device_name")
    if resting is not None:
        named = nw.concat([named, resting.select("device_id").drop_nulls()], how="vertical").unique()
    every = settled(_held(wholes, spans, now))
    held = settled(every.join(named, on="device_id", how="anti"))
    alone = wholes.join(held.select("row_id").unique(), on="row_id", how="anti")
    key = nw.concat_str(nw.lit("<all>"), nw.col("org_id"), nw.col("owner_key"), separator="\x1f", ignore_nulls=True)
    alone = alone.with_columns(unknown_key=key, **{WHOLE: nw.col("row_id")})
    parts = _parts(wholes, held, resolved)
    if _FOUND_PART not in resolved.collect_schema().names():
        rows, alone = (frame.with_columns(nw.lit(None, dtype=nw.Int64).alias(_FOUND_PART)) for frame in (rows, alone))
    rows = rows.with_columns(nw.lit(None, dtype=nw.Int64).alias(WHOLE))
    spared = every.join(named, on="device_id", how="semi").group_by("row_id").agg(spared=nw.len().cast(nw.Int64))
    told = wholes.select("row_id", is_known=~nw.col("owner_id").is_null()).join(spared, on="row_id", how="left")
    told = told.with_columns(spared=nw.coalesce("spared", nw.lit(0)))
    return settled(stacked([rows, alone, parts]).drop("takes_all")), settled(told)


def put_together(judged: Judgement, wholes: Frame | None) -> tuple[Judgement, Frame]:
    """The judgement with each `<all>` row as one row, and one row per such row as in `WHOLES`.

    `wholes` are the `<all>` rows as `in_parts` gives them. The outcome of such a row is that of the part that says
    most: applied where any is. Its parts are applied under its own number.
    """
    if wholes is None:
        return judged, shaped(judged.rows.head(0).select("row_id"), WHOLES)
    names = judged.rows.collect_schema().names()
    whole = nw.col(WHOLE)
    others, parts = judged.rows.filter(whole.is_null()), settled(judged.rows.filter(~whole.is_null()))
    rank: nw.Expr = nw.lit(len(_ORDER))
    for number, outcome in reversed(list(enumerate(_ORDER))):
        rank = nw.when(nw.col("outcome") == outcome.value).then(nw.lit(number)).otherwise(rank)
    ranked = settled(
        parts.with_columns(rank=rank.cast(nw.Int64)).with_row_index("place", order_by=(WHOLE, "rank", "row_id"))
    )
    first = ranked.filter(nw.col("place") == nw.col("place").min().over(WHOLE)).drop("place", "rank")
    numbers = parts.select(first_row_id=nw.col("row_id"), first_whole=whole)
    told = first.join(numbers, on="first_row_id", how="left")
    told = told.join(wholes.select("is_known", **{WHOLE: nw.col("row_id")}), on=WHOLE, how="left")
    told = told.with_columns(
        row_id=whole,
        first_row_id=nw.coalesce("first_whole", WHOLE),
        reason=_reason(),
        device_id=nw.lit(None, dtype=nw.Int64),
    )
    rows = settled(stacked([others.drop(WHOLE), told.select(*(name for name in names if name != WHOLE))]))
    applied = judged.applied.with_columns(row_id=nw.coalesce(WHOLE, "row_id")).drop(WHOLE)
    counted = wholes.select("row_id", "spared").join(_counted(parts), on="row_id", how="left")
    return Judgement(rows, settled(applied)), settled(counted.select(*WHOLES.names))


def _held(wholes: Frame, spans: Frame, now: datetime) -> Frame:
    """One row per `<all>` row that can be carried out and device that its owner holds now or later."""
    is_sound = nw.all_horizontal(
        nw.col("fault").is_null(),
        nw.col("owner_finding").is_null(),
        nw.col("action") == Request.UNASSIGN.value,
        ignore_nulls=True,
    )
    live = spans.filter(nw.col("end_time") > instant_expr(now)).select("owner_id", "device_id").unique()
    asking = wholes.filter(is_sound).select("row_id", "owner_id").drop_nulls("owner_id")
    return asking.join(live, on="owner_id", how="inner").select("row_id", "device_id")


def _parts(wholes: Frame, held: Frame, resolved: Frame) -> Frame:
    """One row per `<all>` row and device of its owner, numbered after all rows."""
    last = int(computed(resolved.select(nw.col("row_id").max())).item() or 0)
    pairs = held.select("row_id", part_of="device_id")
    found = wholes.drop("device_id", *([_FOUND_PART] if _FOUND_PART in wholes.collect_schema().names() else []))
    parts = settled(found.join(pairs, on="row_id", how="inner")).with_row_index("part", order_by=("row_id", "part_of"))
    return parts.with_columns(
        row_id=nw.col("part").cast(nw.Int64) + last + 1,
        device_id=nw.col("part_of"),
        **{_FOUND_PART: nw.col("part_of"), WHOLE: nw.col("row_id")},
    ).drop("part", "part_of")


def _reason() -> nw.Expr:
    """The reason of an `<all>` row: without a part, that its owner is unknown or holds nothing."""
    is_alone = (nw.col("row_id") == nw.col(WHOLE)) & (nw.col("reason") == Reason.UNKNOWN_DEVICE.value)
    nothing, nobody = nw.lit(Reason.NOT_ASSIGNED.value), nw.lit(Reason.UNKNOWN_OWNER.value)
    why = nw.when(nw.col("is_known")).then(nothing).otherwise(nobody)
    return nw.when(is_true_expr(is_alone)).then(why).otherwise(nw.col("reason"))


def _counted(parts: Frame) -> Frame:
    is_part = nw.col("row_id") != nw.col(WHOLE)
    counts = {
        name: (is_part & (nw.col("outcome") == outcome.value)).cast(nw.Int64).sum().cast(nw.Int64)
        for name, outcome in (("taken", Outcome.APPLIED), ("unable", Outcome.REJECTED))
    }
    return settled(parts.group_by(WHOLE).agg(**counts).rename({WHOLE: "row_id"}))
