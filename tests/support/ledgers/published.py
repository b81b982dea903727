"""Questions to a published copy."""

from collections.abc import Sequence
from pathlib import Path

import duckdb


def ask(published: Path, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
    with duckdb.connect(published, read_only=True) as connection:
        return connection.sql(sql, params=list(values)).fetchall()
