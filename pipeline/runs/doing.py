"""run and check: spreadsheets in, results or findings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import store
from pipeline.model import Checked
from pipeline.runs.checking import write_findings
from pipeline.runs.deciding import decide, refuse_empty
from pipeline.runs.gathering import read
from pipeline.runs.limiting import refuse_unsafe
from pipeline.runs.places import refuse_harm
from pipeline.runs.recording import Committed, Done, write_down
from pipeline.runs.resting import remember_resting
from pipeline.runs.stages import Stages, clock
from pipeline.settings import Settings


def run(paths: Sequence[Path], settings: Settings, stages: Stages) -> Done:
    """Bring the ledger in line with the files, in one transaction, and write the results.

    Raises FileUnusable, StateBusy, PlanRefused and StoreFailed; then nothing is written. A row that is rejected, or an
    absence that is held, shows as exit code 4 in the report.
    """
    checked = read(paths, settings, stages)
    refuse_empty(checked, settings)
    with store.hold_state(settings.state, wait=settings.wait, command="run", started_at=clock()):
        committed = bring_in_line("run", checked, settings, stages)
    return committed.show(stages)


def bring_in_line(
    command: str,
    checked: Checked,
    settings: Settings,
    stages: Stages,
    *,
    run_id: str | None = None,
    cache: Path | None = None,
) -> Committed:
    """Decide and commit what these rows ask for; the caller holds the state, and shows the results.

    `cache` is that from which the rows come: see `deciding.decide`. Raises PlanRefused and StoreFailed; then nothing is
    written.
    """
    decision = decide(command, checked, settings, stages, cache=cache)
    refuse_unsafe(decision.limits)
    committed = write_down(decision, checked.sheets, settings, stages, run_id=run_id)
    if cache is not None and decision.resting is not None:
        remember_resting(cache, checked, settings, decision.resting, str(committed.report.run_id))
    return committed


def check(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Find every issue of every row, those against the ledger and the other rows too; the ledger is not touched.

    Each file is given back with the findings in it, as `NAME.checked.xlsx` beside it, or one as `output`; for several,
    `output` is one workbook that lists them all. Where nothing can be written beside a file, a remark says so.
    """
    refuse_harm(output, settings, paths)
    checked = read(paths, settings, stages)
    decision = decide("check", checked, settings, stages)
    with stages("results"):
        written, remarks = write_findings(checked, decision, settings, output)
    report = replace(decision.report, outputs=written, timings=dict(stages.seconds))
    return Done(report, decision.results, remarks=remarks)


def publish(settings: Settings) -> Path:
    """Publish the analysts' copy and Parquet files of its tables; see `store.publish`."""
    with store.hold_state(settings.state, wait=settings.wait, command="publish", started_at=clock()):
        return store.publish(settings.state, wait=settings.wait, parquet=True)
