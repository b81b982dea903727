"""apply: carry out a plan that was reviewed. No input file is read again, and nothing is decided again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

import narwhals as nw
import polars as pl

from pipeline import intake, outputs, store
from pipeline.core.approve import Approved, Planned, approve
from pipeline.core.refreshed_facts import still_refreshed
from pipeline.errors import PlanStale
from pipeline.model import Plan, Source, State
from pipeline.runs.policies.policies import with_policies
from pipeline.runs.steps.check_limits import figures_of, limits_of_approved, measured, refuse_unsafe
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import Committed, Done, publish_unpublished, write_down
from pipeline.runs.steps.core_frames import change_set_of, current_of, lazy, native
from pipeline.runs.steps.decide import Decision
from pipeline.runs.steps.reach.part import instant_for, read_touched
from pipeline.runs.steps.results import FACTS, devices_touched, report_of, results_from, story_of
from pipeline.runs.steps.validate_frames import validate_plan, validate_results, validate_state
from pipeline.settings import Settings, refuse_second_ledger
from pipeline.settings.overrides import allowed_policies
from schemas.fields import VOLATILE
from schemas.instants import instant_text
from schemas.reasons import SENTENCES
from schemas.reasons.filled_frames import format_expr
from schemas.records import dataclass
from schemas.vocabulary import EventType, Outcome, Reason
from schemas.workbook_forms.plan import HEADER_ROW

_PARTLY = "Carried out in part: {} of this row {} left out; see the sheet Left out."


@dataclass(frozen=True, slots=True)
class Approval:
    """How a plan is approved elsewhere than at a prompt.

    Its run has the id `run_id`, and is recorded as that of whoever it is `by`. `left_out` has the places of lines
    (1, 2, 3 ...), by their sheet, that are not approved whatever the workbook says. Where the plan as it was `made` is
    given, nothing but the answers is taken from the workbook. `is_wanted` is asked once the ledger is held, and raises
    where the plan is not to be carried out.
    """

    run_id: str | None = None
    by: str | None = None
    left_out: Mapping[str, Sequence[int]] = field(default_factory=dict)
    made: Path | None = None
    is_wanted: Callable[[], None] = lambda: None


_AS_IT_STANDS = Approval()


def apply(path: Path, settings: Settings, stages: Stages, *, approval: Approval = _AS_IT_STANDS) -> Done:
    """Carry out the approved lines of a plan workbook in one transaction, and write results as a run does.

    A line whose device or owner has changed since is skipped; with `atomic`, the whole plan is refused then. Raises
    PlanRefused for a plan whose approved lines exceed a limit, PlanStale for one that was edited, was applied before or
    belongs to another ledger, FileUnusable for a file that is no plan, StateBusy and StoreFailed, and UsageProblem
    where a run would; nothing is written in any of these cases.
    """
    refuse_second_ledger(settings)
    with stages("read"):
        plan, answers = intake.read_plan(path, key=settings.plan_secret, limits=settings.reader_limits)
        if approval.made is not None:
            plan = _as_made(plan, path.name, approval.made, settings)
        signed = intake.source_of(path.name, path, None)
    validate_plan(plan)
    answers = _with_left_out(answers, approval.left_out)
    with store.hold_state(settings.ledger, command="apply", started_at=clock()):
        approval.is_wanted()
        committed = _committed(plan, answers, signed, settings, stages, approval)
    return committed.show(stages)


def _with_left_out(answers: pl.DataFrame, left_out: Mapping[str, Sequence[int]]) -> pl.DataFrame:
    """The answers; no to the lines that are left out."""
    if not left_out:
        return answers
    is_left_out = [
        (pl.col("sheet") == sheet) & pl.col("place").is_in(list(places)) for sheet, places in left_out.items()
    ]
    return answers.with_columns(is_approved=pl.col("is_approved") & ~pl.any_horizontal(is_left_out))


def _as_made(reviewed: Plan, name: str, made: Path, settings: Settings) -> Plan:
    """The plan as it was made. Raises PlanStale where another one was reviewed."""
    plan, _ = intake.read_plan(made, key=settings.plan_secret, limits=settings.reader_limits)
    if reviewed.plan_id != plan.plan_id:
        raise PlanStale(
            f"{name} is {reviewed.plan_id}, and the plan that it was sent for is {plan.plan_id}.",
            "Send it to the address of its own plan.",
            code="another_plan",
        )
    return plan


def _committed(
    plan: Plan, answers: pl.DataFrame, signed: Source, settings: Settings, stages: Stages, approval: Approval
) -> Committed:
    _refuse_applied(plan, signed.file, settings, stages)
    with stages("state"):
        attributes = [*FACTS, *([] if plan.refreshed.is_empty() else VOLATILE)]
        state = read_touched(plan.change_set, attributes, settings, beside=plan.refreshed["device_id"])
    validate_state(state)
    _refuse_other_ledger(plan, signed.file, state)
    with stages("approve"):
        approved = approve(_planned(plan), lazy(answers), current_of(state))
        if settings.atomic:
            _refuse_stale(approved, signed.file)
    with stages("describe"):
        decision = _decision(plan, approved, state, settings, signed)
    decision = with_policies(decision, settings, stages, allowed=_allowed_by(plan))
    refuse_unsafe(decision.limits, decision.report.policies)
    told = {"run_id": approval.run_id, "by": approval.by}
    return write_down(decision, plan.sheets, settings, stages, plan=plan, **told)


def _allowed_by(plan: Plan) -> frozenset[str]:
    """The policies that the plan was made to break."""
    said = plan.settings.get("allow")
    return allowed_policies(map(str, said)) if isinstance(said, list | tuple) else frozenset()


def _refuse_applied(plan: Plan, name: str, settings: Settings, stages: Stages) -> None:
    """Raises PlanStale where the plan was applied; what it did is published first, where its run was killed before."""
    applied = store.run_of_plan(settings.ledger, plan.plan_id)
    if applied is not None:
        publish_unpublished(settings, stages)
        raise PlanStale(
            f"{name} was applied before: run {applied.run_id} of {instant_text(applied.recorded_at)}, "
            f"by {applied.user}.",
            f"To see what it did: rollcall show runs --run {applied.run_id}. To do more, make a new plan.",
            code="plan_applied",
        )


def _refuse_other_ledger(plan: Plan, name: str, state: State) -> None:
    """Raises PlanStale for a plan of another ledger; a plan made before there was a ledger belongs to any new one."""
    if plan.ledger_id is not None and plan.ledger_id != state.ledger_id:
        raise PlanStale(
            f"{name} was made for another ledger than the one named here.",
            "Name the ledger that it was made for with --state, or make a new plan against this one.",
            code="plan_of_another_ledger",
        )


def _refuse_stale(approved: Approved, name: str) -> None:
    stale = native(approved.lines.filter(nw.col("reason") == Reason.STALE.value))
    if stale.is_empty():
        return
    first, others = stale.row(0, named=True), stale.height - 1
    more = f" There {'is 1 more such line' if others == 1 else f'are {others:,} more such lines'}." if others else ""
    raise PlanStale(
        f"{name}, sheet {first['sheet']}, row {first['place'] + HEADER_ROW}: the device or owner has changed since "
        f"the plan was made, so with --atomic nothing is written.{more}",
        "Make a new plan, or apply this one without --atomic: what has changed is left out then.",
        code="plan_stale",
    )


def _planned(plan: Plan) -> Planned:
    wrote = plan.change_set
    return Planned(
        events=lazy(wrote.events),
        versions=lazy(plan.versions),
        rows=lazy(plan.judged),
        devices_created=lazy(wrote.devices_created),
        device_changes=lazy(wrote.device_changes),
        owners_created=lazy(wrote.owners_created),
        owner_changes=lazy(wrote.owner_changes),
        spans_superseded=lazy(wrote.spans_superseded),
        spans_recorded=lazy(wrote.spans_recorded),
        last_device_id=plan.last_device_id,
        last_owner_id=plan.last_owner_id,
        last_ownership_id=plan.last_ownership_id,
    )


def _decision(plan: Plan, approved: Approved, state: State, settings: Settings, signed: Source) -> Decision:
    """The decision to write, with results and messages as in the plan, except for lines that are left out."""
    now = instant_for(state)
    change_set, judged = change_set_of(approved, state), _judged(approved)
    change_set = replace(change_set, row_outcomes=outputs.row_outcomes(judged, plan.originals))
    titled = outputs.titled_originals(plan.originals, plan.headers)
    rows = outputs.rows_frame(judged, titled, all_rows=settings.results.rows == "all")
    story = story_of(change_set, devices_touched(change_set, state), state, now, settings)
    results = results_from(story, rows, plan.absent, _leavers(plan, approved), plan.issues)
    results = replace(results, left_out=_left_out(plan, approved, state, settings))
    validate_results(results, judged)
    limits = plan.limits
    if limits["is_over"].any():
        limits = limits_of_approved(limits, measured(change_set, state, story.devices, settings, now=now))
    later = _refreshed(plan, judged, state)
    report = replace(
        report_of("apply", judged, results, story, (*plan.sources, signed)),
        state_version=state.state_version,
        recorded_at=now,
        settings=_settings_of(plan, settings),
        limits=figures_of(limits),
        refreshed=later["device_id"].n_unique(),
    )
    return Decision(change_set, results, report, judged, state, limits, plan.suspects, plan.kept, refreshed=later)


def _settings_of(plan: Plan, settings: Settings) -> dict[str, object]:
    """The settings that are recorded: those of the plan, who made it, and what was allowed for carrying it out."""
    told: dict[str, object] = {
        **plan.settings,
        "plan": {"made_by": plan.made_by, "made_at": instant_text(plan.made_at)},
    }
    if settings.allow:
        before = plan.settings.get("allow")
        told["allow"] = [*(before if isinstance(before, list | tuple) else ()), *settings.allow]
        told |= {"reason": settings.reason} if settings.reason else {}
    return told


def _refreshed(plan: Plan, judged: pl.DataFrame, state: State) -> pl.DataFrame:
    """The later values of facts that change by themselves which the plan has seen, as far as they are still later."""
    if plan.refreshed.is_empty():
        return plan.refreshed
    return native(still_refreshed(lazy(plan.refreshed), lazy(judged), lazy(state.devices)))


def _leavers(plan: Plan, approved: Approved) -> pl.DataFrame:
    """The leavers of the plan; what a line was left out for stays with its owner."""
    return outputs.not_released(plan.leavers, native(approved.left_out)["ownership_id"].drop_nulls())


def _left_out(plan: Plan, approved: Approved, state: State, settings: Settings) -> pl.DataFrame:
    """One row per line that is not carried out, described as the action it would have been."""
    planned = replace(plan.change_set, events=native(approved.left_out))
    story = story_of(planned, devices_touched(planned, state), state, plan.made_at, settings)
    return outputs.left_out_frame(story)


def _judged(approved: Approved) -> pl.DataFrame:
    """The input rows with their outcomes; the message of a row that is left out, or half of it, says so."""
    rows = native(approved.rows).sort("row_id")
    said = {reason.value: SENTENCES[reason] for reason in (Reason.NOT_APPROVED, Reason.STALE)}
    is_left_out = pl.col("reason").is_in(list(said))
    of_spans = native(approved.left_out).filter(pl.col("type") != EventType.OWNER_CREATED)
    left_out = of_spans.select("row_id", "plan_line").unique()["row_id"].drop_nulls()
    is_partly = (pl.col("outcome") == Outcome.APPLIED) & pl.col("row_id").is_in(left_out.implode())
    message = pl.when(is_left_out).then(pl.col("reason").replace_strict(said, default=None))
    return rows.with_columns(message=message.when(is_partly).then(_partly(left_out)).otherwise("message"))


def _partly(left_out: pl.Series) -> pl.Expr:
    """The message of a row of which these lines were left out (their `row_id`)."""
    lines = pl.col("row_id").replace_strict(dict(left_out.value_counts().iter_rows()), default=1)
    count = pl.when(lines == 1).then(pl.lit("one line")).otherwise(format_expr("{} lines", lines))
    return format_expr(_PARTLY, count, pl.when(lines == 1).then(pl.lit("was")).otherwise(pl.lit("were")))
