"""The ledger in one DuckDB file: read, and written in one short transaction by one writer at a time.

    connections, lock   one writer at a time; readers beside it
    columns             how each field stands in the tables
    run_record          what a run says of itself
    migrations/         numbered changes of the tables
    read/               the current state, listings, the story of a device, past runs
    write/              one commit per run; refused files
    safety/             proof that nothing is lost, and the ways back
    published/          the analysts' copy, and questions asked of it

What other layers use is named here and imported only when it is used, since DuckDB is heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.lock import hold, hold_state
    from pipeline.store.published.publish import is_published, publish, published_copy
    from pipeline.store.published.query import Answer, answer
    from pipeline.store.read.current_state import custom_attributes, read_devices, read_state, spans_known_at
    from pipeline.store.read.device_story import Story, explain
    from pipeline.store.read.drop_folders import Standing, last_touches, read_standing
    from pipeline.store.read.later_changes import altered_since
    from pipeline.store.read.listings import Filters, show_devices, show_events, show_owners, show_ownerships, show_runs
    from pipeline.store.read.past_run import PastRun, read_run
    from pipeline.store.read.run_history import BaseValues, RunOfPlan, base_values, last_rows, run_of_plan
    from pipeline.store.read.touched_state import Beyond, Disturbed, read_disturbed
    from pipeline.store.run_record import InvariantBroken, RunRecord
    from pipeline.store.safety.archived_files import ARCHIVED, prove_files
    from pipeline.store.safety.backup import Backup, back_up
    from pipeline.store.safety.rebuild import Rebuilt, rebuild
    from pipeline.store.safety.replay import replay, verify_replay
    from pipeline.store.safety.restore import LostRun, Restored, restore
    from pipeline.store.safety.verify import PUBLISHED, REPLAYS, TOLD_BY_EVENTS, UNREADABLE, prove, prove_published
    from pipeline.store.write.commit import commit
    from pipeline.store.write.refused_files import (
        AppliedBefore,
        applied_before,
        is_committed,
        refusals_of,
        refuse,
        state_version_of,
    )

__all__ = [
    "ARCHIVED",
    "PUBLISHED",
    "REPLAYS",
    "TOLD_BY_EVENTS",
    "UNREADABLE",
    "Answer",
    "AppliedBefore",
    "Backup",
    "BaseValues",
    "Beyond",
    "Disturbed",
    "Filters",
    "InvariantBroken",
    "LostRun",
    "PastRun",
    "Rebuilt",
    "Restored",
    "RunOfPlan",
    "RunRecord",
    "Standing",
    "Story",
    "altered_since",
    "answer",
    "applied_before",
    "back_up",
    "base_values",
    "commit",
    "custom_attributes",
    "explain",
    "hold",
    "hold_state",
    "is_committed",
    "is_published",
    "last_rows",
    "last_touches",
    "prove",
    "prove_files",
    "prove_published",
    "publish",
    "published_copy",
    "read_devices",
    "read_disturbed",
    "read_run",
    "read_standing",
    "read_state",
    "rebuild",
    "refusals_of",
    "refuse",
    "replay",
    "restore",
    "run_of_plan",
    "show_devices",
    "show_events",
    "show_owners",
    "show_ownerships",
    "show_runs",
    "spans_known_at",
    "state_version_of",
    "verify_replay",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "read.later_changes": ("altered_since",),
    "read.touched_state": ("Beyond", "Disturbed", "read_disturbed"),
    "published.query": ("Answer", "answer"),
    "safety.backup": ("Backup", "back_up"),
    "read.device_story": ("Story", "explain"),
    "safety.archived_files": ("ARCHIVED", "prove_files"),
    "lock": ("hold", "hold_state"),
    "read.run_history": ("BaseValues", "RunOfPlan", "base_values", "last_rows", "run_of_plan"),
    "read.past_run": ("PastRun", "read_run"),
    "published.publish": ("is_published", "publish", "published_copy"),
    "read.listings": ("Filters", "show_devices", "show_events", "show_owners", "show_ownerships", "show_runs"),
    "read.current_state": ("custom_attributes", "read_devices", "read_state", "spans_known_at"),
    "safety.rebuild": ("Rebuilt", "rebuild"),
    "run_record": ("InvariantBroken", "RunRecord"),
    "write.refused_files": (
        "AppliedBefore",
        "applied_before",
        "is_committed",
        "refusals_of",
        "refuse",
        "state_version_of",
    ),
    "safety.replay": ("replay", "verify_replay"),
    "safety.restore": ("LostRun", "Restored", "restore"),
    "read.drop_folders": ("Standing", "last_touches", "read_standing"),
    "safety.verify": ("PUBLISHED", "REPLAYS", "TOLD_BY_EVENTS", "UNREADABLE", "prove", "prove_published"),
    "write.commit": ("commit",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
