"""The errors about a plan that cannot be used: where, what was found, and the way out."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipeline.errors import FileUnusable, PlanStale
from pipeline.intake.column_letters import column_letter
from schemas.vocabulary import IssueCode
from schemas.workbook_forms.plan import APPROVE, HIDDEN, NO, YES

KEY = "ROLLCALL_PLAN_KEY"

_AGAIN = "Make the plan again, and approve that one."
_ONLY_ANSWERS = f"Only the {APPROVE} cells of a plan may be changed. Undo the change, or make the plan again."
_LONGEST = 60


def no_plan(path: Path, why: str) -> FileUnusable:
    """The file is no plan workbook at all."""
    hint = "Give the workbook that `rollcall plan FILES... -o PLAN.xlsx` wrote."
    return FileUnusable(f"{path.name} is not a plan: {why}.", hint, code=IssueCode.FILE_UNREADABLE)


def export(path: Path) -> FileUnusable:
    """The file is an export of the ledger, which is loaded rather than applied."""
    return FileUnusable(
        f"{path.name} is an export, not a plan.",
        f"Load it with: rollcall run {path.name}. Or plan first, with: rollcall plan {path.name} -o PLAN.xlsx",
        code=IssueCode.FILE_UNREADABLE,
    )


def edited(path: Path, sheet: str, changes: pl.DataFrame) -> PlanStale:
    """Cells of a sheet are not what was written; `changes` as `edits_and_answers.changed_cells` has them."""
    first, others = changes.row(0, named=True), changes.height - 1
    place = f"{path.name}, sheet {sheet}, cell {column_letter(first['column'])}{first['row'] + 1}"
    more = (
        f" {others:,} more {'cell' if others == 1 else 'cells'} of this sheet {'is' if others == 1 else 'are'} wrong."
    )
    more = more if others else ""
    if first["is_answer"]:
        message = f"{place}: {_quoted(first['now'])} is neither {YES} nor {NO}.{more}"
        return PlanStale(message, f"Write {YES} to approve the line, or {NO} to leave it out.", code="plan_unanswered")
    message = f"{place}: it was {_quoted(first['was'])} and is now {_quoted(first['now'])}.{more}"
    return PlanStale(message, _ONLY_ANSWERS, code="plan_edited")


def edited_record(path: Path, cell: str | None) -> PlanStale:
    """The hidden sheet was changed: in that cell, or in a way that no single cell shows."""
    place = f"{path.name}, hidden sheet {HIDDEN}"
    message = f"{place}, cell {cell}: it was changed." if cell else f"{place}: it is not what was written."
    return PlanStale(message, _AGAIN, code="plan_edited")


def edited_sheets(path: Path, what: str) -> PlanStale:
    """A sheet was added, removed, renamed, moved or hidden."""
    return PlanStale(f"{path.name}: {what}.", _ONLY_ANSWERS, code="plan_edited")


def other_form(path: Path, form: str) -> PlanStale:
    """Another version of Rollcall wrote the plan."""
    message = f"{path.name} has the form {form}, which this version of Rollcall does not know."
    return PlanStale(message, "Apply it with the version that made it, or make the plan again.", code="plan_form")


def no_key(path: Path) -> PlanStale:
    """The plan is signed, and there is no key to tell by whom."""
    return PlanStale(
        f"{path.name} is signed with a key, and no key is given here to check it with.",
        f"Set {KEY} to the key that it was made with.",
        code="plan_key_missing",
    )


def unsigned(path: Path) -> PlanStale:
    """There is a key, and the plan was made without."""
    return PlanStale(
        f"{path.name} is not signed, and here only plans that are signed with {KEY} are applied.",
        f"Make the plan again where {KEY} is set.",
        code="plan_not_signed",
    )


def wrong_key(path: Path) -> PlanStale:
    """The plan is signed, but not with this key; or it was changed by somebody who does not have it."""
    return PlanStale(
        f"{path.name} is signed with another key than the one given here, or was changed after it was signed.",
        f"Set {KEY} to the key that it was made with, or make the plan again.",
        code="plan_key_wrong",
    )


def _quoted(text: str | None) -> str:
    if text is None:
        return "blank"
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}..."'
