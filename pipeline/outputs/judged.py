"""The input rows with what became of them, in words: for the Rows sheet, the record in the store, and as issues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.sentences import describe
from schemas.vocabulary import Action, IssueCode, Kind, Outcome, Reason, Severity

_NAMED_ROWS = 8
_DEVICE = ("serial_number", "asset_tag", "mac_address", "device_id")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the core says of the rows: `rows` and `candidates` of its plan, and the devices that they speak of."""

    rows: pl.DataFrame
    candidates: pl.DataFrame
    devices: pl.DataFrame
    now: datetime


def judged_rows(checked: Checked, verdicts: Verdicts) -> pl.DataFrame:
    """One row per input row, in the order of `row_id`: where it stands, what became of it, and that as `message`."""
    places = pl.concat([_places(checked.assignments, "device_name"), _places(checked.inventory, "name")]).sort("row_id")
    rows = verdicts.rows.hstack(places.drop("row_id"))
    rows = rows.with_columns(
        first_row=pl.when(pl.col("reason") == Reason.DUPLICATE_ROW).then(
            pl.col("row").gather((pl.col("first_row_id") - 1).clip(0, rows.height - 1))
        ),
        start_time="at",
        end_time=pl.when(_is_moved() & ~pl.col("clears_end"))
        .then(pl.coalesce("end_at", "last_end"))
        .otherwise("end_at"),
        span_start="last_start",
        span_end="last_end",
        previous_owner_email="holder_email",
    )
    for facts in (_other_rows(rows), _named_candidates(verdicts), _fault_messages(checked)):
        rows = rows.join(facts, on="row_id", how="left", maintain_order="left")
    return describe(rows, now=verdicts.now)


