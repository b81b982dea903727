"""Recording calls over HTTP in the transaction of what they did, with the answers that are given again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.store.connections import bound, reading
from pipeline.store.frames import frame_of, lend
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from pipeline.model import Ledger

# So long is an answer kept.
KEPT_FOR = timedelta(hours=24)

_CALLS = "INSERT INTO calls BY NAME SELECT *, $run_id AS run_id FROM given_calls"
_ANSWERS = """
INSERT INTO answers BY NAME
SELECT * REPLACE (CAST(body AS JSON) AS body), $recorded_at AS answered_at, $state_version AS state_version
FROM given_answers
"""
_FORGET = "DELETE FROM answers WHERE answered_at < $before"
_KEPT = """
SELECT * REPLACE (CAST(body AS VARCHAR) AS body) FROM answers SEMI JOIN asked USING (key_id, idempotency_key)
WHERE answered_at >= $since ORDER BY answered_at
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is recorded of the calls of a run: `schemas.frames.calls` has the columns of both frames.

    Answers that are too old are removed where `is_tidying`.
    """

    calls: pl.DataFrame
    answers: pl.DataFrame
    is_tidying: bool = False


def record_calls(connection: duckdb.DuckDBPyConnection, kept: Kept, facts: Mapping[str, object]) -> None:
    """Record the calls; `facts` are the `run_id`, `recorded_at` and `state_version` of their run."""
    lend(connection, "given_calls", kept.calls)
    connection.execute(_CALLS, bound(_CALLS, facts))
    if not kept.answers.is_empty():
        lend(connection, "given_answers", kept.answers)
        connection.execute(_ANSWERS, bound(_ANSWERS, facts))
    if kept.is_tidying and isinstance(now := facts["recorded_at"], datetime):
        connection.execute(_FORGET, {"before": now - KEPT_FOR})


def kept_answers(ledger: Ledger, asked: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """The answers that are kept for these callers' keys (`key_id, idempotency_key`); see `schemas.frames.calls`.

    Raises StateBusy and StoreFailed as `reading` does.
    """
    with reading(ledger) as connection:
        lend(connection, "asked", asked)
        return frame_of(connection.sql(_KEPT, params={"since": now - KEPT_FOR}))
