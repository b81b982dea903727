"""Values of cells and tables as JSON can hold them."""

from __future__ import annotations

import datetime
from typing import Any


def plain(value: Any) -> Any:
    """The value itself where JSON has its like, else a text that tells its kind."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime.datetime):
        return f"{value.isoformat(sep=' ')}"
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)
