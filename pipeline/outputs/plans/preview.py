"""What a run would do, as a workbook to read before anything is written. Without lines to approve, and not sealed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.results import absent_page, changes_page, created_page, mending_page, owners_page
from pipeline.outputs.summary_sheet import summary_parts
from pipeline.outputs.workbook import write_workbook
from schemas.vocabulary import Outcome

if TYPE_CHECKING:
    from pipeline.model import Results, RunReport, Sheet

_REFUSED = (Outcome.SKIPPED.value, Outcome.REJECTED.value)


def write_plan(path: Path, report: RunReport, results: Results, *, sheets: Sequence[Sheet] = ()) -> Path:
    """Write the plan: Summary, then Changes, Created, Owners, Refused rows and Not named; empty ones are left out.

    Refused rows are those that would be skipped or rejected. Raises StoreFailed where `path` cannot be written to.
    """
    refused = results.rows.filter(pl.col("_outcome").is_in(_REFUSED))
    parts = [
        *summary_parts("Rollcall: what a run would do", report, results, sheets),
        *(changes_page(results.changes) if results.changes.height else []),
        *(created_page(results.created) if results.created.height else []),
        *(owners_page(results.owners) if results.owners.height else []),
        *(mending_page(refused, "Refused rows") if refused.height else []),
        *absent_page(results.absent),
    ]
    return write_workbook(path, parts)
