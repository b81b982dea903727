"""The rows of a run between their decisions and the writes that follow from them."""

from __future__ import annotations

from pipeline.core.expressions import Frame
from pipeline.core.rows.duplicates import Judgement
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """The rows of both kinds, resolved and decided.

    `listed` and `resolved` are the inventory and assignments rows as `resolve` gives them; `stocked` and `made` the
    devices that each of them creates. `fleet` has the devices that the rows may mean, as they are; `devices` has them
    as they are after the inventory.
    """

    attributes: tuple[str, ...]
    fleet: Frame
    listed: Frame
    inventory: Judgement
    stocked: Frame
    devices: Frame
    resolved: Frame
    suspects: Frame
    likely: Frame
    assignments: Judgement
    made: Frame
    wholes: Frame
    is_aborted: bool
