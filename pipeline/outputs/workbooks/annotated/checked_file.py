"""A checked file with its findings, from which its annotated copy is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.model import Sheet, Source
from schemas.records import dataclass
from schemas.workbook_forms.several_devices import DEVICE_COLUMN


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One checked file: its sheets, its rows as typed and as judged, and its issues; see `model.Checked`."""

    source: Source
    sheets: Sequence[Sheet]
    originals: pl.DataFrame
    headers: Mapping[str, str]
    judged: pl.DataFrame
    issues: pl.DataFrame

    @property
    def parts(self) -> pl.DataFrame:
        """One row per row of a sheet with several devices in a row: `row_id`, and the `part`, the device's column."""
        if DEVICE_COLUMN not in self.originals.columns:
            return pl.DataFrame(schema={"row_id": pl.Int64, "part": pl.String})
        return self.originals.select("row_id", part=DEVICE_COLUMN).drop_nulls()
