"""check: find every issue of every row, without touching the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.runs.steps.annotate import write_findings
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.commit import Done
from pipeline.runs.steps.decide import decide
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.runs.steps.read_files import read
from pipeline.settings import Settings


def check(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Find every issue of every row, also compared with the ledger and the other rows; the ledger is not touched.

    A copy of each file, with the findings in it, is written beside it as `NAME.checked.xlsx`, or as `output` for a
    single file. For several files, `output` is one workbook that lists all findings. Where nothing can be written
    beside a file, a remark says so.
    """
    refuse_harm(output, settings, paths)
    checked = read(paths, settings, stages)
    decision = decide("check", checked, settings, stages)
    with stages("results"):
        written, remarks = write_findings(checked, decision, settings, output)
    report = replace(decision.report, outputs=written, timings=dict(stages.seconds))
    return Done(report, decision.results, remarks=remarks)
