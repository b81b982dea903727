"""The result workbook of a run, `results.xlsx`, and the same frames as Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.fingerprint import OwnForm, put_fingerprint
from pipeline.outputs.excel.shown_columns import shown_columns
from pipeline.outputs.excel.workbook import Look, page, write_whole, write_workbook
from pipeline.outputs.frames.totals import rejected_rows, summary_frame
from pipeline.outputs.local_times import with_local_times, zone_of
from pipeline.outputs.messages.plurals import count
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
    folder: Path, report: RunReport, results: Results, *, sheets: Sequence[Sheet] = (), max_rows: int | None = None
) -> dict[str, Path]:
    """Write `results.xlsx` and `parquet/<frame>.parquet` into `folder`; returns the paths by name.

    Each file appears whole or not at all. `sheets` are those that were read; with them the Summary counts rows by kind
    and checks that none was lost. A sheet ends after `max_rows`, where one is given, and says that the rest is in the
    Parquet file; rejected rows come first then, and all of them have their own sheet. Raises StoreFailed where the
    folder cannot be written to.
    """
    rejected = rejected_rows(results.rows)
    parts = _parts(report, results, rejected, sheets, max_rows)
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


def _parts(
    report: RunReport, results: Results, rejected: pl.DataFrame, sheets: Sequence[Sheet], most: int | None
) -> list[Part]:
    zone = zone_of(report.settings)
    listed = {
        "changes": changes_page(results.changes, zone, most),
        "rows": rows_page(_rejected_first(results.rows, rejected, most), "Rows"),
        "rejected": mending_page(rejected, "Rejected"),
        "owners": owners_page(results.owners),
        "created": created_page(results.created),
        "before": before_page(results.before, zone),
        "absent": absent_page(results.absent, zone),
        "leavers": leavers_page(results.leavers, zone),
        "left_out": left_out_page(results.left_out, zone, most),
    }
    ended = (
        parts if name == "rejected" else _ended(parts, most, name, getattr(results, name))
        for name, parts in listed.items()
    )
    return [*summary_parts("Rollcall: what this run did", report, results, sheets), *chain.from_iterable(ended)]


def _rejected_first(rows: pl.DataFrame, rejected: pl.DataFrame, most: int | None) -> pl.DataFrame:
    """The rows, of which too many for one sheet begin with those that were rejected."""
    if most is None or rows.height <= most or rejected.is_empty():
        return rows
    others = rows.filter(pl.col("_outcome") != Outcome.REJECTED.value)
    return pl.concat([rejected, others])


def _ended(parts: list[Part], most: int | None, name: str, every: pl.DataFrame | None) -> list[Part]:
    """The parts of one sheet, which ends after so many rows and says where the others of `every` are.

    It says so in a column of ours where there is one, so that the sheet can be loaded again.
    """
    rows = 0 if every is None else every.height
    if most is None or rows <= most:
        return parts
    shown, title, options = parts[0]
    column = "_message" if "_message" in shown.columns else shown.select(cs.string()).columns[0]
    more = count(rows - most, "more row is", "more rows are")
    said = pl.DataFrame({column: [f"{more} in parquet/{name}.parquet, beside this workbook."]})
    return [(pl.concat([shown.head(most), said], how="diagonal"), title, options)]


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
