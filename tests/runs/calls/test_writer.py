"""The queue of calls: what waits is carried out together, and everything that was accepted is carried out."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from pipeline.errors import StateBusy
from pipeline.model import Answer, Call, Caller
from pipeline.runs.calls import writer
from pipeline.runs.calls.writer import Writer
from schemas.vocabulary import Role

_CALLER = Caller("1", "crm", "acme", Role.EDITOR)


def _call(name: str, *claims: str, **options: object) -> Call:
    return Call(name, _CALLER, "test", (), lambda _: Answer(200, {}), options, frozenset(claims))


class Desk:
    """Carries groups out, the first of them only when it may."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.rests: list[bool] = []
        self.may_go_on = threading.Event()
        self.has_begun = threading.Event()
        self.writer = Writer(self._carry_out, self._rest)

    def _carry_out(self, calls: Sequence[Call]) -> list[Answer | Exception]:
        self.groups.append([call.call_id for call in calls])
        self.has_begun.set()
        assert self.may_go_on.wait(10)
        if calls[0].call_id == "broken":
            raise ValueError("a bug")
        return [Answer(200, {"name": call.call_id}) for call in calls]

    def _rest(self, is_last: bool) -> float | None:  # noqa: FBT001
        self.rests.append(is_last)
        return None

    def after_first(self, *calls: Call) -> list[list[str]]:
        """The groups of these calls, all of which wait while a first one is carried out."""
        self.writer.start()
        first = self.writer.submit(_call("first"))
        assert self.has_begun.wait(10)
        answers = [self.writer.submit(call) for call in calls]
        self.may_go_on.set()
        assert first.result(10).body == {"name": "first"}
        assert [answer.result(10).body["name"] for answer in answers] == [call.call_id for call in calls]
        self.writer.close()
        return self.groups[1:]


def test_calls_that_wait_are_carried_out_together() -> None:
    assert Desk().after_first(_call("a", "1"), _call("b", "2"), _call("c")) == [["a", "b", "c"]]


def test_calls_that_claim_the_same_are_carried_out_in_turn() -> None:
    groups = Desk().after_first(_call("a", "1"), _call("b", "1", "2"), _call("c", "2"), _call("d", "3"))
    assert groups == [["a", "d"], ["b"], ["c"]]


def test_those_who_were_answered_are_waited_for_when_they_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_NEXT_SECONDS", 5)
    desk = Desk()
    desk.writer.start()
    first = desk.writer.submit(_call("first"))
    assert desk.has_begun.wait(10)
    other = desk.writer.submit(_call("other"))
    desk.may_go_on.set()
    assert first.result(10).status == 200
    again = desk.writer.submit(_call("again"))
    assert (other.result(10).status, again.result(10).status) == (200, 200)
    desk.writer.close()
    assert desk.groups == [["first"], ["other", "again"]]


def test_calls_with_other_options_are_carried_out_apart() -> None:
    assert Desk().after_first(_call("a"), _call("b", create=True), _call("c")) == [["a", "c"], ["b"]]


def test_a_failure_is_told_to_whoever_waits_and_the_next_call_is_carried_out() -> None:
    desk = Desk()
    desk.may_go_on.set()
    desk.writer.start()
    with pytest.raises(ValueError, match="a bug"):
        desk.writer.submit(_call("broken")).result(10)
    assert desk.writer.submit(_call("a")).result(10).status == 200
    desk.writer.close()


def test_a_writer_that_is_closed_accepts_nothing_and_rests_last() -> None:
    desk = Desk()
    assert desk.after_first(_call("a")) == [["a"]]
    assert desk.rests[-1] is True
    with pytest.raises(StateBusy):
        desk.writer.submit(_call("b"))
