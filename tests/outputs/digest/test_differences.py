"""The list of what differs from the ledger."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from pipeline.outputs.digest.differences import told_differences
from schemas.vocabulary import Cause, Kind

_BLANK = (
    *("org_id", "owner_email", "action", "outcome", "reason", "message", "old", "new", "fault", "holder_email"),
    *("then", "then_reason", "then_message", "rival", "rival_place", "rival_aspect", "rival_says", "run_id"),
    *("made_by", "refusal", "request", "sheet"),
)


def test_devices_that_a_full_sheet_does_not_name_are_listed_in_the_order_of_their_names() -> None:
    rows = pl.DataFrame({"device": [f"LT-{number}" for number in (3, 1, 4, 2)]}).with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in _BLANK),
        *(pl.lit(None, pl.Datetime("us")).alias(name) for name in ("effective_at", "end_at")),
        row=pl.lit(None, pl.Int64),
        device_id=pl.lit(7),
        source=pl.lit("full"),
        file=pl.lit("all.csv"),
        kind=pl.lit(Kind.ASSIGNMENTS.value),
        cause=pl.lit(Cause.CHANGED_OUTSIDE.value),
        since=pl.lit(datetime(2026, 1, 1)),
        is_refused=pl.lit(value=False),
        rival_returns=pl.lit(value=False),
    )
    assert told_differences(rows)["device"].to_list() == ["LT-1", "LT-2", "LT-3", "LT-4"]
