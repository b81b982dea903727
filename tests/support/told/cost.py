"""The picture of what a run costs, in `rollcall guide it`: by the size of the ledger, and by the rows of the sheet.

    python -m tests.system.benchmarks.ledger_size --picture --folder DIR    measure, and draw
    python -m tests.support.told.cost                                       draw the table anew

What was measured stands in the table of that page, below the picture, which is drawn from it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pipeline

GUIDE = Path(pipeline.__file__).parent / "guide"
PAGE, PICTURE = GUIDE / "it.md", GUIDE / "cost.svg"

_TITLE = "What a run costs: little more with a larger ledger, and more with more rows"
_SIZES, _ROWS = (20_000, 200_000, 2_000_000, 10_000_000), (1_000, 10_000, 100_000)
# The columns of the table, and its lines.
_COLUMNS = ("devices", "rows", "seconds", "gb")
_LINE = re.compile(r"^\| ([\d,]+) \| ([\d,]+) \| ([\d.]+) \| ([\d.]+) GB \|\n", re.MULTILINE)
# The cases: the devices on record, and the rows of the sheet.
ASKED = (*((size, _ROWS[0]) for size in _SIZES), *((_SIZES[-1], rows) for rows in _ROWS[1:]))
# What is measured, with the title of its panels and the colour of their lines; and by what, with the words below.
_KINDS = {"seconds": ("Seconds of the processor", "#2F6B7E"), "gb": ("Memory in GB", "#C77D2B")}
_BY = {
    "devices": "devices on record; the sheet has {} rows",
    "rows": "rows of the sheet; {} devices are on record",
}
_WIDE, _HIGH, _LEFT, _TOP, _GAP = 340, 120, 20, 34, 76

# One point of a panel: the devices on record, the rows of the sheet, and what a run took.
Point = Mapping[str, float]


def read_figures() -> list[Point]:
    """The figures of the table, line by line."""
    found = _LINE.findall(PAGE.read_text(encoding="utf-8"))
    return [dict(zip(_COLUMNS, (float(text.replace(",", "")) for text in line), strict=True)) for line in found]


def write(figures: Sequence[Point]) -> None:
    """Write the lines of the table, and the picture."""
    text = PAGE.read_text(encoding="utf-8")
    first, *others = _LINE.finditer(text)
    lines = "".join(map(_told, figures))
    PAGE.write_text(text[: first.start()] + lines + text[[first, *others][-1].end() :], encoding="utf-8")
    PICTURE.write_text(picture(figures), encoding="utf-8")


def _told(point: Point) -> str:
    return "| {devices:,.0f} | {rows:,.0f} | {seconds:.2f} | {gb:.2f} GB |\n".format_map(point)


def picture(figures: Sequence[Point]) -> str:
    """The picture as SVG: two panels of seconds above two of memory; those beside each other have one scale."""
    width, height = 2 * (_LEFT + _WIDE) + 40, 2 * (_HIGH + _GAP)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="Arial, Helvetica, sans-serif" font-size="12" fill="#333333">'
    )
    drawn = [head, f"<title>{_TITLE}</title>", f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>']
    for down, (kind, (title, colour)) in enumerate(_KINDS.items()):
        most = max(point[kind] for point in figures) * 1.2
        for across, by in enumerate(_BY):
            place = _LEFT + across * (_WIDE + _LEFT + 20), _TOP + down * (_HIGH + _GAP)
            drawn += _panel(_points(figures, by), by, title, place)
            drawn += _line(_points(figures, by), (by, kind), most, colour, place)
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _points(figures: Sequence[Point], by: str) -> list[Point]:
    other, kept = ("rows", _ROWS[0]) if by == "devices" else ("devices", _SIZES[-1])
    return sorted((point for point in figures if point[other] == kept), key=lambda point: point[by])


def _panel(points: Sequence[Point], by: str, title: str, place: tuple[int, int]) -> Iterator[str]:
    """The axes and the words of a panel."""
    left, top = place
    other = "rows" if by == "devices" else "devices"
    below = _BY[by].format(_short(points[0][other]))
    yield f'<text x="{left}" y="{top - 14}" font-weight="bold">{title}</text>'
    yield f'<path d="M{left} {top}V{top + _HIGH}H{left + _WIDE}" fill="none" stroke="#999999"/>'
    yield f'<text x="{left + _WIDE / 2:.0f}" y="{top + _HIGH + 34}" text-anchor="middle">{below}</text>'


def _line(
    points: Sequence[Point], names: tuple[str, str], most: float, colour: str, place: tuple[int, int]
) -> Iterator[str]:
    """A line through the points, on a logarithmic scale across, and one from zero upwards; with each figure."""
    by, kind = names
    left, top = place
    first, last = (math.log10(points[at][by]) for at in (0, -1))
    across = [left + 30 + (math.log10(point[by]) - first) / (last - first) * (_WIDE - 70) for point in points]
    down = [top + _HIGH * (1 - point[kind] / most) for point in points]
    path = "L".join(f"{x:.0f} {y:.0f}" for x, y in zip(across, down, strict=True))
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y, point in zip(across, down, points, strict=True):
        yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5" fill="{colour}"/>'
        yield f'<text x="{x:.0f}" y="{y - 9:.0f}" text-anchor="middle">{point[kind]:.2f}</text>'
        yield f'<text x="{x:.0f}" y="{top + _HIGH + 16}" text-anchor="middle">{_short(point[by])}</text>'


def _short(number: float) -> str:
    return f"{number / 1e6:g} million" if number >= 1e6 else f"{number:,.0f}"


if __name__ == "__main__":
    write(read_figures())
