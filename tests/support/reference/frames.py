"""The model's records as the polars frames that the core and the store take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from pipeline.model import State
from schemas.fields import ASSIGNMENT_FIELDS, FieldType
from tests.support.reference.records import AssignmentRow, InventoryRow, Ledger, Owner, PersonRow

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

    Columns = Mapping[str, DataType | DataTypeClass]

INSTANT = pl.Datetime("us")

PROVENANCE: Columns = {"row_id": pl.Int64, "file": pl.String, "sheet": pl.String, "row": pl.Int64, "org_id": pl.String}

ATTRIBUTES: Columns = {
    "type": pl.String,
    "category": pl.String,
    "location": pl.String,
    "department": pl.String,
    "purchase_price": pl.Decimal(18, 2),
    "warranty_end": pl.Date,
    "is_rented": pl.Boolean,
    "connection_type": pl.String,
    "model": pl.String,
    "currency": pl.String,
    "imei": pl.String,
    "external_id": pl.String,
}
"""The attributes that these tests use, beside `name`."""

INVENTORY: Columns = {
    **PROVENANCE,
    "device_id": pl.Int64,
    **dict.fromkeys(("serial_number", "asset_tag", "mac_address", "name"), pl.String),
    **ATTRIBUTES,
    "cleared": pl.String,
    "fault": pl.String,
    "said_type": pl.String,
    "usual_type": pl.String,
    "known_by": pl.String,
}

_TYPES: Mapping[FieldType, DataType | DataTypeClass] = {FieldType.INTEGER: pl.Int64, FieldType.INSTANT: INSTANT}

ASSIGNMENTS: Columns = {
    **PROVENANCE,
    **{field.name: _TYPES.get(field.type, pl.String) for field in ASSIGNMENT_FIELDS if field.name != "org_id"},
    "clears_label": pl.Boolean,
    "clears_end": pl.Boolean,
    "clears_due": pl.Boolean,
    "fault": pl.String,
    "listed_row_id": pl.Int64,
    "takes_all": pl.Boolean,
    "says_nobody": pl.Boolean,
}

DEVICES: Columns = {
    "device_id": pl.Int64,
    **dict.fromkeys(("org_id", "serial_number", "asset_tag", "mac_address", "name"), pl.String),
    "version": pl.Int64,
    **ATTRIBUTES,
}

_PERSON = (
    *("external_user_id", "username", "owner_name", "department", "cost_center", "title", "manager", "location"),
    *("starts_on", "ends_on"),
)

OWNERS: Columns = {
    "owner_id": pl.Int64,
    **dict.fromkeys(("org_id", "handle", "email", "owner_name", "external_user_id", "username"), pl.String),
    **dict.fromkeys(("department", "cost_center", "title", "manager", "location"), pl.String),
    **dict.fromkeys(("starts_on", "ends_on"), pl.Date),
    "version": pl.Int64,
}

PEOPLE: Columns = {
    **PROVENANCE,
    **{name: OWNERS[of] for name, of in (("owner_email", "email"), *((one, one) for one in _PERSON))},
    "cleared": pl.String,
    "fault": pl.String,
}

FORMER: Columns = {"org_id": pl.String, "email": pl.String, "owner_id": pl.Int64}

FORMER_IDENTIFIERS: Columns = {"org_id": pl.String, "field": pl.String, "value": pl.String, "device_id": pl.Int64}

SPANS: Columns = {
    "ownership_id": pl.Int64,
    "org_id": pl.String,
    "device_id": pl.Int64,
    "owner_id": pl.Int64,
    "owner_email": pl.String,
    "start_time": INSTANT,
    "end_time": INSTANT,
    "label": pl.String,
    "added_by": pl.String,
    "due_at": INSTANT,
}


def assignments_frame(rows: Sequence[AssignmentRow]) -> pl.DataFrame:
    """One row per row: the columns of `Checked.assignments`."""
    return pl.DataFrame([asdict(row) for row in rows], schema=ASSIGNMENTS)


def people_frame(rows: Sequence[PersonRow]) -> pl.DataFrame:
    """One row per row: the columns of `Checked.people`."""
    return pl.DataFrame([{**asdict(row), "owner_email": row.email} for row in rows], schema=PEOPLE)


def inventory_frame(rows: Sequence[InventoryRow]) -> pl.DataFrame:
    """One row per row: the columns of `Checked.inventory`."""
    return pl.DataFrame([asdict(row) for row in rows], schema=INVENTORY)


def state_of(ledger: Ledger, last_run_at: datetime | None = None) -> State:
    """The ledger as the store would read it; every aggregate is at version 1."""
    owner_ids = {(owner.org_id, owner.handle): owner.owner_id for owner in ledger.owners}
    devices = [{**asdict(device), **device.attributes, "version": 1} for device in ledger.devices]
    spans = [{**asdict(span), "owner_id": owner_ids[span.org_id, span.owner_email]} for span in ledger.spans]
    last_device_id, last_owner_id, last_ownership_id = ledger.greatest_ids
    organizations = [each.org_id for each in ledger.devices] + [each.org_id for each in ledger.owners]
    return State(
        state_version=1 if organizations else 0,
        last_run_at=last_run_at,
        organizations=frozenset(organizations),
        last_device_id=last_device_id,
        last_owner_id=last_owner_id,
        last_ownership_id=last_ownership_id,
        former=pl.DataFrame(ledger.former, FORMER, orient="row").select("owner_id", "org_id", "email"),
        former_identifiers=pl.DataFrame(ledger.former_identifiers, FORMER_IDENTIFIERS, orient="row"),
        devices=_frame(devices, DEVICES),
        owners=_frame([_owner(owner) for owner in ledger.owners], OWNERS),
        spans=_frame(spans, SPANS),
    )


def _owner(owner: Owner) -> dict[str, object]:
    return {**asdict(owner), **owner.facts, "handle": owner.handle, "version": 1}


def _frame(rows: Sequence[Mapping[str, object]], columns: Columns) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)
