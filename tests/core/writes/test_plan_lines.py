"""The lines of a plan: one per action, in the order of the events; a reassign is one line, though it is two events."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from pipeline.core.writes.plan_lines import line_name_expr, with_lines

EVENTS = (
    ("owner", 7, 1, "owner_created", None),
    ("device", 1, 2, "ownership_released", "reassign"),
    ("device", 1, 3, "ownership_taken", "reassign"),
    ("device", 2, 5, "ownership_cancelled", "reassign"),
    ("device", 2, 6, "ownership_taken", "reassign"),
    ("device", 3, 1, "device_created", "create"),
    ("device", 3, 2, "ownership_taken", "assign"),
    ("device", 4, 9, "ownership_released", "unassign"),
)
LINES = [
    (1, "New owners!2"),
    (2, "Reassign!2"),
    (2, "Reassign!2"),
    (3, "Reassign!3"),
    (3, "Reassign!3"),
    (4, "Create!2"),
    (5, "Assign!2"),
    (6, "Unassign!2"),
]


def test_each_action_has_its_line_and_its_place_on_its_sheet() -> None:
    columns = ["aggregate", "aggregate_id", "version", "type", "action"]
    events = nw.from_native(pl.DataFrame(EVENTS[::-1], columns, orient="row").lazy())
    named = with_lines(events).with_columns(name=line_name_expr()).sort("line", "version").collect("polars").to_native()
    assert named.select("line", "name").rows() == LINES
