"""The files of a sweep and their fates, as lines of text and as the JSON that other programs rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.model.reports import MOST_CHANGES
from pipeline.runs.answers.json_text import dumps
from pipeline.runs.answers.objects import empty_report, shown
from pipeline.runs.sweep.why_files import sentences_of

if TYPE_CHECKING:
    from pipeline.model import RunReport, Swept, SweptFile


def swept_json(swept: Swept) -> str:
    """The JSON object of every command, its counts summed over the runs of the sweep, with the fate of each file."""
    return dumps(_swept_object(swept))


def swept_lines(swept: Swept) -> Iterator[str]:
    """A few lines per file, then the outputs and the remarks of the sweep."""
    if not swept.files:
        yield f"Nothing to do: no file lies in {shown(swept.inbox)}."
    for file in swept.files:
        yield from _file_lines(file)
    for name, path in swept.outputs.items():
        yield f"{name.capitalize()}: {shown(path)}"
    yield from swept.remarks


def _file_lines(file: SweptFile) -> Iterator[str]:
    name = "/".join(part for part in (file.source, file.file) if part)
    if file.report is not None:
        told = [f"{file.fate.value}: {file.said}"] if file.said else []
        yield f"{name}: {' '.join([*told, *sentences_of(file.report)])}"
    else:
        first, *more = (file.said or "").splitlines() or [""]
        said = first.removeprefix(f"{file.file}: ").removeprefix(f"{file.file} ")
        fate = "" if file.fate.value == "already_applied" else f"{file.fate.value}: "
        yield f"{name}: {fate}{said}"
        yield from (f"  {line}" for line in more)
    if file.hint:
        yield from (f"  {line}" for line in file.hint.splitlines())
    for label, key in (("Results", "results"), ("Why", "why"), ("Checked copy", "check")):
        if key in file.outputs:
            yield f"  {label}: {shown(file.outputs[key])}"


def _swept_object(swept: Swept) -> dict[str, Any]:
    reports = list(_reports(swept))
    nothing = empty_report("sweep", swept.exit_code)
    return {
        **nothing,
        "state_version": swept.state_version,
        **{
            name: _summed([nothing[name], *(getattr(report, name) for report in reports)])
            for name in ("rows", "actions", "created")
        },
        "absent_unassigned": sum(report.absent_unassigned for report in reports),
        "absent_held": sum(report.absent_held for report in reports),
        "leavers": _leavers(nothing["leavers"], reports),
        "owners_updated": sum(report.owners_updated for report in reports),
        "refreshed": sum(report.refreshed for report in reports),
        "reasons": dict(sorted(_summed(report.reasons for report in reports).items())),
        "changes": [dict(change) for report in reports for change in report.changes][:MOST_CHANGES],
        "change_count": sum(report.change_count for report in reports),
        "issue_count": sum(report.issue_count for report in reports),
        "outputs": {name: shown(path) for name, path in swept.outputs.items()},
        "timings": dict(swept.timings),
        "files": [_file_object(file) for file in swept.files],
        "remarks": list(swept.remarks),
    }


def _leavers(nobody: Mapping[str, int], reports: Sequence[RunReport]) -> dict[str, int]:
    """Who has left and still holds devices after the last run; and what all of them have released."""
    told = [{**nobody, **report.leavers} for report in reports]
    return {**(told[-1] if told else nobody), "released": sum(one["released"] for one in told)}


def _file_object(file: SweptFile) -> dict[str, Any]:
    return {
        "source": file.source,
        "file": file.file,
        "fate": file.fate.value,
        "exit_code": file.exit_code,
        "run_id": file.run_id,
        "rows": dict(file.report.rows) if file.report else {},
        "code": file.code,
        "said": file.said,
        "hint": file.hint,
        "path": shown(file.path),
        "outputs": {name: shown(path) for name, path in file.outputs.items()},
    }


def _reports(swept: Swept) -> Iterator[RunReport]:
    """The report of each run, once: the files of a full folder are one run, and share its report."""
    yield from {file.run_id: file.report for file in swept.files if file.report is not None}.values()


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for one in counts:
        summed.update(one)
    return dict(summed)
