"""The nightly job as text for the scheduler of a system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.runs.schedule.cron import as_cron
from pipeline.runs.schedule.job import Job, Schedule, System, job_of, this_system
from pipeline.runs.schedule.systemd import as_systemd
from pipeline.runs.schedule.windows import as_windows
from pipeline.settings import Settings

_WRITERS: Mapping[System, Callable[[Job], Schedule]] = MappingProxyType(
    {System.SYSTEMD: as_systemd, System.CRON: as_cron, System.WINDOWS: as_windows}
)


def schedule(
    inbox: Path, settings: Settings, *, config: Path | None, at: str, name: str, system: System | None = None
) -> Schedule:
    """The text that makes a scheduler run `rollcall sweep INBOX` every day `at` a time such as `02:00`.

    `system` is the usual one of this computer where None. All paths in the text are absolute, and the program is that
    of this installation. Raises UsageProblem where the inbox is no folder, and where the time, the name or a path
    cannot be written there.
    """
    return _WRITERS[system or this_system()](job_of(inbox, settings, config=config, at=at, name=name))
