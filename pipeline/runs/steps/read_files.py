"""Files in: read and checked, as every command that takes files wants them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import intake
from pipeline.model import Checked
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.validate_frames import models_loading
from pipeline.settings import Settings


def read(
    paths: Sequence[Path],
    settings: Settings,
    stages: Stages,
    *,
    cache: Path | None = None,
    names: Sequence[str] | None = None,
) -> Checked:
    """Every row of these files, checked. Raises FileUnusable.

    What was parsed before is taken from the folder `cache`, where there is one, and what is parsed now is put there.
    `names` are those by which people know the files, where they are not called so any more.
    """
    with stages("read"), models_loading():
        return intake.read_files(paths, settings.how_to_read(), cache, names)


def cache_of(settings: Settings) -> Path:
    """Where the rows of files that were parsed before are kept: where the settings say, or beside the ledger."""
    return settings.sweep.cache or settings.state.parent / "cache"
