"""The picture of what a run costs, in `rollcall guide it`: by the size of the ledger, and by the rows of the sheet.

    python -m tests.system.benchmarks.ledger_size --picture --folder DIR    measure, and draw
    python -m tests.support.told.cost                                       draw the table anew

What was measured stands in the table of that page, below the picture, which is drawn from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.support.told.panels import GUIDE, Panels, Point, Table

PICTURE = GUIDE / "cost.svg"
TABLE = Table(GUIDE / "it.md", {"devices": "{:,.0f}", "rows": "{:,.0f}", "seconds": "{:.2f}", "gb": "{:.2f} GB"})

_SIZES, _ROWS = (20_000, 200_000, 2_000_000, 10_000_000), (1_000, 10_000, 100_000)
# The cases: the devices on record, and the rows of the sheet.
ASKED = (*((size, _ROWS[0]) for size in _SIZES), *((_SIZES[-1], rows) for rows in _ROWS[1:]))
PANELS = Panels(
    title="What a run costs: little more with a larger ledger, and more with more rows",
    by={
        "devices": "devices on record; the sheet has {rows} rows",
        "rows": "rows of the sheet; {devices} devices are on record",
    },
    kinds={"seconds": ("Seconds of the processor", "#2F6B7E"), "gb": ("Memory in GB", "#C77D2B")},
    usual={"devices": _SIZES[-1], "rows": _ROWS[0]},
)


def write(figures: Sequence[Point]) -> None:
    """Write the lines of the table, and the picture."""
    TABLE.write(figures)
    PICTURE.write_text(PANELS.drawn(TABLE.read()), encoding="utf-8")


if __name__ == "__main__":
    write(TABLE.read())
