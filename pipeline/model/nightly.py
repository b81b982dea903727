"""The sweep of a drop folder, and the digest of all that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl

    from pipeline.model.reports import RunReport


class Fate(StrEnum):
    """The outcome of one file of a drop folder.

    `applied`: also where its rows changed nothing. `nothing_usable`: a run took it, and every row of it was rejected or
    skipped, so that it neither changed the ledger nor said what is so already. `already_applied`: an earlier run
    applied the same bytes with the same request. `left`: it was not taken this time, since it is still being written,
    or the settings of its folder cannot be read.
    """

    APPLIED = "applied"
    NOTHING_USABLE = "nothing_usable"
    ALREADY_APPLIED = "already_applied"
    REFUSED = "refused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that a sweep refused as a whole; none of its rows was written to the ledger.

    `source` is the drop folder below the inbox, blank for the inbox itself; `kinds` as in `Source`, blank where the
    file could not be read; `path` is where the file lies now, `intent` the request made with it, as JSON.
    """

    run_id: str
    refused_at: datetime
    source: str
    file: str
    sha256: str
    size: int
    exit_code: int
    code: str
    message: str
    hint: str
    path: Path
    kinds: str = ""
    intent: str = "{}"


@dataclass(frozen=True, slots=True)
class SweptFile:
    """One file of a sweep, and its fate.

    `run_id` is the run that took or refused the file, or that applied it earlier; None for a file that was left.
    `report` is that of the run, where there was one; the files of a full folder share it. `path` is where the file lies
    now. `said` is the reason, as a sentence, for any fate but `applied`, and `hint` the remedy.
    """

    source: str
    file: str
    fate: Fate
    exit_code: int
    path: Path
    run_id: str | None = None
    report: RunReport | None = None
    code: str | None = None
    said: str | None = None
    hint: str | None = None
    outputs: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep: every file of the inbox with its fate, in the order in which they were taken.

    `exit_code` is 0; 4 where any file was refused or needs attention, or any row was rejected or held; 1 where Rollcall
    itself failed on a file. `state_version` is that of the ledger after the sweep. `outputs` are those of the sweep
    itself (digest, metrics); `remarks` name the side tasks that failed.
    """

    inbox: Path
    started_at: datetime
    ended_at: datetime
    files: tuple[SweptFile, ...]
    exit_code: int
    state_version: int
    outputs: Mapping[str, Path] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceAge:
    """A source: a drop folder, or a section of the settings; blank for the inbox itself.

    `heard_at` is when it last sent something usable, None where it never did; `now` the instant of the question;
    `expected` how often it should, None where the settings say nothing of it.
    """

    source: str
    heard_at: datetime | None
    now: datetime
    expected: timedelta | None = None

    @property
    def age(self) -> timedelta | None:
        """The time since it last sent something usable; None where it never did."""
        return None if self.heard_at is None else max(self.now - self.heard_at, timedelta(0))

    @property
    def is_quiet(self) -> bool:
        """True where it has sent nothing usable for longer than is expected of it."""
        return self.expected is not None and (self.age is None or self.age > self.expected)


@dataclass(frozen=True, slots=True)
class Digest:
    """The differences between the sources and the ledger, with their causes; frames are empty where there is nothing.

    `schemas.frames.digest` states their rows and columns. Instants are in UTC; people are shown them in the time zone.
    """

    made_at: datetime
    state_version: int
    sources: pl.DataFrame
    differences: pl.DataFrame
    refusals: pl.DataFrame
    nights: pl.DataFrame
    owners: pl.DataFrame
    overdue: pl.DataFrame
    leavers: pl.DataFrame
    quiet: pl.DataFrame
    timezone: str = "UTC"
