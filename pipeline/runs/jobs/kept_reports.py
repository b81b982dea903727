"""A report as it was made, kept in the folder of its job: pages show it part by part, and files say the same.

Whoever looks sees one state of the ledger, however long that takes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from pipeline.model import Chart, LedgerReport, ReportTable
from pipeline.outputs.local_times import local_expr
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.answers.json_text import dumps
from pipeline.runs.jobs.folder import JobFolder

_TOLD = "kept_report.json"
_BARS, _CURRENCY, _PLACE = 15, "currency", "_place"


@dataclass(frozen=True, slots=True)
class Contents:
    """One table of a report: what it is called, its title, and how many rows it has."""

    name: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ReportPart:
    """What a page shows of a report: what tables it has, and of one of them some rows.

    `report` has no tables. `count` are all rows of the `table` in which the text stands, and `charts` are about all of
    these, each with a table of what it shows.
    """

    report: LedgerReport
    contents: Sequence[Contents]
    table: ReportTable
    count: int
    charts: Sequence[tuple[ReportTable, Chart]]


def keep_report(folder: JobFolder, report: LedgerReport) -> None:
    """Keep a report, whole."""
    for table in report.tables:
        path = folder.frame(table.name)
        path.parent.mkdir(exist_ok=True)
        table.frame.write_parquet(path)
    tables = [{**asdict(replace(one, frame=pl.DataFrame())), "count": one.frame.height} for one in report.tables]
    told = {**asdict(replace(report, tables=[])), "tables": [{**one, "frame": None} for one in tables]}
    (folder.path / _TOLD).write_text(dumps(told), encoding="utf-8")


def contents_of(folder: JobFolder) -> list[Contents]:
    """The tables of a report, in their order."""
    return [Contents(one["name"], one["title"], one["count"]) for one in _told(folder)["tables"]]


def part_of(folder: JobFolder, name: str, text: str, *, start: int, most: int) -> ReportPart | None:
    """The rows of a table in which the text stands, from a place on; None where the report has no such table.

    Without a name it is the first table.
    """
    told = _told(folder)
    table = next((one for one in told["tables"] if name in ("", one["name"])), None)
    if table is None:
        return None
    report = _report(told)
    rows = _with_text(pl.scan_parquet(folder.frame(table["name"])), text, report.timezone)
    found, counted = pl.collect_all([rows.slice(start, most), rows.select(pl.len())])
    charts = _charts(table, rows, is_whole=not text.strip())
    shown = [(_table(table, rows.slice(one.first, one.rows).collect()), one) for one in charts]
    return ReportPart(
        report=report,
        contents=contents_of(folder),
        table=_table(table, found),
        count=counted.item(),
        charts=[(of, replace(one, first=0, rows=of.frame.height)) for of, one in shown],
    )


def whole_of(folder: JobFolder, name: str | None = None, text: str = "") -> LedgerReport:
    """The report as it was made; or of one table the rows in which the text stands, with the charts of these.

    Raises KeyError where the report has no such table.
    """
    told = _told(folder)
    report = _report(told)
    if name is None:
        tables = [_table(one, pl.read_parquet(folder.frame(one["name"])), _all_charts(one)) for one in told["tables"]]
        return replace(report, tables=tables)
    table = {one["name"]: one for one in told["tables"]}[name]
    rows = _with_text(pl.scan_parquet(folder.frame(name)), text, report.timezone)
    found = rows.collect()
    only = f"; only the table {table['title']}"
    said = list(report.sentences)
    if text.strip():
        only += f", rows with “{text.strip()}”"
        said = [f"{count(found.height, 'row')} of {table['count']:,} {agree(found.height, 'has', 'have')} that text."]
    charts = _charts(table, rows, is_whole=not text.strip())
    return replace(
        report, about=f"{report.about}{only}", sentences=said, tables=[_table(table, found, charts)], main=name
    )


def _told(folder: JobFolder) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder.path / _TOLD).read_text("utf-8"))
    return told


def _report(told: Mapping[str, Any]) -> LedgerReport:
    made_at = datetime.fromisoformat(told["made_at"]).replace(tzinfo=None)
    return LedgerReport(**{**told, "tables": [], "made_at": made_at})


def _table(told: Mapping[str, Any], frame: pl.DataFrame, charts: Sequence[Chart] = ()) -> ReportTable:
    return ReportTable(told["name"], told["title"], frame, told["note"], told["empty"], charts)


def _all_charts(table: Mapping[str, Any]) -> list[Chart]:
    return [Chart(**one) for one in table["charts"]]


def _charts(table: Mapping[str, Any], rows: pl.LazyFrame, *, is_whole: bool) -> list[Chart]:
    """The charts of a table, about those of its rows alone; without those that would show nothing."""
    charts = _all_charts(table)
    return charts if is_whole else [one for chart in charts if (one := _chart_about(chart, rows)) is not None]


def _chart_about(chart: Chart, rows: pl.LazyFrame) -> Chart | None:
    """The chart about the first of these rows; one of amounts about those of its currency that come to something."""
    meant = rows.with_row_index(_PLACE)
    if _CURRENCY in rows.collect_schema():
        has_currency = pl.col(_CURRENCY).eq_missing(pl.lit(chart.unit, pl.String))
        meant = meant.filter(has_currency, pl.sum_horizontal(chart.values) > 0)
    first, last = meant.select(pl.col(_PLACE).min().alias("first"), pl.col(_PLACE).max().alias("last")).collect().row(0)
    return None if first is None else replace(chart, first=first, rows=min(last - first + 1, _BARS))


def _with_text(rows: pl.LazyFrame, text: str, timezone: str) -> pl.LazyFrame:
    """The rows in which the text stands in any cell, as people see it there: without case, instants in local time."""
    wanted = text.strip().lower()
    if not wanted:
        return rows
    has = [
        _as_seen(pl.col(name), dtype, timezone).str.contains(
            wanted.replace(",", "") if dtype.is_numeric() else wanted, literal=True
        )
        for name, dtype in rows.collect_schema().items()
    ]
    return rows.filter(pl.any_horizontal(has).fill_null(value=False))


def _as_seen(cell: pl.Expr, dtype: pl.DataType, timezone: str) -> pl.Expr:
    if dtype == pl.String:
        return cell.str.to_lowercase()
    if dtype.base_type() == pl.Datetime:
        return local_expr(cell, timezone).dt.strftime("%Y-%m-%d %H:%M")
    return cell.cast(pl.String)
