"""The receipts of a run as people look them up: some at a time, and those of whoever is looked for."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipeline import store
from pipeline.model import Caller, Receipts
from pipeline.runs.receipts.receipt import receipts_of
from pipeline.settings import Settings

_PERSON = ("org_id", "owner_id", "owner_email", "owner_name")


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
    most: int | None = None,
    at_least: int = 0,
) -> ReceiptsFound:
    """The receipts of the caller's organization from a place on, so many at most.

    Raises UsageProblem where there is no such run, StateBusy and StoreFailed.
    """
    ledger = settings.ledger.within(caller.within)
    found = store.read_hand_overs(ledger, asked.run, None, at_least=at_least)
    lines = found.lines.filter(_is_asked_for(asked))
    people = lines.select(_PERSON).unique(maintain_order=True)
    shown = lines.join(people.slice(start, most), on="owner_id", how="semi", maintain_order="left")
    handed_over = int(lines["is_taken"].sum())
    return ReceiptsFound(receipts_of(found, shown, settings), people.height, handed_over, lines.height - handed_over)


def _is_asked_for(asked: ReceiptsAsked) -> pl.Expr:
    wanted = asked.text.strip().lower()
    if asked.person is not None:
        return pl.col("owner_id") == asked.person
    has = (pl.col(name).str.to_lowercase().str.contains(wanted, literal=True) for name in ("owner_email", "owner_name"))
    return pl.any_horizontal(has).fill_null(value=False) if wanted else pl.lit(value=True)
