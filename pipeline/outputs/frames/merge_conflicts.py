"""Conflicts between a returned export and the ledger, as issues: the export said, you wrote, the ledger now says."""

from __future__ import annotations

import polars as pl

from pipeline.model import Checked
from pipeline.outputs.messages.phrases import letters_of, place_expr, typed_instant_expr
from schemas.vocabulary import IssueCode, Kind, Reason, Severity

_AGAIN = "or export again and change it there."


def conflict_issues(conflicts: pl.DataFrame, checked: Checked, timezone: str) -> pl.DataFrame:
    """One row per cell that the person and the ledger both changed, with the columns of `Checked.issues`.

    `conflicts` are those of `core.three_way_merge.Merged`, in any order.
    """
    rows = pl.concat([_places(checked.assignments, Kind.ASSIGNMENTS), _places(checked.inventory, Kind.INVENTORY)])
    told = conflicts.sort("row_id", maintain_order=True).join(rows, on="row_id", how="left", maintain_order="left")
    told = told.join(
        letters_of(checked.sheets), on=["file", "sheet", "kind", "field"], how="left", maintain_order="left"
    )
    values = {
        name: pl.coalesce(name, typed_instant_expr(f"{name}_at", timezone)).alias(name)
        for name in ("then", "given", "now")
    }
    told = told.with_columns(**values, cell=pl.col("letter") + pl.col("row").cast(pl.String))
    return told.select(
        "file",
        "sheet",
        "row",
        column=pl.col("field").replace(dict(checked.headers)),
        cell="cell",
        value="given",
        code=pl.lit(Reason.CONFLICT_WITH_LEDGER.value),
        severity=pl.lit(Severity.ERROR.value),
        message=_message_expr(checked),
        hint=_hint_expr(),
        row_id="row_id",
    )


def strange_base_issues(files: pl.DataFrame) -> pl.DataFrame:
    """One row per export that cannot be compared with this ledger: `file`, and `is_newer` where it is of this one."""
    as_it_stands = "so every cell is taken as it stands"
    another = f"it was exported from another ledger, {as_it_stands}, but for device_id, which numbers its devices"
    later = (
        "it was exported from a later state of this ledger, which was perhaps restored from a backup since, "
        f"{as_it_stands}"
    )
    why = pl.when("is_newer").then(pl.lit(later)).otherwise(pl.lit(another))
    blank = pl.lit(None, pl.String)
    return files.select(
        "file",
        sheet=blank,
        row=pl.lit(None, pl.Int64),
        column=blank,
        cell=blank,
        value=blank,
        code=pl.lit(IssueCode.SHEET_IGNORED.value),
        severity=pl.lit(Severity.WARNING.value),
        message=pl.format("{}: {}.", "file", why),
        hint=pl.lit("Look at the plan closely: what was left untouched counts too. Or export again from this ledger."),
        row_id=pl.lit(None, pl.Int64),
    )


def _message_expr(checked: Checked) -> pl.Expr:
    is_unassigned = (pl.col("field") == "owner_email") & pl.col("given").is_null()
    wrote = (
        pl.when(is_unassigned)
        .then(pl.lit("you asked to unassign the device"))
        .when(pl.col("given").is_null())
        .then(pl.lit("you cleared it"))
        .otherwise(pl.format("you wrote {}", "given"))
    )
    nobody = pl.when(pl.col("field") == "owner_email").then(pl.lit("nobody")).otherwise(pl.lit("nothing"))
    then, now = pl.coalesce("then", nobody), pl.coalesce("now", nobody)
    where = pl.format("{}, {}", place_expr(), pl.coalesce("cell", pl.format("row {}", "row")))
    header = pl.col("field").replace(dict(checked.headers))
    passed = pl.format("; since then the device has passed from {} to {}", "holder_then", "holder_now")
    unassigned = pl.format("; since then the device was unassigned from {}", "holder_then")
    return pl.concat_str(
        pl.format("{}: {}: the export said {}, {}, and the ledger now says {}", where, header, then, wrote, now),
        pl.coalesce(passed, unassigned, pl.lit("")),
        pl.lit("."),
    )


def _hint_expr() -> pl.Expr:
    is_owner = pl.col("field") == "owner_email"
    return (
        pl.when(is_owner & pl.col("now").is_null())
        .then(pl.lit(f"Delete the row to leave it at that, {_AGAIN}"))
        .when(is_owner)
        .then(pl.format("Write {} to leave it at that, {}", "now", pl.lit(_AGAIN)))
        .otherwise(pl.lit(f"Empty the cell to leave it at that, {_AGAIN}"))
    )


def _places(rows: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    return rows.select("row_id", "file", "sheet", "row", kind=pl.lit(kind.value))
