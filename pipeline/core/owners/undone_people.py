"""The reversal of what a run changed of people: the facts that are still as the run left them.

The facts of a person are reversed one by one; but none of them where that would give the person what somebody else has
by now, or leave nothing by which the person is known.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, null_text, settled
from schemas.fields import OWNER_HANDLE, OWNER_KEYS
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class UndonePeople:
    """The facts that change back, and those that stay.

    `changes` are as `ChangeSet.owner_changes`; `updated` has one row per owner who changes back: `owner_id, org_id,
    handle, previous_handle`. `claimed` has one row per owner who stays as now because of somebody else, or of nothing
    being left: `owner_id, field, value, other_email`; the latter three are blank in the second case.
    """

    changes: Frame
    updated: Frame
    claimed: Frame


def undo_people(owner_changes: Frame, altered: Frame, owners: Frame) -> UndonePeople:
    """What changes back of the facts that a run changed, without those that were altered since (`owner_id, field`)."""
    lasting = owner_changes.join(altered, on=["owner_id", "field"], how="anti")
    back = settled(lasting.select("owner_id", "field", old=nw.col("new"), new=nw.col("old")))
    claimed = _clashes(back, owners)
    told = [claimed]
    while not is_empty(told[-1]):
        back = settled(back.join(told[-1].select("owner_id"), on="owner_id", how="anti"))
        told.append(_clashes(back, owners))
    after = owners_after(owners.join(back, on="owner_id", how="semi"), back)
    updated = after.with_columns(previous_handle=nw.col("handle"), handle=nw.coalesce(*OWNER_HANDLE))
    return UndonePeople(
        changes=settled(back.sort("owner_id", "field")),
        updated=settled(updated.select("owner_id", "org_id", "handle", "previous_handle")),
        claimed=settled(nw.concat(told, how="vertical")),
    )


def owners_after(owners: Frame, back: Frame) -> Frame:
    """The owners with what they are known by as it will be."""
    for fact in OWNER_HANDLE:
        changed = back.filter(nw.col("field") == fact).select(
            "owner_id", back=nw.col("new"), is_back=nw.lit(value=True)
        )
        joined = owners.join(settled(changed), on="owner_id", how="left")
        value = nw.when(is_true_expr(nw.col("is_back"))).then(nw.col("back")).otherwise(nw.col(fact))
        owners = joined.with_columns(value.alias(fact)).drop("back", "is_back")
    return settled(owners)


def _clashes(back: Frame, owners: Frame) -> Frame:
    """One row per owner who cannot change back; see `UndonePeople.claimed`."""
    after = owners_after(owners, back)
    taken = settled(nw.concat([_taken(back, after, fact) for fact in OWNER_KEYS], how="vertical"))
    first = taken.group_by("owner_id").agg(nw.col("field").min())
    named = taken.join(first, on=["owner_id", "field"], how="semi")
    named = named.group_by("owner_id", "field").agg(nw.col("value").min(), nw.col("other_email").min())
    left = nw.all_horizontal(*(nw.col(fact).is_null() for fact in OWNER_HANDLE), ignore_nulls=True)
    nameless = after.join(back, on="owner_id", how="semi").filter(left)
    nameless = nameless.join(taken, on="owner_id", how="anti")
    nothing = {name: null_text() for name in ("field", "value", "other_email")}
    return settled(nw.concat([named, nameless.select("owner_id", **nothing)], how="vertical"))


def _taken(back: Frame, after: Frame, fact: str) -> Frame:
    """One row per owner and other owner who would both have the same: `owner_id, field, value, other_email`."""
    gains = back.filter((nw.col("field") == fact) & ~nw.col("new").is_null()).select("owner_id", value=nw.col("new"))
    gains = gains.join(after.select("owner_id", "org_id"), on="owner_id", how="inner")
    gains = gains.with_columns(known_by=nw.col("value").str.to_lowercase())
    folded = nw.col(fact).str.to_lowercase()
    holders = after.select("org_id", other_id=nw.col("owner_id"), other_email=nw.col("handle"), known_by=folded)
    pairs = gains.join(holders.drop_nulls("known_by"), on=["org_id", "known_by"], how="inner")
    others = pairs.filter(nw.col("owner_id") != nw.col("other_id"))
    return others.select("owner_id", "value", "other_email", field=nw.lit(fact)).select(
        "owner_id", "field", "value", "other_email"
    )
