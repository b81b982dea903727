"""plan: the changes that a run would make, as a workbook to be approved, which holds all that applying it needs."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import polars as pl

from pipeline import outputs
from pipeline.model import ChangeSet, Checked, Plan, Results, Sheet, State
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.check_limits import refusal_of
from pipeline.runs.steps.clock import Stages, new_plan_id
from pipeline.runs.steps.commit import Done
from pipeline.runs.steps.decide import Decision, decide, refuse_incomplete
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.runs.steps.read_files import read
from pipeline.runs.steps.validate_frames import validate_plan
from pipeline.settings import Settings, refuse_second_ledger
from schemas.frames.plan import JUDGED
from schemas.reasons import SENTENCES
from schemas.vocabulary import Action, Kind, Outcome, Reason

Keep: TypeAlias = Callable[[Plan, Results], None]


def plan(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Decide what `run` would do with these files; nothing is written but the plan workbook, where `output` is given.

    Raises FileUnusable, StateBusy, PlanRefused where the files cannot be the whole desired state that they are to
    be, and UsageProblem where a run would; see `refuse_second_ledger`. For a plan that exceeds a limit see `offered`.
    """
    refuse_second_ledger(settings)
    refuse_harm(output, settings, paths)
    checked = read(paths, settings, stages)
    refuse_incomplete(checked, settings)
    return plan_rows(checked, settings, stages, output=output)


def plan_rows(checked: Checked, settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Decide what `run` would do with these rows; see `plan`."""
    decision = decide("plan", checked, settings, stages, lists_rows=False)
    return offered(decision, partial(_plan_of_all, decision, checked), settings, stages, output)


def _plan_of_all(decision: Decision, checked: Checked) -> Plan:
    """The plan that carries out the decision, with the rows that were only counted, too: `apply` tells of each row."""
    if decision.left_out is not None:
        judged = pl.concat([decision.judged.select(JUDGED.names), _judged_at_rest(decision.left_out, checked)])
        decision = replace(decision, judged=judged.sort("row_id"))
    return plan_of(decision, checked.originals, checked.headers, checked.sheets)


def _judged_at_rest(left_out: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """The rows of which nothing is told, which are all judged in the same way; columns as in `Plan.judged`."""
    given = checked.assignments.select("row_id", "file", "sheet", "row", "org_id", "owner_email")
    rows = left_out.join(given, on="row_id", how="left", maintain_order="left").with_columns(
        kind=pl.lit(Kind.ASSIGNMENTS.value),
        outcome=pl.lit(Outcome.UNCHANGED.value),
        action=pl.lit(Action.NONE.value),
        reason=pl.lit(Reason.ALREADY_ASSIGNED.value),
        message=pl.lit(SENTENCES[Reason.ALREADY_ASSIGNED]),
        first_row_id="row_id",
    )
    return rows.select(JUDGED.names)


def offered(
    decision: Decision,
    make: Callable[[], Plan],
    settings: Settings,
    stages: Stages,
    output: Path | None,
    *,
    keep: Keep | None = None,
    by: str | None = None,
) -> Done:
    """The report of a decision, with its plan written where `output` is given; `keep` is shown it, too.

    The plan is made `by` whoever is named, else by the user of this process.

    An unsafe plan is written all the same, to be looked at: `refusal` says what stands against it, the Cover says so,
    and `apply` refuses it. The exit code is then that of the refusal.
    """
    decision = with_policies(decision, settings, stages)
    refusal = refusal_of(decision.limits, decision.report.policies, is_plan=True)
    if refusal is not None:
        decision = replace(decision, report=replace(decision.report, exit_code=refusal.exit_code))
    report, written = decision.report, {}
    if output is not None:
        with stages("results"):
            plan = make() if by is None else replace(make(), made_by=by)
            if keep is not None:
                keep(plan, decision.results)
            written["plan"] = outputs.write_plan(output, plan, decision.results, report, key=settings.plan_secret)
    report = replace(report, outputs=written, timings=dict(stages.seconds))
    return Done(report, decision.results, refusal=refusal)


def plan_of(
    decision: Decision,
    originals: pl.DataFrame,
    headers: Mapping[str, str],
    sheets: Sequence[Sheet],
    *,
    undoes: str | None = None,
) -> Plan:
    """The plan that carries out the decision. `originals`, `headers` and `sheets` as in `model.Checked`."""
    state, report = decision.state, decision.report
    plan = Plan(
        plan_id=new_plan_id(report.recorded_at),
        command=report.command,
        made_at=report.recorded_at,
        made_by=getpass.getuser(),
        host=socket.gethostname(),
        state_version=state.state_version,
        ledger_id=state.ledger_id,
        undoes=undoes,
        last_device_id=state.last_device_id,
        last_owner_id=state.last_owner_id,
        last_ownership_id=state.last_ownership_id,
        change_set=decision.change_set,
        versions=_versions(decision.change_set, state),
        judged=decision.judged.select(JUDGED.names),
        originals=originals,
        headers=headers,
        issues=decision.results.issues,
        absent=decision.results.absent,
        leavers=decision.results.leavers,
        limits=decision.limits,
        suspects=decision.suspects,
        kept=decision.kept,
        refreshed=decision.refreshed,
        sources=report.sources,
        sheets=tuple(sheets),
        settings=report.settings,
    )
    validate_plan(plan)
    return plan


def _versions(change_set: ChangeSet, state: State) -> pl.DataFrame:
    """One row per device and owner of the change set, with the version it has before."""
    changed = change_set.events.group_by("aggregate", "aggregate_id").agg(version=pl.col("version").min() - 1)
    named = change_set.events.select(pl.col("owner_id").drop_nulls().unique())
    told = changed.filter(pl.col("aggregate") == "owner")
    unchanged = state.owners.join(told, left_on="owner_id", right_on="aggregate_id", how="anti")
    owners = unchanged.join(named, on="owner_id", how="semi").select(
        aggregate=pl.lit("owner"), aggregate_id="owner_id", version="version"
    )
    return pl.concat([changed, owners]).sort("aggregate", "aggregate_id")
