"""JSON as commands print it, with instants, days and money in forms that other programs read."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from schemas.instants import instant_text


def dumps(value: object) -> str:
    """The value as JSON, with instants in ISO 8601 with `Z` and money as numbers."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_as_json)


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
