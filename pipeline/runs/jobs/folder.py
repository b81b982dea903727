"""The folder of a job: what is asked, its files, how far it is, and what came of it.

The files of a caller lie there under numbers: the names that the caller gives them are only shown.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field
from pathlib import Path
from shutil import copyfile
from typing import Any, BinaryIO

from pipeline.runs.answers.json_text import dumps
from pipeline.runs.steps.clock import clock, new_run_id
from schemas.records import dataclass

_JOB, _REPORT, _PROGRESS, _OUTCOME = "job.json", "report.json", "progress", "outcome"
_IDS = re.compile(r"[a-zA-Z0-9-]{1,80}")
_STAMP = re.compile(r"^[a-z]+-")  # what stands before the instant in an id
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f/\\:]")
_LONGEST_NAME, _PIECE = 120, 1 << 20
_ABOUT_ALL = "all"
_DAY = 24 * 60 * 60
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked: the command, for whom, with which options, and about which files or what before.

    `names` are those by which the caller knows the files. `about` is the id of the plan that is applied, of the run
    that is undone, or of the job that has the files. `if_match` is the version of the ledger since which nothing of the
    organization may have changed. `columns` is what was said of columns, the field of each header, and `save_as` the
    source under whose name that is saved; `left_out` are the lines of a plan, by sheet, that are not approved. `org` is
    None for a job that is about all organizations. `asked` is what is asked of a report or a stocktake, and `at_least`
    the version of the ledger that it must have.
    """

    job_id: str
    command: str
    org: str | None
    by: str
    state: str
    config: str | None
    options: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    about: str | None = None
    begun_at: str = ""
    if_match: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    save_as: str | None = None
    left_out: Mapping[str, Sequence[int]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class JobFolder:
    """The folder of one job."""

    path: Path

    @property
    def job(self) -> Job:
        """What is asked."""
        told = json.loads((self.path / _JOB).read_text("utf-8"))
        return Job(**{**told, "names": tuple(told["names"])})

    @property
    def files(self) -> list[Path]:
        """The files of the caller, in order."""
        return sorted((self.path / "in").glob("*"), key=lambda path: int(path.stem))

    def take_files(self, other: JobFolder) -> None:
        """Have the files of the other job, too."""
        into = self.path / "in"
        into.mkdir(exist_ok=True)
        for path in other.files:
            copyfile(path, into / path.name)

    @property
    def plan(self) -> Path:
        """The workbook of a plan that is made, or applied."""
        return self.path / "plan.xlsx"

    @property
    def reviewed(self) -> Path:
        """The workbook of the plan that is applied, where the caller has sent one."""
        return self.path / "reviewed.xlsx"

    @property
    def stage(self) -> str | None:
        """How far the job is: the stage that began last; None where none has begun."""
        told = self._text(_PROGRESS).split()
        return told[-1] if told else None

    @property
    def report(self) -> dict[str, Any] | None:
        """What came of it, as `--json` tells it; None until it is done."""
        told = self._text(_REPORT)
        report: dict[str, Any] | None = json.loads(told) if told else None
        return report

    @property
    def outcome(self) -> str | None:
        """How it ended, without its report, which can be long: `done` or `failed`; None where that is to be read."""
        return self._text(_OUTCOME) or None

    def frame(self, name: str) -> Path:
        """The place of a frame that people look at."""
        return self.path / "shown" / f"{name}.parquet"

    def note_stage(self, stage: str) -> None:
        """Note that a stage has begun."""
        with (self.path / _PROGRESS).open("a", encoding="utf-8") as progress:
            progress.write(f"{stage}\n")

    def note_report(self, report: Mapping[str, Any]) -> None:
        """Note what came of it, in one step."""
        _put(self.path / _REPORT, dumps(report))
        (self.path / _OUTCOME).write_text(outcome_of(report), encoding="utf-8")

    def add_file(self, number: int, name: str, content: BinaryIO) -> None:
        """Keep a file of the caller under its number; of its name only a plain ending is kept."""
        folder = self.path / "in"
        folder.mkdir(exist_ok=True)
        ending = _ENDING.search(name)
        keep_content(content, folder / f"{number}{ending[0].lower() if ending else ''}")

    def _text(self, name: str) -> str:
        try:
            return (self.path / name).read_text("utf-8")
        except FileNotFoundError:
            return ""


def outcome_of(report: Mapping[str, Any]) -> str:
    """How a job with this report has ended: `done` or `failed`."""
    return "failed" if "error" in report else "done"


def digest_of(content: BinaryIO) -> bytes:
    """The SHA-256 of what a caller has sent, which is at its beginning again then."""
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    content.seek(0)
    return digest.digest()


def keep_content(content: BinaryIO, path: Path) -> None:
    """Keep what a caller has sent, piece by piece: it may be too large for the memory of a server."""
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)


