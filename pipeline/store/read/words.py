"""The words on record: what devices and people have in a column, counted by DuckDB, since most of them say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model import Ledger, Words
from pipeline.store.columns import MDM_COLUMNS, column_sql, quoted
from pipeline.store.connections import reading
from pipeline.store.frames import rows_of
from pipeline.store.read.current_state import WITH_ENROLLMENTS, organizations

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_COUNTED = """
SELECT {column} AS word, count(*) AS times FROM {table} WHERE ($org IS NULL OR org_id = $org) AND {column} IS NOT NULL
GROUP BY ALL
"""


def read_words(ledger: Ledger, attributes: Sequence[str], facts: Sequence[str]) -> Words:
    """The words that devices have for these attributes, and people for these facts, each with how often.

    They are those of one organization where the ledger is limited to one, which may have none. Raises StateBusy and
    StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        org, known = ledger.org, organizations(connection)
        return Words(
            known if org is None else known & {org},
            devices={name: _counted(connection, column_sql(name), _table_of(name), org) for name in attributes},
            owners={name: _counted(connection, quoted(name), "owners", org) for name in facts},
        )


def _table_of(attribute: str) -> str:
    return f"devices AS d{WITH_ENROLLMENTS}" if attribute in MDM_COLUMNS else "devices AS d"


def _counted(connection: duckdb.DuckDBPyConnection, column: str, table: str, org: str | None) -> pl.DataFrame:
    return rows_of(connection, _COUNTED.format(column=column, table=table), {"org": org})
