"""Ledgers in a lake, and what they hold."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Lake, Ledger
from pipeline.store.connections import reading
from pipeline.store.lake.layout import TABLES
from pipeline.store.safety.table_fingerprints import Fingerprint, fingerprint


def lake_at(folder: Path, buckets: int = 2) -> Ledger:
    """A ledger in that folder, whether there is one yet or not."""
    return Ledger(folder, lake=Lake(str(folder.absolute()), buckets=buckets))


def contents(ledger: Ledger, but: frozenset[str] = frozenset()) -> dict[str, Fingerprint]:
    """What each table holds, whatever the order of its rows."""
    with reading(ledger) as connection:
        return {table.name: fingerprint(connection, table.name) for table in TABLES if table.name not in but}


def place(ledger: Ledger) -> Lake:
    """The lake of a ledger that has one."""
    assert ledger.lake is not None
    return ledger.lake
