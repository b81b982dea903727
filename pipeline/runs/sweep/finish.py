"""The end of a sweep, after all batches: the analysts' copy, digest and metrics.

A failure here is a remark: every file has its fate by now, and the ledger has recorded it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline import intake, store
from pipeline.errors import RollcallError
from pipeline.model import Fate, Swept
from pipeline.runs.digest.places import digests_of, place_for
from pipeline.runs.monitoring.metrics import metrics_path, write_metrics
from pipeline.runs.monitoring.quiet_sources import source_ages
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.log import log
from pipeline.runs.steps.pending_results import remove_abandoned
from pipeline.runs.sweep.folders import Places
from pipeline.settings import Settings


def finish_sweep(swept: Swept, settings: Settings, places: Places, stages: Stages) -> Swept:
    """Publish, write and send the digest, remove what killed sweeps have left, and write the metrics.

    Returns the sweep with the paths of these files, and with a remark for each step that failed.
    """
    remarks: list[str] = list(swept.remarks)
    outputs: dict[str, Path] = dict(swept.outputs)
    with _as_remark("The analysts' copy could not be published", remarks):
        _publish(settings, stages)
    if swept.files or not _has_digest_of_today(settings):
        with _as_remark("The digest could not be written", remarks):
            _write_and_send_digest(swept, settings, stages, outputs, remarks)
    with _as_remark("Leftovers could not be removed", remarks):
        _remove_leftovers(settings, places)
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
    sources = source_ages(settings, now=ended.ended_at, again=_again(swept))
    remark = write_metrics(metrics_path(settings), ended, sources)
    return replace(ended, remarks=(*ended.remarks, remark)) if remark else ended


def _again(swept: Swept) -> frozenset[str]:
    """The runs that had applied files of this sweep before."""
    return frozenset(
        file.run_id for file in swept.files if file.fate is Fate.ALREADY_APPLIED and file.run_id is not None
    )


@contextmanager
def _as_remark(what: str, remarks: list[str]) -> Iterator[None]:
    """Turn a failure of the block into a remark, so that the next step is done all the same."""
    try:
        yield
    except RollcallError as problem:
        log.warning(what, code=problem.code)
        remarks.append(f"{what}: {problem.message} {problem.hint}")
    except Exception as problem:
        log.exception(what)
        remarks.append(f"{what}: {type(problem).__name__}: {problem}")


def _publish(settings: Settings, stages: Stages) -> None:
    if not settings.publish.enabled or settings.ledger.lake is not None or not settings.state.exists():
        return  # the copy of a lake holds everything: it is published when analysts need it
    with store.hold_state(settings.ledger, command="sweep", started_at=clock()):
        if not store.is_published(settings.ledger, entirely=True, parquet=True):
            with stages("publish"):
                store.publish(settings.ledger, parquet=True)


def _write_and_send_digest(
    swept: Swept, settings: Settings, stages: Stages, outputs: dict[str, Path], remarks: list[str]
) -> None:
    """Write the digest, and send it to the addresses of the settings."""
    from pipeline.runs.digest.digest import digest, write_digest  # noqa: PLC0415 - most sweeps of a day need none
    from pipeline.runs.digest.notify import notify  # noqa: PLC0415 - as above

    with stages("digest"):
        told = digest(settings, stages, again=_again(swept))
        written = write_digest(told, place_for(told.made_at, settings))
    outputs["digest"] = written["html"].parent
    sofar = replace(swept, remarks=tuple(remarks))
    with stages("notify"):
        remarks += notify(told, sofar, settings, written)


def _has_digest_of_today(settings: Settings) -> bool:
    """True where there is a digest of today, which is enough for an empty inbox that is swept every few minutes."""
    return any(digests_of(settings).glob(f"{clock():%Y%m%d}T*"))


def _remove_leftovers(settings: Settings, places: Places) -> None:
    """Remove hidden folders in which nothing was written for a day, left by sweeps and runs that were killed."""
    for folder in (places.archive, places.refused, settings.out):
        remove_abandoned(folder)
