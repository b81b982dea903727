"""Writes a plan workbook: the sheets for people, then what guards them, and last the record and its seal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.workbook import Look, page, write_finished
from pipeline.outputs.workbooks.plan.cover import cover_page
from pipeline.outputs.workbooks.plan.lines import Page, line_pages
from pipeline.outputs.workbooks.plan.protection import Guard, protect
from pipeline.outputs.workbooks.plan.record import recorder
from pipeline.outputs.workbooks.results import absent_page, mending_page
from schemas.vocabulary import Outcome
from schemas.workbook_forms.plan import COVER, HIDDEN, REFUSED_ROWS

if TYPE_CHECKING:
    from pipeline.model import Plan, Results, RunReport
    from pipeline.outputs.excel.workbook import Part

_REFUSED = (Outcome.SKIPPED.value, Outcome.REJECTED.value)
_KEPT = "Kept"


def write_plan(path: Path, plan: Plan, results: Results, report: RunReport, *, key: str | None) -> Path:
    """Write the plan workbook, which appears whole or not at all; see `schemas.workbook_forms.plan` for its form.

    Cover, one sheet of lines per action, New owners, then for reading only: Refused rows, Kept (what an undo leaves as
    it is) and Not named; empty ones are left out. With a `key` the seal is an HMAC. Raises StoreFailed where `path`
    cannot be written to.
    """
    pages = _pages(path.name, plan, results, report, key)
    guards = [_guard(page, plan) for page in pages]
    parts = [*(part for page in pages for part in page.parts), _room_for_the_record()]
    return write_finished(path, parts, partial(protect, guards=guards, record=recorder(plan, pages, key)))


def _pages(file: str, plan: Plan, results: Results, report: RunReport, key: str | None) -> list[Page]:
    others = [*line_pages(plan, results), *_pages_to_read(plan, results)]
    return [cover_page(file, plan, results, report, others, key=key), *others]


def _pages_to_read(plan: Plan, results: Results) -> list[Page]:
    refused = results.rows.filter(pl.col("_outcome").is_in(_REFUSED))
    kept = Look(styles.titles_of(plan.kept.schema), wrapped=("message",), tab=styles.QUIET)
    parts = [
        *(mending_page(refused, REFUSED_ROWS) if refused.height else []),
        *(page(plan.kept, _KEPT, kept) if plan.kept.height else []),
        *absent_page(results.absent),
    ]
    return [Page([part]) for part in parts]


def _guard(page: Page, plan: Plan) -> Guard:
    return Guard(
        sheet=page.name,
        answers=page.height if page.of else 0,
        has_header=page.name != COVER,
        footer=plan.plan_id,
    )


def _room_for_the_record() -> Part:
    """The last sheet, blank: its rows are written once everything else is."""
    return pl.DataFrame(schema={"name": pl.String}), HIDDEN, {"header": True}
