"""The ledger in one DuckDB file: read whole, written in one short transaction by one writer at a time.

What other layers use is named here and imported only when it is used, since DuckDB is heavy:

    hold_state, hold              one writer at a time, one sweep per inbox; names who holds it
    read_state, read_devices      the current state, as far as the decisions need it
    read_disturbed                as much of it as can matter, where most rows are known to be at rest
    custom_attributes             which attributes of devices are nobody's but the person's own
    commit                        all that a run changes, checked and written at once
    read_run                      a past run, as it was committed
    run_of_plan, last_rows        which plan was applied, how long a file was last time
    altered_since                 what of a past run is no longer as it left it
    base_values                   what was so at an earlier state version and has been changed since
    refuse, refusals_of           the files that were refused as a whole
    is_committed, applied_before  whether a run is in the ledger, and whether its work was done before
    state_version_of              how far the ledger has come
    read_standing, last_touches   the last files of each drop folder, and who changed a device since
    show_..., explain             what people ask of the ledger
    replay, verify_replay         the tables rebuilt from the events: the proof that they agree
    prove, prove_files, ...       that the ledger is sound, its files are there, and its published copy says the same
    back_up, restore, rebuild     a copy that was restored before it is called a backup, and the ways back
    publish, answer               the analysts' copy, and a question asked of it
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.alterations import altered_since
    from pipeline.store.answering import Answer, answer
    from pipeline.store.backing_up import Backup, back_up
    from pipeline.store.disturbed import Beyond, Disturbed, read_disturbed
    from pipeline.store.explaining import Story, explain
    from pipeline.store.filed import ARCHIVED, prove_files
    from pipeline.store.lock import hold, hold_state
    from pipeline.store.looking_back import BaseValues, RunOfPlan, base_values, last_rows, run_of_plan
    from pipeline.store.past_runs import PastRun, read_run
    from pipeline.store.publishing import is_published, publish, published_copy
    from pipeline.store.queries import (
        Filters,
        show_devices,
        show_events,
        show_owners,
        show_ownerships,
        show_runs,
    )
    from pipeline.store.reader import custom_attributes, read_devices, read_state, spans_known_at
    from pipeline.store.rebuilding import Rebuilt, rebuild
    from pipeline.store.records import InvariantBroken, RunRecord
    from pipeline.store.refusing import (
        AppliedBefore,
        applied_before,
        is_committed,
        refusals_of,
        refuse,
        state_version_of,
    )
    from pipeline.store.replaying import replay, verify_replay
    from pipeline.store.restoring import LostRun, Restored, restore
    from pipeline.store.standing import Standing, last_touches, read_standing
    from pipeline.store.verifying import (
        PUBLISHED,
        REPLAYS,
        TOLD_BY_EVENTS,
        UNREADABLE,
        prove,
        prove_published,
    )
    from pipeline.store.writer import commit

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
    "alterations": ("altered_since",),
    "disturbed": ("Beyond", "Disturbed", "read_disturbed"),
    "answering": ("Answer", "answer"),
    "backing_up": ("Backup", "back_up"),
    "explaining": ("Story", "explain"),
    "filed": ("ARCHIVED", "prove_files"),
    "lock": ("hold", "hold_state"),
    "looking_back": ("BaseValues", "RunOfPlan", "base_values", "last_rows", "run_of_plan"),
    "past_runs": ("PastRun", "read_run"),
    "publishing": ("is_published", "publish", "published_copy"),
    "queries": ("Filters", "show_devices", "show_events", "show_owners", "show_ownerships", "show_runs"),
    "reader": ("custom_attributes", "read_devices", "read_state", "spans_known_at"),
    "rebuilding": ("Rebuilt", "rebuild"),
    "records": ("InvariantBroken", "RunRecord"),
    "refusing": ("AppliedBefore", "applied_before", "is_committed", "refusals_of", "refuse", "state_version_of"),
    "replaying": ("replay", "verify_replay"),
    "restoring": ("LostRun", "Restored", "restore"),
    "standing": ("Standing", "last_touches", "read_standing"),
    "verifying": ("PUBLISHED", "REPLAYS", "TOLD_BY_EVENTS", "UNREADABLE", "prove", "prove_published"),
    "writer": ("commit",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
