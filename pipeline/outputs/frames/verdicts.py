"""The verdicts of the core about the input rows, as the frames of this layer are made from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the core says of the rows: the frames of these names of its plan, and the devices they speak of.

    `timezone` is that of the settings, in which people type their dates.
    """

    rows: pl.DataFrame
    candidates: pl.DataFrame
    suspects: pl.DataFrame
    likely: pl.DataFrame
    devices: pl.DataFrame
    now: datetime
    timezone: str = "UTC"
