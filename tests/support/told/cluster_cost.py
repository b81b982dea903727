"""The picture of what a decision on a cluster takes, in `rollcall guide large`: by devices, by rows and by workers.

    python -m tests.system.benchmarks.lakes.clusters --picture --folder DIR    measure, and draw
    python -m tests.support.told.cluster_cost                                  draw the table anew

What was measured stands in the table of that page, below the picture, which is drawn from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.support.told.panels import GUIDE, Panels, Point, Table

PICTURE = GUIDE / "cluster_cost.svg"
TABLE = Table(
    GUIDE / "large.md",
    {
        "devices": "{:,.0f}",
        "rows": "{:,.0f}",
        "workers": "{:.0f}",
        "seconds_there": "{:.0f} s",
        "gb_there": "{:.1f} GB",
        "seconds": "{:.0f} s",
        "gb": "{:.1f} GB",
    },
)

_DEVICES, _ROWS, _WORKERS = (1_000_000, 3_000_000, 10_000_000), (100_000, 300_000, 1_000_000), (1, 2)
_USUAL = (10_000_000, 300_000, 1)
# The cases: the devices of the lake, the rows of the list, and the workers of the cluster.
ASKED = (
    *((devices, *_USUAL[1:]) for devices in _DEVICES),
    *((_USUAL[0], rows, _USUAL[2]) for rows in _ROWS if rows != _USUAL[1]),
    *((*_USUAL[:2], workers) for workers in _WORKERS if workers != _USUAL[2]),
)
PANELS = Panels(
    title="What a decision on a cluster takes there and here, by devices, by rows and by workers",
    by={
        "devices": "devices of the lake; {rows} rows",
        "rows": "rows of the list; {devices} devices",
        "workers": "workers; {rows} rows, {devices} devices",
    },
    kinds={
        "seconds_there": ("Seconds of the processor there", "#2F6B7E"),
        "gb_there": ("Memory there in GB", "#2F6B7E"),
        "seconds": ("Seconds of the processor here", "#C77D2B"),
        "gb": ("Memory here in GB", "#C77D2B"),
    },
    usual=dict(zip(("devices", "rows", "workers"), _USUAL, strict=True)),
    wide=280,
    figure="{:g}",
)


def write(figures: Sequence[Point]) -> None:
    """Write the lines of the table, and the picture."""
    TABLE.write(figures)
    PICTURE.write_text(PANELS.drawn(TABLE.read()), encoding="utf-8")


if __name__ == "__main__":
    write(TABLE.read())
