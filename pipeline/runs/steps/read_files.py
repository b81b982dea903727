"""Reading and checking input files, for every command that takes files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import intake
from pipeline.errors import UsageProblem
from pipeline.model import Checked
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings


def read(
    paths: Sequence[Path],
    settings: Settings,
    stages: Stages,
    *,
    cache: Path | None = None,
    names: Sequence[str] | None = None,
) -> Checked:
    """Every row of these files, checked. Raises FileUnusable, and UsageProblem where there is no file.

    Rows of files that were parsed before are taken from the folder `cache`, where one is given, and new ones are put
    there. `names` are the names by which people know the files, where their paths have others.
    """
    if not paths:
        raise UsageProblem("No file was given.", "Give at least one, such as list.xlsx.")
    with stages("read"):
        return intake.read_files(paths, settings.how_to_read(), cache, names)


def cache_of(settings: Settings) -> Path:
    """The folder of the cache of parsed rows: that of the settings, or `cache` beside the ledger."""
    return settings.sweep.cache or settings.state.parent / "cache"
