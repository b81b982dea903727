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
from schemas.vocabulary import Outcome, Reason

_NEEDS_SOMEBODY = 4
_REASONS_TOLD = 3
_LOOK_AT_IT = (
    "Is it the right file, in the right folder? The results say of each row why; mend the file and drop it into the "
    "inbox again."
)


def applied_file(original: Original, batch: Batch, report: RunReport, place: Path) -> SweptFile:
    """A file that a run took; the files of a full folder share its report."""
    is_used = _is_anything_usable(report)
    return SweptFile(
        source=sayable(batch.source),
        file=original.name,
        fate=Fate.APPLIED if is_used else Fate.NOTHING_USABLE,
        exit_code=report.exit_code if is_used else max(report.exit_code, _NEEDS_SOMEBODY),
        path=place,
        run_id=batch.run_id,
        report=report,
        said=None if is_used else _nothing_usable(report),
        hint=None if is_used else _LOOK_AT_IT,
        outputs=report.outputs,
    )


def _is_anything_usable(report: RunReport) -> bool:
    """True unless the run had rows, and none of them was applied or says what is so already."""
    rows = report.rows
    used = rows.get(Outcome.APPLIED, 0) + rows.get(Outcome.UNCHANGED, 0) + report.reasons.get(Reason.NOT_ASSIGNED, 0)
    return not rows.get("in") or bool(used) or any(report.actions.values())


def _nothing_usable(report: RunReport) -> str:
    rows, most = report.rows["in"], sorted(report.reasons.items(), key=lambda one: (-one[1], one[0]))[:_REASONS_TOLD]
    why = f" ({', '.join(f'{count:,} {reason}' for reason, count in most)})" if most else ""
    told = "its only row could not" if rows == 1 else f"not one of its {rows:,} rows could"
    return f"{told} be applied{why}."


def already_applied_file(
    original: Original, batch: Batch, before: store.AppliedBefore, place: Path, again: str
) -> SweptFile:
    """A file whose work an earlier run has done; `again` is the command that does it once more.

    Somebody is needed where the folder has had another list of that name since: this one may be the newer, and say
    again what an older one said.
    """
    later = before.later_file if before.state_version != before.state_version_now else None
    return SweptFile(
        source=sayable(batch.source),
        file=original.name,
        fate=Fate.ALREADY_APPLIED,
        exit_code=_NEEDS_SOMEBODY if later else 0,
        path=place,
        run_id=before.run_id,
        said=f"already applied in run {before.run_id} of {instant_text(before.recorded_at)}.",
        hint=_why_again(before.rows_left, later, again),
    )


def _why_again(left: int, later: str | None, again: str) -> str | None:
    """Why one may want to have a file applied once more, and how; None where there is no reason."""
    were = "1 of its rows was" if left == 1 else f"{left:,} of its rows were"
    if later:
        since = f"Another {later} of this folder was applied since then, and the ledger says what that one said."
        return f"{since} If this list is the newer one, have it applied once more: {again}"
    return f"{were} not applied then. To have it applied once more: {again}" if left else None


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
