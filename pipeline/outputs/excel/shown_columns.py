"""The columns of a frame that are worth a reader's page: those that say anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from schemas.fields import DEFAULT_ORG

if TYPE_CHECKING:
    import polars as pl


def shown_columns(frame: pl.DataFrame, order: Sequence[str], *, needed: Collection[str]) -> pl.DataFrame:
    """The frame with the columns of `order` first, without those that are blank throughout and not `needed`.

    The organization says nothing either where everybody is in the usual one.
    """
    if frame.is_empty():
        return frame
    columns = [name for name in dict.fromkeys((*order, *frame.columns)) if name in frame.columns]
    blank = {name for name in columns if frame[name].null_count() == frame.height} - set(needed)
    if "org_id" in columns and (frame["org_id"] == DEFAULT_ORG).all():
        blank.add("org_id")
    return frame.select(name for name in columns if name not in blank)
