"""Two header rows read as one: headings above (`Device`, `Owner`), and the columns' own headers below.

A heading holds for its merged cells; where none are merged, for all columns up to the next heading. The two texts
together decide (`Owner` above `Name` is the owner's name) where they name a field that no other column names; else the
lower one does on its own. Where the lower cell is blank, as below cells that are merged downwards, the upper one does.

Or one text is written on two lines: `Serial` above `Number`, `Owner` above `Email`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from schemas.header_matching import tidy_header
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from pipeline.intake.headers.saved_mapping import Meanings

Line = Sequence[str | None]

_LEAST_BELOW = 2
_LONGEST_PART = 20


@dataclass(frozen=True, slots=True)
class Joined:
    """The header of each column out of two rows, and the columns (by index) that have theirs in the upper row."""

    texts: Line
    upper: frozenset[int]
    # True where each text goes on from the one above it: no column has a header in either row alone.
    is_broken: bool = False


def joined_rows(lines: Sequence[Line], merged: pl.DataFrame, meanings: Meanings) -> Iterator[tuple[int, Joined]]:
    """Every two rows that may be one header, with the Excel row number of the upper one.

    The upper has a heading that stands over several texts of the lower, and two of the lower one's are headers: a row
    of data below a single header row has no headings above it. Most rows are seen at a glance to be none.
    """
    for number, (above, below) in enumerate(pairwise(lines), start=1):
        joined = _under_headings(above, below, merged, meanings, number) or _broken(above, below, meanings)
        if joined is not None:
            yield number, joined


def _under_headings(above: Line, below: Line, merged: pl.DataFrame, meanings: Meanings, number: int) -> Joined | None:
    """The header where the upper row has a heading for several of the lower one's texts; null where it has none."""
    if not any(text and not over for over, text in zip(above, below, strict=True)):
        return None
    upper, lower = [_text(text) for text in above], [_text(text) for text in below]
    headings = _headings(upper, _areas(merged, number))
    return _join(upper, lower, headings, meanings) if _is_heading_several(headings, lower) else None


def _broken(above: Line, below: Line, meanings: Meanings) -> Joined | None:
    """The header where two of its texts and most of them are broken in two lines; null where they are not."""
    parts = {
        at: f"{tidy_header(first)} {tidy_header(second)}"
        for at, (first, second) in enumerate(zip(above, below, strict=True))
        if first and second and _is_part(first) and _is_part(second)
    }
    if len(parts) < _LEAST_BELOW:
        return None
    known = meanings.known([*parts.values()])
    whole = {at for at, text in parts.items() if text in known}
    both = sum(bool(first and second) for first, second in zip(above, below, strict=True))
    if len(whole) < _LEAST_BELOW or len(whole) * 2 <= both:
        return None
    texts = [parts.get(at, below[at]) if below[at] else above[at] for at in range(len(below))]
    upper = frozenset(at for at, (first, second) in enumerate(zip(above, below, strict=True)) if first and not second)
    return Joined(texts, upper, is_broken=True)


def _is_part(text: str) -> bool:
    """True of a few words without a digit."""
    return len(text) <= _LONGEST_PART and not text.startswith("_") and not any(sign.isdigit() for sign in text)


def _text(cell: str | None) -> str | None:
    return (tidy_header(cell) or None) if cell else None


def _areas(merged: pl.DataFrame, row: int) -> dict[int, int]:
    """Of each column that lies in an area of this row which is merged over several columns, that area's first one."""
    if merged.is_empty():
        return {}
    areas = merged.filter((merged["first_row"] == row) & (merged["last_column"] > merged["first_column"]))
    return {
        column: first
        for first, last in areas.select("first_column", "last_column").rows()
        for column in range(first, last + 1)
    }


def _headings(upper: Line, areas: dict[int, int]) -> list[int | None]:
    """The column of the heading that holds for each column; null before the first heading."""
    headings: list[int | None] = []
    last = None
    for at, text in enumerate(upper):
        last = at if text else last
        headings.append(areas.get(at, at if text else None) if areas else last)
    return headings


def _is_heading_several(headings: Sequence[int | None], lower: Line) -> bool:
    return max(_covered(headings, lower).values(), default=0) >= _LEAST_BELOW


def _covered(headings: Sequence[int | None], lower: Line) -> Counter[int]:
    """Over how many texts of the lower row each heading stands."""
    return Counter(heading for heading, text in zip(headings, lower, strict=True) if heading is not None and text)


def _join(upper: Line, lower: Line, headings: Sequence[int | None], meanings: Meanings) -> Joined | None:
    """The header of each column; null where fewer than two of the lower row's texts say anything."""
    both = {
        at: f"{upper[heading]} {text}"
        for at, (heading, text) in enumerate(zip(headings, lower, strict=True))
        if text and heading is not None and not text.startswith("_") and upper[heading] != text
    }
    known = meanings.known([*both.values(), *upper, *lower])
    if sum(text in known or both.get(at) in known for at, text in enumerate(lower)) < _LEAST_BELOW:
        return None
    from_upper = _from_upper(upper, lower, headings, known)
    is_several = sum(text is not None for text in upper) >= _LEAST_BELOW
    better = _better(both, lower, headings, meanings, known, is_several=is_several)
    unknown = Counter(text for text in lower if text and text not in known)
    told_apart = {at for at, text in enumerate(lower) if text and at in both and unknown[text] > 1}
    joined = better | told_apart
    texts = [both[at] if at in joined else text for at, text in enumerate(lower)]
    return Joined([upper[at] if at in from_upper else text for at, text in enumerate(texts)], from_upper)


def _from_upper(upper: Line, lower: Line, headings: Sequence[int | None], known: set[str]) -> frozenset[int]:
    """The columns whose header stands in the upper row alone. A row of one text is a title: it gives none."""
    if sum(text is not None for text in upper) < _LEAST_BELOW:
        return frozenset()
    covered = _covered(headings, lower)
    return frozenset(
        at for at, text in enumerate(lower) if not text and upper[at] and (upper[at] in known or not covered[at])
    )


def _better(
    both: dict[int, str],
    lower: Line,
    headings: Sequence[int | None],
    meanings: Meanings,
    known: set[str],
    *,
    is_several: bool,
) -> set[int]:
    """The columns whose two texts together name a field, and should.

    Where the lower text names another on its own, the heading must stand over several columns, and be one of several or
    not the first: a title above the first column, or a line such as `Location: Berlin`, is no heading.
    """
    covered = _covered(headings, lower)
    first = next(at for at, text in enumerate(lower) if text)
    taken = {kind: {meanings.field_of(text, kind) for text in lower if text in known} for kind in Kind}
    better = set()
    for at, together in both.items():
        heading, own = headings[at], lower[at]
        if together not in known or own is None or heading is None:
            continue
        is_group = covered[heading] >= _LEAST_BELOW and (is_several or heading > first)
        if own not in known or (is_group and _is_free(together, own, taken, meanings)):
            better.add(at)
    return better


def _is_free(together: str, own: str, taken: dict[Kind, set[str | None]], meanings: Meanings) -> bool:
    """True where the two texts mean what the lower one means, or what no text of the lower row means."""
    for kind in Kind:
        name = meanings.field_of(together, kind)
        if name is not None and name != meanings.field_of(own, kind) and name in taken[kind]:
            return False
    return True
