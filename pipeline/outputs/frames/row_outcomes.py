"""The input rows with their outcomes in words, for the Rows sheet, for the record in the store, and as issues."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.frames.candidates import likely_devices, named_candidates, several_cells
from pipeline.outputs.frames.contradictions import contradictions
from pipeline.outputs.frames.verdicts import Verdicts
from pipeline.outputs.messages.all_device_sentences import with_all_devices_told
from pipeline.outputs.messages.phrases import listing_expr, other_row_expr
from pipeline.outputs.messages.row_sentences import describe
from schemas.fields import OWNER_IDENTIFIERS, REQUIRED_TO_CREATE
from schemas.vocabulary import Action, Kind, Likeness, Outcome, Reason, Request, Severity
from schemas.workbook_forms.export import BASE_COLUMN
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

_NEEDED = tuple(field for field in REQUIRED_TO_CREATE if field != "name")
_ON_RECORD = "What the row says of the device is on record already."
_DEVICE = ("serial_number", "asset_tag", "mac_address", "device_id")


def judged_rows(checked: Checked, verdicts: Verdicts) -> pl.DataFrame:
    """One row per input row, in the order of `row_id`: its place, its outcome, and the sentence as `message`.

    `advice` is the last part of the message, on what to do, null where there is nothing to do.
    """
    kinds = (_places(checked.assignments, "device_name"), _places(checked.inventory, "name"), _people(checked.people))
    places = pl.concat(kinds).sort("row_id")
    rows = verdicts.rows.hstack(places.drop("row_id"))
    rows = rows.with_columns(
        start_time="at",
        end_time=pl.when(_is_moved() & ~pl.col("clears_end"))
        .then(pl.coalesce("end_at", "last_end"))
        .otherwise("end_at"),
        span_start="last_start",
        span_end="last_end",
        previous_owner_email="holder_email",
    )
    for facts in (
        _repeated_rows(rows),
        contradictions(rows, checked, timezone=verdicts.timezone),
        named_candidates(checked, verdicts),
        several_cells(checked, rows),
        likely_devices(verdicts),
        _likely_owners(rows, verdicts.suspects),
        verdicts.people,
        _blanks(rows, checked),
        _fault_messages(checked),
    ):
        rows = _joined(rows, facts)
    told = _with_devices_told(describe(rows, now=verdicts.now, timezone=verdicts.timezone))
    return with_all_devices_told(told, verdicts.wholes)


def _joined(rows: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """The rows with these facts; of most files there are none, and then all columns would be copied for nothing."""
    if facts.is_empty():
        blank = facts.drop("row_id").schema
        return rows.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in blank.items())
    return rows.join(facts, on="row_id", how="left", maintain_order="left")


def row_outcomes(judged: pl.DataFrame, originals: pl.DataFrame) -> pl.DataFrame:
    """One row per input row that is not `unchanged`, with the columns of `model.ChangeSet`; `cells` by field."""
    told = judged.filter(pl.col("outcome") != Outcome.UNCHANGED)
    typed = originals.join(told.select("row_id"), on="row_id", how="semi").sort("row_id")
    fields = typed.columns[1:]
    cells = pl.struct(fields).struct.json_encode() if fields else pl.lit(None, pl.String)
    columns = ("row_id", "kind", "file", "sheet", "row", "outcome", "action", "reason", "message")
    outcomes = told.select(*columns, "org_id", "device_id", "owner_email")
    return outcomes.hstack(typed.with_columns(cells=cells).select("cells"))


def rows_frame(judged: pl.DataFrame, originals: pl.DataFrame, *, all_rows: bool) -> pl.DataFrame:
    """The rows as typed, under their headers, then the outcome of each; see `model.Results`.

    `originals` has `row_id` and the columns to show. Unchanged rows of assignments are listed only with `all_rows`,
    those of an inventory or of people never.
    """
    is_listed = pl.col("outcome") != Outcome.UNCHANGED
    if all_rows:
        is_listed |= ~pl.col("kind").is_in([Kind.INVENTORY, Kind.PEOPLE])
    listed = judged.filter(is_listed).select(
        "row_id",
        **{f"_{name}": name for name in ("outcome", "action", "reason", "message", "file", "sheet", "row", "kind")},
    )
    if listed.height == originals.height:
        rows = originals.drop("row_id").hstack(listed.drop("row_id"))
    else:
        rows = originals.join(listed, on="row_id", how="inner", maintain_order="left").drop("row_id")
    last = [name for name in (DEVICE_COLUMN, BASE_COLUMN) if name in rows.columns]
    return rows.select(pl.exclude(last), *last) if last else rows


def titled_originals(originals: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """The rows as typed, under the headers that they had."""
    return originals.select("row_id", **{header: name for name, header in headers.items()})


def originals_again(outcomes: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """The rows as typed, read back from the `cells` of `row_outcomes`."""
    fields = pl.Struct(dict.fromkeys(headers, pl.String))
    return outcomes.select("row_id", pl.col("cells").str.json_decode(fields).alias("typed")).unnest("typed")


def _is_moved() -> pl.Expr:
    return (pl.col("kind") == Kind.ASSIGNMENTS) & (pl.col("action") == Action.UPDATE)


def _with_devices_told(judged: pl.DataFrame) -> pl.DataFrame:
    """The rows; of a register row whose second half is skipped, an unchanged first half says that it is on record."""
    skipped = judged.filter(pl.col("listed_row_id").is_not_null(), pl.col("outcome") == Outcome.SKIPPED)
    if skipped.is_empty():
        return judged
    is_half = pl.col("row_id").is_in(skipped["listed_row_id"].implode())
    is_on_record = is_half & (pl.col("outcome") == Outcome.UNCHANGED) & pl.col("reason").is_null()
    return judged.with_columns(message=pl.when(is_on_record).then(pl.lit(_ON_RECORD)).otherwise("message"))


def _places(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    device = pl.coalesce(*(pl.col(column).cast(pl.String) for column in (*_DEVICE, name)))
    return rows.select("row_id", "file", "sheet", "row", device=device)


def _people(rows: pl.DataFrame) -> pl.DataFrame:
    """The places of rows of people sheets, with the person in place of the device."""
    person = pl.coalesce("owner_name", *OWNER_IDENTIFIERS)
    return rows.select("row_id", "file", "sheet", "row", device=person)


def _repeated_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per row that repeats another: `first_row`, the place of the other in words."""
    repeats = rows.filter(pl.col("reason") == Reason.DUPLICATE_ROW).select(
        "row_id", "first_row_id", "file", "sheet", "row"
    )
    first = rows.select(pl.col("file", "sheet", "row").gather(rows["row_id"].search_sorted(repeats["first_row_id"])))
    placed = repeats.hstack(first.rename(lambda column: f"first_{column}"))
    return placed.select("row_id", first_row=other_row_expr("first_"))


