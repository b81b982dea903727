"""Files that are still being written, or that are incomplete: they are not taken."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

from pipeline.model import SweptFile
from pipeline.runs.sweep.inbox import Seen, left, seen
from pipeline.settings.sections import SweepSettings
from schemas.records import dataclass

_SECOND = 1_000_000_000
_FILE_UNUSABLE = 3
_ZIP = b"PK\x03\x04"
_END_RECORD = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF

# The lock files that Excel and LibreOffice lay beside a file that somebody has open.
_OPEN_ELSEWHERE = ("~${}", ".~lock.{}#")


@dataclass(frozen=True, slots=True)
class Settled:
    """Files that may be taken, and those that are left this time."""

    ready: tuple[Seen, ...]
    left: tuple[SweptFile, ...]


def settle(
    files: Sequence[Seen], rules: SweepSettings, now: Callable[[], int], wait: Callable[[float], None] = time.sleep
) -> Settled:
    """The files in two parts: those that may be taken, and those that are left this time.

    Files that have changed lately, or are dated in the future, are looked at again after one wait for all of them.
    `now` gives the time in nanoseconds since 1970; `wait` sleeps, independently of the clock being set.
    """
    begun = now()
    pause = max((_pause(file, rules, begun) for file in files), default=0.0)
    if pause:
        wait(pause)
    ready, gone = [], []
    for file in files:
        why = _why_left(file, rules, is_young=_pause(file, rules, begun) > 0, now=now())
        if why is None:
            ready.append(file)
        else:
            gone.append(why)
    return Settled(tuple(ready), tuple(gone))


def is_unfinished(touched: int, rules: SweepSettings, now: int) -> bool:
    """True as long as somebody may still be writing the file."""
    return now - touched < rules.unfinished_minutes * 60 * _SECOND


def _pause(file: Seen, rules: SweepSettings, now: int) -> float:
    """The seconds until the file has not changed for `stable_seconds`; all of these for a date in the future."""
    age = (now - file.touched) / _SECOND
    return rules.stable_seconds if age < 0 else max(0.0, rules.stable_seconds - age)


def _why_left(file: Seen, rules: SweepSettings, *, is_young: bool, now: int) -> SweptFile | None:
    try:
        if is_young and seen(file.path, file.source).likeness != file.likeness:
            return left(file, f"{file.name} is still being written.", "It is taken by the next sweep after that.")
        unfinished = is_unfinished(file.changed, rules, now)
        why = _missing_part(file) if unfinished else None
    except FileNotFoundError:
        return left(file, f"{file.name} was taken away again before it could be read.", "")
    except OSError as problem:
        said = f"{file.name} cannot be read: {problem.strerror}."
        return left(file, said, "See that whoever sweeps may read it.", exit_code=_FILE_UNUSABLE)
    if why is None:
        return None
    return left(file, f"{file.name} {why}.", f"It is taken {_minutes(rules)} after its last change, as it is then.")


def _minutes(rules: SweepSettings) -> str:
    return f"{rules.unfinished_minutes:g} minute{'' if rules.unfinished_minutes == 1 else 's'}"


def _missing_part(file: Seen) -> str | None:
    """The sign that the file is unfinished, in words; None where there is none."""
    if any(os.path.lexists(file.path.parent / sign.format(file.path.name)) for sign in _OPEN_ELSEWHERE):
        return "is open in a spreadsheet program"
    if file.size == 0:
        return "is empty"
    return "is not whole: its end is missing" if _is_cut_off(file) else None


def _is_cut_off(file: Seen) -> bool:
    """True for a zip file, as all modern workbooks are, that lacks its end record."""
    with file.path.open("rb") as opened:
        if opened.read(len(_ZIP)) != _ZIP:
            return False
        opened.seek(max(0, file.size - _LONGEST_END))
        return _END_RECORD not in opened.read()
