"""The figures of the Summary sheet: rows by kind and outcome, money touched per action, and totals that must add up.

Amounts stay in frames: Polars loads NumPy to take a decimal from Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from schemas.vocabulary import Action, Kind, Outcome

if TYPE_CHECKING:
    from pipeline.model import Results, RunReport, Sheet

ACTIONS = tuple(action.value for action in Action if action is not Action.NONE)
MONEY: pl.DataType = pl.Decimal(38, 2)
# So many currencies have a column each on a Summary.
_CURRENCIES = 4


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
    """One row per action that was carried out: `action, devices, without_price`; the last, `all`, is of all of them.

    Each device counts once per action, and once for `all`.
    """
    return _of_devices(changes, pl.len().alias("devices"), pl.col("purchase_price").null_count().alias("without_price"))


def amounts_touched(changes: pl.DataFrame) -> pl.DataFrame:
    """One row per action and currency, and per currency for `all`: `action, currency, amount`.

    The devices are counted as in `money_touched`, at their purchase price. The currencies with most devices come first.
    """
    priced = changes.filter(pl.col("purchase_price").is_not_null())
    sums = (pl.col("purchase_price").cast(MONEY, strict=False).sum().alias("amount"), pl.len().alias("priced"))
    return _of_devices(priced, *sums, by="currency").select("action", "currency", "amount")


def _of_devices(changes: pl.DataFrame, *figures: pl.Expr, by: str | None = None) -> pl.DataFrame:
    """The figures of devices per action, and for all actions together."""
    device, keys = ["org_id", "device_id"], [by] if by else []
    acted = changes.filter(_is_of_device()).select("action", *device, "purchase_price", "currency")
    each, once = (acted.unique(one, keep="first") for one in (["action", *device], device))
    per_action = each.group_by("action", *keys).agg(figures)
    every = (once.group_by(keys).agg(figures) if keys else once.select(figures)).with_columns(action=pl.lit("all"))
    order = [pl.col("action").cast(pl.Enum((*ACTIONS, "all"))), *([-pl.col("priced").cast(pl.Int64), by] if by else [])]
    parts = pl.concat([per_action, every.select(per_action.columns)]).sort(order)
    return parts.with_columns(pl.col(pl.UInt32).cast(pl.Int64))


def money_table(
    report: RunReport, changes: pl.DataFrame, words: Mapping[str, str], heads: tuple[str, str, str, str]
) -> pl.DataFrame:
    """One row per action of the report, and one for `all`: what it is in `words`, its number, without a price, amounts.

    The columns have the `heads` as their names. The number of `all` is that of devices, each once. There is one column
    of amounts per currency, since they are never added up; those of rare ones share the last.
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
    return _with_amounts(
        told.select(
            "action",
            pl.col("said").alias(said),
            pl.coalesce("of", "devices").alias(number),
            pl.col("without_price").alias(without),
        ),
        amounts_touched(changes),
        amount,
    ).drop("action")


def money_text(amount: Decimal, currency: str | None) -> str:
    """An amount as people read it, with its currency where that is known: `1,234.50 EUR`."""
    return f"{amount:,.2f} {currency or ''}".rstrip()


def _with_amounts(table: pl.DataFrame, amounts: pl.DataFrame, head: str) -> pl.DataFrame:
    """The table with one column of amounts per currency, or with the blank one where nothing has a price."""
    found = amounts.filter(pl.col("action") == "all")["currency"].to_list()
    if not found:
        return table.with_columns(pl.lit(0, MONEY).alias(head))
    own = found if len(found) <= _CURRENCIES else found[: _CURRENCIES - 1]
    for currency in own:
        name = f"Price ({currency})" if currency else head
        column = amounts.filter(pl.col("currency").eq_missing(pl.lit(currency, pl.String)))
        table = table.join(column.select("action", pl.col("amount").alias(name)), on="action", how="left")
        table = table.with_columns(pl.col(name).fill_null(0))
    rest = amounts.filter(~pl.col("currency").is_in(own, nulls_equal=True))
    if rest.is_empty():
        return table
    texts = [money_text(amount, currency) for _, currency, amount in rest.iter_rows()]
    listed = rest.select("action").with_columns(pl.Series("Others", texts)).group_by("action", maintain_order=True)
    return table.join(listed.agg(pl.col("Others").str.join("; ")), on="action", how="left", maintain_order="left")


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
    """The figures of the Summary as data: `run_id, recorded_at, section, name, count, amount, currency`."""
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
    counted = money_touched(results.changes).drop("without_price")
    money = counted.join(amounts_touched(results.changes), on="action", how="left", maintain_order="left").select(
        pl.lit("money").alias("section"),
        pl.col("action").alias("name"),
        pl.when(pl.col("action").is_first_distinct()).then("devices").alias("count"),
        pl.col("amount").fill_null(0),
        "currency",
    )
    # The devices of an action are counted once, in its first row.
    none = {"amount": pl.lit(None, MONEY), "currency": pl.lit(None, pl.String)}
    return pl.concat([plain.with_columns(**none), money]).select(
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
