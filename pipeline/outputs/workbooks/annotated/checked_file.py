"""A checked file with its findings, from which its annotated copy is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.model import Sheet, Source
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One checked file: its sheets, its rows as typed and as judged, and its issues; see `model.Checked`."""

    source: Source
    sheets: Sequence[Sheet]
    originals: pl.DataFrame
    headers: Mapping[str, str]
    judged: pl.DataFrame
    issues: pl.DataFrame
