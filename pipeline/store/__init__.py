"""The ledger in one DuckDB file: read whole, written in one short transaction by one writer at a time.

What other layers use is named here and imported only when it is used, since DuckDB is heavy:

    hold_state                    one writer at a time; names who holds the state
    read_state, read_devices      the current state, as far as the decisions need it
    commit                        all that a run changes, checked and written at once
    read_run                      a past run, as it was committed
    show_..., explain             what people ask of the ledger
    replay, verify_replay         the tables rebuilt from the events: the proof that they agree
    publish                       the analysts' copy
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.explaining import Story, explain
    from pipeline.store.lock import hold_state
    from pipeline.store.past_runs import PastRun, read_run
    from pipeline.store.publishing import is_published, publish
    from pipeline.store.queries import (
        Filters,
        show_devices,
        show_events,
        show_owners,
        show_ownerships,
        show_runs,
    )
    from pipeline.store.reader import read_devices, read_state, spans_known_at
    from pipeline.store.records import InvariantBroken, RunRecord
    from pipeline.store.replaying import replay, verify_replay
    from pipeline.store.writer import commit

__all__ = [
    "Filters",
    "InvariantBroken",
    "PastRun",
    "RunRecord",
    "Story",
    "commit",
    "explain",
    "hold_state",
    "is_published",
    "publish",
    "read_devices",
    "read_run",
    "read_state",
    "replay",
    "show_devices",
    "show_events",
    "show_owners",
    "show_ownerships",
    "show_runs",
    "spans_known_at",
    "verify_replay",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "explaining": ("Story", "explain"),
    "lock": ("hold_state",),
    "past_runs": ("PastRun", "read_run"),
    "publishing": ("is_published", "publish"),
    "queries": ("Filters", "show_devices", "show_events", "show_owners", "show_ownerships", "show_runs"),
    "reader": ("read_devices", "read_state", "spans_known_at"),
    "records": ("InvariantBroken", "RunRecord"),
    "replaying": ("replay", "verify_replay"),
    "writer": ("commit",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
