"""sweep."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options, writing_options

if TYPE_CHECKING:
    from pipeline.model import RunReport, Swept, SweptFile


@click.command()
@click.argument("inbox", type=PATH, metavar="INBOX")
@writing_options
@global_options
@click.pass_context
def sweep(context: click.Context, /, inbox: Path, **options: Any) -> None:
    """Take every file that lies in INBOX and its folders, and bring the ledger in line with each.

    A file is taken once nobody writes to it any more. It ends in the archive, or in the folder `refused` with the
    reason beside it. Files in INBOX/full say how everything shall be, all of them together. A folder may have a
    rollcall.toml of its own that says what its files mean. What a stopped sweep has begun is finished first.
    """
    from pipeline.cli.render import log
    from pipeline.cli.render.json_text import dumps
    from pipeline.runs.sweep import sweep

    chosen: Globals = context.obj
    log.configure("sweep", is_quiet=chosen.quiet or sys.stderr.isatty())
    settings = chosen.settings(**options)
    with chosen.stages() as stages:
        swept = sweep.sweep(inbox, settings, stages)
    if chosen.json:
        click.echo(dumps(_swept_object(swept)))
    elif not chosen.quiet:
        for line in _swept_lines(swept):
            click.echo(line)
    context.exit(swept.exit_code)


def _swept_object(swept: Swept) -> dict[str, Any]:
    """The object of every command, summed over the runs of this sweep, and what became of each file."""
    from pipeline.cli.render import report

    reports = list(_reports(swept))
    nothing = report.empty_report("sweep", swept.exit_code)
    return {
        **nothing,
        "state_version": swept.state_version,
        **{
            name: _summed([nothing[name], *(getattr(report, name) for report in reports)])
            for name in ("rows", "actions", "created")
        },
        "absent_unassigned": sum(report.absent_unassigned for report in reports),
        "absent_held": sum(report.absent_held for report in reports),
        "reasons": dict(sorted(_summed(report.reasons for report in reports).items())),
        "issue_count": sum(report.issue_count for report in reports),
        "outputs": {name: report.shown(path) for name, path in swept.outputs.items()},
        "timings": dict(swept.timings),
        "files": [_file_object(file) for file in swept.files],
        "remarks": list(swept.remarks),
    }


def _file_object(file: SweptFile) -> dict[str, Any]:
    from pipeline.cli.render import report

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
        "path": report.shown(file.path),
        "outputs": {name: report.shown(path) for name, path in file.outputs.items()},
    }


def _reports(swept: Swept) -> Iterator[RunReport]:
    """The report of each run once; the files of a full folder share theirs."""
    yield from {file.run_id: file.report for file in swept.files if file.report is not None}.values()


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for one in counts:
        summed.update(one)
    return dict(summed)


def _swept_lines(swept: Swept) -> Iterator[str]:
    """A few plain lines per file, then what there is to say of the whole."""
    from pipeline.cli.render import report

    if not swept.files:
        yield f"Nothing to do: no file lies in {report.shown(swept.inbox)}."
    for file in swept.files:
        yield from _file_lines(file)
    for name, path in swept.outputs.items():
        yield f"{name.capitalize()}: {report.shown(path)}"
    yield from swept.remarks


def _file_lines(file: SweptFile) -> Iterator[str]:
    from pipeline.cli.render import report
    from pipeline.runs.sweep.why_files import sentences_of

    name = "/".join(part for part in (file.source, file.file) if part)
    if file.report is not None:
        yield f"{name}: {' '.join(sentences_of(file.report))}"
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
            yield f"  {label}: {report.shown(file.outputs[key])}"
