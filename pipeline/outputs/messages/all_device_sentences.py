"""The sentences about `<all>` rows, each of which takes back every device that its owner holds."""

from __future__ import annotations

import polars as pl

from schemas.reasons import SENTENCES
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Outcome, Reason

_TIMED = (Reason.EFFECTIVE_IN_CLOSED_SPAN, Reason.PENDING_SPAN_EXISTS, Reason.ZERO_LENGTH_SPAN)


def with_all_devices_told(described: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """The rows with their sentences, those of `<all>` rows with the numbers of devices (`core.frames.Decided`)."""
    if wholes.is_empty():
        return described
    rows = described.join(wholes, on="row_id", how="left", maintain_order="left")
    told = pl.coalesce(
        pl.when(pl.col("outcome") == Outcome.APPLIED).then(_taken()),
        pl.when(pl.col("reason") == Reason.NOT_ASSIGNED).then(_nothing()),
        pl.when(pl.col("reason").is_in(_TIMED)).then(_not_taken()),
    )
    told = pl.when(pl.col("taken").is_not_null()).then(told)
    said = pl.coalesce(told, "said")
    return rows.with_columns(
        said=said,
        message=pl.when(told.is_not_null()).then(told).otherwise("message"),
        advice=pl.when(told.is_null()).then("advice"),
    ).drop(*(name for name in wholes.columns if name != "row_id"))


def _taken() -> pl.Expr:
    owner = pl.col("owner_email")
    taken = format_expr("{} of {} {} unassigned", _devices("taken"), owner, _agree("taken", "was", "were"))
    return pl.concat_str(taken, _spared(), _unable(), pl.lit("."))


def _nothing() -> pl.Expr:
    owner = pl.col("owner_email")
    spared = format_expr("{} has no device that no other row names; nothing was unassigned by this one.", owner)
    return pl.when(pl.col("spared") > 0).then(spared).otherwise(format_expr("{} holds no device.", owner))


def _not_taken() -> pl.Expr:
    why = pl.col("reason").cast(pl.String).replace_strict({one.value: SENTENCES[one] for one in _TIMED}, default="")
    return format_expr(
        "Nothing of what {} holds can be unassigned then ({}). {}", "owner_email", _devices("unable"), why
    )


def _spared() -> pl.Expr:
    left = format_expr("; {} {} left to other rows", _devices("spared"), _agree("spared", "is", "are"))
    return pl.when(pl.col("spared") > 0).then(left).otherwise(pl.lit(""))


def _unable() -> pl.Expr:
    stay = format_expr("; {} {} as before: not yet held then, or handed over later", _devices("unable"), _stays())
    return pl.when(pl.col("unable") > 0).then(stay).otherwise(pl.lit(""))


def _stays() -> pl.Expr:
    return _agree("unable", "stays", "stay")


def _devices(name: str) -> pl.Expr:
    return format_expr("{} {}", name, _agree(name, "device", "devices"))


def _agree(name: str, one: str, many: str) -> pl.Expr:
    return pl.when(pl.col(name) == 1).then(pl.lit(one)).otherwise(pl.lit(many))
