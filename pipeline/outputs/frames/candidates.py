"""The devices that a row may mean: its identifiers disagree, several devices have its name, or its own is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS
from schemas.fields import DEVICE_HANDLE
from schemas.reasons.cell_issues import DID_YOU_MEAN
from schemas.reasons.filled_frames import filled_expr, format_expr
from schemas.reasons.skipped_rows import REMEDIES, RESEMBLING
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from pipeline.model import Checked
    from pipeline.outputs.frames.verdicts import Verdicts

_NAMED_DEVICES = 8
_FEW = 2
_WORDS = ("candidates", "number", "belongings", "mistyped")
_NONE = pl.DataFrame(schema={"row_id": pl.Int64, **dict.fromkeys(_WORDS, pl.String)})
_NOTHING_BEFORE = pl.DataFrame(schema={"row_id": pl.Int64, "at": pl.Int32, "value": pl.String, "had_by": pl.String})


def named_candidates(checked: Checked, verdicts: Verdicts) -> pl.DataFrame:
    """One row per mismatched or ambiguous row: `row_id, candidates, number, belongings, mistyped`.

    `candidates` names the devices; `number` is what an ambiguous row has for a tag; `belongings` gives the device of
    each identifier of a mismatched row, null where the run itself has moved one of the identifiers; `mistyped` is, in
    words, the strongest of these that no device has or had, where the others are of one device that has another one of
    its kind.
    """
    if verdicts.candidates.is_empty():
        return _NONE
    named = verdicts.candidates.join(verdicts.devices, on="device_id", how="left").sort("row_id", "device_id")
    named = named.select("row_id", "name", *IDENTIFIER_WORDS, known_by=pl.coalesce(DEVICE_HANDLE))
    few = _device_expr(pl.col("known_by")).head(_NAMED_DEVICES).str.join(", ")
    told = named.group_by("row_id").agg(candidates=few, size=pl.len())
    told = told.join(_belongings(named, checked, verdicts), on="row_id", how="left")
    told = told.join(_numbers(checked, verdicts.rows), on="row_id", how="left")
    is_whole = pl.col("found") == pl.col("size")
    of_whole = (pl.when(is_whole).then(name).alias(name) for name in ("belongings", "mistyped"))
    return told.select("row_id", "candidates", "number", *of_whole)


def likely_devices(verdicts: Verdicts) -> pl.DataFrame:
    """One row per row whose unknown device may be a known one with a slip, for its message and its issue.

    `row_id`, the field `misspelled`, its value as `given`, the number of similar devices (`alike`), the
    `likely_identifier` (or two of them), and in words `did_you_mean`, what it is `resembling`, and the `remedy`. Where
    only other rows of the run give what is like it (`is_on_record` is false), there is nothing to ask.
    """
    is_many = (pl.col("alike") > _FEW) & pl.col("is_on_record")
    values = {
        "identifier": pl.col("identifier").replace(IDENTIFIER_WORDS),
        "if_former": pl.when("is_former").then(pl.lit("")),
        "if_many": pl.when(is_many).then(pl.lit("")),
        "if_rows": pl.when(~pl.col("is_on_record")).then(pl.lit("")),
    }
    return verdicts.likely.select(
        "row_id",
        "given",
        "alike",
        "is_on_record",
        "is_former",
        misspelled="identifier",
        likely_identifier=pl.concat_str("likely", "another", separator=" or ", ignore_nulls=True),
        did_you_mean=pl.when("is_on_record").then(filled_expr(DID_YOU_MEAN, values)),
        resembling=filled_expr(RESEMBLING, values),
        remedy=filled_expr(REMEDIES, values),
    )


def several_cells(checked: Checked, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per row with several identifiers in one cell: `row_id, several`, the text of that cell."""
    told = rows.filter(pl.col("reason") == Reason.SEVERAL_IDENTIFIERS).select("row_id", "several_in")
    names = list(IDENTIFIER_WORDS)
    typed = pl.concat([kind.select("row_id", *names) for kind in (checked.assignments, checked.inventory)])
    given = told.join(typed, on="row_id", how="left", maintain_order="left")
    values = (pl.when(pl.col("several_in") == name).then(pl.col(name).cast(pl.String)) for name in names)
    return given.select("row_id", several=pl.coalesce(values))


