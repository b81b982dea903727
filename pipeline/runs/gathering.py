"""Files in: read and checked, as every command that takes files wants them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import intake
from pipeline.model import Checked
from pipeline.runs.contracts import models_loading
from pipeline.runs.stages import Stages
from pipeline.settings import Settings
from schemas.fields import DEFAULT_ORG


def read(paths: Sequence[Path], settings: Settings, stages: Stages) -> Checked:
    """Every row of these files, checked. Raises FileUnusable."""
    with stages("read"), models_loading():
        return intake.read_files(
            paths,
            org=settings.org or DEFAULT_ORG,
            timezone=settings.timezone,
            kind=settings.kind,
            unknown_columns=settings.unknown_columns,
        )
