"""The nightly job: the words of its command, the folder it runs in, and every path it needs."""

from __future__ import annotations

import getpass
import os
import re
import sys
import sysconfig
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pipeline
from pipeline.errors import UsageProblem
from pipeline.settings import CONFIG, Settings
from schemas.records import dataclass

# A word that needs no quotes in any shell, crontab or unit file.
PLAIN = re.compile(r"[A-Za-z0-9_./-]+")

_BOOTED_BY_SYSTEMD = Path("/run/systemd/system")
_SCRIPT = "rollcall.exe" if sys.platform == "win32" else "rollcall"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_SETTING = re.compile(r"ROLLCALL_\w+", re.IGNORECASE | re.ASCII)


class System(StrEnum):
    """The schedulers for which a job can be written."""

    SYSTEMD = "systemd"
    CRON = "cron"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Job:
    """One sweep every day.

    `words` is the whole command, each word unquoted; `folder` is the one it runs in. `places` are the paths that it
    reads files from or writes to, `programs` the folders of the program itself. `log` is the file for its standard
    error where the scheduler keeps none. `left_behind` are the settings of the present environment, which the job will
    lack.
    """

    name: str
    inbox: str
    hour: int
    minute: int
    words: tuple[str, ...]
    folder: str
    places: tuple[Path, ...]
    programs: tuple[Path, ...]
    log: str
    user: str
    left_behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduledFile:
    """A text, and the file or crontab to put it into."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The texts for one scheduler, and the commands that enable the job, which the texts name, too."""

    system: System
    name: str
    files: tuple[ScheduledFile, ...]
    enable: tuple[str, ...]

    @property
    def text(self) -> str:
        """All texts, to be printed."""
        return "\n".join(file.text for file in self.files)


def this_system() -> System:
    """The usual scheduler of this computer."""
    if sys.platform == "win32":
        return System.WINDOWS
    return System.SYSTEMD if _BOOTED_BY_SYSTEMD.is_dir() else System.CRON


def job_of(inbox: Path, settings: Settings, *, config: Path | None, at: str, name: str) -> Job:
    """The job of sweeping this inbox with these settings; relative paths are resolved from the present folder.

    Raises UsageProblem where the inbox is no folder, and where the time, the name or a path cannot be used.
    """
    hour, minute = _time(at)
    _refuse_name(name)
    if not inbox.is_dir():
        raise UsageProblem(
            f"There is no folder {inbox}.", "Make it first, or name the folder that files are dropped in."
        )
    kept = config or (CONFIG if CONFIG.is_file() else None)
    job = Job(
        name=name,
        inbox=_absolute(inbox),
        hour=hour,
        minute=minute,
        words=(*_program(), *_options(settings, kept), "sweep", _absolute(inbox), "--out", _absolute(settings.out)),
        folder=str(Path.cwd()),
        places=_paths_needed(inbox, settings, kept),
        programs=tuple(Path(root).resolve() for root in (sys.prefix, sys.base_prefix, _source())),
        log=str(settings.state.resolve().with_name(f"{name}.log")),
        user=_user(),
        left_behind=tuple(sorted(name for name in os.environ if _SETTING.fullmatch(name))),
    )
    _refuse_unwritable((*job.words, job.folder, job.log, job.user))
    return job


def _time(at: str) -> tuple[int, int]:
    if not _TIME.fullmatch(at):
        raise UsageProblem(f"{at!r} is not a time of day.", "Give hours and minutes, such as --at 02:00.")
    hour, _, minute = at.partition(":")
    return int(hour), int(minute)


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageProblem(
            f"{name!r} cannot be the name of a schedule.",
            "Give letters, digits, dots, hyphens and underscores, such as --name rollcall-hr.",
        )


def _options(settings: Settings, config: Path | None) -> tuple[str, ...]:
    chosen = ("--config", _absolute(config)) if config else ()
    state = _absolute(settings.state) if settings.ledger.lake is None else settings.address
    return ("--state", state, *chosen)


def _program() -> tuple[str, ...]:
    """The command of this installation."""
    # `sys.executable` is not resolved, since a virtual environment is a link to another Python.
    script = Path(sys.executable).with_name(_SCRIPT)
    if script.is_file():
        return (str(script),)
    root = _source()
    if root in {Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")}:
        return (sys.executable, "-P", "-m", "pipeline")
    # A folder of source code that is not installed: the command has to say where it lies.
    found = f"import sys; sys.path.insert(0, {str(root)!r}); from pipeline.cli import main; main()"
    return (sys.executable, "-P", "-c", found)


def _source() -> Path:
    """The folder from which this package was loaded."""
    return Path(pipeline.__file__).resolve().parents[1]


def _paths_needed(inbox: Path, settings: Settings, config: Path | None) -> tuple[Path, ...]:
    """Every path that the job needs, sorted; also the folders of unset paths, beside the inbox and the ledger."""
    sweep = settings.sweep
    given = (inbox, config, settings.out, sweep.processing, sweep.archive, sweep.refused, sweep.cache, sweep.metrics)
    beside = (Path.cwd(), inbox.resolve().parent, settings.state.resolve().parent)
    return tuple(sorted({place.resolve() for place in (*given, *beside) if place is not None}))


def _absolute(path: Path) -> str:
    return str(path.resolve())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else ""


def _refuse_unwritable(words: Iterable[str]) -> None:
    """Raises UsageProblem for words with line breaks or with bytes that are no text, which schedulers may not take."""
    for word in words:
        shown = word.encode("utf-8", "replace").decode()
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in word) or shown != word:
            raise UsageProblem(
                f"{shown!r} cannot be written into a schedule: it has a character that is not printable.",
                "Rename that file or folder.",
            )
