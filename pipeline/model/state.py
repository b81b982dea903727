"""The current state of the ledger, as far as a decision needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class State:
    """The part of the current state that the decisions need.

    `former` are the addresses that people had before; None where that was not asked for.

    `schemas.frames.state` states the columns of its frames; `devices` has the attributes that were asked for, `spans`
    the ownerships as they are on record now. `last_..._id` are the greatest ids given so far. `ledger_id` identifies
    the ledger; None where there is no ledger yet. `last_rows` has the numbers of rows of the input files that
    were asked about, and of those before them: `file, rows, last_file, last_rows`.
    """

    state_version: int
    last_run_at: datetime | None
    organizations: frozenset[str]
    last_device_id: int
    last_owner_id: int
    last_ownership_id: int
    devices: pl.DataFrame
    owners: pl.DataFrame
    spans: pl.DataFrame
    ledger_id: str | None = None
    former: pl.DataFrame | None = None
    last_rows: pl.DataFrame | None = None
