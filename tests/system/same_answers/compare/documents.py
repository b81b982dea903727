"""One document against the other: every difference, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from tests.system.same_answers.compare.difference import NOTHING, Difference, Where
from tests.system.same_answers.compare.rows import rows
from tests.system.same_answers.recording import UNREADABLE, Document, Kind

_Renewed = Callable[[str], str]


def differences(scene: str, old: Document, new: Document, renewed: _Renewed) -> Iterator[Difference]:
    """All differences between two documents. `renewed` gives an old text as it is meant to be now."""
    where = Where(scene, new.step, new.name)
    if new.entries[:1] and new.entries[0][0] == UNREADABLE:
        yield where.difference(UNREADABLE, "", old.entries[0][1] if old.entries else NOTHING, new.entries[0][1])
    elif old.kind != new.kind:
        yield where.difference("form", "", old.kind, new.kind)
    elif old.entries != new.entries:
        of_kind = {Kind.LINES: _lines, Kind.VALUES: _values, Kind.ROWS: _rows}
        yield from of_kind[new.kind](where, old.entries, new.entries, renewed)


def _renew(value: Any, renewed: _Renewed) -> Any:
    if isinstance(value, str):
        return renewed(value)
    return [_renew(one, renewed) for one in value] if isinstance(value, list) else value


def _lines(where: Where, old: Sequence[Any], new: Sequence[Any], renewed: _Renewed) -> Iterator[Difference]:
    """Lines that were replaced are one text: where it breaks is a difference of its own kind."""
    now = [line for _, line in new]
    there = set(now)
    was = [line if line in there else renewed(line) for _, line in old]
    for action, i, j, m, n in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if action != "equal":
            yield from _replaced(where, m + 1, was[i:j], now[m:n], renewed)


def _replaced(where: Where, first: int, was: list[str], now: list[str], renewed: _Renewed) -> Iterator[Difference]:
    if len(was) == len(now) and " ".join(was).split() != " ".join(now).split():
        for at, (line, other) in enumerate(zip(was, now, strict=True)):
            if line != other:
                kind = "text" if line.split() != other.split() else "line breaks and spaces"
                yield where.difference(kind, f"line {first + at}", line, other)
        return
    joined, other = " ".join(renewed(" ".join(was)).split()), " ".join(" ".join(now).split())
    if joined == other:
        yield where.difference("line breaks and spaces", f"line {first}", "\n".join(was), "\n".join(now))
    else:
        yield where.difference("text", f"line {first}", joined or NOTHING, other or NOTHING)


def _values(where: Where, old: Sequence[Any], new: Sequence[Any], renewed: _Renewed) -> Iterator[Difference]:
    now = _by_place(new)
    was = {place if place in now else renewed(place): value for place, value in _by_place(old).items()}
    for place in [*was, *(place for place in now if place not in was)]:
        sides = was.get(place, NOTHING), now.get(place, NOTHING)
        if sides[0] == sides[1] or any(_is_below(place, side) for side in (was, now)):
            continue
        yield from _value(where, place, *sides, renewed)


def _by_place(entries: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Values by place; the second of one place has a number."""
    placed: dict[str, Any] = {}
    for place, value in entries:
        number, free = 2, place
        while free in placed:
            free, number = f"{place} #{number}", number + 1
        placed[free] = value
    return placed


def _is_below(place: str, side: dict[str, Any]) -> bool:
    """True for a member of JSON that the side cannot have, as it has not what the member belongs to."""
    if not place.startswith((".", "[")):
        return False
    own = place.removesuffix("{}").removesuffix("[]")
    parent = f"{own.rpartition('[')[0]}[]" if own.endswith("]") else f"{own.rpartition('.')[0]}{{}}"
    return parent not in side


def _value(where: Where, place: str, old: Any, new: Any, renewed: _Renewed) -> Iterator[Difference]:
    if NOTHING in (old, new):
        yield where.difference("members", place, old, new)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for was, now in zip(old, new, strict=True):
            if now not in (was, _renew(was, renewed)):
                yield where.difference("value", place, _renew(was, renewed), now)
    elif new != _renew(old, renewed):
        yield where.difference("value", place, _renew(old, renewed), new)


def _rows(where: Where, old: Sequence[Any], new: Sequence[Any], renewed: _Renewed) -> Iterator[Difference]:
    there = {str(row) for _, row in new}
    was = [row if str(row) in there else _renew(row, renewed) for _, row in old]
    yield from rows(where, was, [row for _, row in new])
