"""Files in: read and checked, as every command that takes files wants them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import intake
from pipeline.model import Checked
from pipeline.runs.contracts import models_loading
from pipeline.runs.stages import Stages
from pipeline.settings import Settings


def read(paths: Sequence[Path], settings: Settings, stages: Stages) -> Checked:
    """Every row of these files, checked. Raises FileUnusable."""
    with stages("read"), models_loading():
        return intake.read_files(paths, settings.how_to_read())