def jobs_of(state: Path, org: str | None) -> Path:
    """The folder of the jobs of an organization, or of those that are about all of them, beside the ledger."""
    name = _ABOUT_ALL if org is None else hashlib.sha256(org.encode()).hexdigest()[:32]
    return state.absolute().with_name(f"{state.name}.jobs") / name


def find_job(state: Path, org: str | None, job_id: str) -> JobFolder | None:
    """The folder of that job of the organization, or of any; None where it has none."""
    if _IDS.fullmatch(job_id) is None:
        return None
    found = (one / job_id for one in _folders(state, org))
    return next((JobFolder(path) for path in found if (path / _JOB).is_file()), None)


def recent_jobs(state: Path, org: str | None) -> list[str]:
    """The ids of the jobs of the organization, or of any, the latest first."""
    folders = [path for one in _folders(state, org) for path in one.glob("*") if (path / _JOB).is_file()]
    return [path.name for path in sorted(folders, key=lambda path: _STAMP.sub("", path.name), reverse=True)]


def _folders(state: Path, org: str | None) -> list[Path]:
    """The folders in which the jobs are of which somebody may know who may know of this organization, or of all."""
    own = jobs_of(state, org)
    return [own] if org is not None else sorted(own.parent.glob("*"))


def make_folder(
    job: Job, state: Path, *, contents: Sequence[BinaryIO] = (), other: JobFolder | None = None
) -> JobFolder:
    """The folder of a new job, with what the caller has sent, and with the plan or the files of the other job.

    It is found only when all of that is there: a job of which nothing is found was never begun.
    """
    folder = JobFolder(jobs_of(state, job.org) / job.job_id)
    folder.path.mkdir(parents=True, mode=0o700)
    if job.command == "apply":
        if other is not None and other.plan.is_file():
            copyfile(other.plan, folder.plan)
        for content in contents:
            keep_content(content, folder.reviewed)
    else:
        if other is not None:
            folder.take_files(other)
        for number, content in enumerate(contents):
            folder.add_file(number, job.names[number], content)
    _put(folder.path / _JOB, json.dumps(asdict(job)))
    return folder


def _put(path: Path, text: str) -> None:
    """Write a text that is found whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def remove_older(state: Path, *, days: float) -> None:
    """Remove the jobs of all organizations in which nothing was written for so many days, with their files."""
    for folder in jobs_of(state, "").parent.glob("*/*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > days * _DAY:
                shutil.rmtree(folder) if folder.is_dir() else folder.unlink()


def remove_done(state: Path, org: str) -> tuple[int, list[Path]]:
    """Remove what is kept of jobs that are done and are about the organization, or about all.

    Returns how many, and the folders of those that go on.
    """
    removed, left = 0, []
    folders = [*jobs_of(state, org).glob("*"), *jobs_of(state, None).glob("*")]
    for folder in sorted(path for path in folders if path.is_dir()):
        if (folder / _JOB).is_file() and JobFolder(folder).report is None:
            left.append(folder)
        else:
            shutil.rmtree(folder)
            removed += 1
    return removed, left


def new_job_id(command: str) -> str:
    """The id of a job: that of the run where it makes one."""
    run_id = new_run_id(clock())
    return run_id if command in ("run", "apply") else f"{command}-{run_id}-{secrets.token_hex(2)}"


def shown_names(given: Sequence[str | None]) -> tuple[str, ...]:
    """The names of files as they are shown, each once: no folders, no signs that are not seen."""
    names: list[str] = []
    for number, name in enumerate(given, start=1):
        plain = _UNSAYABLE.split(name or "")[-1].strip(" .")[-_LONGEST_NAME:] or f"file {number}"
        plain = plain.encode("utf-8", "replace").decode()
        names.append(plain if plain not in names else f"{number} {plain}")
    return tuple(names)
