"""The rows of reports: asked of the ledger by the views and macros of the analysts' copy, so that both count alike.

The views stand beside the ledger for as long as it is asked: nothing need be published, and the ledger is not changed.
Filters let through everything where they are not given: an organization, a device, a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.model import Ledger
from pipeline.store.columns import FIELDS, known_as_sql
from pipeline.store.connections import reading
from pipeline.store.earlier_attributes import as_it_was_sql, earlier_sql
from pipeline.store.frames import rows_of
from pipeline.store.pages.snapshot import snapshot
from pipeline.store.published.views import lend_views
from pipeline.store.read.position import read_position
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_AT = "CAST($at AS TIMESTAMP)"
# The attributes of devices that reports tell, beside their names and prices.
_TOLD = (
    *(
        "serial_number",
        "asset_tag",
        "mac_address",
        "name",
        "type",
        "category",
        "brand",
        "model",
        "status",
        "location",
        "department",
    ),
    *("cost_center", "purchase_price", "rental_price", "is_rented", "purchase_date", "warranty_end", "warranty_months"),
)
_OF_OWNER = "IN (SELECT o.owner_id FROM owners AS o WHERE list_contains({known_as}, $owner))"
_WANTED = "($org IS NULL OR d.org_id = $org) AND ($serial IS NULL OR d.serial_number = $serial)"
_DEVICES = """
WITH {earlier}
SELECT d.device_id, d.org_id, d.created_at, {attributes},
       coalesce({currency}, CAST($currency AS VARCHAR)) AS currency,
       h.ownership_id, h.owner_id, h.owner_email, h.owner_name, h.start_time, h.open_end_time, h.due_at, h."label",
       o.department AS owner_department, o.cost_center AS owner_cost_center, o.location AS owner_location
FROM devices AS d
LEFT JOIN earlier AS e ON e.device_id = d.device_id
LEFT JOIN ownerships_as_of({at}) AS h ON h.device_id = d.device_id
LEFT JOIN owners AS o ON o.owner_id = h.owner_id
WHERE {wanted} AND ($owner IS NULL OR h.owner_id {of_owner})
ORDER BY d.device_id
"""
_OVERDUE = "SELECT device_id, days_overdue FROM overdue_as_of({at}) ORDER BY device_id"
_LEAVERS = """
SELECT device_id, ends_on, days_since FROM leavers_as_of({at}, "day" := CAST($day AS DATE)) ORDER BY device_id
"""
_MONTH_ENDS = """
SELECT month_end, currency, sum(devices)::BIGINT AS devices,
       sum(devices_without_price)::BIGINT AS devices_without_price,
       sum(purchase_price)::DECIMAL(18, 2) AS purchase_price, sum(rental_price)::DECIMAL(18, 2) AS rental_price
FROM month_ends(CAST($first AS DATE), CAST($last AS DATE))
WHERE ($org IS NULL OR org_id = $org) AND ($owner IS NULL OR owner_id {of_owner})
GROUP BY ALL ORDER BY ALL
"""
_HOLDERS = """
SELECT d.device_id, d.serial_number, d.asset_tag, d."name", d."type",
       a.owner_email AS previous_owner_email, b.owner_email, coalesce(b.start_time, a.open_end_time) AS since
FROM ownerships_as_of(CAST($start AS TIMESTAMP)) AS a
FULL JOIN ownerships_as_of({at}) AS b ON b.device_id = a.device_id
JOIN devices AS d ON d.device_id = coalesce(b.device_id, a.device_id)
WHERE a.owner_id IS DISTINCT FROM b.owner_id AND {wanted}
  AND ($owner IS NULL OR a.owner_id {of_owner} OR b.owner_id {of_owner})
