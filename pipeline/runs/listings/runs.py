"""Runs as pages, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline import store
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model import Caller
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Runs:
    """Some runs, the latest first, and the id before which the next page begins; None at the end."""

    rows: Sequence[Mapping[str, Any]]
    next: str | None


def list_runs(settings: Settings, caller: Caller, *, before: str | None, most: int, at_least: int = 0) -> Runs:
    """The runs of the caller's organization. Raises StateBusy and StoreFailed."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        rows = store.runs_page(snapshot, caller.within, before=before, limit=most + 1)
    return Runs(rows[:most], rows[most - 1]["run_id"] if len(rows) > most else None)


def find_run(settings: Settings, caller: Caller, run_id: str, *, at_least: int = 0) -> Mapping[str, Any] | None:
    """That run of the caller's organization; None where it has none. Raises StateBusy and StoreFailed."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        return next(iter(store.runs_page(snapshot, caller.within, run_id=run_id, limit=1)), None)


def list_signed_runs(
    settings: Settings, caller: Caller, owner_id: int, *, most: int, at_least: int = 0
) -> Sequence[Mapping[str, Any]]:
    """The last runs that handed that person devices or took some back. Raises StateBusy and StoreFailed."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        return store.signed_runs(snapshot, caller.within, owner_id, limit=most)
