"""The sample data as a month goes."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.desk import SAMPLES, Desk, Said


@dataclass(frozen=True, slots=True)
class Month:
    """A desk on which the sample data was opened, run, and run again."""

    desk: Desk
    opened: Said
    run: Said
    again: Said


def spend_month(desk: Desk) -> Month:
    """All three runs at a desk."""
    inventory, opening, assignments = (SAMPLES / f"{name}.xlsx" for name in ("inventory", "opening", "assignments"))
    return Month(
        desk,
        desk.say("--json", "run", inventory, opening),
        desk.say("--json", "run", inventory, assignments),
        desk.say("--json", "run", inventory, assignments),
    )
