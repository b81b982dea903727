"""The Cover of a plan, to be signed: the actions, their distance from the limits, the input files, the people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.frames.totals import ACTIONS, money_table, rows_by_outcome
from pipeline.outputs.local_times import zone_of
from pipeline.outputs.messages.limit_sentences import overrides
from pipeline.outputs.messages.plurals import count
from pipeline.outputs.summary import happened_text
from pipeline.outputs.workbooks.plan.lines import Page
from pipeline.outputs.workbooks.summary_sheet import (
    Sheaf,
    add_told_figures,
    add_violations,
    inputs_table,
    settings_told,
)
from schemas.instants import local_minute_text
from schemas.vocabulary import Action, Kind, Outcome
from schemas.workbook_forms.plan import APPROVE, COVER, NEW_OWNERS, NO, PEOPLE, REFUSED_ROWS, SHEETS, YES

if TYPE_CHECKING:
    from xlsxturbo.types import ColumnFormat

    from pipeline.model import Plan, Results, RunReport

_OVER, _ALLOWED = "OVER", "set for this plan"
_VERDICT_FILLS = {_OVER: Outcome.REJECTED.value, _ALLOWED: Outcome.SKIPPED.value}
# Above this share of a limit, the figures that it is computed from are shown.
_NEAR = 0.5

_GOES_TOO_FAR = 5
_NOT_AS_IT_IS = (
    "This plan goes too far: the tables below say in what. It is for looking at, and is refused when it is applied, "
    "unless so many of its lines are declined that it no longer goes too far, or it is allowed with a reason:"
)
_SIGNATURE = "Approved by: ______________________________     Date: ____________________"


def cover_page(
    file: str, plan: Plan, results: Results, report: RunReport, pages: Sequence[Page], *, key: str | None
) -> Page:
    """The Cover of the plan that is to be written as `file`; `pages` are the other sheets, whose lines are counted."""
    sheaf = Sheaf()
    sheaf.title("Rollcall: a plan that undoes a run" if plan.undoes else "Rollcall: a plan to approve", _when(plan))
    sheaf.sentences(_said(plan, results, report))
    if report.exit_code == _GOES_TOO_FAR:
        sheaf.alarm("Not to be applied as it is")
        sheaf.sentences([_NOT_AS_IT_IS, f"rollcall apply {file} {_options(plan, report)} --reason TEXT"])
    sheaf.sentences(_how_to(file, pages))
    sheaf.sentences([_SIGNATURE])
    _add_actions(sheaf, results, report)
    if plan.limits.height:
        _add_limits(sheaf, plan.limits)
    if plan.sheets:
        sheaf.table(_outcomes(plan, results, report), fills=[outcome.value for outcome in Outcome], has_total=True)
    controls = _controls(plan, report, pages)
    is_even = (controls["Difference"] == 0).to_list()
    sheaf.table(controls, fills=[None if even else Outcome.REJECTED.value for even in is_even])
    add_told_figures(sheaf, results)
    add_violations(sheaf, report)
    if plan.sources:
        sheaf.table(inputs_table(plan.sources, plan.sheets))
    sheaf.table(_pairs("Plan", plan.plan_id, _made(plan, key)))
    if settings := settings_told(plan.settings):
        sheaf.table(_pairs("Setting", "Value", settings))
    return Page([(frame, COVER, options) for frame, _, options in sheaf.parts])


def _when(plan: Plan) -> str:
    made = local_minute_text(plan.made_at, zone_of(plan.settings))
    return f"{plan.plan_id}, made at {made}. Ledger version {plan.state_version:,}."


def _said(plan: Plan, results: Results, report: RunReport) -> list[str]:
    """The summary of the plan, in sentences; the next step is described separately."""
    said = happened_text(report, results)
    if plan.undoes is None:
        return said
    kept = plan.kept.height
    stays = f" {count(kept, 'thing')} that it did would stay; sheet Kept says why." if kept else ""
    return [f"This plan reverses run {plan.undoes}.{stays}", *said]


def _options(plan: Plan, report: RunReport) -> str:
    """The options that allow a plan that goes too far."""
    broken = [policy for policy in report.policies if policy.refused]
    return " ".join(f"--allow {override}" for override in overrides(plan.limits.filter("is_over").to_dicts(), broken))


def _how_to(file: str, pages: Sequence[Page]) -> list[str]:
    if not any(page.of for page in pages):
        return ["There is nothing to approve."]
    return [
        f"To approve: every line of the coming sheets is carried out unless its {APPROVE} cell says {NO}. Nothing but "
        f"those cells ({YES} or {NO}) may be changed: a plan in which anything else was edited is refused.",
        f"Then: rollcall apply {file}",
    ]


def _add_actions(sheaf: Sheaf, results: Results, report: RunReport) -> None:
    """Add the actions and their money; the total counts each device once, so it is not the sum of the lines."""
    planned = [action for action in ACTIONS if report.actions.get(action, 0)]
    if not planned:
        return
    words = {**SHEETS, "all": "All devices, each once"}
    heads = ("What is planned", "Lines", "Without a price", "Purchase price")
    table = money_table(report, results.changes, words, heads)
    sheaf.table(table, fills=planned, has_total=True)


def _add_limits(sheaf: Sheaf, limits: pl.DataFrame) -> None:
    """Add the figures of the plan and their limits; below, the parts of figures that are near a limit."""
    verdicts = limits.select(_verdict_expr()).to_series()
    sheaf.table(_limits(limits), fills=[_VERDICT_FILLS.get(verdict) for verdict in verdicts])
    for (_, _, options), limit in zip(sheaf.parts[-limits.height :], limits["limit"], strict=True):
        form: ColumnFormat = {"num_format": styles.MONEY if _is_amount(limit) else styles.INTEGER}
        options["column_formats"] = {**(options.get("column_formats") or {}), "This plan": form, "Allowed": form}
    near = limits.filter((pl.col("figure") >= _NEAR * pl.col("allowed")) & (pl.col("figure") > 0))
    sheaf.sentences([f"{name}: {examples}." for name, examples in near.select(_name_expr(), "examples").iter_rows()])


def _limits(limits: pl.DataFrame) -> pl.DataFrame:
    """One row per limit: the figure of the plan, the limit, and the share of it."""
    share = 100 * pl.col("figure") / pl.col("allowed")
    is_share = pl.col("limit").str.ends_with("_percent")
    return limits.select(
        pl.when(is_share).then(_name_expr() + " (%)").otherwise(_name_expr()).alias("Limit"),
        pl.col("figure").round(2).alias("This plan"),
        pl.col("allowed").round(2).alias("Allowed"),
        pl.col("population").alias("Out of"),
        pl.when(pl.col("allowed") > 0).then(share.ceil().cast(pl.Int64)).alias("% of the limit"),
        _verdict_expr().alias("Verdict"),
    )


def _name_expr() -> pl.Expr:
    name = pl.col("name")
    return name.str.slice(0, 1).str.to_uppercase() + name.str.slice(1)


def _is_amount(limit: str) -> bool:
    """True for a figure that is not a whole number."""
    return limit.endswith("_percent") or limit == "money"


def _verdict_expr() -> pl.Expr:
    return (
        pl.when(pl.col("is_over"))
        .then(pl.lit(_OVER))
        .when(pl.col("allowed").is_null())
        .then(pl.lit("switched off"))
        .when(pl.col("is_overridden"))
        .then(pl.lit(_ALLOWED))
        .when(pl.col("figure") > pl.col("allowed"))
        .then(pl.lit("too few to count"))
        .otherwise(pl.lit("within"))
    )


def _outcomes(plan: Plan, results: Results, report: RunReport) -> pl.DataFrame:
    rows = rows_by_outcome(report, results, plan.sheets)
    words = [*(outcome.value.capitalize() for outcome in Outcome), "Rows read"]
    named = rows.with_columns(outcome=pl.Series(words)).rename({"outcome": "What becomes of the rows"})
    return named.rename({name: name.capitalize() for name in named.columns if name.islower()})


def _controls(plan: Plan, report: RunReport, pages: Sequence[Page]) -> pl.DataFrame:
    """One row per figure that stands in two places, and whether both are equal."""
    rows, listed = report.rows, _listed(pages)
    refused = rows.get(Outcome.SKIPPED.value, 0) + rows.get(Outcome.REJECTED.value, 0)
    decided = sum(rows.get(outcome.value, 0) for outcome in Outcome)
    put = plan.judged.filter(pl.col("kind") == Kind.PEOPLE, pl.col("action") == Action.CREATE).height
    of_rows = [
        ("Rows in the sheets = rows read", sum(sheet.rows for sheet in plan.sheets), rows.get("in", 0)),
        ("Rows read = rows with an outcome", rows.get("in", 0), decided),
        (f"Rows refused = rows on sheet {REFUSED_ROWS}", refused, listed.get(REFUSED_ROWS, 0)),
    ]
    of_lines = [
        *(
            (f"{sheet}: actions = lines on the sheet", report.actions.get(action, 0), listed.get(sheet, 0))
            for action, sheet in SHEETS.items()
        ),
        (f"{NEW_OWNERS} = lines on the sheet", report.created.get("owners", 0) - put, listed.get(NEW_OWNERS, 0)),
    ]
    if report.owners_updated + put or PEOPLE in listed:
        of_lines.append((f"{PEOPLE} = lines on the sheet", report.owners_updated + put, listed.get(PEOPLE, 0)))
    pairs = [*(of_rows if plan.sheets else []), *of_lines]
    verdict = pl.when(pl.col("Difference") == 0).then(pl.lit("adds up")).otherwise(pl.lit("DOES NOT ADD UP"))
    table = pl.DataFrame(pairs, schema=["Control total", "Expected", "Found"], orient="row")
    return table.with_columns(Difference=pl.col("Found") - pl.col("Expected")).with_columns(Verdict=verdict)


def _listed(pages: Sequence[Page]) -> dict[str, int]:
    """The number of rows on each sheet; parts of one sheet are counted together."""
    listed: dict[str, int] = {}
    for page in pages:
        sheet = page.of or page.name
        listed[sheet] = listed.get(sheet, 0) + page.height
    return listed


def _made(plan: Plan, key: str | None) -> list[tuple[str, str]]:
    seal = "HMAC-SHA-256, with the key of this site" if key else "SHA-256, without a key"
    facts = [
        ("Made by", f"{plan.made_by} on {plan.host}"),
        ("Made at", local_minute_text(plan.made_at, zone_of(plan.settings))),
        ("Ledger", plan.ledger_id or "a new one"),
        ("Ledger version", f"{plan.state_version:,}"),
        ("Sealed with", seal),
    ]
    return facts if plan.undoes is None else [*facts, ("Reverses run", plan.undoes)]


def _pairs(name: str, value: str, pairs: Sequence[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema={name: pl.String, value: pl.String}, orient="row")
