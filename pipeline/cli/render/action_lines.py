"""What a plan would do, as lines of text: the actions of one kind together, and at the end how many of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from schemas.vocabulary import Action

if TYPE_CHECKING:
    import polars as pl

# So many actions are shown, and of each kind at least so many.
_SHOWN, _OF_EACH = 20, 4


def action_lines(changes: pl.DataFrame) -> Iterator[str]:
    """The first actions of each kind, in the order of their rows; a line of counts comes last."""
    import polars as pl

    if changes.is_empty():
        return
    yield ""
    counts = dict(changes["action"].value_counts().iter_rows())
    kinds = [action.value for action in Action if counts.get(action.value)]
    for kind, shown in _shares([counts[kind] for kind in kinds], kinds).items():
        for change in changes.filter(pl.col("action") == kind).head(shown).iter_rows(named=True):
            yield _line(change)
        if counts[kind] > shown:
            yield f"  {kind:<9} ... and {counts[kind] - shown:,} more; `-o PLAN.xlsx` lists them all."
    yield f"In all: {', '.join(f'{counts[kind]:,} to {kind}' for kind in kinds)}."
    yield ""


def _shares(counts: list[int], kinds: list[str]) -> dict[str, int]:
    """How many of each kind are shown; the room that small kinds leave goes to the first that needs it."""
    shares = {kind: min(count, _OF_EACH) for kind, count in zip(kinds, counts, strict=True)}
    left = _SHOWN - sum(shares.values())
    for kind, count in zip(kinds, counts, strict=True):
        more = max(0, min(left, count - shares[kind]))
        shares[kind], left = shares[kind] + more, left - more
    return shares


def _line(change: dict[str, Any]) -> str:
    device = change["serial_number"] or change["asset_tag"] or change["device_name"] or change["device_id"]
    device = device or change["owner_email"]
    place = ", ".join(part for part in (change["file"], change["sheet"]) if part)
    source = f"{place}, row {change['row']}" if place else change["reason"]
    told = f"   ({source})" if source else ""
    says = f"{change['old']} -> {change['new']}" if change["old"] and change["new"] else change["new"] or change["old"]
    return f"  {change['action']:<9} {device:<20} {says}{told}"
