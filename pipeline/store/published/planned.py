"""The analysts' copy as a run would leave it, for the questions of policies.

A copy of the ledger is made in a folder of its own, the change set is committed to that as it would be to the ledger,
the views are added where it has none yet, and the questions are asked as those of `query` are. The ledger itself is
only read, whatever the questions say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from pipeline.model import ChangeSet, Ledger
from pipeline.store.connections import adding_to, held, made_ready
from pipeline.store.failures import translated
from pipeline.store.published.publish import copy_bytes
from pipeline.store.published.query import Ask, asking
from pipeline.store.published.views import add_views, has_views
from pipeline.store.run_record import RunRecord
from pipeline.store.write.commit import commit
from pipeline.store.write.lake_file import write_file


@contextmanager
def asking_of_planned(
    ledger: Ledger,
    change_set: ChangeSet,
    run: RunRecord,
    refreshed: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
) -> Iterator[Ask]:
    """The function that answers questions about the ledger as this run would leave it; see `query.asking`.

    `tables` stand beside those of the ledger. Raises as `held` and `commit` do; PlanStale, too, where the ledger has
    changed since the run was planned.
    """
    with TemporaryDirectory(prefix="rollcall-planned-", ignore_cleanup_errors=True) as folder:
        planned = Ledger(Path(folder) / "planned.duckdb")
        _copy_ledger(ledger, planned.path)
        commit(planned, change_set, run, refreshed)
        with _with_views(planned.path, tables, ledger.currency) as ask:
            yield ask


@contextmanager
def asking_of_nothing(tables: Mapping[str, pl.DataFrame]) -> Iterator[Ask]:
    """The function that answers questions about an empty ledger, by which it is seen whether they can be asked."""
    with TemporaryDirectory(prefix="rollcall-planned-", ignore_cleanup_errors=True) as folder:
        empty = Path(folder) / "planned.duckdb"
        with made_ready(empty):
            pass
        with _with_views(empty, tables, None) as ask:
            yield ask


def _copy_ledger(ledger: Ledger, copy: Path) -> None:
    """Copy the file, and the log that a killed writer may have left, while nobody can write; nothing where none is.

    The lock keeps others from writing: a connection would not, since the copy makes it lose its own.
    """
    if ledger.lake is not None:
        write_file(ledger, copy)
        return
    if not ledger.path.exists():
        return
    with translated(ledger.path), held(ledger, "plan"):
        for suffix in ("", ".wal"):
            source = ledger.path.with_name(ledger.path.name + suffix)
            if source.is_file():
                copy_bytes(source, copy.with_name(copy.name + suffix))


@contextmanager
def _with_views(path: Path, tables: Mapping[str, pl.DataFrame], currency: str | None) -> Iterator[Ask]:
    with adding_to(path) as connection:
        if not has_views(connection, currency):
            add_views(connection, currency)
    with asking(path, tables) as ask:
        yield ask
