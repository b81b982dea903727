"""MAC addresses that pass from one device to another within a run, so that two devices can exchange theirs.

An inventory row whose one fault is the MAC address of another device is fine where that device is given another one, or
none, by a row that goes ahead; which may in turn count on a third device. A device to which rows give two addresses
gives up none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import narwhals as nw

from pipeline.core.expressions import Frame, differs_expr, flagged, is_empty, is_true_expr, null_text, settled
from pipeline.core.identifiers.needs import passed_on
from pipeline.core.rows.device_lookup import FOUND
from pipeline.core.rows.duplicates import Judgement
from pipeline.core.rows.inventory import clears_expr
from schemas.fields import NETWORK_ADDRESS
from schemas.keys import CLEAR
from schemas.records import dataclass
from schemas.vocabulary import Action, Reason

_HOLDER = f"{NETWORK_ADDRESS}{FOUND}"


@dataclass(frozen=True, slots=True)
class Passing:
    """The rows whose MAC address another device gives up: `row_id, holder_id`, which is that device.

    `movers` are the devices to which rows give another address, or none: `device_id`, and `needed_id`, the device that
    has that address now, blank where nobody has it.
    """

    rows: Frame
    movers: Frame


def passing_rows(listed: Frame) -> Passing | None:
    """The inventory rows, as `resolve` gives them, whose MAC address may pass to their device; None without any."""
    if _HOLDER not in listed.collect_schema().names():
        return None
    rows = settled(listed.filter(_is_anothers_expr(listed)).select("row_id", holder_id=nw.col(_HOLDER)))
    if is_empty(rows):
        return None
    return _counted_on(Passing(rows, settled(_movers(listed, rows))))


def with_passing(listed: Frame, passing: Passing | None) -> Frame:
    """The rows, of which those whose MAC address passes to their device have no finding."""
    if passing is None:
        return listed
    rows = flagged(listed, passing.rows, "row_id", "is_passing")
    finding = nw.when(~nw.col("is_passing")).then(nw.col("finding"))
    return settled(rows.with_columns(finding=finding).drop("is_passing"))


def decided_with_passing(
    listed: Frame, passing: Passing | None, decide: Callable[[Frame], Judgement]
) -> tuple[Frame, Judgement]:
    """The rows of `with_passing` and their judgement, once more wherever a device keeps its address after all."""
    judged = decide(listed)
    while passing is not None:
        is_moved = (nw.col("action") == Action.UPDATE.value) & is_true_expr(nw.col(f"{NETWORK_ADDRESS}_differs"))
        moved = settled(judged.applied.filter(is_moved).select("device_id"))
        stuck = passing.rows.join(moved.rename({"device_id": "holder_id"}), on="holder_id", how="anti")
        if is_empty(stuck):
            break
        before = passing.rows
        passing = _counted_on(replace(passing, movers=settled(passing.movers.join(moved, on="device_id", how="semi"))))
        kept = passing.rows if passing is not None else before.head(0)
        listed = _mismatched(listed, settled(before.join(kept.select("row_id"), on="row_id", how="anti")))
        judged = decide(listed)
    return listed, judged


def _mismatched(listed: Frame, stuck: Frame) -> Frame:
    rows = flagged(listed, stuck, "row_id", "is_stuck")
    mismatch = nw.lit(Reason.IDENTIFIER_MISMATCH.value)
    finding = nw.when(nw.col("is_stuck")).then(mismatch).otherwise(nw.col("finding"))
    return settled(rows.with_columns(finding=finding).drop("is_stuck"))


def _is_anothers_expr(listed: Frame) -> nw.Expr:
    """True for a row whose identifiers belong to its device or to none, but for its MAC address."""
    others = [name for name in listed.collect_schema().names() if name.endswith(FOUND) and name != _HOLDER]
    return nw.all_horizontal(
        is_true_expr(nw.col("finding") == Reason.IDENTIFIER_MISMATCH.value),
        nw.col("fault").is_null(),
        ~nw.col(_HOLDER).is_null(),
        differs_expr(nw.col(_HOLDER), nw.col("device_id")),
        *(nw.col(name).is_null() | is_true_expr(nw.col(name) == nw.col("device_id")) for name in others),
        ignore_nulls=False,
    )


def _movers(listed: Frame, passing: Frame) -> Frame:
    rows = flagged(listed, passing, "row_id", "is_passing")
    is_sound = nw.col("fault").is_null() & (nw.col("finding").is_null() | nw.col("is_passing"))
    given = nw.when(clears_expr(NETWORK_ADDRESS)).then(nw.lit(CLEAR)).otherwise(nw.col(NETWORK_ADDRESS))
    told = rows.filter(is_sound & ~nw.col("device_id").is_null()).select("device_id", given=given, held=nw.col(_HOLDER))
    by_device = told.drop_nulls("given").group_by("device_id")
    sides = by_device.agg(least=nw.col("given").min(), greatest=nw.col("given").max(), needed_id=nw.col("held").max())
    is_another = (nw.col("least") == nw.col("greatest")) & ~is_true_expr(nw.col("needed_id") == nw.col("device_id"))
    return sides.filter(is_another).select("device_id", "needed_id")


def _counted_on(passing: Passing) -> Passing | None:
    """Those of the rows whose devices give up their address, as far as all that they need do so, too."""
    there = passing.movers.select(needed_id=nw.col("device_id"))
    is_stuck = ~nw.col("needed_id").is_null() & ~nw.col("is_there")
    needs = flagged(passing.movers, there, "needed_id", "is_there").select(
        "device_id",
        "needed_id",
        reason=nw.when(is_stuck).then(nw.lit(Reason.IDENTIFIER_MISMATCH.value)).otherwise(null_text()),
    )
    moving = passed_on(settled(needs)).filter(nw.col("reason").is_null())
    movers = settled(passing.movers.join(moving.select("device_id"), on="device_id", how="semi"))
    given_up = movers.select(holder_id=nw.col("device_id"))
    rows = settled(passing.rows.join(given_up, on="holder_id", how="semi"))
    return None if is_empty(rows) else Passing(rows, movers)
