"""A group of calls, decided as one run and committed in one transaction, each with an answer of its own.

Where calls that were taken to have nothing in common turn out to concern one device, or something stands against the
group as a whole, each of them is carried out by itself. Of a call that is refused, nothing is written: where some of
its rows would be, the others are carried out without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

import polars as pl

from pipeline import intake, store
from pipeline.errors import RollcallError, StateBusy, StoreFailed
from pipeline.model import Answer, Call, Checked, State, Told
from pipeline.runs.calls.conditions import refusal, with_version
from pipeline.runs.calls.decision import decide_calls
from pipeline.runs.calls.devices_meant import with_all_identifiers, with_devices_meant
from pipeline.runs.calls.open_ledger import Holding
from pipeline.runs.calls.publication import Publication
from pipeline.runs.calls.replays import answered_before, kept_of
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.check_limits import refuse_unsafe
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import write_down_calls
from pipeline.runs.steps.decide import Decision
from pipeline.runs.steps.reach.part import asked_of, attributes_read
from pipeline.settings import Settings
from schemas.vocabulary import DeviceGuard, Guard, Leavers, Mode, Outcome

# A caller says what it means: limits and guards are there for lists that are cut short, and for slips of the pen.
# And what the settings say of sheets is not meant.
_AS_SAID = {
    "guard": Guard.WARN,
    "device_guard": DeviceGuard.WARN,
    "mode": Mode.INSTRUCTIONS,
    "leavers": Leavers.REPORT,
    "atomic": False,
    "inventory_complete": False,
    "only_new": False,
    "action": None,
    "kind": None,
}


# How often answers that are too old are removed.
_TIDIED_EVERY = timedelta(minutes=10)


class _ConcernEachOther(Exception):
    """Calls that were taken to have nothing in common cannot be carried out together."""


class _Undone(Exception):
    """Some calls of a group are refused, though some of their rows would be applied: the others go without them."""

    def __init__(self, refused: Mapping[str, Answer]) -> None:
        self.refused = refused


class Group:
    """The calls of a ledger: what the writer does with a group of them, and between groups."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._publication = Publication(settings)
        self._holding = Holding(settings)
        self._tidied_at = datetime.min

    @property
    def has_caught_up(self) -> bool:
        """True once the published copy has all that was committed before this server began."""
        return self._publication.has_caught_up

    def rest(self, is_last: bool) -> float | None:  # noqa: FBT001 - the writer calls it
        """Publish what was committed, where it is due or nothing follows; the seconds until something is due.

        Between groups the ledger stays open, since to close it takes as long as to commit a group. It is closed where
        no call comes any more, and every few seconds, so that other processes have their turn.
        """
        left = self._publication.seconds_left()
        if not is_last and self._holding.is_wanted and left != 0:
            return min(self._holding.seconds_left, left or self._holding.seconds_left)
        self._holding.end()
        if left is not None and (is_last or left == 0):
            self._publication.publish(is_last=is_last)
            return None
        return left

    def carry_out(self, calls: Sequence[Call]) -> Sequence[Answer | Exception]:
        """The answer of each call, once it is committed, or why it was not carried out."""
        self._holding.begin()
        try:
            before = answered_before(calls, self.settings.ledger, now=clock())
            new = [call for call in calls if call.call_id not in before]
            answers = dict(zip((call.call_id for call in new), self._carried_out(new), strict=True))
        except BaseException:
            self._holding.end()  # what has failed may answer nothing any more
            raise
        self._holding.note()
        return [before.get(call.call_id) or answers[call.call_id] for call in calls]

    def _carried_out(self, calls: Sequence[Call]) -> Sequence[Answer | Exception]:
        if len(calls) > 1:
            try:
                return self._together(calls)
            except _Undone as undone:
                return self._without(undone.refused, calls)
            except (StateBusy, StoreFailed):
                raise
            except (RollcallError, _ConcernEachOther):
                pass  # what stands against the group may not stand against each of them
        return [self._alone(call) for call in calls]

    def _without(self, refused: Mapping[str, Answer], calls: Sequence[Call]) -> Sequence[Answer | Exception]:
        """The answers of calls of which some are refused: the others are carried out without them."""
        others = [call for call in calls if call.call_id not in refused]
        answers = dict(zip((call.call_id for call in others), self._carried_out(others), strict=True))
        return [refused.get(call.call_id) or answers[call.call_id] for call in calls]

    def _alone(self, call: Call) -> Answer | Exception:
        try:
            (answer,) = self._together([call])
        except RollcallError as problem:
            return problem
        return answer

    def _together(self, calls: Sequence[Call]) -> Sequence[Answer]:
        """The answers of calls that are carried out together. Raises _ConcernEachOther where they cannot be."""
        stages = Stages()
        settings = self._settings_of(calls[0])
        checked, state = _read(calls, settings, stages)
        decision = decide_calls(checked, state, settings, stages)
        answers = _answers(calls, checked, decision, settings)
        is_alone = len(calls) == 1
        if not is_alone and _concern_each_other(decision.judged):
            raise _ConcernEachOther
        if all(answer.status >= HTTPStatus.BAD_REQUEST for answer in answers):
            return [replace(answer, state_version=state.state_version) for answer in answers]
        if undone := _undone(calls, answers, decision):
            raise _Undone({name: replace(answer, state_version=state.state_version) for name, answer in undone.items()})
        decision = with_policies(decision, settings, stages)
        refuse_unsafe(decision.limits, decision.report.policies)
        version = self._write_down(calls, answers, decision, settings, stages)
        return [replace(answer, state_version=version) for answer in answers]

    def _write_down(
        self, calls: Sequence[Call], answers: Sequence[Answer], decision: Decision, settings: Settings, stages: Stages
    ) -> int:
        now = decision.report.recorded_at
        kept = kept_of(calls, answers, is_tidying=now - self._tidied_at > _TIDIED_EVERY)
        version = write_down_calls(decision, settings, stages, kept)
        if kept.is_tidying:
            self._tidied_at = now
        self._publication.note(is_changed=decision.is_changing)
        return version

    def _settings_of(self, call: Call) -> Settings:
        limits = self.settings.limits.model_copy(update={"enabled": False})
        of_call = {"limits": limits, "org": call.caller.org_id, **call.options}
        return self.settings.model_copy(update={**_AS_SAID, **of_call})


