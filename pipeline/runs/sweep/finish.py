"""The end of a sweep, once after all batches: the analysts' copy, digest and metrics. A failure here is a remark.

By now every file has its fate, and the ledger says so; nothing of this may undo that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline import intake, store
from pipeline.errors import RollcallError
from pipeline.model import Swept
from pipeline.runs.digest.digest import digest, digests_of, place_for, write_digest
from pipeline.runs.digest.notify import notify
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.log import log
from pipeline.runs.steps.pending_results import remove_abandoned
from pipeline.runs.sweep.folders import Places
from pipeline.runs.sweep.metrics import metrics_path, write_metrics
from pipeline.settings import Settings


def finish_sweep(swept: Swept, settings: Settings, places: Places, stages: Stages) -> Swept:
    """Publish what is unpublished, write and send the digest, remove what killed sweeps have left, write the metrics.

    Says where their files are, and what could not be done as remarks.
    """
    remarks: list[str] = list(swept.remarks)
    outputs: dict[str, Path] = dict(swept.outputs)
    with _as_remark("The analysts' copy could not be published", remarks):
        _publish(settings, stages)
    if swept.files or not _is_told_today(settings):
        with _as_remark("The digest could not be written", remarks):
            _tell(swept, settings, stages, outputs, remarks)
    with _as_remark("Leftovers could not be removed", remarks):
        _tidy(settings, places)
        intake.tidy(places.cache, settings.sweep.cache_megabytes)
    version = swept.state_version
    with _as_remark("The state version could not be read", remarks):
        version = store.state_version_of(settings.ledger)
    ended = replace(
        swept,
        ended_at=clock(),
        state_version=version,
        outputs=outputs,
        remarks=tuple(remarks),
        timings=dict(stages.seconds),
    )
    log.info("sweep ends", inbox=str(swept.inbox), files=len(swept.files), exit_code=ended.exit_code)
    remark = write_metrics(metrics_path(settings), ended)
    return replace(ended, remarks=(*ended.remarks, remark)) if remark else ended


@contextmanager
def _as_remark(what: str, remarks: list[str]) -> Iterator[None]:
    """One step after the other: what fails is said, and the next is done all the same."""
    try:
        yield
    except RollcallError as problem:
        log.warning(what, code=problem.code)
        remarks.append(f"{what}: {problem.message} {problem.hint}")
    except Exception as problem:
        log.exception(what)
        remarks.append(f"{what}: {type(problem).__name__}: {problem}")


def _publish(settings: Settings, stages: Stages) -> None:
    if not settings.publish.enabled or not settings.state.exists():
        return
    with store.hold_state(settings.ledger, command="sweep", started_at=clock()):
        if not store.is_published(settings.ledger, entirely=True, parquet=True):
            with stages("publish"):
                store.publish(settings.ledger, parquet=True)


def _tell(swept: Swept, settings: Settings, stages: Stages, outputs: dict[str, Path], remarks: list[str]) -> None:
    """The digest, as files and to those who want to hear of it."""
    with stages("digest"):
        told = digest(settings, stages)
        written = write_digest(told, place_for(told, settings))
    outputs["digest"] = written["html"].parent
    sofar = replace(swept, remarks=tuple(remarks))
    with stages("notify"):
        remarks += notify(told, sofar, settings, written)


def _is_told_today(settings: Settings) -> bool:
    """True where a digest of this day is there: an empty inbox, swept every few minutes, needs one a day."""
    return any(digests_of(settings).glob(f"{clock():%Y%m%d}T*"))


def _tidy(settings: Settings, places: Places) -> None:
    """Folders out of sight in which nobody has written for a day: of sweeps and runs that were killed."""
    for folder in (places.archive, places.refused, settings.out):
        remove_abandoned(folder)
