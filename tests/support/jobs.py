"""Jobs, sweeps and reports to write down."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pipeline.model import Fate, RunReport, Swept, SweptFile
from pipeline.runs.schedule import Job

TWO_O_CLOCK = datetime(2025, 3, 2, 2, 0)
ODD = ("plain", "two words", "50% off", "%h and %n", "100%%", 'a "quote"', "it's", "back\\slash", "two\\\\", "end\\")
ODDER = ("$HOME", "${HOME}", "$$", "`id`", "a;b", "a&b|c", "#no", "~", "*", "é ü 漢字", "\\%", "\\'", "=x", "(a)")
ODD_WORDS = (*ODD, *ODDER)
"""What a path may be made of, and what some scheduler or shell would make something else of."""


def job(*words: str, folder: str = "/srv/rollcall", **other: str) -> Job:
    """A job that runs these words."""
    return Job(
        name="rollcall",
        inbox=other.get("inbox", "/srv/inbox"),
        hour=2,
        minute=5,
        words=words,
        folder=folder,
        places=tuple(map(Path, other.get("places", "/srv/rollcall:/srv/inbox").split(":"))),
        programs=(Path(other.get("program", "/opt/rollcall")),),
        log=other.get("log", "/srv/rollcall/rollcall.log"),
        user=other.get("user", "rollcall"),
    )


def report(run_id: str = "r1", **rows: int) -> RunReport:
    """What a run did: so many rows by outcome, each applied one an assignment."""
    return RunReport(
        command="sweep",
        exit_code=4 if rows.get("rejected") else 0,
        run_id=run_id,
        state_version=7,
        recorded_at=TWO_O_CLOCK,
        rows={"in": sum(rows.values()), **rows},
        actions={"create": 0, "update": 0, "assign": rows.get("applied", 0), "reassign": 0, "unassign": 0},
        created={},
        absent_unassigned=0,
        absent_held=0,
        reasons={},
        sources=(),
        issue_count=0,
        timings={},
        outputs={},
        settings={},
    )


def swept(*files: SweptFile, ended_at: datetime = TWO_O_CLOCK, exit_code: int = 0) -> Swept:
    """A sweep that took a minute and a half."""
    return Swept(
        inbox=Path("/srv/inbox"),
        started_at=ended_at - timedelta(seconds=90),
        ended_at=ended_at,
        files=files,
        exit_code=exit_code,
        state_version=7,
        timings={"look": 10.5, "apply": 79.5},
    )


def swept_file(fate: Fate, told: RunReport | None = None, *, name: str = "hr.xlsx") -> SweptFile:
    """A file of the inbox itself."""
    return SweptFile("", name, fate, 0, Path("/srv/archive") / name, told.run_id if told else None, told)
