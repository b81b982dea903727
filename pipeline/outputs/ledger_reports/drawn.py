"""A chart as SVG: bars beside their names, so that long names can be read, with the figure at the end of each bar.

Jinja writes it, which escapes whatever is put in. There is no style in it that a Content-Security-Policy could refuse:
its colours are attributes, and the classes `bar-0` to `bar-3`, by which a page may give it others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.outputs.excel import styles
from pipeline.outputs.ledger_reports.shown import text_of, titles_of
from pipeline.outputs.templates import environment
from schemas.records import dataclass

if TYPE_CHECKING:
    from pipeline.model import Chart, ReportTable

FOLDER = "pipeline.outputs.ledger_reports"
TEMPLATE = "chart.svg"

_WIDE, _NAMES, _LETTER = 860, 240, 6.8
_LINE, _BAR, _TOP, _LEGEND = 26, 16, 4, 26
_LONGEST_NAME = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar: from where, how wide, in which colour, and what it says to whoever points at it."""

    x: float
    width: float
    colour: int
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: the name, its bars, and the figure at their end."""

    y: int
    name: str
    bars: Sequence[Bar]
    figure: str
    end: float


def chart_svg(table: ReportTable, chart: Chart, key: str) -> str:
    """The chart as an `svg` element with a title and a description; `key` makes its ids unique on the page.

    Whatever comes from the table is escaped.
    """
    return environment(FOLDER).get_template(TEMPLATE).render(**drawn(table, chart, key))


def drawn(table: ReportTable, chart: Chart, key: str) -> dict[str, Any]:
    """What the template of charts is filled in with, also by another page that escapes what it is given."""
    lines = _lines(table, chart)
    titles = titles_of(table.frame, "UTC")
    names = [titles[name] for name in chart.values]
    return {
        "chart": chart,
        "key": key,
        "lines": lines,
        "legend": [(_NAMES + at * 150, at, name) for at, name in enumerate(names)] if len(names) > 1 else [],
        "described": "; ".join(f"{line.name}: {line.figure}" for line in lines),
        "of": table.title,
        "size": (_WIDE, _top(chart) + _LINE * len(lines)),
        "looks": {"names": _NAMES, "bar": _BAR, "colours": styles.SERIES},
    }


def _lines(table: ReportTable, chart: Chart) -> list[Line]:
    rows = table.frame.slice(chart.first, chart.rows).to_dicts()
    sums = [sum(max(float(row[name]), 0) for name in chart.values) for row in rows]
    widest = max((len(_figure(row, chart)) for row in rows), default=0) * _LETTER
    scale = (_WIDE - _NAMES - widest - 8) / (max(sums, default=0) or 1)
    return [_line(row, chart, at, scale) for at, row in enumerate(rows)]


def _top(chart: Chart) -> int:
    return _TOP + (_LEGEND if len(chart.values) > 1 else 0)


def _figure(row: dict[str, Any], chart: Chart) -> str:
    told = " + ".join(text_of(row[name]) for name in chart.values)
    return f"{told} {chart.unit}" if chart.unit else told


def _line(row: dict[str, Any], chart: Chart, at: int, scale: float) -> Line:
    x, bars = float(_NAMES), []
    for colour, name in enumerate(chart.values):
        width = max(float(row[name]), 0) * scale
        bars.append(Bar(round(x, 1), round(width, 1), colour, text_of(row[name])))
        x += width
    name = text_of(row[chart.label])
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    return Line(_top(chart) + at * _LINE, short, bars, _figure(row, chart), round(x + 6, 1))
