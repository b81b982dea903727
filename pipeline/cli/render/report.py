"""Reports, issues and failures as lines of text and as the JSON that other programs rely on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline.cli.render.action_lines import action_lines
from pipeline.cli.render.json_text import dumps
from pipeline.errors import FileUnusable
from schemas.vocabulary import Action, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from pipeline.errors import LimitFigure, PolicyFigure, RollcallError
    from pipeline.model import RunReport
    from pipeline.runs.steps.commit import Done

# The version of the object; it rises when a key changes its meaning or goes, not when one is added.
SCHEMA_VERSION = 1

_NEEDS_ATTENTION = 4
_CHECK = "check"
_ISSUES_IN_JSON = 100
_CAUSES_SHOWN = {"run": 5, "plan": 5, "check": 50}
_PROBLEMS_SHOWN = 20
_LABELS = {"results": "Results", "parquet": "Parquet", "plan": "Plan"}
_NO_LEAVERS = {"people": 0, "devices": 0, "released": 0}
_ISSUE_COLUMNS = ("file", "sheet", "row", "column", "cell", "value", "code", "severity", "message", "hint")


def report_json(done: Done, exit_code: int) -> str:
    """The report as the JSON object that `--json` prints."""
    more: dict[str, object] = {} if done.kept is None else {"kept": done.kept.to_dicts()}
    if done.refusal is not None:
        refused = {"code": done.refusal.code, "message": done.refusal.message, "hint": done.refusal.hint}
        more |= {"refusal": refused} if done.report.command == _CHECK else {"ok": False, "error": refused}
    return dumps({**empty_report(done.report.command, exit_code), **_figures(done.report), **_found(done), **more})


def _figures(report: RunReport) -> dict[str, object]:
    """What happened, in figures."""
    return {
        "run_id": report.run_id,
        "state_version": report.state_version,
        "rows": dict(report.rows),
        "actions": dict(report.actions),
        "created": dict(report.created),
        "absent_unassigned": report.absent_unassigned,
        "absent_held": report.absent_held,
        "leavers": {**_NO_LEAVERS, **report.leavers},
        "owners_updated": report.owners_updated,
        "refreshed": report.refreshed,
        "reasons": dict(report.reasons),
        "limits": _limit_objects(report.limits),
        "policies": _policy_objects(report.policies),
        "timings": dict(report.timings),
    }


def _found(done: Done) -> dict[str, object]:
    """What was written, found and changed, one by one."""
    report = done.report
    return {
        "outputs": {name: shown(path) for name, path in _written(done).items()},
        "issues": issue_objects(done.results.issues),
        "issue_count": report.issue_count,
        "causes": done.causes.to_dicts(),
        "changes": [dict(change) for change in report.changes],
        "change_count": report.change_count,
    }


def _written(done: Done) -> dict[str, Path]:
    return {**({} if done.made is None else {"ledger": done.made}), **done.report.outputs}


def failure_json(command: str, error: RollcallError, **more: object) -> str:
    """The JSON object of a command that failed: the keys of `report_json`, `error`, and those in `more`."""
    issues = [] if error.issues is None else issue_objects(error.issues)
    count = 0 if error.issues is None else error.issues.height
    causes = [] if error.issues is None else _causes(error.issues).to_dicts()
    limits = _limit_objects(getattr(error, "limits", ()))
    policies = _policy_objects(getattr(error, "policies", ()))
    failed: dict[str, object] = {"ok": False, "issues": issues, "issue_count": count, "causes": causes}
    failed |= {"limits": limits, "policies": policies}
    told = {"code": error.code, "message": error.message, "hint": error.hint}
    return dumps({**empty_report(command, error.exit_code), **failed, **more, "error": told})


def outputs_json(command: str, outputs: dict[str, Path], **more: object) -> str:
    """The JSON object of a command that reads no input files: the keys of `report_json` and those in `more`."""
    written = {name: shown(path) for name, path in outputs.items()}
    return dumps({**empty_report(command, 0), "outputs": written, **more})


def report_lines(done: Done) -> Iterator[str]:
    """The report as lines of text: its sentences, the issues by cause, and the paths of the outputs.

    The last sentence of a check, which names the next step, comes last: it is needed once one has read the issues.
    """
    report = done.report
    said, last = (done.sentences[:-1], done.sentences[-1:]) if report.command == "check" else (done.sentences, [])
    if done.made is not None:
        yield f"New ledger: {shown(done.made)}"
    yield from said
    if report.command in {"plan", "undo"}:
        yield from action_lines(done.results.changes)
    yield from _cause_lines(done.causes, _CAUSES_SHOWN.get(report.command, 5))
    for name, path in report.outputs.items():
        yield f"{_label(name, done)}: {shown(path)}"
    yield from done.remarks
    yield from last


def refusal_lines(done: Done) -> Iterator[str]:
    """What stands against a plan, which was made all the same; a check tells it in its report."""
    if done.refusal is not None and done.report.command != _CHECK:
        yield from _failure_lines(done.refusal)


def failure_lines(error: RollcallError) -> Iterator[str]:
    """The message and the hint of a failure; of several issues the first, each hint once, and their number."""
    yield from _failure_lines(error)
    if isinstance(error, FileUnusable) and error.next_step:
        yield error.next_step


def _failure_lines(error: RollcallError) -> Iterator[str]:
    if error.issues is None or error.issues.height <= 1:
        yield f"{error.message} {error.hint}"
        return
    yield error.message
    first = error.issues.head(_PROBLEMS_SHOWN).select("message", "hint").rows()
    for hint in dict.fromkeys(hint for _, hint in first):
        yield from (f"  {message}" for message, its_hint in first if its_hint == hint)
        if hint:
            yield f"      {hint}"
    if error.issues.height > _PROBLEMS_SHOWN:
        more = _count(error.issues.height - _PROBLEMS_SHOWN, "more problem", "more problems")
        yield f"  ... and {more}; `--json` counts them by cause."


def shown(path: Path) -> str:
    """The path as printable text: the name of a file may hold bytes that are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def empty_report(command: str, exit_code: int) -> dict[str, Any]:
    """The JSON object of a command that read and did nothing, with every key that other programs rely on."""
    return {
        "schema": SCHEMA_VERSION,
        "ok": True,
        "attention": exit_code == _NEEDS_ATTENTION,
        "command": command,
        "exit_code": exit_code,
        "run_id": None,
        "state_version": None,
        "rows": dict.fromkeys(["in", *(outcome.value for outcome in Outcome)], 0),
        "actions": {action.value: 0 for action in Action if action is not Action.NONE},
        "created": {"devices": 0, "owners": 0},
        "absent_unassigned": 0,
        "absent_held": 0,
        "leavers": dict(_NO_LEAVERS),
        "owners_updated": 0,
        "refreshed": 0,
        "reasons": {},
        "outputs": {},
        "issues": [],
        "issue_count": 0,
        "causes": [],
        "changes": [],
        "change_count": 0,
        "limits": [],
        "policies": [],
        "timings": {},
    }


