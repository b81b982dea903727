"""One batch: decided under the state lock exactly once, and then finished, even where a sweep is killed on the way.

The order of the steps makes that safe. First the originals are copied to the archive, into a hidden folder. The
decision is one transaction, under the run id that the batch was claimed with. Then the results are made visible, and
the originals in the archive, or the refused files with their reason; and only then the claimed files are removed. The
next sweep recognises the steps already done by the run id, and does only the others.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import store
from pipeline.disk import flush_folder, sayable
from pipeline.durable import durable
from pipeline.errors import FileUnusable, RollcallError, StateBusy, StoreFailed
from pipeline.model import Checked, Ledger, Refusal, RunReport, SweptFile
from pipeline.runs.run import bring_in_line
from pipeline.runs.show import report_again, results_again
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import Committed
from pipeline.runs.steps.decide import refuse_incomplete
from pipeline.runs.steps.log import log
from pipeline.runs.steps.read_files import read
from pipeline.runs.sweep.claims import Batch, clear
from pipeline.runs.sweep.fates import already_applied_file, applied_file, refused_file
from pipeline.runs.sweep.file_moves import safely
from pipeline.runs.sweep.folders import Places
from pipeline.runs.sweep.originals import Original, copy_originals, drop_copies, keep, place_of, return_late_bytes
from pipeline.runs.sweep.own_files import refuse_own
from pipeline.runs.sweep.refusals import Refused, refuse, show_refused
from pipeline.runs.sweep.why_files import run_command
from pipeline.settings import Settings
from pipeline.settings.drop_folder import folder_settings
from pipeline.settings.sections import PublishSettings, ResultsSettings
from schemas.records import dataclass
from schemas.vocabulary import Kind, Mode

# A sweep may be stopped for reasons of its own, so a batch is suspected, and comes last, only once more than this
# part of its attempts is used up.
_UNSUSPICIOUS_SHARE = 0.5

# The kinds whose rows create devices, or people, that the rows of others may name.
_DESCRIBING = frozenset((Kind.INVENTORY.value, Kind.REGISTER.value, Kind.PEOPLE.value))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch with a copy of its originals: the settings of its folder, its problem if any, and its kinds of sheets."""

    batch: Batch
    originals: tuple[Original, ...]
    settings: Settings
    problem: RollcallError | None = None
    kinds: str = ""

    @property
    def order(self) -> tuple[bool, bool, float, str]:
        """The key by which batches are sorted: inventories and people first, then by age; what stops sweeps is last.

        Batches that a killed sweep had taken do not come first: a younger file must not come before an older one.
        """
        modified = min((original.claimed.stat().st_mtime for original in self.originals), default=0.0)
        first = self.originals[0].name if self.originals else ""
        is_suspect = _is_suspect(self.batch, self.settings)
        return is_suspect, _DESCRIBING.isdisjoint(self.kinds.split("; ")), modified, first


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome of a batch: exactly one of the first three; `committed` where its results are not visible yet."""

    report: RunReport | None = None
    before: store.AppliedBefore | None = None
    refusals: tuple[Refusal, ...] = ()
    committed: Committed | None = None

    def fingerprints(self, originals: Sequence[Original]) -> frozenset[str]:
        """The SHA-256 of the files that were decided: as recorded, or of the originals where nothing is recorded."""
        known = self.report.sources if self.report is not None else self.refusals or originals
        return frozenset(one.sha256 for one in known)


def prepare(batch: Batch, usual: Settings, places: Places, stages: Stages, *, is_alone: bool) -> Prepared:
    """Copy the originals, and read their kinds of sheets, by which batches are sorted.

    The rows that are read for it are kept in the cache. Raises FileUnusable where a claimed file cannot be read from
    the disk, StateBusy and StoreFailed.
    """
    with stages("copy"):
        originals = copy_originals(batch, places)
    try:
        settings = folder_settings(usual, batch.source, batch.settings)
        refuse_own([original.copy for original in originals])
    except RollcallError as problem:
        return Prepared(batch, originals, usual, problem)
    prepared = Prepared(batch, originals, settings)
    if is_alone or not originals or store.is_on_record(usual.ledger, batch.run_id) or _is_suspect(batch, usual):
        return prepared
    before = _applied_before(prepared)
    if before is not None:
        return replace(prepared, kinds=before.kinds)
    try:
        with batch.attempt():
            checked = _read(prepared, places, stages)
    except (StateBusy, StoreFailed):
        raise
    except RollcallError as problem:
        return replace(prepared, problem=problem)
    except Exception:  # it is read again when it is decided, and refused then
        log.exception("could not be read", run_id=batch.run_id, files=batch.names)
        return prepared
    return replace(prepared, kinds="; ".join(sorted({source.kinds for source in checked.sources})))


def deal_with(prepared: Prepared, usual: Settings, places: Places, stages: Stages) -> tuple[list[SweptFile], list[str]]:
    """Decide the batch, unless it was decided before, and finish it; the fates of its files, and remarks.

    Raises StateBusy and StoreFailed; the batch then stays where it is, for the next sweep.
    """
    batch = prepared.batch
    with store.hold_state(usual.ledger, command="sweep", started_at=clock()):
        decided = _decided_before(prepared, usual.ledger) or _decide(prepared, usual, places, stages)
    swept = _finish(prepared, decided, usual, places, stages)
    remarks = return_late_bytes(prepared.originals, batch, decided.fingerprints(prepared.originals))
    clear(batch)
    log.info("done", run_id=batch.run_id, files=batch.names, fate=swept[0].fate.value if swept else "")
    return swept, remarks


def _is_suspect(batch: Batch, settings: Settings) -> bool:
    return batch.stops > _UNSUSPICIOUS_SHARE * settings.sweep.attempts


def _decided_before(prepared: Prepared, ledger: Ledger) -> Decided | None:
    """The outcome on record of a batch that a killed sweep had decided; None where it had not."""
    run_id = prepared.batch.run_id
    if not store.is_on_record(ledger, run_id):
        return None
    refusals = store.refusals_of(ledger, run_id)
    if refusals:
        return Decided(refusals=refusals)
    past = store.read_run(ledger, run_id)
    return Decided(report=report_again(past, past.record.settings))


def _decide(prepared: Prepared, usual: Settings, places: Places, stages: Stages) -> Decided:
    batch, refused = prepared.batch, prepared.problem
    if batch.stops >= usual.sweep.attempts:
        return _refuse(prepared, Refused(_gave_up_problem(batch)), usual, places, stages)
    with batch.attempt():
        decided = _applied_or_refused(prepared, places, stages) if refused is None else Refused(refused)
        if isinstance(decided, Decided):
            return decided
        return _decided_before(prepared, usual.ledger) or _refuse(prepared, decided, usual, places, stages)


def _applied_or_refused(prepared: Prepared, places: Places, stages: Stages) -> Decided | Refused:
    """Bring the ledger in line with the batch, unless it was applied before. Raises StateBusy and StoreFailed."""
    checked: Checked | None = None
    try:
        before = _applied_before(prepared)
        if before is not None and not _is_to_be_reconciled(prepared, before):
            return Decided(before=before)
        checked = _read(prepared, places, stages)
        return _commit(prepared, checked, places, stages, changed_only=before is not None)
    except (StateBusy, StoreFailed) as problem:
        if isinstance(problem, store.InvariantBroken):
            return Refused(problem)
        raise
    except RollcallError as problem:
        return Refused(problem, checked)
    except Exception as problem:
        log.exception("failed", run_id=prepared.batch.run_id, files=prepared.batch.names)
        return Refused(_unexpected_problem(problem))


def _applied_before(prepared: Prepared) -> store.AppliedBefore | None:
    settings = prepared.settings
    fingerprints = [original.sha256 for original in prepared.originals]
    folder, names = sayable(prepared.batch.source), [original.name for original in prepared.originals]
    return store.applied_before(settings.ledger, fingerprints, settings.request(), folder, names)


def _is_to_be_reconciled(prepared: Prepared, before: store.AppliedBefore) -> bool:
    """True for a whole desired state where the ledger has changed since; instructions are carried out only once."""
    return prepared.settings.mode is Mode.FULL and before.state_version != before.state_version_now


def _read(prepared: Prepared, places: Places, stages: Stages) -> Checked:
    """The rows of the copies; their sources have the drop folder they came from and the path in the archive."""
    originals = prepared.originals
    checked = read([original.copy for original in originals], prepared.settings, stages, cache=places.cache)
    sources = [
        replace(source, source=sayable(prepared.batch.source), path=place_of(original, places))
        for source, original in zip(checked.sources, originals, strict=True)
    ]
    return replace(checked, sources=tuple(sources))


def _commit(prepared: Prepared, checked: Checked, places: Places, stages: Stages, *, changed_only: bool) -> Decided:
    """Bring the ledger in line, under the run id of the batch, without publishing, which the end of the sweep does."""
    run_id, settings = prepared.batch.run_id, prepared.settings
    shutil.rmtree(settings.out / f".{run_id}.part", ignore_errors=True)
    refuse_incomplete(checked, settings)
    update: dict[str, object] = {"publish": PublishSettings(enabled=False)}
    if changed_only:
        update["results"] = ResultsSettings(rows="changed")
    asked = settings.model_copy(update=update)
    committed = bring_in_line("sweep", checked, asked, stages, run_id=run_id, cache=places.cache)
    return Decided(report=committed.report, committed=committed)


def _refuse(prepared: Prepared, refused: Refused, usual: Settings, places: Places, stages: Stages) -> Decided:
    settings = (prepared.settings, usual)
    return Decided(refusals=refuse(prepared.batch, prepared.originals, refused, settings, places, stages))


def _gave_up_problem(batch: Batch) -> RollcallError:
    times = batch.stops
    return FileUnusable(
        f"Rollcall was stopped {times} time{'' if times == 1 else 's'} in the middle of it, so it is not tried again.",
        "It may be too large for this computer, or the computer was switched off each time. See what "
        "stopped it, and try with `rollcall check` by hand.",
        code="gave_up",
    )


def _unexpected_problem(problem: Exception) -> RollcallError:
    said = str(problem).splitlines()
    return RollcallError(
        f"Rollcall failed on it, and that should not happen: {type(problem).__name__}{f': {said[0]}' if said else ''}.",
        "This is a fault of Rollcall, not one of yours: give this text and the file to whoever looks after it.",
        code="unexpected",
    )


def _finish(prepared: Prepared, decided: Decided, usual: Settings, places: Places, stages: Stages) -> list[SweptFile]:
    """Make the results and files of the batch visible; every step may have been done before a crash."""
    batch, originals = prepared.batch, prepared.originals
    if decided.refusals:
        show_refused(decided.refusals, batch, originals)
        drop_copies(batch, places)
        return [refused_file(refusal) for refusal in decided.refusals]
    report = decided.report
    if report is not None:
        report = replace(report, outputs=_results(decided, batch.run_id, usual, stages))
    dealt_with = decided.fingerprints(originals)
    keep([original for original in originals if original.sha256 in dealt_with], batch, places)
    if report is not None:
        return [applied_file(original, batch, report, place_of(original, places)) for original in originals]
    assert decided.before is not None  # noqa: S101 - a batch was committed, was refused, or was applied before
    again = run_command([place_of(original, places) for original in originals], prepared.settings, usual)
    return [
        already_applied_file(original, batch, decided.before, place_of(original, places), again)
        for original in originals
    ]


def _results(decided: Decided, run_id: str, usual: Settings, stages: Stages) -> dict[str, Path]:
    """The paths of the results: made visible, or written again where a sweep was killed before it could do so."""
    if decided.committed is not None:
        return dict(decided.committed.show(stages).report.outputs)
    folder = usual.out / run_id
    if not folder.exists():
        with stages("results"):
            _write_results_again(run_id, folder, usual)
    found = {"results": folder / "results.xlsx", "parquet": folder / "parquet"}
    return {name: path for name, path in found.items() if path.exists()}


def _write_results_again(run_id: str, folder: Path, usual: Settings) -> None:
    """Write the results again in a hidden folder, and then rename it, so that they appear whole or not at all."""
    hidden = folder.with_name(f".{run_id}.part")
    with safely("Results cannot be written", folder.parent):
        shutil.rmtree(hidden, ignore_errors=True)
        results_again(run_id, usual.model_copy(update={"out": hidden}), None)
        (hidden / run_id).rename(folder)
        shutil.rmtree(hidden, ignore_errors=True)
        flush_folder(folder.parent)
    durable("results shown again")
