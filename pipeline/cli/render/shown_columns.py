"""The columns of a listing: those that a person asks for, and those that stand in a table where nobody does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import click

ALL = "all"
SHOWN = 8

# The columns of each listing of `show` that are shown first, where they have any value; of these the first eight.
FIRST: Mapping[str, tuple[str, ...]] = {
    "devices": (
        *("serial_number", "name", "type", "model", "status", "location", "department", "owner_email"),
        *("asset_tag", "mac_address", "brand", "category", "condition", "purchase_price", "device_id"),
    ),
    "owners": (
        *("owner_id", "email", "owner_name", "devices", "department", "title", "location", "ends_on"),
        *("external_user_id", "username", "manager", "cost_center", "starts_on", "org_id"),
    ),
    "ownerships": (
        *("serial_number", "device_name", "owner_email", "start_time", "end_time", "label", "due_at", "added_by"),
        *("id", "device_id", "org_id", "recorded_at"),
    ),
    "runs": (
        *("run_id", "command", "user_name", "rows_in", "rows_applied", "rows_rejected", "exit_code", "files"),
        *("rows_skipped", "undoes"),
    ),
    "events": (
        *("event_id", "recorded_at", "type", "serial_number", "email", "file", "sheet", "row"),
        *("aggregate", "aggregate_id", "version", "org_id"),
    ),
}


def columns_option(context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """The names of `--columns a,b,c`; None where it is not given."""
    if value is None:
        return None
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    if not names:
        raise click.BadParameter("name the columns, as a,b,c, or say all.", context, _parameter)
    return names


def chosen_columns(asked: tuple[str, ...] | None, there: Sequence[str]) -> list[str]:
    """The columns that were asked for, in that order; all where nothing or `all` was.

    Raises UsageError for a name that there is not.
    """
    if asked is None or (asked == (ALL,) and ALL not in there):
        return list(there)
    by_name = {name.casefold(): name for name in reversed(there)}
    for name in asked:
        if name not in there and name.casefold() not in by_name:
            raise click.UsageError(f"There is no column called {name}. {_hint(name, there)}")
    return list(dict.fromkeys(name if name in there else by_name[name.casefold()] for name in asked))


def _hint(name: str, there: Sequence[str]) -> str:
    begun = [known for known in there if known.casefold().startswith(name.casefold())]
    likely = begun[:3] or get_close_matches(name.casefold(), there, n=3)
    return f"Did you mean {' or '.join(likely)}?" if likely else f"There are: {', '.join(there)}."
