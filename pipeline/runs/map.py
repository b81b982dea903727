"""map: how each column of a file is read, and why. The ledger is neither needed nor touched."""

from __future__ import annotations

from pathlib import Path

from pipeline import intake
from pipeline.model import FileMap
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings


def map_file(path: Path, settings: Settings, stages: Stages) -> FileMap:
    """The columns of the file's sheets, as these settings have them read. Raises FileUnusable where it has none."""
    with stages("read"):
        return intake.map_columns(path, settings.how_to_read())
