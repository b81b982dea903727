"""The differences of a digest in words: what the file says, what the ledger says, and the cause."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.messages.phrases import row_expr, zoned_instant_expr
from schemas.frames.digest import DIFFERENCES
from schemas.frames.polars_frames import empty, shaped
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Action, Cause, Kind, Outcome, Reason, Request

# The name of each cause.
CAUSES: dict[Cause, str] = {
    Cause.CONFLICT: "Two sources disagree",
    Cause.REFUSED: "Refused",
    Cause.NEVER_APPLIED: "Never applied",
    Cause.CHANGED_OUTSIDE: "Changed by somebody else",
}

_INBOX = "inbox"
NOBODY = "nobody"
_ALL_DEVICES = "Every device"
_NOT_ON_RECORD = "not on record"
_UNKNOWN = (
    *(Reason.UNKNOWN_DEVICE, Reason.UNKNOWN_OWNER, Reason.SUSPECT_OWNER, Reason.MISSING_DEVICE_TYPE),
    *(Reason.SUSPECT_DEVICE, Reason.MISSING_VALUE),
)


def source_expr(column: str = "source") -> pl.Expr:
    """The name of a source for people: `inbox` for the inbox itself."""
    return pl.when(pl.col(column) == "").then(pl.lit(_INBOX)).otherwise(pl.col(column))


def source_name(source: str) -> str:
    """The name of one source for people, as in `source_expr`."""
    return source or _INBOX


def row_place() -> pl.Expr:
    """The place of a row, such as `a.xlsx, sheet Two, row 3`; or that the file does not name the device."""
    unnamed = format_expr("{} does not name it", "file")
    return pl.when(pl.col("row").is_null()).then(unnamed).otherwise(row_expr())


def no_differences() -> pl.DataFrame:
    """An empty frame of differences."""
    return empty(DIFFERENCES)


def told_differences(rows: pl.DataFrame, timezone: str = "UTC") -> pl.DataFrame:
    """One row per difference, with the columns of `model.Digest.differences`, by source, file, sheet, row and device.

    The times of a span are in words, and of the time zone, which they name.
    `rows` are the decided rows with their causes (`core.drift`), `holder_email` (the present owner of the device), and
    `then_reason, then_message` from the run that took the file.
    """
    is_then = pl.col("cause").is_in([Cause.NEVER_APPLIED, Cause.REFUSED]) & pl.col("then").is_not_null()
    told = rows.with_columns(
        device=pl.when(_is_of_all_devices()).then(pl.lit(_ALL_DEVICES)).otherwise("device"),
        wanted=_wanted(timezone),
        current=_current(),
        reason=pl.when(is_then).then(pl.coalesce("then_reason", "reason")).otherwise("reason"),
        message=_message(is_then),
    )
    return shaped(told.sort("source", "file", "sheet", "row", "kind", "device", nulls_last=True), DIFFERENCES)


def _is_inventory() -> pl.Expr:
    """True for rows that only say what a device or a person is; those of a register too, where nobody is named."""
    is_silent = pl.col("owner_email").is_null() & pl.col("request").ne_missing(pl.lit(Request.UNASSIGN.value))
    return pl.col("kind").is_in([Kind.INVENTORY, Kind.PEOPLE]) | ((pl.col("kind") == Kind.REGISTER) & is_silent)


def _wanted(timezone: str) -> pl.Expr:
    since, until = (zoned_instant_expr(name, timezone) for name in ("effective_at", "end_at"))
    owner = pl.concat_str(
        "owner_email",
        pl.concat_str(pl.lit(" from "), since).fill_null(""),
        pl.concat_str(pl.lit(" until "), until).fill_null(""),
    )
    is_update = (pl.col("action") == Action.UPDATE) & (pl.col("outcome") == Outcome.APPLIED)
    is_return = pl.col("request") == Request.UNASSIGN
    unassigned = pl.coalesce(format_expr("not {}", "owner_email"), pl.lit(NOBODY))
    assigned = (
        pl.when(is_return).then(unassigned).when(is_update).then(_owner_with("new", "owner_email")).otherwise(owner)
    )
    listed = pl.when(_is_unknown()).then(pl.coalesce(format_expr("on record ({})", "new"), pl.lit("on record")))
    return pl.when(_is_inventory()).then(listed.otherwise("new")).otherwise(assigned)


def _current() -> pl.Expr:
    is_update = (pl.col("action") == Action.UPDATE) & (pl.col("outcome") == Outcome.APPLIED)
    holder = pl.col("holder_email").fill_null(NOBODY)
    held = (
        pl.when(is_update).then(_owner_with("old", "holder_email")).when(pl.col("device_id").is_not_null()).then(holder)
    )
    missing = pl.when(_is_of_all_devices()).then("owner_email").when(_is_unknown()).then(pl.lit(_NOT_ON_RECORD))
    return missing.when(_is_inventory()).then("old").otherwise(held)


def _is_unknown() -> pl.Expr:
    """True for a device or person not on record. A row with a bad cell does not count: it may mean a known one."""
    is_known = (pl.col("kind") == Kind.PEOPLE) & (pl.col("action") == Action.UPDATE)
    is_told = pl.col("reason").is_in(_UNKNOWN) | ((pl.col("outcome") == Outcome.APPLIED) & ~is_known)
    return pl.col("device_id").is_null() & is_told & pl.col("fault").is_null() & ~_is_of_all_devices()


def _is_of_all_devices() -> pl.Expr:
    """True for a row that takes back every device of its owner: no other unassign of an unknown device is applied."""
    is_return = pl.col("request").eq_missing(pl.lit(Request.UNASSIGN.value))
    return pl.col("device_id").is_null() & is_return & (pl.col("outcome") == Outcome.APPLIED)


def _owner_with(column: str, owner: str) -> pl.Expr:
    return pl.coalesce(format_expr("{} ({})", owner, column), pl.col(owner))


def _message(is_then: pl.Expr) -> pl.Expr:
    conflict = format_expr("{} says {} ({}).", source_expr("rival"), _rival_says(), "rival_place")
    outside = format_expr("It was so, until run {} changed it ({}).", "run_id", pl.col("made_by").fill_null("rollcall"))
    why = pl.coalesce("then_message", "message")
    return (
        pl.when(pl.col("cause") == Cause.CONFLICT)
        .then(conflict)
        .when(pl.col("is_refused"))
        .then(format_expr("The whole file was refused. {}", pl.col("refusal").fill_null("")))
        .when(is_then)
        .then(why)
        .otherwise(pl.coalesce(outside, pl.lit("It was so when the file was taken, and no longer is.")))
    )


def _rival_says() -> pl.Expr:
    is_blank = pl.col("rival_says") == ""
    value = format_expr("{}: {}", "rival_aspect", pl.when(is_blank).then(pl.lit("(blank)")).otherwise("rival_says"))
    unassigned = pl.when(pl.col("rival_returns") & ~is_blank).then(format_expr("not {}", "rival_says"))
    owner = unassigned.when(is_blank).then(pl.lit(NOBODY)).otherwise("rival_says")
    return pl.when(pl.col("rival_aspect") == "owner").then(owner).otherwise(value)
