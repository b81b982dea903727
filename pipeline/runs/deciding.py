"""From checked rows to everything that a run would write and tell: the chain that `run`, `plan` and `check` share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import narwhals as nw
import polars as pl

from pipeline import outputs, store
from pipeline.core.expressions import Frame
from pipeline.core.plan import Current, Decided, Desired, build_plan
from pipeline.errors import PlanRefused
from pipeline.model import ChangeSet, Checked, Results, RunReport, State
from pipeline.runs.contracts import hold_plan_to_models, hold_to_models
from pipeline.runs.stages import Stages, instant_after
from pipeline.runs.telling import FACTS, reported, story_of, told
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX
from schemas.vocabulary import Kind, Mode


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that is known once the rows are decided and nothing is written yet.

    `state` is what they were compared with, `judged` has one row per input row with what became of it, in words.
    """

    change_set: ChangeSet
    results: Results
    report: RunReport
    judged: pl.DataFrame
    state: State

    @property
    def is_changing(self) -> bool:
        """True when it changes the ledger at all."""
        return not self.change_set.events.is_empty()


def refuse_empty(checked: Checked, settings: Settings) -> None:
    """Refuse a full sheet without a single row: taken at its word, it would take everything away."""
    empty = [sheet for sheet in checked.sheets if sheet.kind is Kind.ASSIGNMENTS and sheet.rows == 0]
    if settings.mode is Mode.FULL and empty and "empty" not in settings.intent().allow:
        raise PlanRefused(
            f"{outputs.place(empty[0].file, empty[0].sheet)} has no row, and a full sheet without a row would take "
            "every device in its scope away from its owner.",
            "If that is what you mean, allow it for this run with --allow empty.",
            code="empty",
        )


def decide(command: str, checked: Checked, settings: Settings, stages: Stages) -> Decision:
    """Compare the checked rows with the current state; decide, carry out on paper, and tell.

    The report has no run id yet; its `state_version` is the one that the decision rests on.
    """
    with stages("state"):
        state = store.read_state(settings.state, _attributes(checked, settings), wait=settings.wait)
    hold_to_models(checked, state)
    now = instant_after(state.last_run_at)
    with stages("decide"):
        decided = build_plan(_desired(checked), current_of(state), settings.intent(), now=now)
        change_set = _change_set(decided, state)
    with stages("describe"):
        verdicts = outputs.Verdicts(
            _native(decided.rows), _native(decided.candidates), _native(decided.devices), now, settings.timezone
        )
        judged = outputs.judged_rows(checked, verdicts)
        change_set = replace(change_set, row_outcomes=outputs.row_outcomes(judged, checked))
        originals = outputs.titled_originals(checked.originals, checked.headers)
        rows = outputs.rows_frame(judged, originals, all_rows=settings.results.rows == "all")
        issues = pl.concat([checked.issues, outputs.decision_issues(judged, checked)])
        story = story_of(change_set, verdicts.devices, state, now)
        absent = outputs.absent_frame(_native(decided.absent), _native(decided.missing), story.devices)
        results = told(story, rows, absent, issues)
    hold_plan_to_models(change_set, judged, results)
    report = replace(
        reported(command, judged, results, change_set.events, checked.sources),
        state_version=state.state_version,
        recorded_at=now,
        settings=_settings_used(settings, checked),
    )
    return Decision(change_set, results, report, judged, state)


def _attributes(checked: Checked, settings: Settings) -> list[str]:
    """What must be known of each device: what the inventory may change, what is told, and what the scope compares."""
    known = [attribute.name for attribute in ATTRIBUTES]
    listed = [name for name in checked.inventory.columns if name in known or name.startswith(CUSTOM_PREFIX)]
    scope = [settings.scope_attribute] if settings.scope_attribute else []
    return list(dict.fromkeys([*listed, *FACTS, *scope]))


def _desired(checked: Checked) -> Desired:
    known = [attribute.name for attribute in ATTRIBUTES]
    columns = checked.inventory.columns
    attributes = tuple(name for name in columns if name in known or name.startswith(CUSTOM_PREFIX))
    return Desired(_lazy(checked.inventory), _lazy(checked.assignments), attributes)


def current_of(state: State) -> Current:
    """The current state, as the decisions read it."""
    return Current(
        devices=_lazy(state.devices),
        owners=_lazy(state.owners),
        spans=_lazy(state.spans),
        last_device_id=state.last_device_id,
        last_owner_id=state.last_owner_id,
        last_ownership_id=state.last_ownership_id,
    )


def _change_set(decided: Decided, state: State) -> ChangeSet:
    created, owners = _native(decided.devices_created), _native(decided.owners_created)
    orgs = pl.concat([created.select("org_id"), owners.select("org_id")]).unique().sort("org_id")
    return ChangeSet(
        organizations=orgs.filter(~pl.col("org_id").is_in(list(state.organizations))),
        devices_created=created,
        device_changes=_native(decided.device_changes),
        owners_created=owners,
        spans_superseded=_native(decided.spans_superseded),
        spans_recorded=_native(decided.spans_recorded),
        events=_native(decided.events),
        row_outcomes=pl.DataFrame(),
    )


def _settings_used(settings: Settings, checked: Checked) -> Mapping[str, object]:
    """What the run was told beyond the defaults, but where its files lie; and the headers that the rows had."""
    used: dict[str, object] = settings.model_dump(
        mode="json", exclude_defaults=True, exclude={"state", "out", "wait", "plan_key"}
    )
    return {**used, "headers": dict(checked.headers)}


def _lazy(frame: pl.DataFrame) -> Frame:
    return nw.from_native(frame.lazy())


def _native(frame: Frame) -> pl.DataFrame:
    collected: pl.DataFrame = frame.collect().to_native()
    return collected
