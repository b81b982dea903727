"""The object that tells programs of a command: what `--json` prints, and what is answered over HTTP."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

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
_NO_LEAVERS = {"people": 0, "devices": 0, "released": 0}
_ISSUE_COLUMNS = ("file", "sheet", "row", "column", "cell", "value", "code", "severity", "message", "hint")


def report_object(done: Done, exit_code: int) -> dict[str, Any]:
    """The object of a command that made decisions."""
    more: dict[str, object] = {} if done.kept is None else {"kept": done.kept.to_dicts()}
    if done.refusal is not None:
        refused = _told(done.refusal)
        more |= {"refusal": refused} if done.report.command == _CHECK else {"ok": False, "error": refused}
    return {**empty_report(done.report.command, exit_code), **_figures(done.report), **_found(done), **more}


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


def failure_object(command: str, error: RollcallError, **more: object) -> dict[str, Any]:
    """The object of a command that failed: the keys of `report_object`, `error`, and those in `more`."""
    issues = [] if error.issues is None else issue_objects(error.issues)
    from pipeline.runs.steps.results import causes_of  # noqa: PLC0415 - most failures need nothing of it

    count = 0 if error.issues is None else error.issues.height
    causes = [] if error.issues is None else causes_of(error.issues).to_dicts()
    limits = _limit_objects(getattr(error, "limits", ()))
    policies = _policy_objects(getattr(error, "policies", ()))
    failed: dict[str, object] = {"ok": False, "issues": issues, "issue_count": count, "causes": causes}
    failed |= {"limits": limits, "policies": policies}
    return {**empty_report(command, error.exit_code), **failed, **more, "error": _told(error)}


def _told(error: RollcallError) -> dict[str, object]:
    """What went wrong; where it can be allowed, `overrides` are what `--allow` is given for that."""
    overrides = list(getattr(error, "overrides", ()))
    told: dict[str, object] = {"code": error.code, "message": error.message, "hint": error.hint}
    return {**told, "overrides": overrides} if overrides else told


def outputs_object(command: str, outputs: dict[str, Path], **more: object) -> dict[str, Any]:
    """The object of a command that reads no input files: the keys of `report_object` and those in `more`."""
    written = {name: shown(path) for name, path in outputs.items()}
    return {**empty_report(command, 0), "outputs": written, **more}


def shown(path: Path) -> str:
    """The path as printable text: the name of a file may hold bytes that are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def empty_report(command: str, exit_code: int) -> dict[str, Any]:
    """The object of a command that read and did nothing, with every key that other programs rely on."""
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


def _limit_objects(limits: Iterable[LimitFigure]) -> list[dict[str, object]]:
    return [asdict(limit) for limit in limits]


def _policy_objects(policies: Iterable[PolicyFigure]) -> list[dict[str, object]]:
    return [asdict(policy) for policy in policies]


def issue_objects(issues: pl.DataFrame) -> list[dict[str, Any]]:
    """The first issues as JSON has them."""
    return issues.select(_ISSUE_COLUMNS).head(_ISSUES_IN_JSON).to_dicts()
