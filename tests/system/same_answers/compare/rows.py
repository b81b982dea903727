"""The rows of two tables, by the names of their columns, in any order; another order is a difference of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.system.same_answers.compare.difference import NOTHING, Difference, Where

_MOST_PAIRED = 2_000


def rows(where: Where, old: list[list[Any]], new: list[list[Any]]) -> Iterator[Difference]:
    """All differences of two tables; the first row of each has its columns."""
    (old_columns, *old_rows), (new_columns, *new_rows) = old, new
    yield from _columns(where, old_columns, new_columns)
    names = [column.partition(":")[0] for column in new_columns if column in old_columns]
    was = [_named(old_columns, row, names) for row in old_rows]
    now = [_named(new_columns, row, names) for row in new_rows]
    left, added = list(_surplus(was, now)), list(_surplus(now, was))
    if not left and not added and was != now:
        yield where.difference("order of rows", "", "as it was", "another")
    yield from _paired(where, names, left, added)


def _columns(where: Where, old: list[str], new: list[str]) -> Iterator[Difference]:
    if old != new and sorted(old) == sorted(new):
        yield where.difference("order of columns", "", ", ".join(old), ", ".join(new))
    for column in old:
        if column not in new:
            yield where.difference("columns", "", column, NOTHING)
    for column in new:
        if column not in old:
            yield where.difference("columns", "", NOTHING, column)


def _named(columns: list[str], row: list[Any], names: list[str]) -> list[Any]:
    by_name = dict(zip((column.partition(":")[0] for column in columns), row, strict=True))
    return [by_name.get(name) for name in names]


def _surplus(some: list[list[Any]], others: list[list[Any]]) -> Iterator[list[Any]]:
    """The rows that the others do not have, or not so often."""
    there = Counter(map(str, others))
    for row in some:
        if there[str(row)]:
            there[str(row)] -= 1
        else:
            yield row


def _paired(where: Where, names: list[str], old: list[list[Any]], new: list[list[Any]]) -> Iterator[Difference]:
    """Rows that are alike are one row that has changed, told by column; the others are gone, or new."""
    free = list(new)
    for row in old:
        likest = min(free[:_MOST_PAIRED], key=lambda other: _unlike(row, other), default=None)
        if likest is None or _unlike(row, likest) > len(names) / 2:
            yield where.difference("rows", "", row, NOTHING)
            continue
        free.remove(likest)
        for name, was, now in zip(names, row, likest, strict=True):
            if was != now:
                yield where.difference("value", f"column {name}", was, now)
    for row in free:
        yield where.difference("rows", "", NOTHING, row)


def _unlike(row: list[Any], other: list[Any]) -> int:
    return sum(was != now for was, now in zip(row, other, strict=True))
