"""The frames that go into a decision (the sheets, the ledger) and those that come out of it."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Desired:
    """The desired state: the typed rows of all kinds, and the attributes that the inventory has columns for.

    `left_alone` are the assignments rows (`row_id`) of an export that the person has not touched, and that ask for
    nothing. Where `shown` is given (`device_id, owner_id`), a full sheet unassigns none but these ownerships, which
    the export showed. `resting` are further rows that ask for nothing (`org_id, device_id, owner_id`; the latter two
    may be blank where they do not matter), but that count as rows of a full sheet; no other row names their devices.
    `numbered` are the inventory rows (`row_id`) of exports that give the number of a device that the export showed.
    """

    inventory: Frame
    assignments: Frame
    attributes: tuple[str, ...]
    left_alone: Frame | None = None
    shown: Frame | None = None
    resting: Frame | None = None
    people: Frame | None = None
    numbered: Frame | None = None

    @property
    def places(self) -> Frame:
        """One row per row of any kind: `row_id, file, sheet, row`."""
        kinds = (self.assignments, self.inventory, *([] if self.people is None else [self.people]))
        return nw.concat([rows.select("row_id", "file", "sheet", "row") for rows in kinds], how="vertical")


@dataclass(frozen=True, slots=True)
class Current:
    """The current state: the frames of `model.State`, and the greatest ids given so far.

    `former` are the addresses that people had before (`owner_id, org_id, email`), `former_identifiers` what devices had
    before of that which rows give (`device_id, org_id, field, value`); None where there are none.
    """

    devices: Frame
    owners: Frame
    spans: Frame
    last_device_id: int
    last_owner_id: int
    last_ownership_id: int
    former: Frame | None = None
    former_identifiers: Frame | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Every decision, and every frame that carrying the decisions out writes.

    `rows` has one row per input row; `absent` one per ownership that no row of a full sheet names (`is_held` where it
    is not unassigned all the same); `missing` one per device that a complete inventory does not name; `leavers` one per
    ownership of somebody whose last day has passed; `candidates` one per device that a mismatched or ambiguous row may
    mean; `suspects` one per new owner who looks like a known one and was not allowed; `likely` one per row of an
    unknown device whose identifier looks like a known one; `wholes` one per `<all>` row; `devices` one per
    device of the run, as it will be. `schemas.frames.verdicts` states their columns. The others are the frames of
    `model.ChangeSet`.
    """

    rows: Frame
    absent: Frame
    missing: Frame
    leavers: Frame
    candidates: Frame
    suspects: Frame
    likely: Frame
    wholes: Frame
    devices: Frame
    devices_created: Frame
    device_changes: Frame
    owners_created: Frame
    owner_changes: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    events: Frame
