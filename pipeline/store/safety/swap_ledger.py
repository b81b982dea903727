"""Putting one ledger in the place of another, which is set aside and never deleted.

Whenever a process is killed, the ledger's path holds either the old file or the new one: the old file gets a second
name first, and the new file then takes the first name in one step. The next swap cleans up after a killed one.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from pipeline.disk import copy_flushed, flush, flush_folder
from pipeline.durable import durable
from pipeline.store.connections import log_of, refuse_log


def swap_in(new: Path, state: Path, *, why: str, now: datetime) -> Path | None:
    """Put the ledger `new`, on the same disk, in the place of `state`; returns the path at which the old ledger is now.

    The caller holds the lock, and has worked the old ledger's log into it, where it can be read at all.
    """
    _make_ready(new, state)
    _forget_second_names(state)
    aside = _set_aside(state, _free_name(state, why, now)) if state.exists() or log_of(state).exists() else None
    _replace(new, state)
    return aside


def replace_for_good(new: Path, state: Path) -> None:
    """Put the ledger `new` in the place of `state` as `swap_in` does, but keep nothing of the old one."""
    _make_ready(new, state)
    _replace(new, state)


def _make_ready(new: Path, state: Path) -> None:
    refuse_log(new)
    if state.exists():
        shutil.copymode(state, new)
    flush(new)


def _replace(new: Path, state: Path) -> None:
    os.replace(new, state)
    flush_folder(state.parent)
    durable("ledger put in place")


def _free_name(state: Path, why: str, now: datetime) -> Path:
    """A free path for the old ledger: `rollcall.duckdb.before-restore-20250303T090000Z`, or with the next number."""
    name = f"{state.name}.before-{why}-{now:%Y%m%dT%H%M%SZ}"
    places = (state.with_name(one) for one in chain([name], (f"{name}-{number}" for number in count(2))))
    return next(place for place in places if not place.exists() and not log_of(place).exists())


def _set_aside(state: Path, aside: Path) -> Path:
    """Give the old ledger a second name, and its log, if there is one, the name beside that.

    The log is moved before the new ledger takes the name: DuckDB would take it for the log of the new one.
    """
    for old, second in ((state, aside), (log_of(state), log_of(aside))):
        if old.exists():
            _name_again(old, second)
    flush_folder(state.parent)
    durable("old ledger set aside")
    if log_of(state).exists():
        log_of(state).unlink()
        flush_folder(state.parent)
        durable("old log set aside")
    return aside


def _name_again(old: Path, second: Path) -> None:
    """Give the file a second name; make a copy where the disk has no hard links."""
    try:
        os.link(old, second)
    except OSError:
        unfinished = second.with_name(f".{second.name}.part")
        copy_flushed(old, unfinished)
        shutil.copymode(old, unfinished)
        unfinished.replace(second)


def _forget_second_names(state: Path) -> None:
    """Remove the second name of the ledger that a killed swap left: it is not a ledger that was set aside.

    Where the log was already moved, it lies beside the second name only, and both stay.
    """
    if not state.exists():
        return
    for second in state.parent.glob(f"{state.name}.before-*"):
        if not _is_same(second, state) or (log_of(second).exists() and not _is_same(log_of(second), log_of(state))):
            continue
        log_of(second).unlink(missing_ok=True)
        second.unlink()


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and os.path.samefile(one, other)
