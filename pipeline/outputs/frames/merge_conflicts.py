"""Conflicts between a returned export and the ledger, as issues: the values in the export, the row and the ledger."""

from __future__ import annotations

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.frames.issues import issues_of
from pipeline.outputs.messages.phrases import letters_of, typed_instant_expr
from schemas.reasons.filled_frames import wording_exprs
from schemas.reasons.rejected_rows import CONFLICT_WITH_LEDGER
from schemas.reasons.sheet_issues import SHEET_IGNORED
from schemas.vocabulary import Kind, Severity


def conflict_issues(conflicts: pl.DataFrame, checked: Checked, timezone: str) -> pl.DataFrame:
    """One row per cell that both the person and the ledger changed, with the columns of `Checked.issues`.

    `conflicts` are those of `core.three_way_merge.Merged`, in any order.
    """
    whole = checked.assignments.with_columns(whole_id=pl.coalesce("listed_row_id", "row_id"))
    listed = checked.inventory.with_columns(whole_id="row_id")
    people = checked.people.with_columns(whole_id="row_id")
    rows = pl.concat([_places(whole, Kind.ASSIGNMENTS), _places(listed, Kind.INVENTORY), _places(people, Kind.PEOPLE)])
    told = conflicts.sort("row_id", maintain_order=True).join(rows, on="row_id", how="left", maintain_order="left")
    # no row of an export has several devices
    letters = letters_of(checked.sheets).filter(pl.col("part") == "").drop("part")
    told = told.join(letters, on=["file", "sheet", "kind", "field"], how="left", maintain_order="left")
    values = {
        name: pl.coalesce(name, typed_instant_expr(f"{name}_at", timezone)).alias(name)
        for name in ("then", "given", "now")
    }
    told = told.with_columns(**values, cell=pl.col("letter") + pl.col("row").cast(pl.String))
    told = told.with_columns(row_id="whole_id", column=pl.col("field").replace(dict(checked.headers)))
    said = wording_exprs(CONFLICT_WITH_LEDGER["cell"], _fields())
    # devices that are unassigned on one side differ by their owner on the other
    said["template"] = pl.when(~_is_unassigned()).then(said["template"])
    return issues_of(told, said, Severity.ERROR, value="given")


def strange_base_issues(files: pl.DataFrame) -> pl.DataFrame:
    """One row per export that cannot be compared with this ledger: `file`, and `is_newer` for a later state of it."""
    wordings = ((~pl.col("is_newer"), "foreign_export"), (pl.col("is_newer"), "later_export"))
    found = [
        issues_of(files.filter(is_meant).select("file"), wording_exprs(SHEET_IGNORED[name]), Severity.WARNING)
        for is_meant, name in wordings
    ]
    return pl.concat(found).sort("file", maintain_order=True)


def _fields() -> dict[str, pl.Expr]:
    """The fields of the wording; the owner of an unassigned device is `nobody`."""
    is_owner = pl.col("field") == "owner_email"
    nobody = pl.when(is_owner).then(pl.lit("nobody")).otherwise(pl.lit("nothing"))
    blank = pl.lit("")
    return {
        "header": pl.col("column"),
        "then": pl.coalesce("then", nobody),
        "now": pl.coalesce("now", nobody),
        "if_unassigned": pl.when(_is_unassigned()).then(blank),
        "if_owner": pl.when(is_owner).then(blank),
        "if_nobody_has_it": pl.when(is_owner & pl.col("now").is_null()).then(blank),
    }


def _is_unassigned() -> pl.Expr:
    return (pl.col("field") == "owner_email") & pl.col("given").is_null()


def _places(rows: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    return rows.select("row_id", "whole_id", "file", "sheet", "row", kind=pl.lit(kind.value))
