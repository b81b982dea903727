"""Reports, issues and failures as lines of text and as the JSON that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.cli.render.action_lines import action_lines
from pipeline.errors import FileUnusable
from pipeline.runs.answers.json_text import dumps
from pipeline.runs.answers.objects import failure_object, outputs_object, report_object, shown

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from pipeline.errors import RollcallError
    from pipeline.runs.steps.commit import Done

_CHECK = "check"
_CAUSES_SHOWN = {"run": 5, "plan": 5, "check": 50}
_PROBLEMS_SHOWN = 20
_LABELS = {"results": "Results", "parquet": "Parquet", "plan": "Plan"}


def report_json(done: Done, exit_code: int) -> str:
    """The report as the JSON object that `--json` prints."""
    return dumps(report_object(done, exit_code))


def failure_json(command: str, error: RollcallError, **more: object) -> str:
    """The JSON object of a command that failed: the keys of `report_json`, `error`, and those in `more`."""
    return dumps(failure_object(command, error, **more))


def outputs_json(command: str, outputs: dict[str, Path], **more: object) -> str:
    """The JSON object of a command that reads no input files: the keys of `report_json` and those in `more`."""
    return dumps(outputs_object(command, outputs, **more))


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
