"""The policies of the settings, asked of the ledger as a decision would leave it. Without policies nothing is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import polars as pl

from pipeline import outputs, store
from pipeline.errors import PolicyFigure, UsageProblem
from pipeline.runs.query import records_of
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.commit import record_of
from pipeline.runs.steps.decide import Decision
from pipeline.runs.steps.results import devices_touched, story_of
from pipeline.settings import Settings
from pipeline.settings.overrides import allowed_policies
from pipeline.settings.sections import PolicySettings

# So many violations of a policy are counted, so many are told, and for so long its query may take.
_COUNTED, _TOLD, _SECONDS = 10_000, 100, 60.0
_MEANT = "Did you mean"
_HOW = (
    "A policy is one query that reads the published tables and views and `changes`, nothing else, in a minute at most; "
    "see rollcall guide policies. Try it with: rollcall query"
)
_ALL, _REFUSE = 1 << 62, "refuse"
# The id of the run that is tried, which nobody sees.
_UNSEEN_ID = "planned"


def with_policies(
    decision: Decision, settings: Settings, stages: Stages, *, allowed: frozenset[str] = frozenset()
) -> Decision:
    """The decision with the violations of each policy in its report, as the ledger would be after it.

    `allowed` are policies that an approved plan may break, beside those that are allowed now. Raises UsageProblem where
    the query of a policy is wrong, or where one that is not there is allowed.
    """
    may_break = allowed | _allowed_now(settings)
    if not settings.policies:
        return decision
    with stages("policies"):
        run = record_of(decision.report, _UNSEEN_ID)
        tables = {"changes": _changes(decision, settings)}
        with store.asking_of_planned(settings.ledger, decision.change_set, run, decision.refreshed, tables) as ask:
            figures = tuple(_figure(policy, ask, settings, may_break) for policy in settings.policies)
    return replace(decision, report=replace(decision.report, policies=figures))


def refuse_wrong_policies(settings: Settings) -> None:
    """Raises UsageProblem where the query of a policy cannot be asked; for what begins long before it decides."""
    _allowed_now(settings)
    if settings.policies:
        tables = {"changes": outputs.no_changed_values()}
        with store.asking_of_nothing(tables) as ask:
            for policy in settings.policies:
                _figure(policy, ask, settings, frozenset())


def _allowed_now(settings: Settings) -> frozenset[str]:
    named = allowed_policies(settings.allow)
    there = [policy.name for policy in settings.policies]
    strange = sorted(named.difference(there))
    if strange:
        known = ", ".join(there) or "none"
        raise UsageProblem(f"There is no policy {strange[0]} in the settings.", f"Those that there are: {known}.")
    return named


def _changes(decision: Decision, settings: Settings) -> pl.DataFrame:
    """Each value that the decision changes, as `--json` tells them."""
    state = decision.state
    touched = devices_touched(decision.change_set, state)
    story = story_of(decision.change_set, touched, state, decision.report.recorded_at, settings)
    values, _ = outputs.changed_values(story, _ALL)
    return values


def _figure(policy: PolicySettings, ask: store.Ask, settings: Settings, allowed: frozenset[str]) -> PolicyFigure:
    with _naming(policy, settings):
        found = ask(policy.sql, limit=_COUNTED, seconds=_SECONDS)
    is_broken, is_allowed = not found.rows.is_empty(), policy.name in allowed
    return PolicyFigure(
        name=policy.name,
        level=policy.level,
        message=policy.message,
        violations=found.rows.height,
        rows=tuple(records_of(replace(found, rows=found.rows.head(_TOLD)))),
        refused=is_broken and policy.level == _REFUSE and not is_allowed,
        allowed=is_broken and is_allowed,
    )


@contextmanager
def _naming(policy: PolicySettings, settings: Settings) -> Iterator[None]:
    """Names the policy, and where it stands, in what is wrong with its query."""
    try:
        yield
    except UsageProblem as problem:
        place = f"number {settings.policies.index(policy) + 1} of [[policies]] in {settings.config_file}"
        where = place if settings.config_file else "in the environment"
        hint = problem.hint if problem.hint.startswith(_MEANT) else _HOW
        raise UsageProblem(
            f"The policy {policy.name} ({where}) cannot be checked, so nothing was done. {problem.message}",
            hint,
            code="policy_wrong",
        ) from problem