def _read(calls: Sequence[Call], settings: Settings, stages: Stages) -> tuple[Checked, State]:
    """The rows of the calls, and the part of the ledger that they reach."""
    with stages("read"):
        checked = intake.read_items([item for call in calls for item in call.items], settings.how_to_read())
        named = with_all_identifiers(checked, calls)
    with stages("state"):
        asked = replace(asked_of(named, attributes_read(checked, settings), settings), is_sure=True)
        state = store.read_reached(settings.ledger, asked)
    return with_devices_meant(checked, state.devices, calls), state


def _undone(calls: Sequence[Call], answers: Sequence[Answer], decision: Decision) -> Mapping[str, Answer]:
    """The answers of the calls that are refused though some of their rows would be applied, by the ids of the calls."""
    would = set(decision.judged.filter(pl.col("outcome") == Outcome.APPLIED.value)["sheet"])
    named = {call.call_id: answer for call, answer in zip(calls, answers, strict=True)}
    return {name: answer for name, answer in named.items() if answer.status >= HTTPStatus.BAD_REQUEST and name in would}


def _concern_each_other(judged: pl.DataFrame) -> bool:
    """True where rows of several calls are about one device."""
    named = judged.select("device_id", "sheet").drop_nulls().unique()
    return bool(named["device_id"].is_duplicated().any())


def _answers(calls: Sequence[Call], checked: Checked, decision: Decision, settings: Settings) -> list[Answer]:
    rows = decision.judged.partition_by("sheet", as_dict=True, maintain_order=True)
    issues = checked.issues.partition_by("sheet", as_dict=True, maintain_order=True)
    owners = {
        (org, email): (owner_id, is_new)
        for known, is_new in ((decision.state.owners, False), (decision.change_set.owners_created, True))
        for org, email, owner_id in known.select("org_id", "email", "owner_id").rows()
    }
    none, found_none = decision.judged.clear(), checked.issues.clear()
    return [
        _answer(
            call,
            Told(
                rows=rows.get((call.call_id,), none),
                issues=issues.get((call.call_id,), found_none),
                state=decision.state,
                change_set=decision.change_set,
                now=decision.report.recorded_at,
                owners=owners,
            ),
            settings,
        )
        for call in calls
    ]


def _answer(call: Call, told: Told, settings: Settings) -> Answer:
    """The answer to one call. Whether what it concerns is as it was is asked where it would be carried out."""
    answer = call.answer(told)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return answer
    return refusal(call, told, settings) or with_version(call, answer, told)
