"""A ledger from a file to tables that a cluster works on, and back; and the upkeep of these."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.runs.export import refuse_no_ledger
from pipeline.runs.steps.clock import clock
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings


def import_file(file: Path, settings: Settings) -> int:
    """Write the ledger of that file to the lake of the settings, which has none yet; the number of rows.

    Raises UsageProblem where there is no such file, where the settings name no lake, or one that has a ledger;
    StateBusy and StoreFailed. Then the lake has no ledger.
    """
    _refuse_file(settings)
    with _hold(settings, "lake import"):
        return store.import_file(settings.ledger, file)


def export_file(file: Path, settings: Settings) -> int:
    """Write the ledger in the lake of the settings to a new file; the number of rows.

    Raises UsageProblem where there is such a file, where the settings name no lake, or one without a ledger; StateBusy
    and StoreFailed. Then there is no such file.
    """
    _refuse_file(settings)
    refuse_no_ledger(settings.ledger)
    refuse_harm(file, settings)
    return store.export_file(settings.ledger, file)


def tidy(settings: Settings, *, hours: int) -> store.Tidied:
    """Make big files of small ones, and remove those that no run has named for so many hours; see `store.tidy`."""
    _refuse_file(settings)
    refuse_no_ledger(settings.ledger)
    with _hold(settings, "lake tidy"):
        return store.tidy(settings.ledger, hours=hours)


def _refuse_file(settings: Settings) -> None:
    if settings.ledger.lake is None:
        raise UsageProblem(
            f"{settings.state} is a file, and this is about a ledger in a lake.",
            "Name the lake with --state lake:FOLDER, or with its address, such as --state lake:s3://bucket/devices.",
        )


def _hold(settings: Settings, command: str) -> AbstractContextManager[None]:
    return store.hold_state(settings.ledger, command=command, started_at=clock())
