"""A change set that is lent to a connection, and taken back."""

from __future__ import annotations

import duckdb

from pipeline.store.write.change_set_tables import register, unregister
from tests.support.ledgers.story import monday

_LEFT = "SELECT view_name FROM duckdb_views() WHERE NOT internal"


def test_what_was_lent_can_be_taken_back() -> None:
    with duckdb.connect() as connection:
        assert "given_events" in register(connection, monday())
        assert ("given_events",) in connection.execute(_LEFT).fetchall()
        unregister(connection)
        assert connection.execute(_LEFT).fetchall() == []
