"""Counting in words: right plurals, thousands separators, lists with an "and"."""

from collections.abc import Sequence


def number(value: int) -> str:
    """A number with thousands separators: `1234567` as `1,234,567`."""
    return f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    """A number and its noun: `1 row`, `2 rows`."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def agree(value: int, one: str, many: str) -> str:
    """The form of a word that agrees with the number: `was` or `were`."""
    return one if value == 1 else many


def listing(parts: Sequence[str]) -> str:
    """The parts as `a`, `a and b`, or `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
