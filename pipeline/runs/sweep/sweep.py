"""The nightly sweep of a drop folder: its files are claimed, decided batch by batch, and reported."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import store
from pipeline.disk import sayable
from pipeline.errors import RollcallError, StateBusy, StoreFailed, UsageProblem
from pipeline.model import Fate, Swept, SweptFile
from pipeline.runs.monitoring.metrics import FailedSweep, metrics_path, write_metrics
from pipeline.runs.monitoring.quiet_sources import source_ages
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.log import log
from pipeline.runs.sweep.claims import Batch, claim, recover, tidy
from pipeline.runs.sweep.file_moves import read_small
from pipeline.runs.sweep.finish import finish_sweep
from pipeline.runs.sweep.folders import SETTINGS, Places, places_of
from pipeline.runs.sweep.inbox import InboxFiles, Seen, find_files, left
from pipeline.runs.sweep.own_files import is_own
from pipeline.runs.sweep.unfinished_files import is_unfinished, settle
from pipeline.settings import Settings, refuse_second_ledger
from pipeline.settings.drop_folder import folder_settings
from schemas.vocabulary import Mode

if TYPE_CHECKING:
    from pipeline.runs.sweep.batches import Prepared

_FAILED, _SOMETHING_IS_LEFT = 1, 4
_LONGEST_SETTINGS = 64 * 1024


def sweep(inbox: Path, settings: Settings, stages: Stages) -> Swept:
    """Take every complete file of the inbox, bring the ledger in line with it or refuse it, and clean up.

    Batches that a killed sweep has begun are finished, too. Raises UsageProblem where the inbox cannot be swept, and
    StateBusy and StoreFailed, which end the sweep: claimed files stay claimed, and the next sweep goes on with them.
    """
    refuse_second_ledger(settings)
    if settings.policies or settings.allow:
        from pipeline.runs.policies.policies import refuse_wrong_policies  # noqa: PLC0415 - it knows how to decide

        refuse_wrong_policies(settings)
    started_at = clock()
    places = places_of(inbox, settings)
    with store.hold(
        places.lock, what=f"The inbox {places.inbox}", wait=settings.wait, command="sweep", started_at=started_at
    ):
        log.info("sweep begins", inbox=str(places.inbox))
        try:
            swept = _sweep(places, started_at, settings, stages)
            return finish_sweep(swept, settings, places, stages)
        except Exception as problem:
            log.error("sweep failed", problem=type(problem).__name__, code=getattr(problem, "code", None))
            failed = FailedSweep.of(problem, clock())
            sources = source_ages(settings, now=failed.ended_at, is_ledger_asked=False)
            write_metrics(metrics_path(settings), failed, sources)
            raise


def _sweep(places: Places, started_at: datetime, settings: Settings, stages: Stages) -> Swept:
    """The sweep of all files, without the steps that follow once at its end."""
    tidy(places)
    begun = recover(places)
    found = find_files(places)
    claimed, not_taken = _claim_all(found, settings, places, stages)
    dealt, remarks = _work_through([*begun, *claimed], settings, places, stages)
    files = (*dealt, *found.left, *not_taken)
    return Swept(
        inbox=places.inbox,
        started_at=started_at,
        ended_at=clock(),
        files=files,
        exit_code=_exit_code(files),
        state_version=0,
        remarks=(*remarks, *found.remarks),
    )


def _exit_code(files: Sequence[SweptFile]) -> int:
    """1 where Rollcall itself has failed on a file, 4 where any other file has an exit code but 0, else 0."""
    codes = {file.exit_code for file in files}
    return _FAILED if _FAILED in codes else _SOMETHING_IS_LEFT if codes - {0} else 0


def _claim_all(
    found: InboxFiles, settings: Settings, places: Places, stages: Stages
) -> tuple[list[Batch], list[SweptFile]]:
    """Claim the files that may be taken; their batches, and the files that are left this time."""
    with stages("look"):
        settled = settle(found.files, settings.sweep, time.time_ns)
    not_taken = list(settled.left)
    now, ready = time.time_ns(), set(settled.ready)
    arriving = [file for file in found.arriving if is_unfinished(file.changed, settings.sweep, now)]
    missing = [file for file in found.files if file not in ready]
    waiting = {file.path.parent for files in (found.left, missing, arriving) for file in files}
    batches: list[Batch] = []
    for source, files in groupby(sorted(settled.ready, key=lambda file: file.source), key=lambda file: file.source):
        taken, gone = _claim_folder(
            source, list(files), settings, places, is_waiting=places.folder_of(source) in waiting
        )
        batches += taken
        not_taken += gone
    return batches, not_taken


def _claim_folder(
    source: str, files: Sequence[Seen], settings: Settings, places: Places, *, is_waiting: bool
) -> tuple[list[Batch], list[SweptFile]]:
    """Claim the files of one drop folder: a batch per file, or one batch of all files of a full folder."""
    try:
        content = _settings_content(places.folder_of(source) / SETTINGS)
        is_full = folder_settings(settings, source, content).mode is Mode.FULL
    except RollcallError as problem:
        log.warning("folder left", source=sayable(source), code=problem.code)
        return [], [left(file, problem.message, problem.hint, exit_code=problem.exit_code) for file in files]
    if is_full and is_waiting:
        said = "It waits for another file of its folder that is not ready: together they say how things shall be."
        return [], [left(file, said, "The next sweep takes them together.") for file in files]
    own = [file for file in files if is_own(file.path)] if is_full else []
    lists = [file for file in files if file not in own]
    claims = [claim([file], content, places, is_whole_folder=False) for file in own]
    groups = [lists] if is_full and lists else [[file] for file in lists]
    claims += [claim(group, content, places, is_whole_folder=is_full) for group in groups]
    batches = [one for one in claims if isinstance(one, Batch)]
    return batches, [file for one in claims if not isinstance(one, Batch) for file in one]


def _settings_content(path: Path) -> bytes | None:
    """The content of the settings of a drop folder; None where it has none. Raises UsageProblem if it is unreadable."""
    try:
        return read_small(path, _LONGEST_SETTINGS)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise UsageProblem(
            f"{sayable(path)} cannot be read: {problem.strerror}.",
            "It must be a small ordinary file, no link, that whoever sweeps may read.",
        ) from problem


def _work_through(
    batches: Sequence[Batch], settings: Settings, places: Places, stages: Stages
) -> tuple[list[SweptFile], list[str]]:
    """Decide and finish every batch; a failure of one does not stop the others. Raises StateBusy and StoreFailed."""
    if not batches:  # as in most sweeps: what decides takes long to load
        return [], []
    from pipeline.runs.sweep.batches import deal_with, prepare  # noqa: PLC0415

    swept: list[SweptFile] = []
    remarks: list[str] = []
    prepared: list[Prepared] = []
    for batch in batches:
        with _batch_stages(stages) as own, _failures_as_fates(batch, swept):
            prepared.append(prepare(batch, settings, places, own, is_alone=len(batches) == 1))
    for one in sorted(prepared, key=lambda batch: batch.order):
        with _batch_stages(stages) as own, _failures_as_fates(one.batch, swept):
            dealt, said = deal_with(one, settings, places, own)
            swept += dealt
            remarks += said
    return swept, remarks


@contextmanager
def _batch_stages(stages: Stages) -> Iterator[Stages]:
    """The stages of one batch, whose times are also added to those of the sweep."""
    own = Stages(tell=stages.tell)
    try:
        yield own
    finally:
        for name, seconds in own.seconds.items():
            stages.seconds[name] = round(stages.seconds.get(name, 0) + seconds, 3)


@contextmanager
def _failures_as_fates(batch: Batch, swept: list[SweptFile]) -> Iterator[None]:
    """Turn a failure of the block into the fate of the files of the batch, which stay there for the next sweep."""
    try:
        yield
    except (StateBusy, StoreFailed):
        raise
    except RollcallError as problem:
        log.warning("not finished", run_id=batch.run_id, files=batch.names, code=problem.code)
        swept += _left_claimed(batch, problem)
    except Exception as problem:
        log.exception("not finished", run_id=batch.run_id, files=batch.names)
        swept += _left_claimed(batch, _unfinished_problem(batch, problem))


def _unfinished_problem(batch: Batch, problem: Exception) -> RollcallError:
    return RollcallError(
        f"{', '.join(batch.names)} could not be finished: {type(problem).__name__}: {problem}.",
        f"It waits in {sayable(batch.folder)}, and the next sweep tries again. This is a fault of Rollcall.",
        code="unexpected",
    )


def _left_claimed(batch: Batch, problem: RollcallError) -> list[SweptFile]:
    """The fates of claimed files that stay where they are for the next sweep."""
    return [
        SweptFile(
            source=sayable(batch.source),
            file=sayable(file.name),
            fate=Fate.LEFT,
            exit_code=problem.exit_code,
            path=file,
            code=problem.code,
            said=problem.message,
            hint=problem.hint,
        )
        for file in batch.files
    ]