def row_outcomes(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per input row that is not `unchanged`, as `model.ChangeSet` has them; the cells by their fields."""
    told = judged.filter(pl.col("outcome") != Outcome.UNCHANGED)
    typed = checked.originals.join(told.select("row_id"), on="row_id", how="semi").sort("row_id")
    cells = pl.struct(pl.exclude("row_id")).struct.json_encode()
    columns = ("row_id", "kind", "file", "sheet", "row", "outcome", "action", "reason", "message")
    outcomes = told.select(*columns, "org_id", "device_id", "owner_email")
    return outcomes.hstack(typed.select(cells=cells))


def rows_frame(judged: pl.DataFrame, originals: pl.DataFrame, *, all_rows: bool) -> pl.DataFrame:
    """The originals under their headers, then what became of each row; see `model.Results`.

    `originals` has `row_id` and the columns to show. Of the unchanged rows, those of assignments are listed when
    `all_rows` is asked for, those of an inventory never.
    """
    is_listed = pl.col("outcome") != Outcome.UNCHANGED
    if all_rows:
        is_listed |= pl.col("kind") == Kind.ASSIGNMENTS
    listed = judged.filter(is_listed).select(
        "row_id",
        **{f"_{name}": name for name in ("outcome", "action", "reason", "message", "file", "sheet", "row", "kind")},
    )
    if listed.height == originals.height:
        return originals.drop("row_id").hstack(listed.drop("row_id"))
    return originals.join(listed, on="row_id", how="inner", maintain_order="left").drop("row_id")


def titled_originals(originals: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """The rows as they were typed, under the headers that they had."""
    return originals.select("row_id", **{header: name for name, header in headers.items()})


def originals_again(outcomes: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """The rows as they were typed, read back from the cells of `row_outcomes`."""
    fields = pl.Struct(dict.fromkeys(headers, pl.String))
    return outcomes.select("row_id", pl.col("cells").str.json_decode(fields).alias("typed")).unnest("typed")


def no_issues() -> pl.DataFrame:
    """The frame of issues without a row."""
    texts = ("column", "cell", "value", "code", "severity", "message", "hint")
    schema = {"file": pl.String, "sheet": pl.String, "row": pl.Int64, **dict.fromkeys(texts, pl.String)}
    return pl.DataFrame(schema={**schema, "row_id": pl.Int64})


def decision_issues(judged: pl.DataFrame) -> pl.DataFrame:
    """One row per finding that only the ledger or the other rows could tell, with the columns of `Checked.issues`."""
    where = pl.format("{}, sheet {}, row {}: {}", "file", "sheet", "row", "message")
    refused = judged.filter((pl.col("outcome") == Outcome.REJECTED) & pl.col("fault_message").is_null())
    errors = refused.select(
        "file",
        "sheet",
        "row",
        column=pl.lit(None, pl.String),
        cell=pl.lit(None, pl.String),
        value="device",
        code="reason",
        severity=pl.lit(Severity.ERROR.value),
        message=where,
        hint=pl.lit(None, pl.String),
        row_id="row_id",
    )
    return pl.concat([errors, _strangers(judged)])


def _is_moved() -> pl.Expr:
    return (pl.col("kind") == Kind.ASSIGNMENTS) & (pl.col("action") == Action.UPDATE)


def _places(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    device = pl.coalesce(*(pl.col(column).cast(pl.String) for column in (*_DEVICE, name)))
    return rows.select("row_id", "file", "sheet", "row", device=device)


def _other_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per contradicting row: `other_rows`, the rows that it contradicts, as people would say it."""
    contradicting = rows.filter(pl.col("reason") == Reason.CONFLICTING_ROWS)
    groups = contradicting.group_by("first_row_id").agg(named=pl.col("row").sort().head(_NAMED_ROWS + 1), size=pl.len())
    told = contradicting.select("row_id", "row", "first_row_id").join(groups, on="first_row_id")
    others = pl.col("named").list.set_difference(pl.concat_list("row")).list.sort().list.head(_NAMED_ROWS)
    texts = told.select("row_id", others=others, more=pl.col("size").cast(pl.Int64) - 1 - _NAMED_ROWS)
    parts = pl.col("others").cast(pl.List(pl.String))
    leading = pl.concat_str(parts.list.head(parts.list.len() - 1).list.join(", "), parts.list.last(), separator=" and ")
    joined = pl.when(parts.list.len() > 1).then(leading).otherwise(parts.list.last())
    counted = pl.when(pl.col("more") > 0).then(pl.format("{} and {} more", parts.list.join(", "), "more"))
    return texts.select("row_id", other_rows=counted.otherwise(joined))


def _named_candidates(verdicts: Verdicts) -> pl.DataFrame:
    """One row per mismatched or ambiguous row: `candidates`, the devices that it may mean."""
    device = pl.concat_str(
        pl.coalesce("serial_number", "asset_tag", "mac_address", "name"),
        pl.format("device {}", "device_id"),
        separator=", ",
        ignore_nulls=True,
    )
    facts = verdicts.devices.select("device_id", device=pl.format("{})", device.str.replace(", ", " (")))
    named = verdicts.candidates.join(facts, on="device_id", how="left").sort("row_id", "device_id")
    few = pl.col("device").head(_NAMED_ROWS).str.join(", ")
    return named.group_by("row_id").agg(candidates=few)


def _fault_messages(checked: Checked) -> pl.DataFrame:
    """One row per row with a bad cell: the message about the first of them."""
    faults = pl.concat([rows.select("row_id", code="fault") for rows in (checked.assignments, checked.inventory)])
    errors = checked.issues.filter(pl.col("severity") == Severity.ERROR)
    messages = errors.select(
        "row_id", "code", message=pl.concat_str("message", "hint", separator=" ", ignore_nulls=True)
    )
    told = messages.join(faults.drop_nulls(), on=["row_id", "code"], how="semi", maintain_order="left")
    return told.unique("row_id", keep="first", maintain_order=True).select("row_id", fault_message="message")


def _strangers(judged: pl.DataFrame) -> pl.DataFrame:
    """One row per row that gives, beside the identifier of its device, another that nobody has on record."""
    strange = judged.filter((pl.col("not_on_record") != "") & (pl.col("kind") == Kind.ASSIGNMENTS))
    named = pl.col("not_on_record").str.replace_all("_", " ").str.replace(" ", " ")
    said = pl.format("{}, sheet {}, row {}: nobody has the {} of this row on record.", "file", "sheet", "row", named)
    return strange.select(
        "file",
        "sheet",
        "row",
        column=pl.lit(None, pl.String),
        cell=pl.lit(None, pl.String),
        value="device",
        code=pl.lit(IssueCode.IDENTIFIER_NOT_ON_RECORD.value),
        severity=pl.lit(Severity.WARNING.value),
        message=said,
        hint=pl.lit("Check the identifier. The row was carried out by the stronger one that it gives."),
        row_id="row_id",
    )
