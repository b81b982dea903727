"""Pictures of figures that were measured, drawn from the table of a page of the guide.

A picture has a column of panels for each thing that was varied, and a row for each that was measured.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pipeline

GUIDE = Path(pipeline.__file__).parent / "guide"
_HIGH, _LEFT, _TOP, _GAP = 120, 20, 34, 76

# One line of a table: what was varied, and what that took.
Point = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures in a page of the guide; each column has the form of its cells."""

    page: Path
    columns: Mapping[str, str]

    def read(self) -> list[Point]:
        """The figures, line by line."""
        found = self._line().findall(self.page.read_text(encoding="utf-8"))
        return [dict(zip(self.columns, (float(text.replace(",", "")) for text in one), strict=True)) for one in found]

    def write(self, figures: Sequence[Point]) -> None:
        """Put these lines in place of those that are there."""
        text = self.page.read_text(encoding="utf-8")
        first, *others = self._line().finditer(text)
        lines = "".join(self._told(point) for point in figures)
        self.page.write_text(text[: first.start()] + lines + text[[first, *others][-1].end() :], encoding="utf-8")

    def _told(self, point: Point) -> str:
        return "| " + " | ".join(form.format(point[name]) for name, form in self.columns.items()) + " |\n"

    def _line(self) -> re.Pattern[str]:
        cells = (re.sub(r"\{.*\}", lambda _: r"([\d,.]+)", form) for form in self.columns.values())
        return re.compile(r"^\| " + r" \| ".join(cells) + r" \|\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Panels:
    """A picture.

    `by` has what was varied, with the words below its panels; `kinds` what was measured, with the title of its panels
    and the colour of their lines. `usual` is what each thing is while another one varies, `figure` the form of figures.
    """

    title: str
    by: Mapping[str, str]
    kinds: Mapping[str, tuple[str, str]]
    usual: Point
    wide: int = 340
    figure: str = "{:.2f}"

    def drawn(self, figures: Sequence[Point]) -> str:
        """The picture as SVG; panels beside each other have one scale."""
        width = len(self.by) * (self.wide + _LEFT + 20) - 20 + _LEFT
        height = len(self.kinds) * (_HIGH + _GAP)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'font-family="Arial, Helvetica, sans-serif" font-size="12" fill="#333333">'
        )
        drawn = [head, f"<title>{self.title}</title>", f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>']
        for down, kind in enumerate(self.kinds):
            most = max(point[kind] for point in figures) * 1.2
            for across, by in enumerate(self.by):
                place = _LEFT + across * (self.wide + _LEFT + 20), _TOP + down * (_HIGH + _GAP)
                drawn += self._panel(by, kind, place)
                drawn += self._line(self._points(figures, by), (by, kind), most, place)
        return "\n".join([*drawn, "</svg>"]) + "\n"

    def _points(self, figures: Sequence[Point], by: str) -> list[Point]:
        others = {name: value for name, value in self.usual.items() if name != by}
        kept = (point for point in figures if all(point[name] == value for name, value in others.items()))
        return sorted(kept, key=lambda point: point[by])

    def _panel(self, by: str, kind: str, place: tuple[int, int]) -> Iterator[str]:
        """The axes and the words of a panel."""
        left, top = place
        below = self.by[by].format(**{name: _short(value) for name, value in self.usual.items()})
        yield f'<text x="{left}" y="{top - 14}" font-weight="bold">{self.kinds[kind][0]}</text>'
        yield f'<path d="M{left} {top}V{top + _HIGH}H{left + self.wide}" fill="none" stroke="#999999"/>'
        yield f'<text x="{left + self.wide / 2:.0f}" y="{top + _HIGH + 34}" text-anchor="middle">{below}</text>'

    def _line(
        self, points: Sequence[Point], names: tuple[str, str], most: float, place: tuple[int, int]
    ) -> Iterator[str]:
        """A line through the points, on a logarithmic scale across, and one from zero upwards; with each figure."""
        by, kind = names
        left, top = place
        colour = self.kinds[kind][1]
        first, last = (math.log10(points[at][by]) for at in (0, -1))
        across = [left + 30 + (math.log10(point[by]) - first) / (last - first) * (self.wide - 70) for point in points]
        down = [top + _HIGH * (1 - point[kind] / most) for point in points]
        path = "L".join(f"{x:.0f} {y:.0f}" for x, y in zip(across, down, strict=True))
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y, point in zip(across, down, points, strict=True):
            yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5" fill="{colour}"/>'
            yield f'<text x="{x:.0f}" y="{y - 9:.0f}" text-anchor="middle">{self.figure.format(point[kind])}</text>'
            yield f'<text x="{x:.0f}" y="{top + _HIGH + 16}" text-anchor="middle">{_short(point[by])}</text>'


def _short(number: float) -> str:
    return f"{number / 1e6:g} million" if number >= 1e6 else f"{number:,.0f}"
