"""Receipts of one run: what was handed over to each person, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one person: the devices that were handed over to them, and those that came back from them."""

    owner_email: str
    owner_name: str | None
    org_id: str
    handed_over: pl.DataFrame
    came_back: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of a run, by person, and the terms as they were when the run was made.

    `terms` is None where none were set then, `terms_sha256` their fingerprint. `lines` are all lines of all
    people. `undone_by` is the run that has undone this one since. Instants are naive UTC;
    `timezone` is the one that people are shown.
    """

    run_id: str
    recorded_at: datetime
    receipts: Sequence[Receipt]
    lines: pl.DataFrame
    terms: str | None
    terms_sha256: str | None
    undone_by: str | None = None
    timezone: str = "UTC"
