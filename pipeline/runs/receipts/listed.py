"""The receipts of a run as people look them up: some at a time, and those of whoever is looked for."""

from __future__ import annotations

from pipeline import store
from pipeline.model import Caller, Receipts
from pipeline.runs.receipts.receipt import receipts_of
from pipeline.settings import Settings
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptsAsked:
    """The run, and whose receipts of it: those of one person by the number, or of people with a text in their names."""

    run: str
    person: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptsFound:
    """Some receipts of a run, of how many people in all, and how many devices these were handed, and gave back."""

    receipts: Receipts
    people: int
    handed_over: int
    came_back: int


def find_receipts(
    asked: ReceiptsAsked,
    settings: Settings,
    caller: Caller,
    *,
    start: int = 0,
    most: int,
    at_least: int = 0,
) -> ReceiptsFound:
    """The receipts of the caller's organization from a place on, so many at most.

    Raises UsageProblem where there is no such run, StateBusy and StoreFailed.
    """
    ledger = settings.ledger.within(caller.within)
    if asked.person is not None:
        found = store.read_hand_overs(ledger, asked.run, None, people=[asked.person], at_least=at_least)
        handed_over = int(found.lines["is_taken"].sum())
        is_there = int(not found.lines.is_empty())
        made = receipts_of(found, settings)
        return ReceiptsFound(made, is_there, handed_over, found.lines.height - handed_over)
    people = store.read_receipt_people(ledger, asked.run, store.PeopleAsked(asked.text, start, most), at_least=at_least)
    found = store.read_hand_overs(ledger, asked.run, None, people=people.shown, at_least=at_least)
    made = receipts_of(found, settings)
    return ReceiptsFound(made, people.people, people.handed_over, people.came_back)
