"""The part of the current state that a few rows name: what a decision about them needs, however large the ledger is.

The decisions are the same as with everything read, as long as no row takes anything away that it does not name. What
needs the whole ledger is left out: the guards on new devices and owners who look like known ones see only these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipeline.model import Checked, Ledger, State
from pipeline.store.connections import reading
from pipeline.store.frames import frame_of, lend
from pipeline.store.read.current_state import LATEST, devices_among, read_frames, spans_on
from schemas.fields import IDENTIFIERS, LAST_RESORTS, OWNER_IDENTIFIERS, OWNER_NAMING
from schemas.vocabulary import Request

if TYPE_CHECKING:
    import duckdb

_NAME = "lower(d.name)"
# What is compared of a device on record, by the column of the rows; names without case.
_OF_DEVICES = {**{name: f"d.{name}" for name in (*IDENTIFIERS, *LAST_RESORTS)}, "name": _NAME, "device_name": _NAME}
_DEVICES_NAMED = """
SELECT DISTINCT d.device_id FROM devices AS d SEMI JOIN named AS n ON n.org_id = d.org_id AND n."key" = {column}
"""
_OWNERS_NAMED = """
SELECT owner_id FROM owners SEMI JOIN named_owners AS n ON n.org_id = owners.org_id AND n."key" = owners.email
UNION SELECT owner_id FROM owners
SEMI JOIN named_owners AS n ON n.org_id = owners.org_id AND n."key" = lower(owners.external_user_id)
UNION SELECT owner_id FROM owners
SEMI JOIN named_owners AS n ON n.org_id = owners.org_id AND n."key" = lower(owners.username)
UNION SELECT owner_id FROM owners
SEMI JOIN named_owners AS n ON n.org_id = owners.org_id AND n."key" = lower(owners.owner_name)
UNION SELECT aggregate_id FROM events WHERE "type" = 'owner_updated'
AND json_extract_string(payload, '/old/email') IN (SELECT "key" FROM named_owners)
"""
_HELD = """
SELECT DISTINCT device_id FROM ownerships SEMI JOIN giving USING (owner_id)
WHERE recorded_at <= $known_at AND superseded_at > $known_at
"""
_HOLDERS = """
SELECT DISTINCT owner_id FROM ownerships SEMI JOIN named_devices USING (device_id)
WHERE recorded_at <= $known_at AND superseded_at > $known_at
UNION FROM whom
"""


def read_named(ledger: Ledger, attributes: Sequence[str], checked: Checked) -> State:
    """The state of the devices and people that the rows name, and of all who have or had these devices.

    Where a row takes a device back from somebody, all that the person has is there, too. Raises as `read_state`.
    """
    with reading(ledger) as connection:
        whom = _owners_named(connection, (checked.assignments, checked.people), "whom")
        _owners_named(connection, (checked.assignments.filter(pl.col("action") == Request.UNASSIGN),), "giving")
        devices = _devices_named(connection, checked)
        held: pl.DataFrame = frame_of(connection.sql(_HELD, params={"known_at": LATEST}))
        devices = pl.concat([devices, held]).unique()
        lend(connection, "named_devices", devices)
        lend(connection, "whom", whom)
        owners: pl.DataFrame = frame_of(connection.sql(_HOLDERS, params={"known_at": LATEST}))
        read = devices_among(connection, attributes, devices)
        return read_frames(connection, read, spans_on(connection), None if _gives_names_only(checked) else owners)


def _gives_names_only(checked: Checked) -> bool:
    """True where a row says who is meant by nothing but a name, which is compared with all others in many ways."""
    is_blank = pl.all_horizontal(pl.col(name).is_null() for name in OWNER_IDENTIFIERS)
    rows = (checked.assignments, checked.people)
    return any(bool(one.select((is_blank & pl.col("owner_name").is_not_null()).any()).item()) for one in rows)


def _devices_named(connection: duckdb.DuckDBPyConnection, checked: Checked) -> pl.DataFrame:
    found = [pl.DataFrame(schema={"device_id": pl.Int64})]
    for rows in (checked.assignments, checked.inventory):
        for field in (name for name in _OF_DEVICES if name in rows.columns):
            column = _OF_DEVICES[field]
            keys = rows.select("org_id", key=field).drop_nulls().unique()
            if keys.is_empty():
                continue
            keyed = keys.with_columns(pl.col("key").str.to_lowercase()) if column == _NAME else keys
            lend(connection, "named", keyed)
            found.append(frame_of(connection.sql(_DEVICES_NAMED.format(column=column))))
    return pl.concat(found).unique()


def _owners_named(connection: duckdb.DuckDBPyConnection, kinds: Sequence[pl.DataFrame], name: str) -> pl.DataFrame:
    """The people (`owner_id`) whom the rows name; registered under that name."""
    keys = [
        rows.select("org_id", key=pl.col(field).str.to_lowercase()).drop_nulls()
        for rows in kinds
        for field in OWNER_NAMING
    ]
    lend(connection, "named_owners", pl.concat(keys).unique())
    nobody = pl.DataFrame(schema={"owner_id": pl.Int64})
    owners = nobody if all(one.is_empty() for one in keys) else frame_of(connection.sql(_OWNERS_NAMED))
    lend(connection, name, owners)
    return owners
