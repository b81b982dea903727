"""The current state of the ledger, as far as a decision needs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers on record, of a ledger that was read in part.

    `open_ownerships` has the ownerships that hold at `counted_at`, per organization that has any; `has_ownerships` is
    true where there is one, open or not.
    """

    counted_at: datetime
    devices: int
    owners: int
    open_ownerships: Mapping[str, int]
    has_ownerships: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words on record, by column: one row per word of devices, or of people, and its number (`word, times`).

    `organizations` are all that are on record.
    """

    organizations: frozenset[str]
    devices: Mapping[str, pl.DataFrame]
    owners: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class State:
    """The part of the current state that the decisions need.

    `former` are the addresses that people had before, `former_identifiers` what devices had before of that which rows
    give (`device_id, org_id, field, value`); None where that was not asked for.

    `schemas.frames.state` states the columns of its frames; `devices` has the attributes that were asked for, `spans`
    the ownerships as they are on record now. `last_..._id` are the greatest ids given so far. `ledger_id` identifies
    the ledger; None where there is no ledger yet. `last_rows` has the numbers of rows of the input files that
    were asked about, and of those before them: `file, rows, last_file, last_rows`. Where the ledger was read in part,
    the frames have all that the rows of the run can reach, and `totals` the numbers of all; None where all was read,
    or nothing is held to limits. `beside` counts and names what people have whose other ownerships alone are among
    `spans` (`owner_id, devices, is_left, named`); None where there are none such. `identified` are the devices that
    a damaged identifier may mean, where a cluster has read the others by itself.
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
    former_identifiers: pl.DataFrame | None = None
    last_rows: pl.DataFrame | None = None
    totals: Totals | None = None
    beside: pl.DataFrame | None = None
    identified: pl.DataFrame | None = None
