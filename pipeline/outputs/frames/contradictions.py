"""Rows that contradict each other: the other rows for each of them, and the values in which they differ.

Rows of one device contradict each other where they differ in some column; rows of several devices where they have the
same serial number, asset tag or MAC address. Only rejected rows are examined, and no list is longer than `NAMED_ROWS`,
so that a sheet in which all rows contradict each other takes no longer than any other.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS, listing_expr, other_row_expr, typed_instant_expr
from schemas.fields import (
    ASSIGNMENT_FIELDS,
    ATTRIBUTES,
    CUSTOM_PREFIX,
    GIVEN_IDENTIFIERS,
    OWNER_FIELDS,
    FieldType,
)
from schemas.keys import CLEAR
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Reason

NAMED_ROWS = 8
_NAMED_COLUMNS = 3
_NAMED_VALUES = 2
_BLANK = "blank"
_COMPARED = (
    "owner_email",
    "external_user_id",
    "username",
    "action",
    "effective_at",
    "end_at",
    "returned_at",
    "return_date",
    "due_at",
    "label",
    "device_type",
    "owner_name",
    "asset_tag",
    "mac_address",
    "device_name",
)
_OF_NEW_DEVICES = ("device_type", "asset_tag", "mac_address", "device_name")
_FACTS = tuple(field.name for field in OWNER_FIELDS)
_BLANK_COUNTS = frozenset({"owner_email", "action", "effective_at", "end_at"})
_TOLD = {"difference": pl.String, "rival": pl.String, "other_rows": pl.String, "other_count": pl.Int64}
_INSTANTS = frozenset(field.name for field in (*ASSIGNMENT_FIELDS, *ATTRIBUTES) if field.type is FieldType.INSTANT)


def contradictions(rows: pl.DataFrame, checked: Checked, *, timezone: str) -> pl.DataFrame:
    """One row per contradicting row: `row_id, other_rows, other_count, difference, rival`, in words.

    `rows` has every input row in the order of `row_id`, with its place, `kind`, `reason` and `first_row_id`, which is
    the same for the rows of one device. `rival` is the identifier that devices dispute, null where rows of one device
    contradict each other; `difference` names the columns and values in which those differ.
    """
    involved = rows.filter(pl.col("reason") == Reason.CONFLICTING_ROWS).select(
        "row_id", "kind", "first_row_id", "device_id"
    )
    if involved.is_empty():
        return pl.DataFrame(schema={"row_id": rows.schema["row_id"], **_TOLD})
    involved = _with_halves_grouped(involved, checked)
    differences = _differences(involved, checked, timezone)
    disputes = _disputes(involved, checked).join(differences, on="first_row_id", how="anti")
    told = involved.join(differences, on="first_row_id", how="left").join(disputes, on="first_row_id", how="left")
    return told.select("row_id", "difference", "rival").join(_others(told, rows), on="row_id", how="left")


def _with_halves_grouped(involved: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The rows; second halves of a register, each of which was rejected by itself, with the others of their device."""
    key = format_expr("{}|{}", "org_id", pl.coalesce(*GIVEN_IDENTIFIERS, "device_name"))
    halves = checked.assignments.filter(pl.col("listed_row_id").is_not_null()).select("row_id", key=key)
    if halves.is_empty():
        return involved
    keyed = involved.join(halves, on="row_id", how="left", maintain_order="left")
    is_alone = pl.col("key").is_not_null() & (pl.col("first_row_id") == pl.col("row_id"))
    together = pl.when(is_alone).then(pl.col("row_id").min().over("key")).otherwise("first_row_id")
    return keyed.with_columns(first_row_id=together).drop("key")


