"""The workers of this process: at most two, kept for the next file, and replaced when they end."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.intake.sandbox.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_MOST = 2
# So many bytes beside the largest file are worth a second worker: to start one takes as long as to read 50,000 rows.
_WORTH_ANOTHER = 1 << 20


class Pool:
    """A pool of workers, each lent to one thread at a time; a thread that finds none waits."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._changed = threading.Condition()

    def start(self, wanted: int) -> None:
        """Start workers until there are as many as wanted, two at most, without waiting for them."""
        with self._changed:
            self._idle += [self._new() for _missing in range(len(self._all), min(wanted, _MOST))]

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        """A worker that is the caller's own for the block."""
        worker = self._take()
        try:
            yield worker
        finally:
            self._give_back(worker)

    def end(self) -> None:
        """End all workers."""
        with self._changed:
            for worker in self._all:
                worker.end()
            self._idle, self._all = [], set()
            self._changed.notify_all()

    def forget(self) -> None:
        """Forget all workers in a fork: they belong to the other process, and a thread of it may hold the lock."""
        for worker in self._all:
            worker.forget()
        self._idle, self._all, self._changed = [], set(), threading.Condition()

    def pids(self) -> list[int]:
        """The process ids of all workers."""
        with self._changed:
            return sorted(worker.pid for worker in self._all)

    def _take(self) -> Worker:
        with self._changed:
            while True:
                while self._idle:
                    worker = self._idle.pop()
                    if worker.is_alive:
                        return worker
                    self._discard(worker)
                if len(self._all) < _MOST:
                    return self._new()
                self._changed.wait()

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            if worker.is_usable and worker in self._all:
                self._idle.append(worker)
            else:
                self._discard(worker)
            self._changed.notify()

    def _new(self) -> Worker:
        worker = Worker()
        self._all.add(worker)
        return worker

    def _discard(self, worker: Worker) -> None:
        worker.end()
        self._all.discard(worker)


POOL = Pool()


def workers_for(paths: Sequence[Path]) -> int:
    """The number of workers that read these files soonest: one, or two where there is much beside the largest file."""
    sizes = [_size(path) for path in paths]
    return _MOST if sum(sizes) - max(sizes, default=0) >= _WORTH_ANOTHER else 1


def start(paths: Sequence[Path]) -> None:
    """Start the workers for these files, so that they are ready when the first file is."""
    POOL.start(workers_for(paths))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


atexit.register(POOL.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.forget)
