"""The people whom rows can reach: by their addresses, numbers, logins and names, now or before; and who has left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.frames import frame_of, lend
from pipeline.store.read.reach.changes import may_change
from pipeline.store.read.reach.drawn import reach_given
from pipeline.store.read.reach.keys import caseless_sql, person_name_sql
from schemas.fields import OWNER_COLUMNS, OWNER_IDENTIFIERS, OWNER_NAMING

if TYPE_CHECKING:
    import duckdb

_BY_EMAIL = "INSERT INTO reached_owners SELECT owner_id FROM owners SEMI JOIN given ON owners.email = given.value"
_CASELESS = {
    column: f"INSERT INTO reached_owners SELECT owner_id FROM owners "
    f"WHERE {caseless_sql(column)} IN (SELECT {caseless_sql('value')} FROM given)"
    for column in ("external_user_id", "username")
}
_BY_NAME = f"""
INSERT INTO reached_owners SELECT owner_id FROM owners
WHERE {person_name_sql("owner_name")} IN (SELECT {person_name_sql("value")} FROM given)
"""
_FORMER = """
CREATE OR REPLACE TEMP TABLE former_addresses AS
SELECT DISTINCT aggregate_id AS owner_id, org_id, json_extract_string(payload, '/old/email') AS email
FROM events WHERE "type" = 'owner_updated' AND json_extract_string(payload, '/old/email') IN (SELECT value FROM given)
"""
_BY_FORMER = "INSERT INTO reached_owners SELECT owner_id FROM former_addresses"
# Whoever an export has called otherwise than the ledger does now, and who shares a number or a login with them.
_CHANGED = """
INSERT INTO reached_owners SELECT aggregate_id FROM events WHERE "type" = 'owner_updated'
AND recorded_at > (SELECT coalesce(max(recorded_at), TIMESTAMP '0001-01-01') FROM runs WHERE state_version <= $since)
"""
_SHARING = {
    column: f"INSERT INTO reached_owners SELECT owner_id FROM owners WHERE {caseless_sql(column)} IN "
    f"(SELECT {caseless_sql(column)} FROM owners SEMI JOIN reached_owners USING (owner_id))"
    for column in _CASELESS
}
_LEAVERS = """
INSERT INTO reached_owners SELECT DISTINCT owner_id FROM ownerships
SEMI JOIN (SELECT owner_id FROM owners WHERE ends_on <= CAST($now AS DATE) + 1) USING (owner_id)
WHERE superseded_at > $known_at AND end_time > $now
"""

_REACHED = """
SELECT org_id, email, external_user_id, username, owner_name FROM owners
WHERE owner_id IN (SELECT owner_id FROM reached_owners)
"""

KEYS = ("org_id", *OWNER_NAMING)


def people_named(*rows: pl.DataFrame) -> pl.DataFrame:
    """The people whom the rows name: one row per way to name somebody, with the columns `KEYS`."""
    named = pl.concat([part.select(KEYS) for part in rows]).unique()
    return named.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in OWNER_NAMING))


def reach_named(connection: duckdb.DuckDBPyConnection, named: pl.DataFrame) -> None:
    """Reach everybody whom one of these people may be, and keep in `former` the addresses that they had before."""
    reach_called(connection, named)
    lend(connection, "given", named.select(value="owner_email").drop_nulls().unique())
    connection.execute(_FORMER).fetchall()
    connection.execute(_BY_FORMER).fetchall()


def reach_called(connection: duckdb.DuckDBPyConnection, named: pl.DataFrame) -> None:
    """Reach everybody who is called now as one of these people (`OWNER_NAMING`)."""
    alone = named.filter(pl.all_horizontal(pl.col(name).is_null() for name in OWNER_IDENTIFIERS))
    names = alone.select(value="owner_name")
    reach_given(connection, _BY_EMAIL, named.select(value="owner_email"))
    for column, sql in _CASELESS.items():
        reach_given(connection, sql, pl.concat([named.select(value=column), names]))
    reach_given(connection, _BY_NAME, names)


def new_among(connection: duckdb.DuckDBPyConnection, named: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The people of `named` who are on record under none of these names for certain: `org_id, handle, owner_name`.

    Whoever shares a number or a login, or is known by a name alone, may be new; and so may somebody who is called
    otherwise once the rows about `people` are carried out.
    """
    known: pl.DataFrame = frame_of(connection.sql(_REACHED))
    known = known.filter(~may_change(known, people, {OWNER_COLUMNS.get(name, name): name for name in OWNER_NAMING}))
    emails = known.select("org_id", owner_email="email").drop_nulls().unique()
    new = named.join(emails, on=["org_id", "owner_email"], how="anti")
    by_number = pl.col("owner_email").is_null() & pl.col("external_user_id").is_not_null()
    by_login = pl.col("owner_email").is_null() & pl.col("external_user_id").is_null() & pl.col("username").is_not_null()
    for column, is_so_known in (("external_user_id", by_number), ("username", by_login)):
        once = known.select("org_id", key=pl.col(column).str.to_lowercase()).drop_nulls()
        once = once.group_by("org_id", "key").agg(pl.len()).filter(pl.col("len") == 1)
        keyed = new.with_columns(key=pl.when(is_so_known).then(pl.col(column).str.to_lowercase()))
        new = keyed.join(once, on=["org_id", "key"], how="anti").select(new.columns)
    return new.select("org_id", "owner_name", handle=pl.coalesce(OWNER_NAMING)).unique()


def reach_renamed(connection: duckdb.DuckDBPyConnection, since: int) -> None:
    """Reach everybody whose facts have changed since that state version, and who may be taken for one of them."""
    connection.execute(_CHANGED, {"since": since}).fetchall()
    for sql in _SHARING.values():
        connection.execute(sql).fetchall()


def reach_leavers(connection: duckdb.DuckDBPyConnection, values: dict[str, object]) -> None:
    """Reach everybody whose last day has passed, and who holds something after `now`."""
    connection.execute(_LEAVERS, values).fetchall()
