"""What of the state is told: all of the devices of a run, and what the people concerned hold beside in figures."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from pipeline.core.expressions import Frame
from pipeline.core.frames import Current
from pipeline.core.told.told_state import told_state
from pipeline.model import Intent
from schemas.instants import OPEN_END
from tests.support.reference.frames import state_of
from tests.support.reference.records import AssignmentRow, Device, Ledger, Owner, Span
from tests.support.worlds.decisions import decide, on_polars
from tests.support.worlds.values import NOW

_YEAR = timedelta(days=365)


def test_what_people_hold_beside_is_counted_and_not_brought_here() -> None:
    """Anna keeps a device, Ben has one only when all is over; Eva is not concerned, and what ended counts not."""
    devices = tuple(Device(number, serial_number=f"S{number}", name="L") for number in range(1, 7))
    people = [Owner(at, "default", f"{name}@acme.example") for at, name in enumerate(("anna", "ben", "eva"), 1)]
    begun, coming = NOW - _YEAR, NOW + _YEAR
    whose = [("anna", begun), ("anna", begun), ("ben", begun), ("ben", coming), ("eva", begun), ("anna", begun)]
    spans = [
        Span(at, "default", at, f"{name}@acme.example", since, NOW - _YEAR / 2 if at == 6 else OPEN_END)
        for at, (name, since) in enumerate(whose, 1)
    ]
    ledger = Ledger(devices, tuple(people), tuple(spans))
    rows = (
        AssignmentRow(row_id=1, serial_number="S1", owner_email=None, action="unassign"),
        AssignmentRow(row_id=2, serial_number="S3", owner_email=None, action="unassign", effective_at=NOW + 2 * _YEAR),
    )
    decided, state = decide(ledger, (), rows, Intent()).decided, state_of(ledger)
    current = Current(on_polars(state.devices), on_polars(state.owners), on_polars(state.spans), 6, 3, 6)
    told = told_state(current, decided, now=NOW, of_all=False)
    assert _rows(told.spans.select("device_id")) == [(1,), (3,)]
    assert _rows(told.beside) == [(1, 1, True), (2, 0, True)]
    assert _rows(told.names) == [(1, "S2")]
    assert _rows(told.owners.select("email")) == [("anna@acme.example",), ("ben@acme.example",)]


def _rows(frame: Frame) -> list[tuple[object, ...]]:
    found: pl.DataFrame = frame.collect("polars").to_native()
    return sorted(found.rows())
