"""The digest as a workbook: a Summary with two charts, then one sheet per list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.digest.differences import CAUSES, source_expr
from pipeline.outputs.digest.figures import (
    CHANGES,
    LISTED_IN_BOOK,
    OWNERS_DRAWN,
    cause_counts,
    headlines,
    nothing_differs,
    whole_nights,
)
from pipeline.outputs.digest.shown import listed_differences, local_digest, refused_files
from pipeline.outputs.digest.text import differing_of, made_of
from pipeline.outputs.excel import styles
from pipeline.outputs.excel.fingerprint import OwnForm, put_fingerprint
from pipeline.outputs.excel.shown_columns import shown_columns
from pipeline.outputs.excel.workbook import Look, page, write_workbook
from pipeline.outputs.workbooks.summary_sheet import Sheaf
from schemas.workbook_forms.digest import DIGEST_TITLE

if TYPE_CHECKING:
    from xlsxturbo.types import ChartOptions

    from pipeline.model import Digest
    from pipeline.outputs.excel.parts import Part

_WIDE, _HIGH = 900, 300
_CHART_ROWS = 17
_BETWEEN = 4  # blank rows between the tables
# What people are shown of what differs and of a refused file; `digest --json` has the rest.
_DIFFERING = (
    *("org_id", "source", "device", "wanted", "current", "cause", "message", "since", "file", "sheet", "row"),
    "run_id",
)
_REFUSED = ("source", "file", "refused_at", "message", "hint", "differs", "example", "path")
_TITLES = {
    "source": "Source",
    "run_id": "Run ID",
    "wanted": "Wanted",
    "current": "Is",
    "cause": "Why",
    "differs": "Differs from the ledger",
    "refused": "Files refused",
    "example": "Of its rows",
    "remark": "Remark",
    "rows_in": "Rows",
    "device": "Device",
    "days_overdue": "Days overdue",
    "rows_applied": "Applied",
    "rows_unchanged": "Unchanged",
    "rows_skipped": "Skipped",
    "rows_rejected": "Rejected",
}


def write_book(path: Path, digest: Digest) -> Path:
    """Write the workbook, in the time zone of the digest, with at most the first 100,000 rows of each list.

    Raises StoreFailed.
    """
    digest = local_digest(digest)
    nights, owners = whole_nights(digest), digest.owners.head(LISTED_IN_BOOK)
    charts = [*_nights_chart(nights), *_owners_chart(owners)]
    parts = [*_summary(digest, charts), *_differences(digest), *_lists(digest), *_nights(nights, owners)]
    return write_workbook(path, parts, has_charts=True, finish=partial(put_fingerprint, form=OwnForm.DIGEST))


def _lists(digest: Digest) -> list[Part]:
    overdue, leavers = digest.overdue.head(LISTED_IN_BOOK), digest.leavers.head(LISTED_IN_BOOK)
    zone, none = digest.timezone, "No file has come through a drop folder yet."
    return [
        *_page(_refusals(digest), zone, "Refused", "No file waits refused.", ("message", "hint", "example")),
        *_page(overdue, zone, "Overdue", "No device is overdue."),
        *_page(leavers, zone, "Leavers", "Nobody who has left holds a device."),
        *_page(digest.sources, zone, "Sources", none, ("files", "remark")),
    ]


def _nights(nights: pl.DataFrame, owners: pl.DataFrame) -> list[Part]:
    days = nights.with_columns(pl.col("day").cast(pl.String))
    return [
        *_page(days, "", "Nights", "There was no run in the last 30 days."),
        *_page(owners, "", "Owners", "Nobody holds a device."),
    ]


def _summary(digest: Digest, charts: Sequence[ChartOptions]) -> list[Part]:
    sheaf = Sheaf()
    sheaf.title(DIGEST_TITLE, f"Made at {made_of(digest)}")
    sheaf.sentences([*headlines(digest), *_cut(digest)])
    if digest.sources.height:
        sheaf.table(_causes(digest), has_total=True)
        sheaf.table(_by_source(digest))
    (frame, name, options), *others = sheaf.parts
    below = 2 + sum(part.height for part, _, _ in sheaf.parts) + _BETWEEN
    placed = {f"A{below + at * _CHART_ROWS}": chart for at, chart in enumerate(charts)}
    return [(frame, name, {**options, "charts": placed}), *others]


def _cut(digest: Digest) -> list[str]:
    whole = {"Differences": listed_differences(digest), "Refused": digest.refusals, "Overdue": digest.overdue}
    whole |= {"Leavers": digest.leavers, "Owners": digest.owners}
    return [
        f"The sheet {name} lists the first {LISTED_IN_BOOK:,} of {frame.height:,}."
        for name, frame in whole.items()
        if frame.height > LISTED_IN_BOOK
    ]


def _causes(digest: Digest) -> pl.DataFrame:
    counts = cause_counts(digest)
    lines = [
        *((CAUSES[cause], rows) for cause, rows in counts.items()),
        ("Rows that differ from the ledger", sum(counts.values())),
    ]
    return pl.DataFrame(lines, schema={"Why": pl.String, "Rows": pl.Int64}, orient="row")


def _by_source(digest: Digest) -> pl.DataFrame:
    return digest.sources.select(
        source_expr().alias("Source"),
        pl.col("rows_in").alias("Rows"),
        pl.col("differs").alias("Differs"),
        pl.col("refused").alias("Files refused"),
        pl.col("recorded_at").dt.strftime("%Y-%m-%d %H:%M").alias(f"Last taken ({digest.timezone})"),
    )


def _differences(digest: Digest) -> list[Part]:
    differences = listed_differences(digest).head(LISTED_IN_BOOK).select(_DIFFERING)
    titled = differences.with_columns(pl.col("cause").replace({cause.value: said for cause, said in CAUSES.items()}))
    none = "No row differs but those of refused files." if digest.differences.height else nothing_differs(digest)
    shown = shown_columns(titled, _DIFFERING, needed=_DIFFERING)
    return _page(shown, digest.timezone, "Differences", none, ("wanted", "current", "message", "file"))


def _refusals(digest: Digest) -> pl.DataFrame:
    files = refused_files(digest).head(LISTED_IN_BOOK)
    examples = [differing_of(file) or None for file in files.iter_rows(named=True)]
    shown = files.with_columns(pl.Series("example", examples, pl.String))
    return shown.select(_REFUSED)


def _page(frame: pl.DataFrame, timezone: str, name: str, empty: str, wrapped: tuple[str, ...] = ()) -> list[Part]:
    if "source" in frame.columns:
        frame = frame.with_columns(source=source_expr())
    own = {**_TITLES, "recorded_at": f"Last taken ({timezone})"}
    titles = {**styles.titles_of(frame.schema, timezone), **{old: own[old] for old in frame.columns if old in own}}
    kept = tuple(column for column in wrapped if column in frame.columns)
    return page(frame, name, Look(titles, wrapped=kept, empty=empty))


def _nights_chart(nights: pl.DataFrame) -> list[ChartOptions]:
    """The chart of changes per day, by kind."""
    if nights.is_empty():
        return []
    return [
        {
            "type": "column_stacked",
            "title": "Changes per day",
            "series": [
                {
                    "name": name,
                    "values": _range("Nights", nights, name, nights.height),
                    "categories": _range("Nights", nights, "day", nights.height),
                }
                for name in CHANGES
            ],
            "width": _WIDE,
            "height": _HIGH,
            "legend_position": "bottom",
        }
    ]


def _owners_chart(owners: pl.DataFrame) -> list[ChartOptions]:
    """The chart of devices per owner, for the owners with most."""
    drawn = min(owners.height, OWNERS_DRAWN)
    if not drawn:
        return []
    return [
        {
            "type": "bar",
            "title": "Devices per owner, those with most",
            "values": _range("Owners", owners, "devices", drawn),
            "categories": _range("Owners", owners, "owner_email", drawn),
            "width": _WIDE,
            "height": _HIGH,
            "show_legend": False,
        }
    ]


def _range(sheet: str, frame: pl.DataFrame, column: str, rows: int) -> str:
    """The address of a column's cells below its header."""
    letter = chr(ord("A") + frame.columns.index(column))
    return f"{sheet}!${letter}$2:${letter}${rows + 1}"
