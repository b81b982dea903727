"""The result workbook of a run, `results.xlsx`, and the same frames as Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.fingerprint import OwnForm, put_fingerprint
from pipeline.outputs.excel.shown_columns import shown_columns
from pipeline.outputs.excel.workbook import Look, page, write_whole, write_workbook
from pipeline.outputs.frames.totals import rejected_rows, summary_frame
from pipeline.outputs.local_times import with_local_times, zone_of
from pipeline.outputs.workbooks.changes_sheet import changes_page, left_out_page
from pipeline.outputs.workbooks.summary_sheet import summary_parts
from schemas.frames.input_rows import TOLD_OF_ISSUES
from schemas.vocabulary import LeaverState, Outcome

if TYPE_CHECKING:
    from pipeline.model import Results, RunReport, Sheet
    from pipeline.outputs.excel.parts import Part


LEAVERS = "Leavers"

_PERSON = ("owner_name", "owner_email")

_STATES = {
    LeaverState.LISTED.value: "Still held",
    LeaverState.RELEASED.value: "Taken back as of the last day",
    LeaverState.NAMED.value: "Still held: a row of this run names the device",
    LeaverState.PENDING.value: "Begins later; left alone",
}


def write_results(
    folder: Path, report: RunReport, results: Results, *, sheets: Sequence[Sheet] = ()
) -> dict[str, Path]:
    """Write `results.xlsx` and `parquet/<frame>.parquet` into `folder`; returns the paths by name.

    Each file appears whole or not at all. `sheets` are those that were read; with them the Summary counts rows by kind
    and checks that none was lost. Raises StoreFailed where the folder cannot be written to.
    """
    rejected = rejected_rows(results.rows)
    parts = _parts(report, results, rejected, sheets)
    return {
        "results": write_workbook(
            folder / "results.xlsx",
            parts,
            footer=report.run_id and f"Run {report.run_id}",
            finish=partial(put_fingerprint, form=OwnForm.RESULTS),
        ),
        "parquet": _write_parquet(folder / "parquet", report, results, rejected),
    }


def rows_page(rows: pl.DataFrame, name: str) -> list[Part]:
    """Input rows under the headers that they had."""
    return page(rows, name, Look(colours={"_outcome": Outcome}, columns_in_view=1))


def mending_page(rows: pl.DataFrame, name: str) -> list[Part]:
    """Input rows to be corrected and loaded again: as `rows_page`, in cells that stay text when they are edited."""
    look = Look(
        formats=styles.as_typed_formats(rows),
        colours={"_outcome": Outcome},
        wrapped=("_message",),
        tab=styles.ALARM,
        columns_in_view=1,
    )
    return page(rows, name, look)


def owners_page(owners: pl.DataFrame) -> list[Part]:
    """One row per touched owner."""
    shown = shown_columns(owners, _PERSON, needed=(*_PERSON, "remaining"))
    return page(shown, "Owners", Look(_titles(shown), wrapped=("remaining",), empty="No owner was touched."))


def created_page(created: pl.DataFrame) -> list[Part]:
    """One row per new device or owner."""
    shown = shown_columns(created, (), needed=("id", "serial_number", "name", "owner_email"))
    return page(shown, "Created", Look(_titles(shown), empty="No device and no owner was created."))


def before_page(before: pl.DataFrame, timezone: str) -> list[Part]:
    """One row per value that was replaced."""
    shown = shown_columns(
        with_local_times(before, timezone), (), needed=("serial_number", "field", "value", "end_time")
    )
    return page(shown, "Before", Look(_titles(shown, timezone), tab=styles.QUIET, empty="Nothing was replaced."))


def absent_page(absent: pl.DataFrame, timezone: str) -> list[Part]:
    """One row per ownership or device that no row names and that was left unchanged; no sheet without any."""
    if absent.is_empty():
        return []
    told = with_local_times(absent, timezone)
    shown = shown_columns(told, ("what", "reason", *_PERSON), needed=("owner_email", "serial_number"))
    return page(shown, "Not named", Look(_titles(shown, timezone), tab=styles.QUIET))


def leavers_page(leavers: pl.DataFrame, timezone: str) -> list[Part]:
    """One row per device of somebody who has left, whoever left last first; no sheet where there is none."""
    if leavers.is_empty():
        return []
    told = with_local_times(leavers, timezone).drop("ownership_id").with_columns(pl.col("state").replace(_STATES))
    shown = shown_columns(told, ("state", *_PERSON), needed=("owner_email", "serial_number"))
    return page(shown, LEAVERS, Look({**_titles(shown, timezone), "state": "What became of it"}, tab=styles.ALARM))


def _parts(report: RunReport, results: Results, rejected: pl.DataFrame, sheets: Sequence[Sheet]) -> list[Part]:
    zone = zone_of(report.settings)
    return [
        *summary_parts("Rollcall: what this run did", report, results, sheets),
        *changes_page(results.changes, zone),
        *rows_page(results.rows, "Rows"),
        *mending_page(rejected, "Rejected"),
        *owners_page(results.owners),
        *created_page(results.created),
        *before_page(results.before, zone),
        *absent_page(results.absent, zone),
        *leavers_page(results.leavers, zone),
        *left_out_page(results.left_out, zone),
    ]


def _titles(frame: pl.DataFrame, timezone: str = "UTC") -> dict[str, str]:
    return styles.titles_of(frame.schema, timezone)


def _write_parquet(folder: Path, report: RunReport, results: Results, rejected: pl.DataFrame) -> Path:
    frames = {
        "changes": results.changes,
        "rows": results.rows,
        "rejected": rejected,
        "owners": results.owners,
        "created": results.created,
        "before": results.before,
        "absent": results.absent,
        **({"leavers": results.leavers} if results.leavers.height else {}),
        "issues": results.issues.select(TOLD_OF_ISSUES),
        **({} if results.left_out is None else {"left_out": results.left_out}),
        "summary": summary_frame(report, results),
    }
    for name, frame in frames.items():
        write_whole(folder / f"{name}.parquet", frame.write_parquet)
    return folder
