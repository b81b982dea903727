"""A report as it was made, kept in the folder of its job: pages show it part by part, and files say the same.

Whoever looks sees one state of the ledger, however long that takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import polars as pl

from pipeline.model import Chart, LedgerReport, ReportTable
from pipeline.outputs.local_times import local_expr
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.answers.json_text import dumps
from pipeline.runs.jobs.folder import JobFolder
from schemas.records import dataclass

_TOLD = "kept_report.json"
_PART_OF_TIME, _PART_OF_NUMBER = re.compile(r"[\d\-]{1,10}( [\d:]{0,5})?|[\d:]{1,5}"), re.compile(r"-?[\d.,]+")
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
    tables = [
        {**asdict(replace(one, frame=pl.DataFrame())), "frame": None, "count": one.frame.height}
        for one in report.tables
    ]
    told = {**asdict(replace(report, tables=[])), "tables": tables}
    (folder.path / _TOLD).write_text(dumps(told), encoding="utf-8")


def contents_of(folder: JobFolder) -> list[Contents]:
    """The tables of a report, in their order."""
    return _contents(_told(folder))


def part_of(folder: JobFolder, name: str, text: str, *, start: int, most: int) -> ReportPart | None:
    """The rows of a table in which the text stands, from a place on; None where the report has no such table.

    Without a name it is the first table.
    """
    told = _told(folder)
    table = next((one for one in told["tables"] if name in ("", one["name"])), None)
    if table is None:
        return None
    report = _report(told)
    rows = _rows_of(folder, table, text, report.timezone)
    shown = [(_table(table, rows.some(one.first, one.rows)), one) for one in _charts(table, rows)]
    return ReportPart(
        report=report,
        contents=_contents(told),
        table=_table(table, rows.some(start, most)),
        count=rows.count,
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
    rows = _rows_of(folder, table, text, report.timezone)
    only, said = f"; only the table {table['title']}", list(report.sentences)
    if text.strip():
        only += f", rows with “{text.strip()}”"
        said = [f"{count(rows.count, 'row')} of {table['count']:,} {agree(rows.count, 'has', 'have')} that text."]
    found = _table(table, rows.some(0, rows.count), _charts(table, rows))
    return replace(report, about=f"{report.about}{only}", sentences=said, tables=[found], main=name)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a kept table that are looked at: those at these places, or all of them where none are given."""

    all: pl.LazyFrame
    count: int
    places: pl.Series | None = None

    def some(self, start: int, most: int) -> pl.DataFrame:
        """Some of them, from a place among them on; only that part of the file is read."""
        if self.places is None:
            return self.all.slice(start, most).collect()
        at = self.places.slice(start, most)
        if at.is_empty():
            return self.all.head(0).collect()
        first, last = int(at[0]), int(at[-1])
        return self.all.slice(first, last - first + 1).collect()[at - first]

    def of(self, columns: Sequence[str]) -> pl.DataFrame:
        """These columns of all of them."""
        found = self.all.select(columns).collect()
        return found if self.places is None else found[self.places]


def _rows_of(folder: JobFolder, table: Mapping[str, Any], text: str, timezone: str) -> _Rows:
    """The rows of a table in which the text stands."""
    rows, wanted = pl.scan_parquet(folder.frame(table["name"])), text.strip().lower()
    if not wanted:
        return _Rows(rows, int(table["count"]))
    has = rows.select(_has(rows.collect_schema(), wanted, timezone).alias("has")).collect()["has"]
    places = has.arg_true()
    return _Rows(rows, places.len(), places)


def _told(folder: JobFolder) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder.path / _TOLD).read_text("utf-8"))
    return told


def _contents(told: Mapping[str, Any]) -> list[Contents]:
    return [Contents(one["name"], one["title"], one["count"]) for one in told["tables"]]


def _report(told: Mapping[str, Any]) -> LedgerReport:
    made_at = datetime.fromisoformat(told["made_at"]).replace(tzinfo=None)
    return LedgerReport(**{**told, "tables": [], "made_at": made_at})


def _table(told: Mapping[str, Any], frame: pl.DataFrame, charts: Sequence[Chart] = ()) -> ReportTable:
    return ReportTable(told["name"], told["title"], frame, told["note"], told["empty"], charts)


def _all_charts(table: Mapping[str, Any]) -> list[Chart]:
    return [Chart(**one) for one in table["charts"]]


def _charts(table: Mapping[str, Any], rows: _Rows) -> list[Chart]:
    """The charts of a table, about those of its rows alone; without those that would show nothing."""
    charts = _all_charts(table)
    return charts if rows.places is None else [one for chart in charts if (one := _chart_about(chart, rows))]


def _chart_about(chart: Chart, rows: _Rows) -> Chart | None:
    """The chart about the first of these rows; one of amounts about those of its currency that come to something."""
    has_money = _CURRENCY in rows.all.collect_schema()
    meant = rows.of([*chart.values, *([_CURRENCY] if has_money else [])]).with_row_index(_PLACE)
    if has_money:
        has_currency = pl.col(_CURRENCY).eq_missing(pl.lit(chart.unit, pl.String))
        meant = meant.filter(has_currency, pl.sum_horizontal(chart.values) > 0)
    if meant.is_empty():
        return None
    first, last = int(meant[_PLACE][0]), int(meant[_PLACE][-1])
    return replace(chart, first=first, rows=min(last - first + 1, _BARS))


def _has(schema: pl.Schema, wanted: str, timezone: str) -> pl.Expr:
    """True where the text stands in any cell, as people see it there: without case, instants in local time."""
    has = [
        _in_cell(pl.col(name), dtype, wanted, timezone) for name, dtype in schema.items() if _may_have(dtype, wanted)
    ]
    # Of the blank cells of the first column there are as many as there are rows.
    return pl.any_horizontal(pl.nth(0).is_null() & pl.lit(value=False), *has).fill_null(value=False)


def _in_cell(cell: pl.Expr, dtype: pl.DataType, wanted: str, timezone: str) -> pl.Expr:
    if dtype == pl.String and wanted.isascii():  # takes less than half of what other letters take
        return cell.str.contains_any([wanted], ascii_case_insensitive=True)
    if dtype == pl.String:
        return cell.str.to_lowercase().str.contains(wanted, literal=True)
    if dtype.base_type() == pl.Datetime:
        return local_expr(cell, timezone).dt.strftime("%Y-%m-%d %H:%M").str.contains(wanted, literal=True)
    return cell.cast(pl.String).str.contains(wanted.replace(",", ""), literal=True)


def _may_have(dtype: pl.DataType, wanted: str) -> bool:
    """False where no cell of the column can have the text in it, so that none need be looked at."""
    if dtype.is_temporal():
        return _PART_OF_TIME.fullmatch(wanted) is not None
    return not dtype.is_numeric() or _PART_OF_NUMBER.fullmatch(wanted) is not None
