"""Devices that count on each other: each of them goes ahead only if the one that it needs does."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, count_of, is_empty, settled


def named_in(pairs: Frame) -> Frame:
    """One row per device that needs another or is needed; `pairs` has `device_id, needed_id`."""
    return nw.concat([pairs.select("device_id"), pairs.select(device_id=nw.col("needed_id"))], how="vertical").unique()


def passed_on(needs: Frame) -> Frame:
    """One row per device, with the `reason` why it does not go ahead: its own, else that of the next one ahead.

    `needs` has one row per device: `device_id, needed_id` (blank where it needs nobody) and its own `reason`. Who is
    needed is among them. Devices that need each other in a ring all go ahead. Each turn looks twice as far ahead, so
    that a long chain takes few.
    """
    for _ in range(count_of(needs).bit_length()):
        if is_empty(needs.filter(~nw.col("needed_id").is_null() & nw.col("reason").is_null())):
            break
        ahead = needs.select(
            needed_id=nw.col("device_id"), further_id=nw.col("needed_id"), further_reason=nw.col("reason")
        )
        joined = needs.join(ahead, on="needed_id", how="left")
        needs = settled(
            joined.select("device_id", needed_id=nw.col("further_id"), reason=nw.coalesce("reason", "further_reason"))
        )
    return needs.select("device_id", "reason")
