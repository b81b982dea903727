"""Expected failures, each with its exit code and a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl


class RollcallError(Exception):
    """An expected failure: its message in one sentence, and a hint that says what to do.

    `code` is for programs, the message and the hint are for people. `issues`, where there are any, has the columns
    of `Checked.issues`.
    """

    exit_code: ClassVar[int] = 1
    code: str = "error"

    def __init__(self, message: str, hint: str, *, code: str | None = None, issues: pl.DataFrame | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or type(self).code
        self.issues = issues


@dataclass(frozen=True, slots=True)
class LimitFigure:
    """The figure of a plan for one limit, and the figure allowed, None where the limit is off."""

    name: str
    value: float
    allowed: float | None
    exceeded: bool


@dataclass(frozen=True, slots=True)
class PolicyFigure:
    """The violations of one policy, whose `level` is `warn` or `refuse`: their number, and the first of their rows.

    `allowed` is true where the policy is broken and may be for this run, `refused` where it refuses the run.
    """

    name: str
    level: str
    message: str
    violations: int
    rows: tuple[Mapping[str, object], ...] = ()
    refused: bool = False
    allowed: bool = False


class UsageProblem(RollcallError):
    """The command line or the settings ask for something that does not exist."""

    exit_code = 2
    code = "usage"


class NotOnLake(UsageProblem):
    """What was asked for is not done with a ledger in a lake. `COMMANDS` are those that are."""

    code = "not_on_a_lake"
    COMMANDS = (
        *("check", "map", "plan", "apply", "run", "undo", "show", "report", "explain", "query", "export", "template"),
        *("receipt", "stocktake", "publish", "verify", "backup", "sweep", "digest", "schedule", "where", "guide"),
    )
    WAYS_OUT: ClassVar[Mapping[str, str]] = {
        "restore": "Import the backup to a new place: rollcall lake import BACKUP --state lake:FOLDER",
        "rebuild": "Make a file of it, rebuild that, and import it to a new place: rollcall lake export FILE.duckdb",
        "forget": "Make a file of it (rollcall lake export FILE.duckdb), erase the person there, import that to a new "
        "place (rollcall lake import FILE.duckdb --state lake:FOLDER), and remove the old one.",
    }

    def __init__(self, what: str, command: str | None = None) -> None:
        super().__init__(
            f"{what} does not work with a ledger in a lake. These commands do: {', '.join(self.COMMANDS)}.",
            self.WAYS_OUT.get(command or "", "For all else, make a file of it: rollcall lake export FILE.duckdb"),
        )


class FileUnusable(RollcallError):
    """A file cannot be used at all; nothing was written. `next_step`, if any, is told after all of its issues."""

    exit_code = 3
    code = "file_unusable"
    next_step: str = ""


class PlanRefused(RollcallError):
    """The plan is unsafe; nothing was written.

    Where it exceeds a limit or breaks a policy, `limits` and `policies` have the figures of each, and `overrides` the
    values of `--allow` with which it would be carried out; the hint is then the `advice` with these options.
    """

    exit_code = 5
    code = "plan_refused"

    def __init__(
        self,
        message: str,
        advice: str,
        *,
        code: str | None = None,
        limits: Sequence[LimitFigure] = (),
        policies: Sequence[PolicyFigure] = (),
        overrides: Sequence[str] = (),
    ) -> None:
        self.advice, self.overrides = advice, tuple(overrides)
        self.limits, self.policies = tuple(limits), tuple(policies)
        hint = f"{advice}: {self.options} --reason TEXT" if overrides else advice
        super().__init__(message, hint, code=code)

    @property
    def options(self) -> str:
        """The options that allow the plan."""
        return " ".join(f"--allow {override}" for override in self.overrides)


class PlanStale(RollcallError):
    """The plan was edited, was applied before, or the ledger has moved on; nothing was written."""

    exit_code = 6
    code = "plan_stale"


class StateBusy(RollcallError):
    """Another process holds the state."""

    exit_code = 7
    code = "state_busy"


# The code of a failure for want of memory.
NO_MEMORY = "no_memory"


class StoreFailed(RollcallError):
    """The store failed: disk full, damaged; nothing is half-written."""

    exit_code = 8
    code = "store_failed"


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return (str(error).splitlines() or ["no reason given"])[0]


def disk_trouble(said: str, place: object) -> StoreFailed | None:
    """The failure of the disk that holds `place`, recognised by the system's error message `said`.

    None where the message is about something else. Python, Rust and DuckDB each word it in their own way.
    """
    for code, signs, sentence, hint in _DISK_TROUBLES:
        if any(sign in said for sign in signs):
            return StoreFailed(sentence.format(place=place), hint, code=code)
    return None


_DISK_TROUBLES = (
    (
        "disk_full",
        ("No space left", "not enough space", "disk full", "Disk quota", "quota exceeded", "os error 28)"),
        "The disk that holds {place} is full.",
        "Make room there.",
    ),
    (
        "file_too_large",
        ("File too large", "os error 27)"),
        "A file in {place} may not grow any further: the disk, or a limit for this account, allows no larger one.",
        "Use a disk that takes larger files, or have the limit raised (ulimit -f).",
    ),
    (
        "disk_failing",
        ("Input/output error", "fsync failed", "os error 5)"),
        "The disk that holds {place} fails to read or to write.",
        "See that it is connected and sound, or use another one.",
    ),
)
