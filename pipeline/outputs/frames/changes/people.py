"""What people sheets change, in words: for the messages of rows, for the sheets of changes and for plans."""

from __future__ import annotations

import polars as pl

from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Action, EventType

# The words for the facts of a person within a sentence.
FACT_WORDS = {
    "email": "e-mail address",
    "external_user_id": "number",
    "username": "login",
    "owner_name": "name",
    "department": "department",
    "cost_center": "cost center",
    "title": "title",
    "manager": "manager",
    "location": "location",
    "starts_on": "first day",
    "ends_on": "last day",
}
_BLANK = "(blank)"


def told_facts(owner_changes: pl.DataFrame) -> pl.DataFrame:
    """One row per owner whose facts change: `owner_id`, `told_old`, `told_new`, and both as `told`, fact by fact."""
    words = list(FACT_WORDS)
    changes = owner_changes.with_columns(
        at=pl.col("field").replace_strict(words, list(range(len(words))), default=len(words), return_dtype=pl.Int64),
        word=pl.col("field").replace(FACT_WORDS),
        old=pl.col("old").fill_null(_BLANK),
        new=pl.col("new").fill_null(_BLANK),
    )
    return (
        changes.sort("owner_id", "at")
        .group_by("owner_id", maintain_order=True)
        .agg(
            told_old=format_expr("{}: {}", "word", "old").str.join("; "),
            told_new=format_expr("{}: {}", "word", "new").str.join("; "),
            told=format_expr("{} {} -> {}", "word", "old", "new").str.join("; "),
        )
    )


def people_lines(events: pl.DataFrame, owner_changes: pl.DataFrame) -> pl.DataFrame:
    """One row per event of an owner whose facts change, in their order, with `told_old` and `told_new`."""
    updated = events.filter(pl.col("type") == EventType.OWNER_UPDATED)
    facts = told_facts(owner_changes)
    joined = updated.join(facts, left_on="aggregate_id", right_on="owner_id", how="left", maintain_order="left")
    return joined.with_columns(action=pl.lit(Action.UPDATE.value))


def told_people(events: pl.DataFrame, owner_changes: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """One row per row that puts a person on record or changes facts of one: `row_id, person, facts`, in words.

    `owners` has `owner_id, owner_name` as they will be.
    """
    types = (EventType.OWNER_CREATED.value, EventType.OWNER_UPDATED.value)
    happened = events.filter(pl.col("type").is_in(types), pl.col("row_id").is_not_null())
    named = happened.join(owners.select("owner_id", "owner_name"), on="owner_id", how="left")
    facts = told_facts(owner_changes).select("owner_id", facts="told")
    told = named.join(facts, on="owner_id", how="left")
    return told.select("row_id", "facts", person=pl.coalesce("owner_name", "owner_email")).unique("row_id")
