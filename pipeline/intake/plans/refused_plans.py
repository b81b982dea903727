"""The errors about a plan that cannot be used: the place, what was found, and what to do."""

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
    """The error for a file that is no plan workbook."""
    hint = "Give the workbook that `rollcall plan FILES... -o PLAN.xlsx` wrote."
    return FileUnusable(f"{path.name} is not a plan: {why}.", hint, code=IssueCode.FILE_UNREADABLE)


def export(path: Path) -> FileUnusable:
    """The error for an export of the ledger, which is loaded rather than applied."""
    return FileUnusable(
        f"{path.name} is an export, not a plan.",
        f"Load it with: rollcall run {path.name}. Or plan first, with: rollcall plan {path.name} -o PLAN.xlsx",
        code=IssueCode.FILE_UNREADABLE,
    )


def edited(path: Path, sheet: str, changes: pl.DataFrame) -> PlanStale:
    """The error for edited cells of a sheet; `changes` are those of `edits_and_answers.changed_cells`."""
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
    """The error for a changed hidden sheet: in that cell, or in a way that no single cell shows."""
    place = f"{path.name}, hidden sheet {HIDDEN}"
    message = f"{place}, cell {cell}: it was changed." if cell else f"{place}: it is not what was written."
    return PlanStale(message, _AGAIN, code="plan_edited")


def edited_sheets(path: Path, what: str) -> PlanStale:
    """The error for a sheet that was added, removed, renamed, moved or hidden."""
    return PlanStale(f"{path.name}: {what}.", _ONLY_ANSWERS, code="plan_edited")


def other_form(path: Path, form: str) -> PlanStale:
    """The error for a plan that another version of Rollcall wrote."""
    message = f"{path.name} has the form {form}, which this version of Rollcall does not know."
    return PlanStale(message, "Apply it with the version that made it, or make the plan again.", code="plan_form")


def no_key(path: Path) -> PlanStale:
    """The error for a signed plan where no key is given to check it with."""
    return PlanStale(
        f"{path.name} is signed with a key, and no key is given here to check it with.",
        f"Set {KEY} to the key that it was made with.",
        code="plan_key_missing",
    )


def unsigned(path: Path) -> PlanStale:
    """The error for a plan without a signature where a key is given."""
    return PlanStale(
        f"{path.name} is not signed, and here only plans that are signed with {KEY} are applied.",
        f"Make the plan again where {KEY} is set.",
        code="plan_not_signed",
    )


def wrong_key(path: Path) -> PlanStale:
    """The error for a plan signed with another key, or changed by somebody who does not have the key."""
    return PlanStale(
        f"{path.name} is signed with another key than the one given here, or was changed after it was signed.",
        f"Set {KEY} to the key that it was made with, or make the plan again.",
        code="plan_key_wrong",
    )


def _quoted(text: str | None) -> str:
    if text is None:
        return "blank"
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}..."'