def _numbers(checked: Checked, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per ambiguous row that gives more than a name: `row_id, number`."""
    ambiguous = rows.filter(pl.col("reason") == Reason.AMBIGUOUS_DEVICE).select("row_id")
    typed = pl.concat([kind.select("row_id", number="asset_tag") for kind in (checked.assignments, checked.inventory)])
    return typed.join(ambiguous, on="row_id", how="semi")


def _belongings(named: pl.DataFrame, checked: Checked, verdicts: Verdicts) -> pl.DataFrame:
    """One row per mismatched row: `row_id, belongings, mistyped`, and the number of devices `found`."""
    mismatched = verdicts.rows.filter(pl.col("reason") == Reason.IDENTIFIER_MISMATCH).select("row_id")
    typed = pl.concat([kind.select("row_id", *IDENTIFIER_WORDS) for kind in (checked.assignments, checked.inventory)])
    given = _each_identifier(typed.join(mismatched, on="row_id")).drop("device_id")
    held = _each_identifier(named.join(mismatched, on="row_id")).drop("words")
    kinds = held.select("row_id", "at", has_one=pl.lit(value=True)).unique()
    whose = given.join(held, on=["row_id", "at", "value"], how="left").sort("row_id", "at")
    others = [pl.when(pl.col(name) != pl.col("value")).then(name) for name in ("known_by", "name")]
    belongs = format_expr("{} {} belongs to {}", "words", "value", _device_expr(*others))
    was = format_expr("{} {} was that of {} until it was corrected", "words", "value", "had_by")
    said = pl.coalesce(belongs, was, format_expr("{} {} is not on record", "words", "value"))
    found = pl.col("device_id").drop_nulls().n_unique()
    has_other = pl.col("device_id").is_null() & pl.col("had_by").is_null() & pl.col("has_one").fill_null(value=False)
    mistyped = pl.when(found == 1).then(pl.col("words").filter(has_other).first())
    whose = whose.join(kinds, on=["row_id", "at"], how="left", maintain_order="left")
    whose = whose.join(_held_before(named, verdicts), on=["row_id", "at", "value"], how="left", maintain_order="left")
    return whose.group_by("row_id").agg(belongings=said.str.join("; "), found=found, mistyped=mistyped)


def _held_before(named: pl.DataFrame, verdicts: Verdicts) -> pl.DataFrame:
    """One row per identifier that devices of a row had before: `row_id, at, value, had_by`, these in words."""
    if verdicts.former is None:
        return _NOTHING_BEFORE
    places = {name: at for at, name in enumerate(IDENTIFIER_WORDS)}
    had = verdicts.former.select("device_id", "value", at=pl.col("field").replace_strict(places, return_dtype=pl.Int32))
    rows = named.join(had, on="device_id", how="inner").sort("device_id")
    whose = _device_expr(pl.col("known_by")).unique(maintain_order=True).str.join(", ")
    return rows.group_by("row_id", "at", "value").agg(had_by=whose)


def _each_identifier(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per identifier of each row: `row_id, at, words, value`."""
    return pl.concat(
        [
            rows.filter(pl.col(identifier).is_not_null()).select(
                pl.exclude(*IDENTIFIER_WORDS),
                "device_id",
                at=pl.lit(at),
                words=pl.lit(words),
                value=pl.col(identifier).cast(pl.String),
            )
            for at, (identifier, words) in enumerate(IDENTIFIER_WORDS.items())
        ]
    )


def _device_expr(*known_by: pl.Expr) -> pl.Expr:
    """A device in words: `LT-3 (device 3)`, by the first of these names that it has; else `device 3`."""
    number = format_expr("device {}", "device_id")
    return pl.coalesce(format_expr("{} ({})", pl.coalesce(known_by), number), number)
