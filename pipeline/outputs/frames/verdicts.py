"""The decisions of the core on the input rows, from which the frames of this layer are made."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The decisions on the rows: frames of the plan by the same names, and the devices that they mention.

    `people` has one row per row that puts a person on record or changes facts of one (`frames.people.told_people`).
    `timezone` is the one in which people type their dates, from the settings; `former` is that of the story.
    """

    rows: pl.DataFrame
    candidates: pl.DataFrame
    suspects: pl.DataFrame
    likely: pl.DataFrame
    wholes: pl.DataFrame
    devices: pl.DataFrame
    people: pl.DataFrame
    now: datetime
    timezone: str = "UTC"
    former: pl.DataFrame | None = None
