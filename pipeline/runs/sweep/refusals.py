"""Refusing a batch: its files go to `refused/RUN_ID/` with annotated copies and the reason, and it is recorded.

The folder is written under a hidden name, then the refusals are recorded, then the folder is renamed. After a sweep
that was killed, the next one finds no record and decides again, or it finds the record and renames the folder.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipeline import outputs, store
from pipeline.disk import flush_folder, sayable, writable
from pipeline.durable import durable
from pipeline.errors import FileUnusable, RollcallError
from pipeline.model import Checked, Refusal
from pipeline.runs.steps.annotate import write_findings
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.decide import decide
from pipeline.runs.steps.log import log
from pipeline.runs.sweep.claims import Batch
from pipeline.runs.sweep.file_moves import copy_whole, flush_files, safely, write_flushed
from pipeline.runs.sweep.folders import Places
from pipeline.runs.sweep.originals import Original
from pipeline.runs.sweep.why_files import Findings, hint_of, why_text
from pipeline.settings import Settings
from schemas.records import dataclass

_CHECKED = re.compile(r"\.checked(-\d+)?$")
_WHY, _LONGEST_NAME = ".why.txt", 255


@dataclass(frozen=True, slots=True)
class Refused:
    """The reason why a batch is refused, and its rows where they could be read."""

    problem: RollcallError
    checked: Checked | None = None


def refuse(
    batch: Batch,
    originals: Sequence[Original],
    refused: Refused,
    settings: tuple[Settings, Settings],
    places: Places,
    stages: Stages,
) -> tuple[Refusal, ...]:
    """Write the hidden folder and record the refusals; the caller holds the state, and shows the folder.

    `settings` are those of the drop folder and the usual ones. Raises StoreFailed.
    """
    of_folder, usual = settings
    folder = places.refused / batch.run_id
    refusals = _refusals(batch, originals, refused, folder, settings)
    with stages("refuse"), safely("What is refused cannot be written", places.refused):
        hidden = _hidden(folder)
        _copy_originals(originals, hidden)
        found = _findings(refused, originals, hidden, of_folder, stages)
        _write_why(refusals, originals, hidden, batch.home, found)
        flush_files(hidden)
        durable("refusal written")
    store.refuse(usual.ledger, refusals)
    durable("refusal recorded")
    log.info("refused", run_id=batch.run_id, files=batch.names, code=refused.problem.code)
    return refusals


def show_refused(refusals: Sequence[Refusal], batch: Batch, originals: Sequence[Original]) -> None:
    """Make the folder visible; it is written again where it is gone though the refusal is on record. Idempotent."""
    folder = refusals[0].path.parent
    hidden = _hidden(folder)
    with safely("What is refused cannot be written", folder.parent):
        if folder.exists():
            return
        if not hidden.exists():
            _copy_originals(originals, hidden)
            _write_why(refusals, originals, hidden, batch.home, {})
            flush_files(hidden)
        hidden.rename(folder)
        flush_folder(folder.parent)
    durable("refusal shown")


def outputs_of(refusal: Refusal) -> dict[str, Path]:
    """The paths of the files beside a refused file: the reason, and the annotated copy where there is one."""
    folder, name = refusal.path.parent, refusal.path.name
    there = {sayable(path.name): path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    stem = _CHECKED.sub("", refusal.path.stem)
    copies = [path for said, path in there.items() if said != name and _CHECKED.sub("", Path(said).stem) == stem]
    marked = [path for path in copies if _CHECKED.search(path.stem)]
    found = {"why": there.get(_why_name(name)), "check": marked[0] if marked else None}
    return {what: path for what, path in found.items() if path is not None}


def _hidden(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.part")


def _shown(hidden: Path) -> Path:
    return hidden.with_name(hidden.name.removeprefix(".").removesuffix(".part"))


def _refusals(
    batch: Batch,
    originals: Sequence[Original],
    refused: Refused,
    folder: Path,
    settings: tuple[Settings, Settings],
) -> tuple[Refusal, ...]:
    problem, now = refused.problem, clock()
    paths = [folder / original.claimed.name for original in originals]
    hint = writable(hint_of(problem, paths, *settings))
    kinds = {source.file: source.kinds for source in refused.checked.sources} if refused.checked else {}
    return tuple(
        Refusal(
            run_id=batch.run_id,
            refused_at=now,
            source=sayable(batch.source),
            file=original.name,
            sha256=original.sha256,
            size=original.size,
            exit_code=problem.exit_code,
            code=problem.code,
            message=_message(problem, original.name, is_alone=len(originals) == 1),
            hint=hint,
            path=Path(writable(str(folder / original.claimed.name))),
            kinds=kinds.get(original.name, ""),
            intent=settings[0].request(),
        )
        for original in originals
    )


def _message(problem: RollcallError, name: str, *, is_alone: bool) -> str:
    """The message for one file. In a full folder, which is refused as a whole, it says which file is at fault."""
    issues = problem.issues
    if is_alone or not isinstance(problem, FileUnusable) or issues is None:
        return problem.message
    own = issues.filter((pl.col("file") == name) & (pl.col("severity") == "error"))
    if own.height:
        return str(own["message"][0])
    return f"it counts together with the other files of its folder, and one of them cannot be used. {problem.message}"


def _copy_originals(originals: Sequence[Original], hidden: Path) -> None:
    shutil.rmtree(hidden, ignore_errors=True)
    hidden.mkdir(parents=True)
    for original in originals:
        copy_whole(original.copy, hidden / original.claimed.name)


def _findings(
    refused: Refused, originals: Sequence[Original], hidden: Path, settings: Settings, stages: Stages
) -> dict[str, Findings]:
    """The findings of each file, with its annotated copy where it could be read; a failure here is only a remark."""
    if refused.checked is None:
        issues = refused.problem.issues
        return _by_file(issues if issues is not None and issues.height > 1 else None, originals, {}, ())
    try:
        checked = _at_home(refused.checked, originals, hidden)
        decision = decide("check", checked, settings, stages)
        written, remarks = write_findings(checked, decision, settings, None, way_out="")
    except Exception as problem:  # the refusal itself must not fail with it
        log.exception("the annotated copy could not be made", files=[original.name for original in originals])
        return _by_file(refused.checked.issues, originals, {}, (f"The annotated copy could not be made ({problem}).",))
    remarks = tuple(remark.replace(str(hidden), str(_shown(hidden))) for remark in remarks)
    keys = ["check"] if len(originals) == 1 else [original.name for original in originals]
    copies = {one.name: written[key].name for one, key in zip(originals, keys, strict=True) if key in written}
    return _by_file(decision.results.issues, originals, copies, remarks)


def _at_home(checked: Checked, originals: Sequence[Original], hidden: Path) -> Checked:
    paths = [hidden / original.claimed.name for original in originals]
    sources = [replace(source, path=path) for source, path in zip(checked.sources, paths, strict=True)]
    return replace(checked, sources=tuple(sources))


def _by_file(
    issues: pl.DataFrame | None, originals: Sequence[Original], copies: dict[str, str], remarks: tuple[str, ...]
) -> dict[str, Findings]:
    found = {}
    for original in originals:
        causes = None if issues is None else outputs.causes(issues.filter(pl.col("file") == original.name))
        found[original.name] = Findings(causes, copies.get(original.name), remarks)
    return found


def _write_why(
    refusals: Sequence[Refusal],
    originals: Sequence[Original],
    hidden: Path,
    home: Path,
    found: dict[str, Findings],
) -> None:
    named = {original.name: original.claimed.name for original in originals}
    for refusal in refusals:
        if refusal.file in named:
            findings = found.get(refusal.file, Findings())
            text = why_text(refusal, Path(sayable(home)), findings, files=len(refusals))
            write_flushed(hidden / _why_name(named[refusal.file]), writable(text).encode())


def _why_name(name: str) -> str:
    """The name `NAME.why.txt`, with NAME cut where that would be too long."""
    while len(os.fsencode(name)) > _LONGEST_NAME - len(_WHY):
        name = name[:-1]
    return f"{name}{_WHY}"
