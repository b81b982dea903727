"""The figures of a digest: rows that differ by cause, changes per night, devices per owner; the limits of its lists.

A million differences must not make a page that no browser opens: each form lists a limited number, and gives the total.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.messages.plurals import count
from schemas.vocabulary import Cause

if TYPE_CHECKING:
    from pipeline.model import Digest

LISTED_IN_TEXT = 20
LISTED_IN_PAGE = 1_000
LISTED_IN_BOOK = 100_000
OWNERS_DRAWN = 10

CHANGES = ("create", "update", "assign", "reassign", "unassign")

_COUNTED: dict[Cause, tuple[str, str]] = {
    Cause.CONFLICT: ("where two sources disagree", "where two sources disagree"),
    Cause.REFUSED: ("refused", "refused"),
    Cause.NEVER_APPLIED: ("never applied", "never applied"),
    Cause.CHANGED_OUTSIDE: ("changed by somebody else", "changed by somebody else"),
}


def cause_counts(digest: Digest) -> dict[Cause, int]:
    """The number of rows that differ for each cause, zeros included, in the order of precedence of the causes."""
    found = dict(digest.differences["cause"].value_counts().iter_rows())
    return {cause: int(found.get(cause.value, 0)) for cause in Cause}


def headlines(digest: Digest) -> list[str]:
    """The state of the ledger in a few sentences, without names and without numbers of devices."""
    sources = digest.sources.height
    if not sources:
        nothing = "No file has come through a drop folder yet."
        return [nothing, *_quiet(digest), *_overdue(digest), *_leavers(digest)]
    last = f"the last files of {count(sources, 'source', 'sources')}"
    said = [*_differing(digest, last), *_waiting(digest)]
    unread = _unread(digest)
    if unread:
        said.append(f"The last files of {count(unread, 'source', 'sources')} could not be read again.")
    return [*said, *_quiet(digest), *_overdue(digest), *_leavers(digest)]


def nothing_differs(digest: Digest, last: str = "the last files") -> str:
    """The sentence where no row differs; it claims agreement only where no file waits and all could be read again."""
    if digest.refusals.height or _unread(digest):
        return "No row that could be compared differs from the ledger."
    return f"Everything that {last} say is so in the ledger."


def whole_nights(digest: Digest) -> pl.DataFrame:
    """One row per day from the first with a run to the last, days without a run included; `changes` is the sum."""
    nights = digest.nights
    if nights.height:
        first, last = nights["day"][0], nights["day"][-1]
        days = pl.DataFrame({"day": pl.date_range(first, last, timedelta(days=1), eager=True)})
        nights = days.join(nights, on="day", how="left", maintain_order="left")
    figures = pl.col(*CHANGES, "refused").fill_null(0)
    return nights.with_columns(figures).with_columns(changes=pl.sum_horizontal(CHANGES))


def top_owners(digest: Digest) -> pl.DataFrame:
    """The owners with most devices, as many as the chart shows."""
    return digest.owners.head(OWNERS_DRAWN)


def _differing(digest: Digest, last: str) -> list[str]:
    differing = digest.differences.height
    if not differing:
        return [nothing_differs(digest, last)]
    why = [f"{number:,} {_COUNTED[cause][0]}" for cause, number in cause_counts(digest).items() if number]
    rows = count(differing, "row", "rows")
    return [f"{rows} of {last} {'differs' if differing == 1 else 'differ'} from the ledger: {', '.join(why)}."]


def _waiting(digest: Digest) -> list[str]:
    waiting = digest.refusals.height
    files, wait = ("file was", "waits") if waiting == 1 else ("files were", "wait")
    return [f"{waiting:,} {files} refused and {wait} to be mended."] if waiting else []


def _quiet(digest: Digest) -> list[str]:
    """The sentence about each source that has been quiet for too long."""
    return list(digest.quiet["message"])


def _overdue(digest: Digest) -> list[str]:
    number = digest.overdue.height
    devices = "device was" if number == 1 else "devices were"
    return [f"{number:,} {devices} expected back by now."] if number else []


def _leavers(digest: Digest) -> list[str]:
    if digest.leavers.is_empty():
        return []
    people = digest.leavers.n_unique(["org_id", "owner_email"])
    who = "person who has left still holds" if people == 1 else "people who have left still hold"
    return [f"{people:,} {who} {count(digest.leavers.height, 'device', 'devices')}."]


def _unread(digest: Digest) -> int:
    """The number of sources whose last files could not be read again."""
    return digest.sources.filter(pl.col("remark").is_not_null()).height if "remark" in digest.sources.columns else 0
