"""run and check: spreadsheets in, results or findings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipeline import outputs, store
from pipeline.model import Checked
from pipeline.runs.deciding import decide, refuse_empty
from pipeline.runs.gathering import read
from pipeline.runs.limiting import refuse_unsafe
from pipeline.runs.places import refuse_harm
from pipeline.runs.recording import Done, write_down
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
        decision = decide("run", checked, settings, stages)
        refuse_unsafe(decision.limits)
        committed = write_down(decision, checked.sheets, settings, stages)
    return committed.show(stages)


def check(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Find every issue of every row, those against the ledger and the other rows too; the ledger is not touched.

    The findings go into `output`, or else into one `NAME.checked.xlsx` beside each file.
    """
    refuse_harm(output, settings, paths)
    checked = read(paths, settings, stages)
    decision = decide("check", checked, settings, stages)
    with stages("results"):
        written = _write_findings(checked, decision.results.issues, output)
    return Done(replace(decision.report, outputs=written, timings=dict(stages.seconds)), decision.results)


def _write_findings(checked: Checked, issues: pl.DataFrame, output: Path | None) -> dict[str, Path]:
    if output is not None:
        return {"check": outputs.write_check(output, checked.sources, checked.sheets, issues)}
    written = {}
    for source in checked.sources:
        sheets = [sheet for sheet in checked.sheets if sheet.file == source.file]
        path = source.path.with_name(f"{source.path.stem}.checked.xlsx")
        written[source.file] = outputs.write_check(path, [source], sheets, issues.filter(pl.col("file") == source.file))
    return {"check": path} if len(written) == 1 else written


def publish(settings: Settings) -> Path:
    """Publish the analysts' copy and Parquet files of its tables; see `store.publish`."""
    with store.hold_state(settings.state, wait=settings.wait, command="publish", started_at=clock()):
        return store.publish(settings.state, wait=settings.wait, parquet=True)
