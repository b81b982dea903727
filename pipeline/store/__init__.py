"""The ledger in one DuckDB file: read whole, written in one short transaction by one writer at a time.

What other layers use is named here and imported only when it is used: DuckDB is heavy.

    hold_state    one writer at a time; names who holds it
    read_state    the current state, as far as the decisions need it
    commit        all that a run changes, checked and written at once
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.lock import hold_state
    from pipeline.store.reader import read_devices, read_state, spans_known_at
    from pipeline.store.records import InvariantBroken, RunRecord
    from pipeline.store.writer import commit

__all__ = [
    "InvariantBroken",
    "RunRecord",
    "commit",
    "hold_state",
    "read_devices",
    "read_state",
    "spans_known_at",
]

_HOMES = {
    "InvariantBroken": "records",
    "RunRecord": "records",
    "commit": "writer",
    "hold_state": "lock",
    "read_devices": "reader",
    "read_state": "reader",
    "spans_known_at": "reader",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
