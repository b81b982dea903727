"""The sheets of what was done, and of what was left out, as one reads them: person by person, action by action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.shown_columns import shown_columns
from pipeline.outputs.excel.workbook import Look, page
from pipeline.outputs.local_times import with_local_times
from schemas.vocabulary import Action

if TYPE_CHECKING:
    from pipeline.outputs.excel.parts import Part

_PERSON = ("owner_name", "owner_email", "previous_owner_name", "previous_owner_email")
_ORDER = ("action", *_PERSON, "org_id", "serial_number", "asset_tag", "device_id", "device_name")
_NEEDED = ("action", "owner_email", "serial_number", "new")
_ACTIONS = pl.Enum([action.value for action in Action])


def changes_page(changes: pl.DataFrame, timezone: str, most: int | None = None) -> list[Part]:
    """One row per action, with old and new values side by side; the actions of one person together.

    Of more than `most`, only so many are put in order and shown.
    """
    return _page(changes, "Changes", timezone, most, empty="Nothing was changed.")


def left_out_page(left_out: pl.DataFrame | None, timezone: str, most: int | None = None) -> list[Part]:
    """One row per line of a plan that was not carried out; no sheet without any."""
    if left_out is None or left_out.is_empty():
        return []
    return _page(left_out, "Left out", timezone, most, tab=styles.ALARM)


def _page(
    changes: pl.DataFrame,
    name: str,
    timezone: str,
    most: int | None,
    *,
    tab: str | None = None,
    empty: str | None = None,
) -> list[Part]:
    told = shown_columns(changes, _ORDER, needed=_NEEDED).columns
    shown = with_local_times(changes.select(told)[_by_person(changes).head(most or changes.height)], timezone)
    look = Look(styles.titles_of(shown.schema, timezone), colours={"action": Action}, tab=tab, empty=empty)
    return page(shown, name, look)


def _by_person(changes: pl.DataFrame) -> pl.Series:
    """The order by organization, then by who has the device after the change, or had it before; nobody's come last."""
    address = pl.coalesce("owner_email", "previous_owner_email").str.to_lowercase()
    had = pl.when(pl.col("owner_email").is_null()).then("previous_owner_name")
    person = pl.coalesce("owner_name", had, address).str.to_lowercase()
    keys = ("org_id", person, address, pl.col("action").cast(_ACTIONS), "serial_number")
    return changes.select(at=pl.arg_sort_by(*keys, nulls_last=True, maintain_order=True))["at"]
