"""The three-way merge of the people sheet of an export that is loaded again; see `core.three_way_merge`.

A row means whom it meant when the export was made, by what identified people then. Of a cell that is left alone only
the value on record now counts: so a person is found whose address has changed since.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, computed, is_empty, is_true_expr, settled, stacked
from pipeline.core.owners.people import FIELDS
from pipeline.core.owners.people_lookup import resolve_people
from pipeline.core.owners.shown_owners import with_own_facts
from pipeline.core.three_way_merge import BASED, Merged, Past, merged_cells, no_conflicts
from schemas.fields import OWNER_HANDLE, OWNER_IDENTIFIERS

# The fields that identify a person, by their columns on record.
_IDENTIFYING = {column: field for column, field in FIELDS.items() if field in OWNER_IDENTIFIERS}


def merge_people(rows: Frame, owners: Frame, past: Past) -> Merged:
    """The merge of the people rows of one export; `owners` has every fact that has changed since."""
    columns = rows.collect_schema().names()
    if is_empty(rows):
        return Merged(rows, no_conflicts(rows), rows.select("row_id"))
    changed = computed(past.facts.select("field").unique().sort("field"))["field"].to_list()
    touched = past.facts.select(nw.col("owner_id").alias(BASED)).unique()
    based = settled(_with_base(rows, owners, past).join(touched, on=BASED, how="semi"))
    known, was = owners.rename({"owner_id": BASED}), past.facts.rename({"owner_id": BASED})
    fields = {fact: FIELDS[fact] for fact in changed if FIELDS.get(fact) in columns}
    based, conflicts = merged_cells(based, known, was, fields)
    others = rows.join(based.select("row_id"), on="row_id", how="anti")
    identified = with_own_facts(based, known, BASED, _IDENTIFYING)
    merged = settled(stacked([others, identified.select(*columns)]))
    return Merged(merged, conflicts, rows.head(0).select("row_id"))


def _with_base(rows: Frame, owners: Frame, past: Past) -> Frame:
    """The rows without a bad cell that mean somebody who was on record then, with that person as `based_id`."""
    sound = rows.filter(nw.col("fault").is_null())
    meant = resolve_people(sound, _as_then(owners, past)).filter(nw.col("owner_finding").is_null())
    meant = meant.drop_nulls("owner_id").select("row_id", nw.col("owner_id").alias(BASED))
    return sound.join(settled(meant), on="row_id", how="inner")


def _as_then(owners: Frame, past: Past) -> Frame:
    """The people who were on record then, as they were called and known."""
    then = owners.join(past.owners, on="owner_id", how="anti")
    for fact in OWNER_HANDLE:
        was = past.facts.filter(nw.col("field") == fact)
        was = settled(was.select("owner_id", then="base", has_changed=nw.lit(value=True)))
        if is_empty(was):
            continue
        is_changed = is_true_expr(nw.col("has_changed"))
        value = nw.when(is_changed).then(nw.col("then")).otherwise(nw.col(fact))
        then = then.join(was, on="owner_id", how="left").with_columns(value.alias(fact)).drop("then", "has_changed")
    return settled(then)
