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


def with_addresses(devices: list[Cells], *, slipped_by: int = 0) -> list[Cells]:
    """The rows with the MAC address of each device, or with that of one further down, round about."""
    addresses = [f"AA:00:00:00:{number // 256:02X}:{number % 256:02X}" for number in range(len(devices))]
    return [(*row, addresses[(n + slipped_by) % len(devices)]) for n, row in enumerate(devices)]


BOOKS: dict[str, tuple[str, Sequence[Cells]]] = {
    "unassign_percent": ("leavers.xlsx", gone(41, 71)),
    "reassign_percent": ("moves.xlsx", [DESIRED, *rows(41, 71, owner="person1@acme.example")]),
    "create_percent": ("devices.xlsx", [INVENTORY[:4], *(row[:4] for row in stock(301, 451))]),
    "new_owners": ("starters.xlsx", [DESIRED, *newcomers(51)]),
    "emptied_owners": ("leavers.xlsx", gone(1, 26)),
    "fewer_rows_percent": ("nightly.xlsx", [DESIRED, *rows(1, 69)]),
    "exchanged_identifiers": (
        "slipped.xlsx",
        [
            ("Serial Number", "Name", "MAC Address"),
            *((row[0], row[1], row[-1]) for row in with_addresses(stock(1, 7), slipped_by=1)),
        ],
    ),
    "money": ("starters.xlsx", [DESIRED, *rows(101, 201, owner="hugo@acme.example")]),
    "backdate_days": ("late.xlsx", [DESIRED, *rows(101, 101, day=f"{LATE:%Y-%m-%dT%H:%M:%SZ}")]),
}
"""For each limit a workbook that goes over that limit and no other."""


def book_of(desk: Desk, limit: str) -> str:
    name, cells = BOOKS[limit]
    desk.book(name, *cells)
    return name
