"""The figures of the Summary sheet: rows by kind and outcome, money touched per action, and totals that must add up.

Amounts stay in frames: Polars loads NumPy to take a decimal from Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from schemas.vocabulary import Action, Kind, Outcome

if TYPE_CHECKING:
    from pipeline.model import Results, RunReport, Sheet

ACTIONS = tuple(action.value for action in Action if action is not Action.NONE)
MONEY: pl.DataType = pl.Decimal(38, 2)


def rejected_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rejected rows, as typed, in their order."""
    return rows.filter(pl.col("_outcome") == Outcome.REJECTED.value)


def rows_by_outcome(report: RunReport, results: Results | None, sheets: Sequence[Sheet]) -> pl.DataFrame:
    """One row per outcome, and one for the total: `outcome`, one column per kind of sheet, `all`.

    The number of unchanged rows of a kind is the rest of the rows of its sheets, since a result workbook need not list
    them. Without the sheets there is only `all`.
    """
    totals = {outcome.value: report.rows.get(outcome.value, 0) for outcome in Outcome}
    columns: dict[str, list[int]] = {}
    kinds = [kind for kind in Kind if any(sheet.kind == kind for sheet in sheets)] if results else []
    for kind in kinds:
        columns[kind.value] = _of_kind(kind, results, sheets)
    return pl.DataFrame(
        {
            "outcome": [*totals, "in"],
            **columns,
            "all": [*totals.values(), report.rows.get("in", 0)],
        }
    )


def money_touched(changes: pl.DataFrame) -> pl.DataFrame:
    """One row per action that was carried out: `action, devices, without_price, amount`.

    Each device counts once per action, at its purchase price. The last row, `all`, counts each device once.
    """
    acted = changes.lazy().filter(_is_of_device())
    figures = (
        pl.len().cast(pl.Int64).alias("devices"),
        pl.col("purchase_price").null_count().cast(pl.Int64).alias("without_price"),
        pl.col("purchase_price").cast(MONEY, strict=False).sum().alias("amount"),
    )
    device = ["org_id", "device_id"]
    prices = acted.group_by("action", *device).agg(pl.col("purchase_price").max())
    per_action = prices.group_by("action").agg(figures)
    in_order = per_action.sort(pl.col("action").cast(pl.Enum(ACTIONS)))
    each_once = (
        acted.group_by(device).agg(pl.col("purchase_price").max()).select(pl.lit("all").alias("action"), *figures)
    )
    return pl.concat(pl.collect_all([in_order, each_once]))


def money_table(
    report: RunReport, changes: pl.DataFrame, words: Mapping[str, str], heads: tuple[str, str, str, str]
) -> pl.DataFrame:
    """One row per action of the report, and one for `all`: what it is in `words`, its number, without a price, amount.

    The columns have the `heads` as their names. The number of `all` is that of devices, each once.
    """
    counted = {action: report.actions[action] for action in ACTIONS if report.actions.get(action, 0)}
    lines = pl.DataFrame(
        {
            "action": [*counted, "all"],
            "said": [words[name] for name in (*counted, "all")],
            "of": [*counted.values(), None],
        },
        schema={"action": pl.String, "said": pl.String, "of": pl.Int64},
    )
    told = lines.join(money_touched(changes), on="action", how="left", maintain_order="left")
    said, number, without, amount = heads
    return told.select(
        pl.col("said").alias(said),
        pl.coalesce("of", "devices").alias(number),
        pl.col("without_price").alias(without),
        pl.col("amount").alias(amount),
    )


def _is_of_device() -> pl.Expr:
    """True for an action on a device; what changes of people is counted apart."""
    return pl.col("action").is_in(ACTIONS) & pl.col("device_id").is_not_null()


def control_totals(report: RunReport, results: Results, sheets: Sequence[Sheet]) -> pl.DataFrame:
    """One row per figure that stands in two places: `control, expected, found, difference` (0 where it adds up)."""
    rows, created = report.rows, results.created
    rejected = int((results.rows["_outcome"] == Outcome.REJECTED.value).sum())
    pairs = [
        ("Rows read = rows with an outcome", rows.get("in", 0), sum(rows.get(outcome.value, 0) for outcome in Outcome)),
        ("Rows rejected = rejected rows listed", rows.get("rejected", 0), rejected),
        (
            "Actions = actions on the Changes sheet",
            sum(report.actions.get(action, 0) for action in ACTIONS),
            results.changes.filter(_is_of_device()).height,
        ),
        *(
            (f"New {what}s = {what}s on the Created sheet", report.created.get(f"{what}s", 0), listed)
            for what, listed in (
                ("device", created.filter(pl.col("what") == "device").height),
                ("owner", created.filter(pl.col("what") == "owner").height),
            )
        ),
    ]
    if report.owners_updated:
        listed = results.changes.filter((pl.col("action") == Action.UPDATE) & pl.col("device_id").is_null()).height
        pairs.append(("Updated owners = owners on the Changes sheet", report.owners_updated, listed))
    if sheets:
        held = sum(sheet.rows for sheet in sheets)
        pairs.insert(0, ("Rows in the sheets = rows read", held, rows.get("in", 0)))
    return pl.DataFrame(pairs, schema=["control", "expected", "found"], orient="row").with_columns(
        difference=pl.col("found") - pl.col("expected")
    )


def summary_frame(report: RunReport, results: Results) -> pl.DataFrame:
    """The figures of the Summary as data: `run_id, recorded_at, section, name, count, amount`; one row per figure."""
    figures = [
        *(("rows", name, value) for name, value in report.rows.items()),
        *(("actions", name, value) for name, value in report.actions.items()),
        *(("created", name, value) for name, value in report.created.items()),
        ("absent", "unassigned", report.absent_unassigned),
        ("absent", "held", report.absent_held),
        *(("leavers", name, value) for name, value in report.leavers.items()),
        *(("reasons", name, value) for name, value in report.reasons.items()),
    ]
    plain = pl.DataFrame(
        figures, schema={"section": pl.String(), "name": pl.String(), "count": pl.Int64()}, orient="row"
    )
    money = money_touched(results.changes).select(
        pl.lit("money").alias("section"), pl.col("action").alias("name"), pl.col("devices").alias("count"), "amount"
    )
    return pl.concat([plain.with_columns(amount=pl.lit(None, MONEY)), money]).select(
        pl.lit(report.run_id, pl.String).alias("run_id"),
        pl.lit(report.recorded_at, pl.Datetime("us")).alias("recorded_at"),
        pl.all(),
    )


def _of_kind(kind: Kind, results: Results | None, sheets: Sequence[Sheet]) -> list[int]:
    """The numbers of applied, unchanged, skipped, rejected, and of all rows of one kind."""
    every = sum(sheet.rows for sheet in sheets if sheet.kind == kind)
    listed: dict[str, int] = {}
    if results is not None:
        fates = results.rows.select("_kind", "_outcome")
        outcomes = fates.filter(pl.col("_kind") == kind.value)["_outcome"].value_counts()
        listed = {str(outcome): int(rows) for outcome, rows in outcomes.iter_rows()}
    counted = {outcome: listed.get(outcome.value, 0) for outcome in Outcome} | {Outcome.UNCHANGED: 0}
    counted[Outcome.UNCHANGED] = every - sum(counted.values())
    return [*counted.values(), every]
