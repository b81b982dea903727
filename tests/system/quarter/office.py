"""The drop folder with its nightly job: files are dropped by day, swept by night, and the digest is read as data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import pytest

from pipeline.model import Digest, Swept
from pipeline.runs.digest.digest import digest
from pipeline.runs.steps.clock import Stages
from pipeline.runs.sweep.sweep import sweep
from pipeline.settings import Settings, load_settings
from tests.support.ledgers.clocks import SetClock, set_clock

ROOT = Path(__file__).parents[3]
_SETTINGS = """
[results]
rows = "changed"
[sweep]
stable_seconds = 0
unfinished_minutes = 0
[sources.hr]
expect_every = "156 hours"
[sources.intune]
expect_every = "80 hours"
defaults = {type = "laptop"}
[sources.jamf]
expect_every = "348 hours"
defaults = {type = "laptop", category = "Macs"}
[sources.finance]
expect_every = "372 hours"
"""
_FOLDERS = {
    "hr": "",
    "intune": 'blank_owner = "none"\n',
    "jamf": 'blank_owner = "none"\n',
    "snipe": 'blank_owner = "none"\n',
    "finance": "",
    "it": 'mode = "full"\n',
}
"""What the `rollcall.toml` of each folder says: an export of machines without a user says that nobody has it."""


@dataclass(slots=True)
class Office:
    """A folder with a ledger and an inbox; `digests` are those that the sweeps have made."""

    root: Path
    clock: SetClock
    settings: Settings
    digests: list[Digest] = field(default_factory=list)

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.root / "inbox"

    def place(self, folder: str, file: str) -> Path:
        """Where that file is dropped."""
        return self.inbox / folder / file

    def drop(self, folder: str, file: str, path: Path, at: datetime) -> None:
        """Somebody drops a copy of the file, saved at that time."""
        target = self.place(folder, file)
        shutil.copyfile(path, target)
        os.utime(target, (at.timestamp(),) * 2)

    def sweep(self, at: datetime, *, is_limited: bool = True) -> Swept:
        """The nightly job."""
        limits = self.settings.limits.model_copy(update={"enabled": is_limited})
        self.clock.at = at
        return sweep(self.inbox, self.settings.model_copy(update={"limits": limits}), Stages())

    def sweep_until(self, at: datetime, step: str) -> int:
        """The nightly job in a process of its own, which is killed after that durable step; how it ended."""
        words = [sys.executable, "-m", "tests.system.quarter.killed_sweep", str(self.root), at.isoformat(), step]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False).returncode


def settings_in(root: Path) -> Settings:
    """The settings of the office."""
    places = {"state": root / "rollcall.duckdb", "out": root / "results"}
    return load_settings(root / "rollcall.toml", places)


@contextmanager
def opened(root: Path, day: date) -> Iterator[Office]:
    """An office without a ledger, in the morning of that day."""
    (root / "rollcall.toml").write_text(_SETTINGS)
    for folder, said in _FOLDERS.items():
        (root / "inbox" / folder).mkdir(parents=True)
        (root / "inbox" / folder / "rollcall.toml").write_text(said)
    with set_clock(datetime.combine(day, time(8))) as clock, pytest.MonkeyPatch.context() as patch:
        office = Office(root, clock, settings_in(root))

        def kept(settings: Settings, stages: Stages, *, again: frozenset[str] = frozenset()) -> Digest:
            office.digests.append(digest(settings, stages, again=again))
            return office.digests[-1]

        patch.setattr("pipeline.runs.digest.digest.digest", kept)
        yield office
