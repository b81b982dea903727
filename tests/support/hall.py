"""Sheets of a hall of 300 laptops, a hundred of them held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.support.desk import Cells, Desk
from tests.support.office import DESIRED

INVENTORY = ("Serial Number", "Name", "Type", "Category", "Purchase Price")
FULL = ("--mode", "full", "--scope", "all")
NOW = datetime.now(UTC)
LATE = NOW - timedelta(days=400, hours=12)


def serial(number: int) -> str:
    return f"LT-{number:04}"


def stock(first: int, last: int) -> list[Cells]:
    return [(serial(number), f"Laptop {number}", "laptop", "computers", 1000) for number in range(first, last + 1)]


def holder(number: int) -> str:
    """Forty people have one device each, Hugo has all others."""
    return f"person{number}@acme.example" if number <= 40 else "hugo@acme.example"


def rows(first: int, last: int, *, owner: str | None = None, day: object = None) -> list[Cells]:
    numbers = range(first, last + 1)
    return [(serial(number), owner or holder(number), None if day is None else str(day)) for number in numbers]


def gone(first: int, last: int, day: object = None) -> list[Cells]:
    return [("Serial Number", "Action", "Effective At")] + [
        (serial(number), "unassign", None if day is None else str(day)) for number in range(first, last + 1)
    ]


def newcomers(count: int) -> list[Cells]:
    return [(serial(200 + number), f"new{number:02}@acme.example") for number in range(1, count + 1)]


BOOKS: dict[str, tuple[str, Sequence[Cells]]] = {
    "unassign_percent": ("leavers.xlsx", gone(41, 71)),
    "reassign_percent": ("moves.xlsx", [DESIRED, *rows(41, 71, owner="person1@acme.example")]),
    "create_percent": ("devices.xlsx", [INVENTORY[:4], *(row[:4] for row in stock(301, 451))]),
    "new_owners": ("starters.xlsx", [DESIRED, *newcomers(51)]),
    "emptied_owners": ("leavers.xlsx", gone(1, 26)),
    "fewer_rows_percent": ("nightly.xlsx", [DESIRED, *rows(1, 69)]),
    "money": ("starters.xlsx", [DESIRED, *rows(101, 201, owner="hugo@acme.example")]),
    "backdate_days": ("late.xlsx", [DESIRED, *rows(101, 101, day=f"{LATE:%Y-%m-%dT%H:%M:%SZ}")]),
}
"""For each limit a workbook that goes over that limit and no other."""


def book_of(desk: Desk, limit: str) -> str:
    name, cells = BOOKS[limit]
    desk.book(name, *cells)
    return name
