"""Recording the files that were refused as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.model import Ledger, Refusal
from pipeline.store.connections import transaction, writing
from pipeline.store.failures import translated
from pipeline.store.lake.commit import adding_refusals

if TYPE_CHECKING:
    import duckdb

_REFUSE = """
INSERT INTO refusals (run_id, refused_at, source, file, sha256, size, exit_code, code, message, hint, path, kinds,
                      intent)
SELECT $run_id, $refused_at, $source, $file, $sha256, $size, $exit_code, $code, $message, $hint, $path, $kinds, $intent
WHERE NOT EXISTS (SELECT 1 FROM refusals WHERE run_id = $run_id AND file = $file)
"""


def refuse(ledger: Ledger, refusals: Sequence[Refusal]) -> None:
    """Record all refusals or none; those on record stay unchanged. The caller holds the lock of the state file.

    Raises StateBusy and StoreFailed as `writing` does.
    """
    with _written_to(ledger) as connection, transaction(connection):
        for refusal in refusals:
            connection.execute(_REFUSE, {**asdict(refusal), "path": str(refusal.path)})


@contextmanager
def _written_to(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the table of refusals, of a file or of a lake."""
    if ledger.lake is None:
        with writing(ledger) as connection:
            yield connection
        return
    with translated(ledger.path), adding_refusals(ledger.lake) as connection:
        yield connection