def _blanks(rows: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per inventory row of a device that could not be created: `blanks`, the missing values, in words.

    The name is never missing, since the identifier serves as one. Rows that identify their device by `device_id` alone
    do not count: they could not create it with any values.
    """
    is_incomplete = (pl.col("reason") == Reason.MISSING_VALUE) & (pl.col("kind") == Kind.INVENTORY)
    incomplete = rows.filter(is_incomplete).select("row_id", "first_row_id")
    is_named = pl.any_horizontal(pl.col(*_DEVICE[:-1]).is_not_null())
    named = checked.inventory.filter(is_named | pl.col("device_id").is_null())
    given = named.select("row_id", *_NEEDED).join(incomplete, on="row_id")
    blank = [pl.when(pl.col(field).is_null().all().over("first_row_id")).then(pl.lit(field)) for field in _NEEDED]
    listed = pl.concat_list(blank).list.drop_nulls()
    return given.select("row_id", blanks=listing_expr(listed), blank_count=listed.list.len().cast(pl.Int64))


def _likely_owners(rows: pl.DataFrame, suspects: pl.DataFrame) -> pl.DataFrame:
    """One row per assign row whose owner looks like a known one: `likely_email`, and `namesake` where by name alone."""
    namesake = pl.when(pl.col("likeness") == Likeness.SAME_NAME).then("likely_email")
    likely = suspects.select("org_id", "likely_email", namesake=namesake, owner_email="email")
    is_asked = (pl.col("request") == Request.ASSIGN) | (pl.col("kind") == Kind.PEOPLE)
    assigns = rows.lazy().filter(is_asked).select("row_id", "org_id", "owner_email")
    return (
        assigns.join(likely.lazy(), on=["org_id", "owner_email"]).select("row_id", "likely_email", "namesake").collect()
    )


def _fault_messages(checked: Checked) -> pl.DataFrame:
    """One row per row with a bad cell: the message about its first bad cell."""
    of_rows = checked.inventory.select("row_id", told_id="row_id", code="fault")
    of_others = checked.assignments.select("row_id", told_id=pl.coalesce("listed_row_id", "row_id"), code="fault")
    of_people = checked.people.select("row_id", told_id="row_id", code="fault")
    faults = pl.concat([of_rows, of_others, of_people])
    errors = checked.issues.filter(pl.col("severity") == Severity.ERROR)
    messages = errors.select(
        "code", told_id="row_id", message=pl.concat_str("message", "hint", separator=" ", ignore_nulls=True)
    )
    told = messages.join(faults.drop_nulls(), on=["told_id", "code"], maintain_order="left")
    return told.unique("row_id", keep="first", maintain_order=True).select("row_id", fault_message="message")