ORDER BY d.device_id
"""
# Of each value that was changed on record in that time, the first before and the last after.
_VALUES = """
WITH told AS (
    SELECT aggregate_id AS device_id, event_id, recorded_at, run_id, file, sheet, "row",
           unnest(map_entries(CAST(json_extract(payload, '/old') AS MAP(VARCHAR, VARCHAR)))) AS entry,
           CAST(json_extract(payload, '/new') AS MAP(VARCHAR, VARCHAR)) AS later
    FROM events WHERE "type" = 'device_updated' AND recorded_at > CAST($start AS TIMESTAMP) AND recorded_at <= {at}
), changed AS (
    SELECT device_id, entry.key AS field, arg_min_null(entry.value, event_id) AS "old",
           arg_max_null(later[entry.key], event_id) AS "new", max(recorded_at) AS recorded_at,
           arg_max(run_id, event_id) AS run_id, arg_max_null(file, event_id) AS file,
           arg_max_null(sheet, event_id) AS sheet, arg_max_null("row", event_id) AS "row"
    FROM told GROUP BY ALL
)
SELECT d.device_id, d.serial_number, d.asset_tag, d."name", c.* EXCLUDE (device_id)
FROM changed AS c JOIN devices AS d ON d.device_id = c.device_id
LEFT JOIN ownerships_as_of({at}) AS h ON h.device_id = d.device_id
WHERE c."old" IS DISTINCT FROM c."new" AND {wanted} AND ($owner IS NULL OR h.owner_id {of_owner})
ORDER BY d.device_id, field
"""


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """The rows that a report is about, beside the organization of the ledger; normalised by the caller."""

    serial: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRows:
    """What reports ask of a ledger that does not change meanwhile. Instants are naive UTC."""

    connection: duckdb.DuckDBPyConnection
    values: dict[str, object]
    state_version: int

    def devices(self, at: datetime) -> pl.DataFrame:
        """One row per device, by its id, with who held it at that instant and its attributes as they were on record.

        Before a device was on record (`created_at`) its attributes are the first ones. `currency` is that of its
        prices, else that of the settings.
        """
        return self._asked(
            _DEVICES,
            at=at,
            earlier=earlier_sql(_AT),
            attributes=", ".join(f'{as_it_was_sql(name)} AS "{name}"' for name in _TOLD),
            currency=as_it_was_sql(FIELDS["currency"].name),
        )

    def overdue(self, at: datetime) -> pl.DataFrame:
        """One row per device that was overdue at that instant: `device_id, days_overdue`."""
        return self._asked(_OVERDUE, at=at)

    def leavers(self, at: datetime, day: date) -> pl.DataFrame:
        """One row per device that somebody held then who had left by that day: `device_id, ends_on, days_since`."""
        return self._asked(_LEAVERS, at=at, day=day)

    def month_ends(self, first: date, last: date) -> pl.DataFrame:
        """One row per month end in that time and currency: the devices held, and what they cost."""
        return self._asked(_MONTH_ENDS, first=first, last=last)

    def changed_holders(self, start: datetime, at: datetime) -> pl.DataFrame:
        """One row per device that another person held at the one instant than at the other, or nobody."""
        return self._asked(_HOLDERS, start=start, at=at)

    def changed_values(self, start: datetime, at: datetime) -> pl.DataFrame:
        """One row per attribute of a device that was changed on record between the instants, and by which row last."""
        return self._asked(_VALUES, start=start, at=at)

    def _asked(
        self,
        template: str,
        *,
        earlier: str = "",
        attributes: str = "",
        currency: str = "",
        **values: date,
    ) -> pl.DataFrame:
        filters = {"wanted": _WANTED, "of_owner": _OF_OWNER.format(known_as=known_as_sql("o"))}
        sql = template.format(at=_AT, **filters, earlier=earlier, attributes=attributes, currency=currency)
        rows: pl.DataFrame = rows_of(self.connection, sql, {**self.values, **values})
        return rows


@contextmanager
def reporting(ledger: Ledger, filters: ReportFilters, *, at_least: int | None = None) -> Iterator[ReportRows]:
    """What reports ask of the ledger as it is now, or with `at_least` of one at that state version or a later one.

    The latter may be the published copy, for which nobody is waited for; see `snapshot`. Raises StateBusy and
    StoreFailed.
    """
    values: dict[str, object] = {"org": ledger.org, "serial": filters.serial, "owner": filters.owner}
    values["currency"] = ledger.currency
    with still(ledger, at_least) as connection:
        lend_views(connection, ledger.currency)
        yield ReportRows(connection, values, read_position(connection).state_version)


@contextmanager
def still(ledger: Ledger, at_least: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a ledger that does not change meanwhile; see `reporting`."""
    if at_least is not None:
        with snapshot(ledger, at_least=at_least) as found:
            yield found.connection
        return
    with reading(ledger) as connection:
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")
