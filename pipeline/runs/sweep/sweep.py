"""The nightly run over a drop folder: its files claimed, decided batch by batch, and told of."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pipeline import store
from pipeline.disk import sayable
from pipeline.errors import RollcallError, StateBusy, StoreFailed, UsageProblem
from pipeline.model import Fate, Swept, SweptFile
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.log import log
from pipeline.runs.sweep.batches import Prepared, deal_with, prepare
from pipeline.runs.sweep.claims import Batch, claim, recover, tidy
from pipeline.runs.sweep.file_moves import read_small
from pipeline.runs.sweep.finish import finish_sweep
from pipeline.runs.sweep.folders import SETTINGS, Places, places_of
from pipeline.runs.sweep.inbox import Looked, Seen, left, look
from pipeline.runs.sweep.metrics import FailedSweep, metrics_path, write_metrics
from pipeline.runs.sweep.unfinished_files import is_unfinished, settle
from pipeline.settings import Settings
from pipeline.settings.drop_folder import folder_settings
from schemas.vocabulary import Mode

_FAILED, _SOMETHING_IS_LEFT = 1, 4
_LONGEST_SETTINGS = 64 * 1024


def sweep(inbox: Path, settings: Settings, stages: Stages) -> Swept:
    """Take every file of the inbox that is whole, bring the ledger in line with it or refuse it, and tidy up.

    What a killed sweep has begun is finished first. Raises UsageProblem where the inbox cannot be swept; StateBusy and
    StoreFailed, which end the sweep: what was claimed stays claimed, and the next one goes on with it.
    """
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
            write_metrics(metrics_path(settings), FailedSweep.of(problem, clock()))
            raise


def _sweep(places: Places, started_at: datetime, settings: Settings, stages: Stages) -> Swept:
    """Every file dealt with, as far as it goes; nothing is told yet."""
    tidy(places)
    begun = recover(places)
    looked = look(places)
    claimed, not_taken = _claim_all(looked, settings, places, stages)
    dealt, remarks = _work_through([*begun, *claimed], settings, places, stages)
    files = (*dealt, *looked.left, *not_taken)
    return Swept(
        inbox=places.inbox,
        started_at=started_at,
        ended_at=clock(),
        files=files,
        exit_code=_exit_code(files),
        state_version=0,
        remarks=(*remarks, *looked.remarks),
    )


def _exit_code(files: Sequence[SweptFile]) -> int:
    """1 where Rollcall itself has failed on a file, 4 where any needs somebody."""
    codes = {file.exit_code for file in files}
    return _FAILED if _FAILED in codes else _SOMETHING_IS_LEFT if codes - {0} else 0


def _claim_all(
    looked: Looked, settings: Settings, places: Places, stages: Stages
) -> tuple[list[Batch], list[SweptFile]]:
    """The files that may be taken, as batches; and those that are left this time."""
    with stages("look"):
        settled = settle(looked.files, settings.sweep, time.time_ns)
    not_taken = list(settled.left)
    now, ready = time.time_ns(), set(settled.ready)
    arriving = [file for file in looked.arriving if is_unfinished(file.changed, settings.sweep, now)]
    missing = [file for file in looked.files if file not in ready]
    waiting = {file.path.parent for files in (looked.left, missing, arriving) for file in files}
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
    """A batch of each file of a drop folder, or one of all where together they are the whole desired state."""
    try:
        content = _content(places.folder_of(source) / SETTINGS)
        is_full = folder_settings(settings, source, content).mode is Mode.FULL
    except RollcallError as problem:
        log.warning("folder left", source=sayable(source), code=problem.code)
        return [], [left(file, problem.message, problem.hint, exit_code=problem.exit_code) for file in files]
    if is_full and is_waiting:
        said = "It waits for another file of its folder that is not ready: together they say how things shall be."
        return [], [left(file, said, "The next sweep takes them together.") for file in files]
    groups = [files] if is_full else [[file] for file in files]
    claims = [claim(group, content, places, is_whole_folder=is_full) for group in groups]
    batches = [one for one in claims if isinstance(one, Batch)]
    return batches, [file for one in claims if not isinstance(one, Batch) for file in one]


def _content(path: Path) -> bytes | None:
    """What the settings of a drop folder say; None where it has none. Raises UsageProblem where they are unreadable."""
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
    """Every batch in its turn; one that fails does not stop the others. Raises StateBusy and StoreFailed."""
    swept: list[SweptFile] = []
    remarks: list[str] = []
    prepared: list[Prepared] = []
    for batch in batches:
        with _own(stages) as own, _going_on(batch, swept):
            prepared.append(prepare(batch, settings, places, own, is_alone=len(batches) == 1))
    for one in sorted(prepared, key=lambda batch: batch.order):
        with _own(stages) as own, _going_on(one.batch, swept):
            dealt, said = deal_with(one, settings, places, own)
            swept += dealt
            remarks += said
    return swept, remarks


@contextmanager
def _own(stages: Stages) -> Iterator[Stages]:
    """Stages of one batch, whose times are its own and count for the whole sweep as well."""
    own = Stages(tell=stages.tell)
    try:
        yield own
    finally:
        for name, seconds in own.seconds.items():
            stages.seconds[name] = round(stages.seconds.get(name, 0) + seconds, 3)


@contextmanager
def _going_on(batch: Batch, swept: list[SweptFile]) -> Iterator[None]:
    """What goes wrong with one batch is told of its files; they wait where they are for the next sweep."""
    try:
        yield
    except (StateBusy, StoreFailed):
        raise
    except RollcallError as problem:
        log.warning("not finished", run_id=batch.run_id, files=batch.names, code=problem.code)
        swept += _stuck(batch, problem)
    except Exception as problem:
        log.exception("not finished", run_id=batch.run_id, files=batch.names)
        swept += _stuck(batch, _not_finished(batch, problem))


def _not_finished(batch: Batch, problem: Exception) -> RollcallError:
    return RollcallError(
        f"{', '.join(batch.names)} could not be finished: {type(problem).__name__}: {problem}.",
        f"It waits in {sayable(batch.folder)}, and the next sweep tries again. This is a fault of Rollcall.",
        code="unexpected",
    )


def _stuck(batch: Batch, problem: RollcallError) -> list[SweptFile]:
    """Files that were claimed and with which nothing can be done now: they wait where they are."""
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
