"""The changes that people sheets make: new owners with all their facts, changed facts, and who everybody is then."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from pipeline.core.expressions import Frame, combined, is_empty, null_text, settled
from pipeline.core.owners.people import value_after_expr
from pipeline.core.writes.changes import numbered
from schemas.fields import OWNER_HANDLE
from schemas.vocabulary import Action


def people_created(applied: Frame, facts: Sequence[str], *, after: int) -> Frame:
    """One row per owner whom a row of a people sheet creates: id, handle, facts, and the row."""
    new = (
        applied.filter(nw.col("action") == Action.CREATE.value)
        .drop("owner_id")
        .with_columns(handle=nw.col("owner_email"))
    )
    made = numbered(new, "owner_id", ("org_id", "handle", "owner_key"), after=after)
    return settled(made.select("owner_id", "org_id", "handle", *facts, "row_id"))


def people_updated(applied: Frame, facts: Sequence[str]) -> Frame:
    """One row per owner of whom a row changes facts: the row, the handle before and after, and the facts after."""
    changed = applied.filter(nw.col("action") == Action.UPDATE.value)
    latest = {fact: value_after_expr(fact) for fact in facts}
    known = changed.select("owner_id", "org_id", "row_id", previous_handle=nw.col("owner_email"), **latest)
    return settled(known.with_columns(handle=nw.coalesce(*OWNER_HANDLE)))


def owners_after(owners: Frame, updated: Frame, created: Frame, facts: Sequence[str]) -> Frame:
    """The owners as they will be; those that are created have version 0."""
    columns = owners.collect_schema().names()
    touched = ("handle", *facts)
    kept = owners.join(updated.select("owner_id"), on="owner_id", how="anti")
    same = owners.select(*(name for name in columns if name not in touched))
    changed = same.join(updated.select("owner_id", *touched), on="owner_id", how="inner").select(*columns)
    new = created.select("owner_id", "org_id", *touched, version=nw.lit(0, nw.Int64))
    return settled(combined([kept, changed, new]))


def spans_of(spans: Frame, updated: Frame) -> Frame:
    """The ownerships, with the handles that their owners will have."""
    renamed = updated.filter(nw.col("handle") != nw.col("previous_handle"))
    renamed = settled(renamed.select("owner_id", new_handle=nw.col("handle")))
    if is_empty(renamed):
        return spans
    columns = spans.collect_schema().names()
    joined = spans.join(renamed, on="owner_id", how="left")
    return settled(joined.with_columns(owner_email=nw.coalesce("new_handle", "owner_email")).select(*columns))


def no_owner_changes(owners: Frame) -> Frame:
    """The changed facts of owners where no row changes any: none."""
    return settled(owners.select("owner_id").head(0).with_columns(field=null_text(), old=null_text(), new=null_text()))
