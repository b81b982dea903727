"""run: bring the ledger in line with spreadsheets in one transaction, and write the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import store
from pipeline.model import Checked
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.check_limits import refuse_unsafe
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import Committed, Done, to_be_written, write_down
from pipeline.runs.steps.decide import decide, refuse_incomplete
from pipeline.runs.steps.reach.resting_rows import remembered
from pipeline.runs.steps.read_files import read
from pipeline.settings import Settings, refuse_second_ledger


def run(paths: Sequence[Path], settings: Settings, stages: Stages) -> Done:
    """Bring the ledger in line with the files, in one transaction, and write the results.

    Raises FileUnusable, StateBusy, PlanRefused and StoreFailed; then nothing is written. Where a row is rejected, or an
    absent ownership held, the exit code in the report is 4. Raises UsageProblem where it would make a ledger although a
    folder above has one.
    """
    refuse_second_ledger(settings)
    is_new = not store.is_there(settings.ledger)
    held = [read(paths, settings, stages)]  # given away below: what this function kept would be kept during the commit
    refuse_incomplete(held[0], settings)
    with store.hold_state(settings.ledger, command="run", started_at=clock()):
        committed = bring_in_line("run", held.pop(), settings, stages)
    done = committed.show(stages)
    is_path = settings.ledger.called == str(settings.state)
    if not is_new or not is_path:
        return done
    return replace(done, made=settings.state, remarks=(*done.remarks, *_copy_remarks(settings.state)))


def _copy_remarks(state: Path) -> Iterator[str]:
    """The remark where the analysts' copy of a new ledger is not at the usual path; none where it is."""
    folder, copy = store.published_folder(state), store.published_copy(state)
    if copy.parent != folder and copy.exists():
        usual, own = (path.relative_to(folder.parent) for path in (folder / copy.name, copy))
        yield f"The analysts' copy of this ledger is {own}, since {usual} is that of another ledger in the same folder."


def bring_in_line(
    command: str,
    checked: Checked,
    settings: Settings,
    stages: Stages,
    *,
    run_id: str | None = None,
    cache: Path | None = None,
) -> Committed:
    """Decide and commit the changes that these rows ask for; the caller holds the state, and shows the results.

    `cache` is the folder that the rows come from; see `decide`. Raises PlanRefused and StoreFailed; then nothing is
    written.
    """
    sheets, kept = checked.sheets, None if cache is None else remembered(cache, checked, settings)
    held = [checked]
    del checked  # what comes after the decision can use its memory
    decision = decide(command, held.pop(), settings, stages, cache=cache, lists_rows=False)
    decision = with_policies(decision, settings, stages)
    refuse_unsafe(decision.limits, decision.report.policies)
    decision = to_be_written(decision)
    committed = write_down(decision, sheets, settings, stages, run_id=run_id)
    if kept is not None and decision.resting is not None:
        kept.keep(decision.resting, str(committed.report.run_id))
    return committed
