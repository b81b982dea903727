"""The children of this process: at most two, kept warm for the next file, replaced when they end."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.intake.sandbox.worker import Child

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 2


class Pool:
    """Lends its children to threads, one at a time each; who finds none waits."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._changed = threading.Condition()

    def start(self, wanted: int) -> None:
        """Starts children without waiting for them, so that there are as many as wanted, and not too many."""
        with self._changed:
            self._idle += [self._new() for _missing in range(len(self._all), min(wanted, _MOST))]

    @contextmanager
    def child(self) -> Iterator[Child]:
        """A child of one's own for a while."""
        child = self._take()
        try:
            yield child
        finally:
            self._give_back(child)

    def end(self) -> None:
        """Ends all children."""
        with self._changed:
            for child in self._all:
                child.end()
            self._idle, self._all = [], set()
            self._changed.notify_all()

    def forget(self) -> None:
        """In a fork: the children are those of the other process, and a thread that is not here may hold the lock."""
        for child in self._all:
            child.forget()
        self._idle, self._all, self._changed = [], set(), threading.Condition()

    def pids(self) -> list[int]:
        """The process ids of all children."""
        with self._changed:
            return sorted(child.pid for child in self._all)

    def _take(self) -> Child:
        with self._changed:
            while True:
                while self._idle:
                    child = self._idle.pop()
                    if child.is_alive:
                        return child
                    self._discard(child)
                if len(self._all) < _MOST:
                    return self._new()
                self._changed.wait()

    def _give_back(self, child: Child) -> None:
        with self._changed:
            if child.is_usable and child in self._all:
                self._idle.append(child)
            else:
                self._discard(child)
            self._changed.notify()

    def _new(self) -> Child:
        child = Child()
        self._all.add(child)
        return child

    def _discard(self, child: Child) -> None:
        child.end()
        self._all.discard(child)


POOL = Pool()


def start(wanted: int) -> None:
    """Begins to start that many readers, so that they are ready when the first file is."""
    POOL.start(wanted)


atexit.register(POOL.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.forget)
