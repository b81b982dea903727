"""The lines of a plan: each is one action, which a reviewer approves or not.

Every device event is a line, but for the release or cancellation that begins a reassign: that one belongs to the line
of the event after it, which says who holds the device from then on. Every owner who is new or changes is a line too.
Lines stand on the sheet of their action, in the order of the events.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged
from schemas.frames.events import is_first_half
from schemas.vocabulary import EventType, Kind
from schemas.workbook_forms.plan import HEADER_ROW, NEW_OWNERS, PEOPLE, SHEETS

# The columns that say on which line of the plan an event stands.
LINE = ("line", "plan_sheet", "plan_place")

_ORDER = ("is_device", "aggregate_id", "version")


def with_lines(events: Frame, rows: Frame | None = None) -> Frame:
    """The same events with their `line` (1, 2, 3 ... over all), its `plan_sheet` and its `plan_place` there (1, 2 ...).

    Events are numbered in their own order: owners first, then device by device, version by version. `rows` are the
    input rows with their `kind`, which tell the owners of people sheets from others.
    """
    if rows is None:
        events = events.with_columns(is_listed=nw.lit(value=False))
    else:
        events = flagged(events, rows.filter(nw.col("kind") == Kind.PEOPLE.value), "row_id", "is_listed")
    is_person = nw.col("is_listed") | (nw.col("type") == EventType.OWNER_UPDATED.value)
    marked = events.with_columns(
        is_device=(nw.col("aggregate") == "device").cast(nw.Int8),
        is_head=(~is_first_half(nw.col("type"), nw.col("action"))).cast(nw.Int64),
        plan_sheet=nw.when(nw.col("aggregate") == "owner")
        .then(nw.when(is_person).then(nw.lit(PEOPLE)).otherwise(nw.lit(NEW_OWNERS)))
        .otherwise(nw.col("action").replace_strict(dict(SHEETS), default=None, return_dtype=nw.String)),
    )
    heads = nw.col("is_head").cum_sum()
    return marked.with_columns(
        line=(heads.over(order_by=_ORDER) + 1 - nw.col("is_head")).cast(nw.Int64),
        plan_place=(heads.over("plan_sheet", order_by=_ORDER) + 1 - nw.col("is_head")).cast(nw.Int64),
    ).drop("is_device", "is_head", "is_listed")


def line_name_expr() -> nw.Expr:
    """The name of a line in the ledger: its sheet and Excel row, as `Assign!12`."""
    row = (nw.col("plan_place") + HEADER_ROW).cast(nw.String)
    return nw.concat_str(nw.col("plan_sheet"), row, separator="!")
