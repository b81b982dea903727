"""The owners in the rows of an export that comes back, where the address that they were shown by is not theirs now.

An address may have been taken back since the export was made, as by an undo, or be somebody else's. Who had it then is
meant all the same: else the row would hand the device to whoever has it now, or to somebody new.
"""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, null_text, settled, stacked
from schemas.fields import OWNER_COLUMNS, OWNER_NAMING

# The fields that say who somebody is, by their columns on record.
OWNER_FACTS = {OWNER_COLUMNS.get(field, field): field for field in OWNER_NAMING}
_WAS = "was_holders"


def with_shown_owners(rows: Frame, facts: Frame) -> Frame:
    """The rows with the holder of then as the one whom they name, where they name that person's address of then.

    `rows` have `owner_named` and `named_id` (who that is now), and `holder_then_id`; `facts` are those of `Past`. Adds
    `was_holders`: true for rows of such an address.
    """
    then = facts.filter(nw.col("field") == OWNER_COLUMNS["owner_email"])
    then = then.select(nw.col("owner_id").alias("holder_then_id"), owner_named="base").drop_nulls().unique()
    then = then.with_columns(nw.lit(value=True).alias(_WAS))
    found = rows.join(then, on=["holder_then_id", "owner_named"], how="left")
    is_shown = is_true_expr(nw.col(_WAS))
    return found.with_columns(
        is_shown.alias(_WAS),
        named_id=nw.when(is_shown).then(nw.col("holder_then_id")).otherwise(nw.col("named_id")),
    )


def with_present_owners(rows: Frame, owners: Frame) -> Frame:
    """The rows of `with_shown_owners` with what identifies their owner now, in place of the address of then.

    Rows that ask for nothing keep the address.
    """
    is_meant = nw.col(_WAS) & ~nw.col("is_left_alone")
    meant = settled(rows.filter(is_meant))
    if is_empty(meant):
        return rows
    unaddressed = meant.with_columns(owner_email=null_text())
    found = with_own_facts(unaddressed, owners.rename({"owner_id": "named_id"}), "named_id", OWNER_FACTS)
    return stacked([rows.filter(~is_meant), found])


def with_own_facts(rows: Frame, owners: Frame, by: str, fields: Mapping[str, str]) -> Frame:
    """The rows, in which blanks of these fields are filled in from the owner, who has the same `by`.

    `fields` are those of the rows, by the columns of `owners`.
    """
    own = owners.select(by, *(nw.col(fact).alias(f"own_{fact}") for fact in fields))
    filled = {field: nw.coalesce(field, f"own_{fact}") for fact, field in fields.items()}
    return settled(rows.join(own, on=by, how="left").with_columns(**filled))
