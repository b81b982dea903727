"""check: every finding of every row; the ledger is not touched."""

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
