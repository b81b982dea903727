"""When things were changed last: the version that the ledger had after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.connections import reading
from pipeline.store.frames import lend

if TYPE_CHECKING:
    import polars as pl

    from pipeline.model import Ledger

_LAST = """
SELECT coalesce(max(r.state_version), 0)
FROM (SELECT DISTINCT run_id FROM events {of_things} WHERE $org IS NULL OR org_id = $org) JOIN runs AS r USING (run_id)
"""
_OF_THINGS = "SEMI JOIN things_asked USING (aggregate, aggregate_id)"


def last_changed(ledger: Ledger, org: str | None, things: pl.DataFrame | None = None) -> int:
    """The state version that the last change of these things has made, 0 where there was none.

    `things` are devices and owners (`aggregate, aggregate_id`) of the organization; None for all that it has, or that
    any has where `org` is None. Raises StateBusy and StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        if things is not None:
            lend(connection, "things_asked", things)
        sql = _LAST.format(of_things="" if things is None else _OF_THINGS)
        ((version,),) = connection.execute(sql, {"org": org}).fetchall()
        return int(version)
