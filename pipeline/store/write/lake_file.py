"""A ledger in a lake, written to a file."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Ledger
from pipeline.store import engines
from pipeline.store.connections import made_ready, reading, refuse_log
from pipeline.store.lake.copies import take_out

_ATTACH = "ATTACH '{file}' AS made (TYPE duckdb)"


def write_file(ledger: Ledger, new: Path) -> None:
    """Write the ledger in the lake to that file, which is not there yet, and which nobody else uses yet."""
    with made_ready(new):
        pass
    with reading(ledger) as connection:
        connection.execute(_ATTACH.format(file=engines.quoted(new)))
        take_out(connection, "made")
        connection.execute("DETACH made")
    refuse_log(new)