def _causes(issues: pl.DataFrame) -> pl.DataFrame:
    from pipeline.runs.steps.results import causes_of

    return causes_of(issues)


def _limit_objects(limits: Iterable[LimitFigure]) -> list[dict[str, object]]:
    return [asdict(limit) for limit in limits]


def _policy_objects(policies: Iterable[PolicyFigure]) -> list[dict[str, object]]:
    return [asdict(policy) for policy in policies]


def issue_objects(issues: pl.DataFrame) -> list[dict[str, Any]]:
    """The first issues as JSON has them."""
    return issues.select(_ISSUE_COLUMNS).head(_ISSUES_IN_JSON).to_dicts()


def _label(name: str, done: Done) -> str:
    """The label of an output. Outputs of a check are named after input files, but for the one list of several files."""
    if done.report.command == "check":
        return "Findings" if name == "check" and len(done.report.sources) > 1 else "Checked copy"
    return _LABELS.get(name, name)


def _cause_lines(causes: pl.DataFrame, most: int) -> Iterator[str]:
    """The lines of each cause: its count, its message and first places, and below it the hint."""
    if causes.is_empty():
        return
    yield ""
    is_one_file = causes["file"].null_count() == 0 and causes["file"].n_unique() == 1
    severity = None
    for cause in causes.head(most).iter_rows(named=True):
        if cause["severity"] != severity:
            severity = cause["severity"]
            yield f"{severity.capitalize()}s:"
        times = "" if cause["count"] == 1 and not cause["cells"] else f"{cause['count']:,} x "
        yield f"  {times}{_cause_line(cause, names_file=not is_one_file)}"
        if cause["hint"]:
            yield f"      {cause['hint']}"
    if causes.height > most:
        yield f"  ... and {_count(causes.height - most, 'more cause', 'more causes')}; `--json` has them all."
    yield ""


def _cause_line(cause: dict[str, Any], *, names_file: bool) -> str:
    """The cause on one line, as `owner_email is not an e-mail address: C5, C9, C14, C15, C21, ... (Desired)`."""
    places = [cause["sheet"] or "", (cause["file"] or "") if names_file else ""]
    where = " of ".join(place for place in places if place)
    if not cause["cells"]:
        return f"{cause['message']} ({where})" if where and where not in cause["message"] else str(cause["message"])
    more = ", ..." if cause["count"] > len(cause["cells"]) else ""
    on = f" ({where})" if where else ""
    return f"{cause['message'].removesuffix('.')}: {', '.join(cause['cells'])}{more}{on}"


def _count(value: int, one: str, many: str) -> str:
    return f"{value:,} {one if value == 1 else many}"
