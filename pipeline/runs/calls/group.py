"""A group of calls, decided as one run and committed in one transaction, each with an answer of its own.

Where calls that were taken to have nothing in common turn out to concern one device, or something stands against the
group as a whole, each of them is carried out by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from pipeline import intake, store
from pipeline.errors import RollcallError, StateBusy, StoreFailed
from pipeline.model import Answer, Call, Checked, Told
from pipeline.runs.calls.devices_meant import with_all_identifiers, with_devices_meant
from pipeline.runs.calls.publication import Publication
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.check_limits import refuse_unsafe
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import write_down_calls
from pipeline.runs.steps.decide import Decision, attributes_read, decide
from pipeline.settings import Settings
from schemas.vocabulary import DeviceGuard, Guard

# A caller says what it means: limits and guards are there for lists that are cut short, and for slips of the pen.
_AS_SAID = {"guard": Guard.WARN, "device_guard": DeviceGuard.WARN}


class _ConcernEachOther(Exception):
    """Rows of several calls are about one device."""


class Group:
    """The calls of a ledger: what the writer does with a group of them, and between groups."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._publication = Publication(settings)

    def rest(self, is_last: bool) -> float | None:  # noqa: FBT001 - the writer calls it
        """Publish what was committed, where it is due or nothing follows; the seconds until it is due again."""
        return self._publication.rest(is_last=is_last)

    def carry_out(self, calls: Sequence[Call]) -> Sequence[Answer | Exception]:
        """The answer of each call, once it is committed, or why it was not carried out."""
        with store.hold_state(self.settings.ledger, command="serve", started_at=clock()):
            if len(calls) > 1:
                try:
                    return self._together(calls)
                except (StateBusy, StoreFailed):
                    raise
                except (RollcallError, _ConcernEachOther):
                    pass  # what stands against the group may not stand against each of them
            return [self._alone(call) for call in calls]

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
        with stages("read"):
            items = [item for call in calls for item in call.items]
            checked = intake.read_items(items, settings.how_to_read())
            named = with_all_identifiers(checked, calls)
            state = store.read_named(settings.ledger, attributes_read(checked, settings), named)
            checked = with_devices_meant(checked, state.devices, calls)
        decision = decide("call", checked, settings, stages, known=state)
        if len(calls) > 1 and _concern_each_other(decision.judged):
            raise _ConcernEachOther
        decision = with_policies(decision, settings, stages)
        refuse_unsafe(decision.limits, decision.report.policies)
        answers = _answers(calls, checked, decision)
        version = write_down_calls(decision, settings, stages)
        self._publication.note(is_changed=decision.is_changing)
        return [replace(answer, state_version=version) for answer in answers]

    def _settings_of(self, call: Call) -> Settings:
        limits = self.settings.limits.model_copy(update={"enabled": False})
        return self.settings.model_copy(update={**_AS_SAID, "limits": limits, **call.options})


def _concern_each_other(judged: pl.DataFrame) -> bool:
    """True where rows of several calls are about one device."""
    named = judged.select("device_id", "sheet").drop_nulls().unique()
    return bool(named["device_id"].is_duplicated().any())


def _answers(calls: Sequence[Call], checked: Checked, decision: Decision) -> list[Answer]:
    rows = decision.judged.partition_by("sheet", as_dict=True, maintain_order=True)
    issues = checked.issues.partition_by("sheet", as_dict=True, maintain_order=True)
    none, found_none = decision.judged.clear(), checked.issues.clear()
    return [
        call.answer(
            Told(
                rows=rows.get((call.call_id,), none),
                issues=issues.get((call.call_id,), found_none),
                state=decision.state,
                change_set=decision.change_set,
                now=decision.report.recorded_at,
            )
        )
        for call in calls
    ]
