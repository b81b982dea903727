"""Pandera models: the contract on the frames that travel between the layers.

They never speak to users: what people typed is judged by the intake, row by row, with messages. A frame that breaks
its model is a bug, found where it was made and not three layers later. Built from `fields`, so that no list of columns
stands twice. Importing Pandera takes half a second, so only what needs a model imports this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

import pandera.polars as pa
import polars as pl

from schemas.fields import ASSIGNMENT_FIELDS, ATTRIBUTES, CUSTOM_PREFIX, INVENTORY_FIELDS, Field, FieldType
from schemas.vocabulary import Action, EventType, Kind, Outcome, Reason, Request, Severity

INSTANT = pl.Datetime("us")
MONEY = pl.Decimal(18, 2)

_TYPES: dict[FieldType, pl.DataType | type[pl.DataType]] = {
    FieldType.INTEGER: pl.Int64,
    FieldType.DECIMAL: MONEY,
    FieldType.DATE: pl.Date,
    FieldType.INSTANT: INSTANT,
    FieldType.BOOLEAN: pl.Boolean,
}


def polars_type(field: Field) -> pl.DataType | type[pl.DataType]:
    """The type of a field's column; text where nothing more exact is meant."""
    return _TYPES.get(field.type, pl.String)


@cache
def assignments_model() -> pa.DataFrameSchema:
    """`Checked.assignments`: one row per assignments row."""
    columns = {field.name: _column(polars_type(field)) for field in ASSIGNMENT_FIELDS if field.name != "org_id"}
    columns["action"] = _word(Request, nullable=True)
    flags = {name: _column(pl.Boolean, nullable=False) for name in ("clears_label", "clears_end")}
    return pa.DataFrameSchema({**_provenance(), **columns, **flags, "fault": _word(Reason, nullable=True)}, strict=True)


@cache
def inventory_model() -> pa.DataFrameSchema:
    """`Checked.inventory`: one row per inventory row; attributes that no sheet speaks of have no column."""
    columns = {
        field.name: _column(polars_type(field), required=False) for field in INVENTORY_FIELDS if field.name != "org_id"
    }
    custom = {rf"^{CUSTOM_PREFIX}.+$": pa.Column(pl.String, nullable=True, required=False, regex=True)}
    ends = {"cleared": _column(pl.String), "fault": _word(Reason, nullable=True)}
    return pa.DataFrameSchema({**_provenance(), **columns, **custom, **ends}, strict=True)


@cache
def devices_model() -> pa.DataFrameSchema:
    """`State.devices`: one row per device."""
    columns = {field.name: _column(polars_type(field), required=False) for field in ATTRIBUTES}
    keys = {"device_id": _column(pl.Int64, nullable=False), "org_id": _column(pl.String, nullable=False)}
    custom = {rf"^{CUSTOM_PREFIX}.+$": pa.Column(pl.String, nullable=True, required=False, regex=True)}
    return pa.DataFrameSchema({**keys, **columns, **custom, "version": _column(pl.Int64, nullable=False)}, strict=True)


@cache
def owners_model() -> pa.DataFrameSchema:
    """`State.owners`: one row per owner."""
    keys = {"owner_id": pl.Int64, "org_id": pl.String, "email": pl.String, "version": pl.Int64}
    columns = {name: _column(dtype, nullable=False) for name, dtype in keys.items()}
    return pa.DataFrameSchema({**columns, "owner_name": _column(pl.String)}, strict=True)


@cache
def spans_model() -> pa.DataFrameSchema:
    """`State.spans`: one row per ownership believed now; it ends after it begins."""
    keys = {"ownership_id": pl.Int64, "org_id": pl.String, "device_id": pl.Int64, "owner_id": pl.Int64}
    columns = {name: _column(dtype, nullable=False) for name, dtype in keys.items()}
    columns |= {name: _column(INSTANT, nullable=False) for name in ("start_time", "end_time")}
    columns |= {name: _column(pl.String) for name in ("owner_email", "label", "added_by")}
    return pa.DataFrameSchema(columns, strict=True)


@cache
def events_model() -> pa.DataFrameSchema:
    """`ChangeSet.events`, the plan in its order: one row per event."""
    texts = ("file", "sheet", "owner_email", "previous_owner_email", "label", "previous_label", "added_by", "comment")
    return pa.DataFrameSchema(
        {
            "org_id": _column(pl.String, nullable=False),
            "aggregate": pa.Column(pl.String, pa.Check.isin(["device", "owner"])),
            "aggregate_id": _column(pl.Int64, nullable=False),
            "version": pa.Column(pl.Int64, pa.Check.ge(1)),
            "type": _word(EventType),
            "action": _word(Action, nullable=True),
            "reason": _word(Reason, nullable=True),
            **{name: _column(pl.Int64) for name in ("row_id", "row", "ownership_id", "owner_id")},
            **{name: _column(INSTANT) for name in ("start_time", "end_time", "previous_end_time")},
            **{name: _column(pl.String) for name in (*texts, "plan_line")},
        },
        strict=True,
    )


@cache
def outcomes_model() -> pa.DataFrameSchema:
    """What became of the input rows: each has one outcome and one action, and a reason from the vocabulary or none."""
    return pa.DataFrameSchema(
        {
            "row_id": pa.Column(pl.Int64, pa.Check.ge(1)),
            "kind": _word(Kind),
            "outcome": _word(Outcome),
            "action": _word(Action),
            "reason": _word(Reason, nullable=True),
        }
    )


@cache
def changes_model() -> pa.DataFrameSchema:
    """`Results.changes`: one row per action."""
    texts = ("org_id", "serial_number", "asset_tag", "device_name", "owner_email", "previous_owner_email", "old", "new")
    return pa.DataFrameSchema(
        {
            "action": _word(Action),
            **{name: _column(pl.String) for name in (*texts, "reason", "file", "sheet")},
            **{name: _column(pl.Int64) for name in ("device_id", "row")},
            **{name: _column(INSTANT) for name in ("effective_at", "end_at")},
            "purchase_price": _column(MONEY),
        },
        strict=True,
    )


@cache
def issues_model() -> pa.DataFrameSchema:
    """`Checked.issues`: one row per finding."""
    texts = ("sheet", "column", "cell", "value", "hint")
    return pa.DataFrameSchema(
        {
            **{name: _column(pl.String) for name in texts},
            **{name: _column(pl.String, nullable=False) for name in ("file", "code", "message")},
            **{name: _column(pl.Int64) for name in ("row", "row_id")},
            "severity": _word(Severity),
        },
        strict=True,
    )


def _provenance() -> dict[str, pa.Column]:
    types = {"row_id": pl.Int64, "file": pl.String, "sheet": pl.String, "row": pl.Int64, "org_id": pl.String}
    return {name: _column(dtype, nullable=False) for name, dtype in types.items()}


def _column(dtype: pl.DataType | type[pl.DataType], *, nullable: bool = True, required: bool = True) -> pa.Column:
    return pa.Column(dtype, nullable=nullable, required=required)


def _word(words: type[StrEnum] | Iterable[str], *, nullable: bool = False) -> pa.Column:
    """A column of words from the vocabulary."""
    return pa.Column(pl.String, pa.Check.isin([str(word) for word in words]), nullable=nullable)
