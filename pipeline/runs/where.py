"""where: which ledger a command of this folder uses, its copy, the settings in force, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import store
from pipeline.runs.show import Asked, show
from pipeline.settings import Origin, Settings, nearby_ledger, origins
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """The files in use, whole paths, and the settings.

    `ledger` may not be there yet; then `runs` is 0, and `nearby` is the ledger of a folder above, if there is one.
    `published` and `config` are None where there is no such file. `last_run_at` is in UTC.
    """

    ledger: Path
    runs: int
    state_version: int
    last_run_at: datetime | None
    nearby: Path | None
    published: Path | None
    results: Path
    config: Path | None
    settings: tuple[Origin, ...]


def where(settings: Settings, options: Mapping[str, Any]) -> Where:
    """Find the files and the origin of each setting; `options` are those given for this command.

    Raises StateBusy, and StoreFailed where the ledger cannot be read.
    """
    runs = show("runs", Asked(), settings).sort("recorded_at")
    published = store.published_copy(settings.state)
    return Where(
        ledger=settings.state.absolute(),
        runs=runs.height,
        state_version=0 if runs.is_empty() else runs["state_version"][-1],
        last_run_at=None if runs.is_empty() else runs["recorded_at"][-1],
        nearby=nearby_ledger(settings),
        published=published.absolute() if published.exists() else None,
        results=settings.out.absolute(),
        config=settings.config_file,
        settings=tuple(origins(settings, options)),
    )