def _others(told: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per contradicting row that has others to name: `row_id, other_rows, other_count`.

    Named are the other rows of the device; in a dispute one row of each other device.
    """
    own = told.filter(pl.col("rival").is_null()).select("row_id", circle="first_row_id", itself="row_id")
    circles = own.group_by("circle").agg(named=pl.col("row_id").sort().head(NAMED_ROWS + 1), size=pl.len())
    disputed = told.filter(pl.col("rival").is_not_null())
    columns = ("row_id", "itself", "named", "size")
    each = pl.concat([own.join(circles, on="circle").select(columns), disputed.select(columns)])
    pairs = each.explode("named").filter(pl.col("named") != pl.col("itself")).sort("row_id", "named")
    few = pairs.filter(pl.int_range(pl.len()).over("row_id") < NAMED_ROWS)
    here, there = (_places(rows, few[column]) for column in ("row_id", "named"))
    named = few.hstack(here).hstack(there.rename(lambda column: f"other_{column}"))
    place = other_row_expr("other_")
    is_near = (pl.col("other_file") == pl.col("file")) & (pl.col("other_sheet") == pl.col("sheet"))
    told = named.with_columns(part=place, number=pl.col("other_row").cast(pl.String), is_near=is_near)
    per_row = told.group_by("row_id", maintain_order=True).agg("part", "number", "is_near", pl.col("size").first())
    return per_row.select("row_id", other_rows=_listed_expr(), other_count=pl.col("size").cast(pl.Int64) - 1)


def _listed_expr() -> pl.Expr:
    """The list of the other rows, in words: `row 14`, `rows 14, 20 and 31`, `row 3 and b.csv row 5`."""
    are_near, more = pl.col("is_near").list.all(), pl.col("size").cast(pl.Int64) - 1 - NAMED_ROWS
    noun = pl.when(~are_near).then(pl.lit("")).when(pl.col("size") > 2).then(pl.lit("rows ")).otherwise(pl.lit("row "))
    parts = pl.when(are_near).then("number").otherwise("part")
    capped = pl.concat_list(parts, format_expr("{} more", more))
    return pl.concat_str(noun, listing_expr(pl.when(more > 0).then(capped).otherwise(parts)))


def _places(rows: pl.DataFrame, row_ids: pl.Series) -> pl.DataFrame:
    """The places of the rows with these ids, in their order; `rows` are in the order of their ids."""
    return rows.select(pl.col("file", "sheet", "row").gather(rows["row_id"].search_sorted(row_ids)))


def _disputes(involved: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per device whose identifier another device has too: `first_row_id, rival, itself, named, size`.

    `named` has the first row of each of the devices that gives the identifier, `itself` is that of this device, and
    `size` the number of devices.
    """
    identified = pl.concat(
        [_identified(rows) for rows in (checked.assignments, checked.inventory)], how="vertical"
    ).join(involved, on="row_id")
    claims = pl.concat(
        [
            identified.filter(pl.col(claim).is_not_null()).select(
                *("org_id", "kind", "first_row_id", "row_id"),
                at=pl.lit(at),
                claim=pl.lit(IDENTIFIER_WORDS[claim]),
                value=claim,
            )
            for at, claim in enumerate(GIVEN_IDENTIFIERS)
        ]
    )
    key = ["org_id", "kind", "at", "claim", "value"]
    claims = claims.group_by(*key, "first_row_id").agg(itself=pl.col("row_id").min())
    shared = claims.group_by(key).agg(named=pl.col("itself").sort().head(NAMED_ROWS + 1), size=pl.len())
    rivals = claims.join(shared.filter(pl.col("size") > 1), on=key).sort("first_row_id", "at", "value")
    rival = format_expr("The {} {}", "claim", "value")
    told = rivals.select("first_row_id", "itself", "named", "size", rival=rival)
    return told.unique("first_row_id", keep="first", maintain_order=True)


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("row_id", "org_id", *GIVEN_IDENTIFIERS)


def _differences(involved: pl.DataFrame, checked: Checked, timezone: str) -> pl.DataFrame:
    """One row per device whose rows differ: `first_row_id, difference`.

    For example `owner_email: a@x or b@x; label: blank or desk`.
    """
    sheets = (
        _assignment_values(checked.assignments.join(involved, on="row_id", suffix="_known"), timezone),
        _inventory_values(checked.inventory.join(involved, on="row_id", suffix="_known"), timezone),
        _clearable_values(checked.people.join(involved, on="row_id", suffix="_known"), _FACTS, timezone),
    )
    told = pl.concat([_differing(values) for values in sheets])
    few = told.sort("first_row_id", "at").group_by("first_row_id", maintain_order=True)
    return few.agg(difference=pl.col("said").head(_NAMED_COLUMNS).str.join("; "))


def _assignment_values(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The values of the assignments rows as text; of the device itself only those with which it would be created."""
    flags = {"end_at": "clears_end", "due_at": "clears_due", "label": "clears_label"}
    is_known = pl.col("device_id_known").is_not_null()
    said = {column: _text_expr(column, timezone) for column in _COMPARED}
    said |= {
        column: pl.when(pl.col(flag)).then(pl.lit(CLEAR)).otherwise(said[column]) for column, flag in flags.items()
    }
    said |= {column: pl.when(~is_known).then(said[column]) for column in _OF_NEW_DEVICES}
    return rows.select(
        "first_row_id",
        **{column: said[column].fill_null(_BLANK) if column in _BLANK_COUNTS else said[column] for column in _COMPARED},
    )


def _inventory_values(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The values of the inventory rows as text, by attribute."""
    known = {attribute.name for attribute in ATTRIBUTES}
    attributes = [name for name in rows.columns if name in known or name.startswith(CUSTOM_PREFIX)]
    return _clearable_values(rows, attributes, timezone)


def _clearable_values(rows: pl.DataFrame, names: Sequence[str], timezone: str) -> pl.DataFrame:
    """The values of these fields as text, of which a row may clear each."""
    is_cleared = {
        name: pl.col("cleared").str.contains(f"|{name}|", literal=True).fill_null(value=False) for name in names
    }
    said = {
        name: pl.when(is_one).then(pl.lit(CLEAR)).otherwise(_text_expr(name, timezone))
        for name, is_one in is_cleared.items()
    }
    return rows.select("first_row_id", **said)


def _text_expr(column: str, timezone: str) -> pl.Expr:
    return typed_instant_expr(column, timezone) if column in _INSTANTS else pl.col(column).cast(pl.String)


def _differing(values: pl.DataFrame) -> pl.DataFrame:
    """One row per device and column in which its rows differ: `first_row_id, at, said`."""
    columns = values.columns[1:]
    counts = values.group_by("first_row_id").agg(pl.col(column).drop_nulls().n_unique() for column in columns)
    varied = [column for column in columns if (counts[column] > 1).any()]
    told = [_values_of(values, column, at) for at, column in enumerate(varied)]
    none = pl.DataFrame(schema={"first_row_id": values.schema["first_row_id"], "at": pl.Int32, "said": pl.String})
    return pl.concat([none, *told])


def _values_of(values: pl.DataFrame, column: str, at: int) -> pl.DataFrame:
    given = values.select("first_row_id", value=column).drop_nulls("value").unique(maintain_order=True)
    both = given.group_by("first_row_id", maintain_order=True).agg(
        value=pl.col("value").head(_NAMED_VALUES), size=pl.len()
    )
    several = both.filter(pl.col("size") > 1)
    shown = pl.col("value").list.join(
        pl.when(pl.col("size") > _NAMED_VALUES).then(pl.lit(", ")).otherwise(pl.lit(" or "))
    )
    others = pl.when(pl.col("size") > _NAMED_VALUES).then(pl.lit(" or others")).otherwise(pl.lit(""))
    return several.select(
        "first_row_id", at=pl.lit(at, pl.Int32), said=pl.concat_str(pl.lit(f"{column}: "), shown, others)
    )
