"""The summary of a command in sentences: one source for the terminal and for the Summary sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.frames.issues import likely_devices, slips
from pipeline.outputs.frames.totals import ACTIONS, amounts_touched, money_text, money_touched
from pipeline.outputs.messages.leaver_sentences import leaver_sentences
from pipeline.outputs.messages.limit_sentences import NOTHING_WRITTEN
from pipeline.outputs.messages.owner_sentences import owner_sentences
from pipeline.outputs.messages.plurals import agree, count, listing, number
from pipeline.outputs.messages.policy_sentences import policy_sentences
from schemas.reasons import SENTENCES
from schemas.vocabulary import Action, Kind, Outcome, Reason

if TYPE_CHECKING:
    from pipeline.errors import PlanRefused
    from pipeline.model import Results, RunReport

_CHECK, _PLAN, _APPLY, _UNDO = "check", "plan", "apply", "undo"
_UNTOUCHED = "Nothing was written to the ledger."
# So many new owners who look like known ones are named.
_NAMED = 3

_DONE: Mapping[str, tuple[str, str]] = {
    Action.CREATE: ("was created", "were created"),
    Action.UPDATE: ("was updated", "were updated"),
    Action.ASSIGN: ("was assigned", "were assigned"),
    Action.REASSIGN: ("changed its owner", "changed their owner"),
    Action.UNASSIGN: ("was unassigned", "were unassigned"),
}
_PLANNED: Mapping[str, tuple[str, str]] = {
    Action.CREATE: ("would be created", "would be created"),
    Action.UPDATE: ("would be updated", "would be updated"),
    Action.ASSIGN: ("would be assigned", "would be assigned"),
    Action.REASSIGN: ("would change its owner", "would change their owner"),
    Action.UNASSIGN: ("would be unassigned", "would be unassigned"),
}


def summary_text(report: RunReport, results: Results | None) -> list[str]:
    """A few sentences on what happened, the most important first, the next step last."""
    return [*happened_text(report, results), *next_steps(report)]


def happened_text(report: RunReport, results: Results | None) -> list[str]:
    """The sentences on what happened, without the next step."""
    is_check = report.command == _CHECK
    if is_check and not report.rows.get("in", 0):
        return [_checked_rows(report)]
    sentences = [
        _checked_rows(report) if is_check else _rows(report),
        _run_of_checked(report) if is_check else "",
        _actions(report),
        *owner_sentences(report, is_plan=_is_plan(report)),
        _suspects(results),
        _suspect_devices(results),
        _money(report, results),
        _absent(report),
        _held(report),
        *leaver_sentences(report, results, is_plan=_is_plan(report)),
        *policy_sentences(report.policies),
        _left_out(results),
        _missing(report),
        _frequent(Outcome.SKIPPED, report, results),
        "" if is_check else _frequent(Outcome.REJECTED, report, results),
    ]
    return [sentence for sentence in sentences if sentence]


def next_steps(report: RunReport, refusal: PlanRefused | None = None) -> list[str]:
    """The sentence on what to do next, or none; `refusal` is what a run of checked files would meet."""
    if report.command == _CHECK:
        step = _check_next(report, refusal)
    else:
        step = _next(report) if refusal is None else _next_of_refused(report)
    return [step] if step else []


def refusal_text(refusal: PlanRefused) -> list[str]:
    """The sentences on what stands against a run of the files that were checked."""
    lines = [line for line in refusal.message.splitlines() if line != NOTHING_WRITTEN]
    told = [*lines, f"{refusal.hint.removesuffix('.')}."]
    return ["`rollcall run` would be refused:", *(f"  {line}" for line in told)]


def _is_plan(report: RunReport) -> bool:
    return report.command in {_PLAN, _UNDO, _CHECK}


def _rows(report: RunReport) -> str:
    rows, files = report.rows, len(report.sources)
    planned = report.command == _APPLY
    if not rows.get("in", 0) and (planned or report.command == _UNDO):
        return ""  # an undo has no input rows
    done = "planned" if planned else "read"
    read = f"{count(rows.get('in', 0), 'row')} {agree(rows.get('in', 0), 'was', 'were')} {done}"
    if files > planned:
        read += f" from {count(files - planned, 'file')}"
    applied = "would be applied" if _is_plan(report) else "applied"
    words = {Outcome.APPLIED: applied, Outcome.UNCHANGED: "unchanged", Outcome.SKIPPED: "skipped"}
    parts = [f"{number(rows.get(outcome, 0))} {words.get(outcome, outcome.value)}" for outcome in Outcome]
    return f"{read}: {', '.join(parts)}."


def _actions(report: RunReport) -> str:
    verbs = _PLANNED if _is_plan(report) else _DONE
    counted = [(report.actions[action], verbs[action]) for action in ACTIONS if report.actions.get(action, 0)]
    said = [
        f"{number(devices) if at else count(devices, 'device')} {agree(devices, *verb)}"
        for at, (devices, verb) in enumerate(counted)
    ]
    if said or report.created.get("owners", 0) or report.owners_updated:
        return f"{listing(said)}." if said else ""
    if report.reasons.get(Reason.ATOMIC_ABORT, 0):
        return SENTENCES[Reason.ATOMIC_ABORT]
    if report.command == _UNDO:
        return "There is nothing to reverse."
    if not report.rows.get("in", 0) and report.command != _APPLY and not report.absent_held:
        return "Nothing to do: no row is filled in."
    if report.rows.get("in", 0) == report.rows.get("unchanged", 0) and not report.absent_held:
        return "Nothing to do: the ledger already says what the sheets say."
    return "Nothing would be changed." if _is_plan(report) else "Nothing was changed."


def _is_changing(report: RunReport) -> bool:
    is_acting = any(report.actions.get(action, 0) for action in ACTIONS)
    return bool(is_acting or report.created.get("owners", 0) or report.owners_updated)


def _suspects(results: Results | None) -> str:
    found = slips(results.issues) if results is not None else []
    are = agree(len(found), "looks like a slip of a known one", "look like slips of known ones")
    return _resembling(found, f"{count(len(found), 'new e-mail address', 'new e-mail addresses')} {are}")


def _suspect_devices(results: Results | None) -> str:
    found = likely_devices(results.issues) if results is not None else []
    are = agree(len(found), "looks like one that is", "look like ones that are")
    return _resembling(found, f"{count(len(found), 'new device')} {are} there already")


def _resembling(pairs: Sequence[tuple[str, str]], said: str) -> str:
    """What is said of new ones, with the first of them, each with the known one; blank where there is none."""
    named = [f"{new} (for {known})" for new, known in pairs[:_NAMED]]
    more = [f"{number(len(pairs) - _NAMED)} more"] if len(pairs) > _NAMED else []
    return f"{said}: {listing([*named, *more])}." if pairs else ""


def _money(report: RunReport, results: Results | None) -> str:
    if results is None or results.changes.is_empty():
        return ""
    _, devices, without = money_touched(results.changes).row(-1)
    if not devices or devices == without:
        return ""
    touched = "This would touch" if _is_plan(report) else "This touched"
    amounts = amounts_touched(results.changes).filter(pl.col("action") == "all").select("amount", "currency")
    none = "without a currency" if amounts.height > 1 else None
    told = listing([money_text(amount, currency or none) for amount, currency in amounts.iter_rows()])
    priced = f"{touched} {count(devices, 'device')} bought for {told} in all"
    return f"{priced}; {number(without)} of them {agree(without, 'has', 'have')} no price." if without else f"{priced}."


def _absent(report: RunReport) -> str:
    absent = report.absent_unassigned
    taken = "would be" if _is_plan(report) else agree(absent, "was", "were")
    because = f"because the full sheet does not name {agree(absent, 'it', 'them')}"
    return f"{count(absent, 'device')} {taken} unassigned {because}." if absent else ""


def _held(report: RunReport) -> str:
    held = report.absent_held
    if not held:
        return ""
    kept = "would stay" if _is_plan(report) else agree(held, "stays", "stay")
    return (
        f"{count(held, 'device')} that the full sheet does not name {kept} with "
        f"{agree(held, 'its owner', 'their owners')}, because some row names a device that is not on record. "
        "Mend those rows, or use --allow absent-beside-unresolved."
    )


def _left_out(results: Results | None) -> str:
    if results is None or results.left_out is None or results.left_out.is_empty():
        return ""
    lines = results.left_out.height
    declined = results.left_out.filter(pl.col("reason") == Reason.NOT_APPROVED).height
    counted = (("not approved", declined), ("out of date", lines - declined))
    why = listing([f"{number(some)} {what}" for what, some in counted if some])
    was, them = agree(lines, "was", "were"), agree(lines, "it", "them")
    return f"{count(lines, 'line')} of the plan {was} left out ({why}); sheet Left out lists {them}."


def _missing(report: RunReport) -> str:
    missing = report.reasons.get(Reason.MISSING_FROM_INVENTORY, 0)
    are = agree(missing, "is", "are")
    return f"{count(missing, 'device')} on record {are} not named by the complete inventory." if missing else ""


def _frequent(outcome: Outcome, report: RunReport, results: Results | None) -> str:
    rows = report.rows.get(outcome, 0)
    if not rows:
        return ""
    fate = "would be" if _is_plan(report) else agree(rows, "was", "were")
    said = f"{count(rows, 'row')} {fate} {outcome.value}"
    reason, most = _most_frequent(outcome, results)
    if not reason:
        return f"{said}."
    why = SENTENCES.get(Reason(reason), "") if reason in set(Reason) else ""
    which = "the reason is" if most == rows else "the most frequent reason is"
    return f"{said}; {which} {reason}{'' if most == rows else f' ({number(most)})'}: {why}"


def _most_frequent(outcome: Outcome, results: Results | None) -> tuple[str | None, int]:
    if results is None:
        return None, 0
    reasons = results.rows.lazy().filter(pl.col("_outcome") == outcome.value).group_by("_reason").len()
    first = reasons.sort("len", "_reason", descending=[True, False]).head(1).collect()
    return first.row(0) if first.height else (None, 0)


def _next(report: RunReport) -> str:
    rejected, skipped = report.rows.get("rejected", 0), report.rows.get("skipped", 0)
    if _is_plan(report):
        return _next_of_plan(report) if _is_changing(report) else ""
    if report.reasons.get(Reason.STALE, 0):
        return "Next: make a new plan for what was out of date."
    if rejected:
        row, it = agree(rejected, "row", "rows"), agree(rejected, "it", "them")
        return f"Next: open the Rejected sheet, mend the {row} and load {it} again."
    return "Next: look through the skipped rows on the Rows sheet." if skipped else ""


def _next_of_refused(report: RunReport) -> str:
    """What to do with a plan that goes too far."""
    if "plan" not in report.outputs:
        return ""
    plan = report.outputs["plan"]
    return f"{plan.name} is for looking at: it goes too far, and `rollcall apply` refuses it as it is."


def _next_of_plan(report: RunReport) -> str:
    if "plan" in report.outputs:
        plan = report.outputs["plan"]
        return f"Next: look through {plan.name} and mark what is not to be done; then: rollcall apply {plan}"
    write = "have it written with -o PLAN.xlsx, to be approved and applied"
    return f"Next: {write}." if report.command == _UNDO else f"Next: `rollcall run` with the same files; or {write}."


def _checked_rows(report: RunReport) -> str:
    rows, bad = report.rows.get("in", 0), report.rows.get("rejected", 0)
    if not rows and not report.issue_count:
        files = count(len(report.sources), "file")
        return f"No row is filled in yet: below the header there is nothing to check in {files}."
    read = f"{count(rows, 'row')} in {count(len(report.sources), 'file')} {agree(rows, 'was', 'were')} checked"
    if not report.issue_count:
        return f"{read}: nothing was found."
    if not bad:
        return f"{read}: {count(report.issue_count, 'finding')}, and no row would be rejected."
    return f"{read}: {count(report.issue_count, 'finding')}; {count(bad, 'row')} would be rejected."


def _run_of_checked(report: RunReport) -> str:
    counts = [f"{number(report.rows.get(outcome, 0))} {outcome.value}" for outcome in Outcome]
    return f"With `rollcall run`, that would be {listing(counts)}."


def _check_next(report: RunReport, refusal: PlanRefused | None) -> str:
    if report.rows.get("rejected", 0):
        return f"Next: mend what is listed, in your file or in its copy, and check that again. {_UNTOUCHED}"
    if not report.rows.get("in", 0):
        what = "person" if {source.kinds for source in report.sources} == {Kind.PEOPLE} else "device"
        return f"Next: fill in one row per {what} below the header, save, and check again."
    if refusal is not None:
        return f"Next: `rollcall run` with the same files and that option, if it is what you mean. {_UNTOUCHED}"
    if not _is_changing(report):
        return _UNTOUCHED
    return f"Next: `rollcall run` with the same files; `rollcall plan` shows each change before. {_UNTOUCHED}"
