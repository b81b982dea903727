"""Two header rows read as one: headings of groups above (`Device`, `Owner`), and the columns' own headers below.

A heading belongs to the columns of its merged cells; where no cells are merged, to all columns up to the next heading.
The header of a column is both texts together (`Owner` above `Name`) where these name a field that no other column
names; else the lower text; and the upper one where the lower cell is blank, as below cells that are merged downwards. A
header may also be one text on two lines: `Serial` above `Number`, `Owner` above `Email`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.device_words import is_device
from schemas.headers.matching import tidy_header
from schemas.records import dataclass
from schemas.vocabulary import DEVICE_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from pipeline.intake.headers.saved_mapping import Meanings

Line = Sequence[str | None]

_LEAST_BELOW = 2
_LONGEST_PART = 20


@dataclass(frozen=True, slots=True)
class Joined:
    """The header of each column from two rows, and the columns (by index) whose header is in the upper row."""

    texts: Line
    upper: frozenset[int]
    # True where each header is one text on two lines: neither row has headers of its own.
    is_broken: bool = False


def joined_rows(lines: Sequence[Line], merged: pl.DataFrame, meanings: Meanings) -> Iterator[tuple[int, Joined]]:
    """Every two rows that may be one header, with the Excel row number of the upper one.

    The upper row has a heading over several texts of the lower, and two texts of the lower are headers: this excludes a
    row of data below a single header row. Most pairs of rows are excluded by the first check.
    """
    pairs = [(above, below, _parts(above, below)) for above, below in pairwise(lines)]
    known = meanings.known([text for *_lines, parts in pairs for text in parts.values()], is_to_the_letter=True)
    for number, (above, below, parts) in enumerate(pairs, start=1):
        joined = _under_headings(above, below, merged, meanings, number) or _on_two_lines(above, below, parts, known)
        if joined is not None:
            yield number, joined


def _under_headings(above: Line, below: Line, merged: pl.DataFrame, meanings: Meanings, number: int) -> Joined | None:
    """The header where the upper row has a heading over several texts of the lower; None where it has none."""
    if not any(text and not over for over, text in zip(above, below, strict=True)):
        return None
    upper, lower = [_text(text) for text in above], [_text(text) for text in below]
    headings = _headings(upper, _areas(merged, number))
    return _join(upper, lower, headings, meanings) if _is_heading_several(headings, lower) else None


def _parts(above: Line, below: Line) -> dict[int, str]:
    """The texts that may be broken into two lines, by column; none where fewer than two may be."""
    parts = {
        at: f"{tidy_header(first)} {tidy_header(second)}"
        for at, (first, second) in enumerate(zip(above, below, strict=True))
        if first and second and _is_part(first) and _is_part(second)
    }
    return parts if len(parts) >= _LEAST_BELOW else {}


def _on_two_lines(above: Line, below: Line, parts: Mapping[int, str], known: set[str]) -> Joined | None:
    """The header where most texts, two at least, are broken into two lines; None where they are not."""
    whole = {at for at, text in parts.items() if text in known}
    both = sum(bool(first and second) for first, second in zip(above, below, strict=True))
    if len(whole) < _LEAST_BELOW or len(whole) * 2 <= both:
        return None
    texts = [parts.get(at, below[at]) if below[at] else above[at] for at in range(len(below))]
    upper = frozenset(at for at, (first, second) in enumerate(zip(above, below, strict=True)) if first and not second)
    return Joined(texts, upper, is_broken=True)


def _is_part(text: str) -> bool:
    """True for a few words without a digit."""
    return len(text) <= _LONGEST_PART and not text.startswith("_") and not any(sign.isdigit() for sign in text)


def _text(cell: str | None) -> str | None:
    return (tidy_header(cell) or None) if cell else None


def _areas(merged: pl.DataFrame, row: int) -> dict[int, int]:
    """For each column within an area that is merged over several columns in this row, the first column of the area."""
    if merged.is_empty():
        return {}
    areas = merged.filter((merged["first_row"] == row) & (merged["last_column"] > merged["first_column"]))
    return {
        column: first
        for first, last in areas.select("first_column", "last_column").rows()
        for column in range(first, last + 1)
    }


def _headings(upper: Line, areas: dict[int, int]) -> list[int | None]:
    """The column of the heading to which each column belongs; None before the first heading."""
    headings: list[int | None] = []
    last = None
    for at, text in enumerate(upper):
        last = at if text else last
        headings.append(areas.get(at, at if text else None) if areas else last)
    return headings


def _is_heading_several(headings: Sequence[int | None], lower: Line) -> bool:
    return max(_covered(headings, lower).values(), default=0) >= _LEAST_BELOW


def _covered(headings: Sequence[int | None], lower: Line) -> Counter[int]:
    """The number of texts in the lower row below each heading."""
    return Counter(heading for heading, text in zip(headings, lower, strict=True) if heading is not None and text)


def _join(upper: Line, lower: Line, headings: Sequence[int | None], meanings: Meanings) -> Joined | None:
    """The header of each column; None where fewer than two texts of the lower row name a field."""
    both = {
        at: f"{upper[heading]} {text}"
        for at, (heading, text) in enumerate(zip(headings, lower, strict=True))
        if text and heading is not None and not text.startswith("_") and upper[heading] != text
    }
    known = _known_headers(both, upper, lower, meanings)
    if sum(text in known or both.get(at) in known for at, text in enumerate(lower)) < _LEAST_BELOW:
        return None
    from_upper = _from_upper(upper, lower, headings, known)
    is_several = sum(text is not None for text in upper) >= _LEAST_BELOW
    better = _named_by_both(both, lower, headings, meanings, known, is_several=is_several)
    better |= _of_devices(both, upper, lower, headings, known)
    unknown = Counter(text for text in lower if text and text not in known)
    told_apart = {at for at, text in enumerate(lower) if text and at in both and unknown[text] > 1}
    joined = better | told_apart
    texts = [both[at] if at in joined else text for at, text in enumerate(lower)]
    return Joined([upper[at] if at in from_upper else text for at, text in enumerate(texts)], from_upper)


def _known_headers(both: Mapping[int, str], upper: Line, lower: Line, meanings: Meanings) -> set[str]:
    """The texts of the rows, and of both together, that are headers.

    A header above a value is no header in other words (`Name` above `laptop`): the lower text must be one by itself.
    """
    known = meanings.known([*upper, *lower])
    below = [text for at, text in both.items() if lower[at] in known]
    return known | meanings.known([*both.values()], is_to_the_letter=True) | meanings.known(below)


def _from_upper(upper: Line, lower: Line, headings: Sequence[int | None], known: set[str]) -> frozenset[int]:
    """The columns whose header is in the upper row alone; none where that has one text, which is then a title."""
    if sum(text is not None for text in upper) < _LEAST_BELOW:
        return frozenset()
    covered = _covered(headings, lower)
    return frozenset(
        at for at, text in enumerate(lower) if not text and upper[at] and (upper[at] in known or not covered[at])
    )


def _named_by_both(
    both: dict[int, str],
    lower: Line,
    headings: Sequence[int | None],
    meanings: Meanings,
    known: set[str],
    *,
    is_several: bool,
) -> set[int]:
    """The columns whose header is both texts together.

    Where the lower text alone names another field, the heading must be over several columns, and must be one of several
    or not in the first column: a title above the first column, or a line such as `Location: Berlin`, is no heading.
    """
    covered = _covered(headings, lower)
    first = next(at for at, text in enumerate(lower) if text)
    taken = {kind: {meanings.field_of(text, kind) for text in lower if text in known} for kind in DEVICE_KINDS}
    better = set()
    for at, together in both.items():
        heading, own = headings[at], lower[at]
        if together not in known or own is None or heading is None:
            continue
        is_group = covered[heading] >= _LEAST_BELOW and (is_several or heading > first)
        if own not in known or (is_group and _is_free(together, own, taken, meanings)):
            better.add(at)
    return better


def _of_devices(
    both: Mapping[int, str], upper: Line, lower: Line, headings: Sequence[int | None], known: set[str]
) -> set[int]:
    """The columns of the devices of each row, where several of these are headings: `Laptop` and `Monitor`."""
    devices = {at for at in headings if at is not None and is_device(upper[at] or "")}
    return {at for at in both if headings[at] in devices and lower[at] in known} if len(devices) > 1 else set()


def _is_free(together: str, own: str, taken: dict[Kind, set[str | None]], meanings: Meanings) -> bool:
    """True where both texts together name the field of the lower text, or one that no text of the lower row names."""
    for kind in DEVICE_KINDS:
        name = meanings.field_of(together, kind)
        if name is not None and name != meanings.field_of(own, kind) and name in taken[kind]:
            return False
    return True
