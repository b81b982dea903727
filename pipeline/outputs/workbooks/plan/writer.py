"""The writer of a plan workbook: the sheets for people, the hidden sheet with the record, and a seal over the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.workbook import Look, page, write_whole
from pipeline.outputs.local_times import zone_of
from pipeline.outputs.workbooks.plan.cover import cover_page
from pipeline.outputs.workbooks.plan.lines import Page, line_pages
from pipeline.outputs.workbooks.plan.protected_workbook import put_seal, write_book
from pipeline.outputs.workbooks.plan.write_record import record_rows
from pipeline.outputs.workbooks.results import absent_page, leavers_page, mending_page
from schemas.vocabulary import Outcome
from schemas.workbook_forms.plan import REFUSED_ROWS

if TYPE_CHECKING:
    from pipeline.model import Plan, Results, RunReport

_REFUSED = (Outcome.SKIPPED.value, Outcome.REJECTED.value)
_KEPT = "Kept"


def write_plan(path: Path, plan: Plan, results: Results, report: RunReport, *, key: str | None) -> Path:
    """Write the plan workbook, which appears whole or not at all; see `schemas.workbook_forms.plan` for its form.

    The sheets are the Cover, one of lines per action, New owners, then for reading only Refused rows, Kept (the things
    that an undo leaves unchanged), Not named and Leavers; empty sheets are left out. With a `key` the seal is an HMAC.
    Raises StoreFailed where `path` cannot be written to.
    """
    pages = _pages(path.name, plan, results, report, key)

    def write(unfinished: Path) -> None:
        write_book(unfinished, pages, record_rows(plan, pages, key), footer=plan.plan_id)
        put_seal(unfinished, key)

    return write_whole(path, write)


def _pages(file: str, plan: Plan, results: Results, report: RunReport, key: str | None) -> list[Page]:
    others = [*line_pages(plan, results), *_pages_to_read(plan, results)]
    return [cover_page(file, plan, results, report, others, key=key), *others]


def _pages_to_read(plan: Plan, results: Results) -> list[Page]:
    refused = results.rows.filter(pl.col("_outcome").is_in(_REFUSED))
    zone = zone_of(plan.settings)
    kept = Look(styles.titles_of(plan.kept.schema), wrapped=("message",), tab=styles.QUIET)
    parts = [
        *(mending_page(refused, REFUSED_ROWS) if refused.height else []),
        *(page(plan.kept, _KEPT, kept) if plan.kept.height else []),
        *absent_page(results.absent, zone),
        *leavers_page(results.leavers, zone),
    ]
    return [Page([part]) for part in parts]
