"""The fate of one file, for the report of the sweep."""

from __future__ import annotations

from pathlib import Path

from pipeline import store
from pipeline.disk import sayable
from pipeline.model import Fate, Refusal, RunReport, SweptFile
from pipeline.runs.sweep.claims import Batch
from pipeline.runs.sweep.originals import Original
from pipeline.runs.sweep.refusals import outputs_of
from schemas.instants import instant_text


def applied_file(original: Original, batch: Batch, report: RunReport, place: Path) -> SweptFile:
    """A file that a run took; the files of a full folder share its report."""
    return SweptFile(
        source=sayable(batch.source),
        file=original.name,
        fate=Fate.APPLIED,
        exit_code=report.exit_code,
        path=place,
        run_id=batch.run_id,
        report=report,
        outputs=report.outputs,
    )


def already_applied_file(
    original: Original, batch: Batch, before: store.AppliedBefore, place: Path, again: str
) -> SweptFile:
    """A file whose work an earlier run has done; `again` is the command that does it once more."""
    left = before.rows_left
    were = "1 of its rows was" if left == 1 else f"{left:,} of its rows were"
    return SweptFile(
        source=sayable(batch.source),
        file=original.name,
        fate=Fate.ALREADY_APPLIED,
        exit_code=0,
        path=place,
        run_id=before.run_id,
        said=f"already applied in run {before.run_id} of {instant_text(before.recorded_at)}.",
        hint=f"{were} not applied then. To have it applied once more: {again}" if left else None,
    )


def refused_file(refusal: Refusal) -> SweptFile:
    """A file that lies in `refused`, with the reason beside it."""
    return SweptFile(
        source=refusal.source,
        file=refusal.file,
        fate=Fate.REFUSED,
        exit_code=refusal.exit_code,
        path=refusal.path,
        run_id=refusal.run_id,
        code=refusal.code,
        said=refusal.message,
        hint=refusal.hint,
        outputs=outputs_of(refusal),
    )
