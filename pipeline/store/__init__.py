"""The ledger in one DuckDB file: read whole, written in one short transaction by one writer at a time.

What other layers use is named here and imported only when it is used, since DuckDB is heavy:

    hold_state                    one writer at a time; names who holds the state
    read_state, read_devices      the current state, as far as the decisions need it
    custom_attributes             which attributes of devices are nobody's but the person's own
    commit                        all that a run changes, checked and written at once
    read_run                      a past run, as it was committed
    run_of_plan, last_rows        which plan was applied, how long a file was last time
    altered_since                 what of a past run is no longer as it left it
    base_values                   what was so at an earlier state version and has been changed since
    show_..., explain             what people ask of the ledger
    replay, verify_replay         the tables rebuilt from the events: the proof that they agree
    publish                       the analysts' copy
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.alterations import altered_since
    from pipeline.store.explaining import Story, explain
    from pipeline.store.lock import hold_state
    from pipeline.store.looking_back import BaseValues, RunOfPlan, base_values, last_rows, run_of_plan
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
    from pipeline.store.reader import custom_attributes, read_devices, read_state, spans_known_at
    from pipeline.store.records import InvariantBroken, RunRecord
    from pipeline.store.replaying import replay, verify_replay
    from pipeline.store.writer import commit

__all__ = [
    "BaseValues",
    "Filters",
    "InvariantBroken",
    "PastRun",
    "RunOfPlan",
    "RunRecord",
    "Story",
    "altered_since",
    "base_values",
    "commit",
    "custom_attributes",
    "explain",
    "hold_state",
    "is_published",
    "last_rows",
    "publish",
    "read_devices",
    "read_run",
    "read_state",
    "replay",
    "run_of_plan",
    "show_devices",
    "show_events",
    "show_owners",
    "show_ownerships",
    "show_runs",
    "spans_known_at",
    "verify_replay",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "alterations": ("altered_since",),
    "explaining": ("Story", "explain"),
    "lock": ("hold_state",),
    "looking_back": ("BaseValues", "RunOfPlan", "base_values", "last_rows", "run_of_plan"),
    "past_runs": ("PastRun", "read_run"),
    "publishing": ("is_published", "publish"),
    "queries": ("Filters", "show_devices", "show_events", "show_owners", "show_ownerships", "show_runs"),
    "reader": ("custom_attributes", "read_devices", "read_state", "spans_known_at"),
    "records": ("InvariantBroken", "RunRecord"),
    "replaying": ("replay", "verify_replay"),
    "writer": ("commit",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
