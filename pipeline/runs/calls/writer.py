"""The calls that wait to be carried out: they are committed in groups, by one thread, and answered after the commit.

Several callers ask at once, and one commit takes as long for fifty calls as for one. So whatever waits when the thread
is free is decided and committed together.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import field

from pipeline.errors import StateBusy
from pipeline.model import Answer, Call
from pipeline.runs.steps.log import log
from schemas.records import dataclass

# So many calls are committed together at most (a hundred take little longer than one); and so many may wait.
_MOST_TOGETHER = 200
_MOST_WAITING = 1000
# Before a group is carried out, calls that may come with it are waited for: so long for the next one, and for all of
# them no longer than this share of what the last group took.
_NEXT_SECONDS = 0.02
_SHARE = 0.4
_RETRY_SECONDS = 5.0

CarryOut = Callable[[Sequence[Call]], Sequence[Answer | Exception]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    call: Call
    answered: Future[Answer] = field(default_factory=Future)


class Writer:
    """A queue with one thread, which calls `carry_out` with the calls of a group.

    `rest` is called by the same thread after each group, and while nothing waits: it does what is due (publishing) and
    returns the seconds after which something is due, None where nothing is. At the end it is called with True, and does
    all that is left to do.
    """

    def __init__(self, carry_out: CarryOut, rest: Callable[[bool], float | None]) -> None:
        self._carry_out, self._rest = carry_out, rest
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._is_closed = False
        self._expected = 1
        self._took = 0.0
        self._thread = threading.Thread(target=self._work, name="writer")

    def start(self) -> None:
        """Begin to carry calls out."""
        self._thread.start()

    def submit(self, call: Call) -> Future[Answer]:
        """The answer, once the call is committed. Raises StateBusy where too many wait, or the writer is closed."""
        waiting = _Waiting(call)
        with self._changed:
            if self._is_closed:
                raise StateBusy("The server is stopping.", "Send the call again.", code="stopping")
            if len(self._waiting) >= _MOST_WAITING:
                said = f"{len(self._waiting):,} calls are waiting to be carried out already."
                raise StateBusy(said, "Send the call again in a moment.", code="overloaded")
            self._waiting.append(waiting)
            self._changed.notify()
        return waiting.answered

    def close(self) -> None:
        """Carry out everything that was accepted, and end the thread."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        due = self._rest_quietly(is_last=False)
        while not self._is_done():
            if group := self._next_group(due):
                self._answer(group)
            due = self._rest_quietly(is_last=False)
        self._rest_quietly(is_last=True)

    def _answer(self, group: list[_Waiting]) -> None:
        begun = time.monotonic()
        try:
            answers = self._carry_out([one.call for one in group])
        except Exception as problem:
            answers = [problem] * len(group)
        with self._changed:
            self._expected, self._took = len(group) + len(self._waiting), time.monotonic() - begun
        for one, answer in zip(group, answers, strict=True):
            if isinstance(answer, Exception):
                one.answered.set_exception(answer)
            else:
                one.answered.set_result(answer)

    def _rest_quietly(self, *, is_last: bool) -> float | None:
        """What is due is done; where that fails it is logged, and tried again later."""
        try:
            return self._rest(is_last)
        except Exception as problem:
            log.error("not_published", problem=str(problem))
            return _RETRY_SECONDS

    def _is_done(self) -> bool:
        with self._changed:
            return self._is_closed and not self._waiting

    def _next_group(self, due: float | None) -> list[_Waiting]:
        """The calls to be carried out together; none where something else is due first, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed, timeout=due)
            if self._waiting:
                self._gather()
            return self._taken()

    def _gather(self) -> None:
        """Wait for those who were answered just now, while they ask again.

        Whoever waited meanwhile would else be carried out without them, and they would wait for that: two groups take
        twice as long as one.
        """
        until = time.monotonic() + max(_NEXT_SECONDS, self._took * _SHARE)
        while not self._is_worthwhile() and (left := until - time.monotonic()) > 0:
            before = len(self._waiting)
            self._changed.wait(min(_NEXT_SECONDS, left))
            if len(self._waiting) == before:
                return

    def _is_worthwhile(self) -> bool:
        return self._is_closed or len(self._waiting) >= min(self._expected, _MOST_TOGETHER)

    def _taken(self) -> list[_Waiting]:
        """The oldest call, and those that can be decided with it; calls that share a claim keep their order."""
        taken: list[_Waiting] = []
        left: deque[_Waiting] = deque()
        claimed: set[str] = set()
        for one in self._waiting:
            is_alike = not taken or _kind_of(one.call) == _kind_of(taken[0].call)
            if is_alike and len(taken) < _MOST_TOGETHER and claimed.isdisjoint(one.call.claims):
                taken.append(one)
            else:
                left.append(one)
            claimed |= one.call.claims
        self._waiting = left
        return taken


def _kind_of(call: Call) -> tuple[object, ...]:
    """What calls of one run have in common: a run is that of one organization, with one set of options."""
    return call.caller.org_id, call.options
