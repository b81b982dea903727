"""Standing files of which it is known without deciding them again that no row differs from the ledger.

Right after a run took a file, its rows agree with the ledger, if none was rejected or skipped. They still do while
nothing has happened to any device or person that the rows name: no event, no ownership whose time has come. Most files
of most nights are such, so that the digest of a night follows what has changed, and not the size of the files.

Where any other file differs, those that name a device that differs are decided again, too: the cause may be a row of a
file that does not differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import polars as pl

from pipeline import store
from pipeline.model import Checked
from pipeline.settings import Settings
from schemas.fields import IDENTIFIERS, LAST_RESORTS, OWNER_IDENTIFIERS, OWNER_NAMING, RETURNS
from schemas.vocabulary import BlankOwner, Leavers, Mode, Outcome, Request, Scope

_DEVICE, _SPAN, _OWNER, _FACT, _HOLDER = "device", "span", "owner", "fact", "holder"
_NAMES_OF_DEVICES = (*IDENTIFIERS, *LAST_RESORTS, "name", "device_name")
_DATES = ("effective_at", "end_at", *RETURNS)


def may_be_undisturbed(batch: pl.DataFrame, outcomes: pl.DataFrame) -> bool:
    """True where a run took the files of the batch, and rejected and skipped no row of them."""
    run_id, is_refused = batch.select("run_id", "is_refused").row(0)
    left = outcomes.filter(pl.col("run_id") == run_id, pl.col("outcome") != Outcome.APPLIED)
    return not is_refused and left.is_empty()


def are_undisturbed(batch: pl.DataFrame, checked: Checked, asked: Settings, later: store.LaterNames) -> bool:
    """True where this Rollcall took the files of the batch, and nothing has happened since to what their rows name."""
    run_id, taken_at = batch.select("run_id", "taken_at").row(0)
    if run_id not in later.settled or _depend_on_time(checked, asked, taken_at):
        return False
    if later.forgotten_at is not None and later.forgotten_at > taken_at:
        return False
    touched = later.names.filter(pl.col("at") > taken_at)
    if _are_people_named_loosely(checked) and touched["aggregate"].is_in([_OWNER, _FACT, _HOLDER]).any():
        return False
    by_aggregate = {str(aggregate): rows["name"] for (aggregate,), rows in touched.group_by("aggregate")}
    return not any(
        _are_any_among(given, by_aggregate[aggregate])
        for aggregate, given in _names(checked, asked)
        if aggregate in by_aggregate
    )


def may_be_about(checked: Checked, names: pl.Series) -> bool:
    """True where a row may be about a device with one of these names (in lower case), or about no certain device."""
    rows = (checked.inventory, checked.assignments)
    given = (frame[name] for frame in rows for name in _columns(frame, _NAMES_OF_DEVICES))
    is_of_all = bool(checked.assignments.select(_takes_all(checked.assignments).any()).item())
    return is_of_all or any(_are_any_among(column, names) for column in given)


def _depend_on_time(checked: Checked, asked: Settings, taken_at: datetime) -> bool:
    """True where the rows may mean something else by now, or where more than what they name is compared.

    That is so of dates that lay ahead when they were taken, of exports, where leavers lose what they have, and of whole
    desired states but for those of the owners that are listed.
    """
    is_wider = asked.leavers is Leavers.RELEASE or (asked.mode is Mode.FULL and asked.scope != Scope.LISTED_OWNERS)
    return is_wider or bool(checked.bases) or next_date(checked, taken_at) is not None


def next_date(checked: Checked, after: datetime) -> datetime | None:
    """The first instant after this one that a row gives; None where none does."""
    dates = checked.assignments.select(_columns(checked.assignments, _DATES))
    ahead = [date.filter(date > after).min() for date in dates]
    return min((date for date in ahead if isinstance(date, datetime)), default=None)


def _are_people_named_loosely(checked: Checked) -> bool:
    """True where a row names somebody by a name alone, which is compared without case, accents and order."""
    is_loose = ~pl.col("owner_email").str.contains("@", literal=True)
    is_name_alone = pl.col("owner_name").is_not_null() & pl.all_horizontal(pl.col(*OWNER_IDENTIFIERS).is_null())
    is_any = (is_loose.fill_null(value=False) | is_name_alone).any()
    return any(bool(rows.select(is_any).item()) for rows in (checked.assignments, checked.people))


def _names(checked: Checked, asked: Settings) -> Iterator[tuple[str, pl.Series]]:
    """Each column of the rows that names a device or a person, and to what its names must not belong.

    What happened to the ownerships of a device matters to rows that say who has it. So does what
    happened to any device of a person whom a whole file lists, or who is to give back everything.
    """
    for name in _columns(checked.inventory, _NAMES_OF_DEVICES):
        yield _DEVICE, checked.inventory[name]
    for name in _columns(checked.people, OWNER_NAMING):
        yield _OWNER, checked.people[name]
        yield _FACT, checked.people[name]
    rows = checked.assignments.filter(_says_who(checked.assignments, asked))
    for name in _columns(rows, _NAMES_OF_DEVICES):
        yield _DEVICE, rows[name]
        yield _SPAN, rows[name]
    of_all_devices = rows if asked.mode is Mode.FULL else rows.filter(_takes_all(rows))
    for name in _columns(rows, OWNER_NAMING):
        yield _OWNER, rows[name]
        yield _HOLDER, of_all_devices[name]


def _says_who(assignments: pl.DataFrame, asked: Settings) -> pl.Expr:
    """True for rows that may say who has a device, or that nobody has it: not for a register row without an owner."""
    if asked.blank_owner is BlankOwner.NONE or asked.mode is Mode.FULL:
        return pl.lit(value=True)
    is_plain = pl.col("listed_row_id").is_null() | (pl.col("action") != Request.ASSIGN)
    told = [name for name in (*OWNER_NAMING, "says_nobody") if name in assignments.columns]
    return is_plain.fill_null(value=True) | pl.any_horizontal(pl.col(name).is_not_null() for name in told)


def _takes_all(rows: pl.DataFrame) -> pl.Expr:
    return pl.col("takes_all").fill_null(value=False) if "takes_all" in rows.columns else pl.lit(value=False)


def _columns(rows: pl.DataFrame, names: Collection[str]) -> list[str]:
    return [name for name in rows.columns if name in names]


def _are_any_among(given: pl.Series, names: pl.Series) -> bool:
    """True where one of the names that a column gives is among these, which are in lower case."""
    if names.is_empty() or given.null_count() == len(given):
        return False
    return bool(given.cast(pl.String).str.to_lowercase().is_in(names.implode()).any())
