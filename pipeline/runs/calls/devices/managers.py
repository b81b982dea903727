"""The cell of a row that says who a manager is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.fields import OWNER_COLUMNS, OWNER_NAMING


def manager_cell(owner: Mapping[str, Any]) -> dict[str, list[str]]:
    """The strongest field that says who this owner of the ledger is, with its text."""
    known = {field: owner[OWNER_COLUMNS.get(field, field)] for field in OWNER_NAMING}
    return next({field: [str(text)]} for field, text in known.items() if text is not None)
