"""Ledgers that are harmed: by somebody with SQL, or by a bad disk."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline import store
from pipeline.model import Ledger

_HEADERS = 12_288
_BLOCK = 262_144
_BLOCKS = "SELECT block_id FROM pragma_storage_info('{table}') WHERE block_id >= 0 ORDER BY ALL LIMIT 1"


def tamper(state: Path, sql: str) -> None:
    """Change the ledger behind Rollcall's back."""
    with duckdb.connect(state) as connection:
        connection.execute(sql)


def damage(state: Path, table: str) -> None:
    """Turn over a few bytes of the first block that holds the rows of a table; nothing else of the file is harmed."""
    with duckdb.connect(state, read_only=True) as connection:
        ((block,),) = connection.sql(_BLOCKS.format(table=table)).fetchall()
    content = bytearray(state.read_bytes())
    place = _HEADERS + block * _BLOCK + 16
    content[place : place + 4] = bytes(255 - byte for byte in content[place : place + 4])
    state.write_bytes(content)


def broken(state: Path) -> dict[str, tuple[str, ...]]:
    """What speaks against each proof that does not hold."""
    return {proof.name: proof.broken for proof in store.prove(Ledger(state)) if not proof.holds}


def everything(state: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(state, read_only=True) as connection:
        tables = [str(name) for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {table: connection.table(table).order("ALL").fetchall() for table in tables}
