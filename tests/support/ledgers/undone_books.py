"""The runs that are undone: what each is given, and the columns of its workbook."""

from __future__ import annotations

from tests.support.desk import Desk

ACTING = ("Serial Number", "Owner Email", "Action", "Effective At", "End At", "Label")
ITEMS = ("Serial Number", "Asset Tag", "Location")
FLOORS = ("Serial Number", "Name", "Type", "Category", "Floor", "MDM Status", "Compliance")
ANNA, BEN, EVA = (f"{name}@acme.example" for name in ("anna", "ben", "eva"))

RUNS: dict[str, tuple[object, ...]] = {
    "floors": ("floors.xlsx", "--unknown-columns", "keep"),
    "cleared": ("cleared.xlsx", "--unknown-columns", "keep"),
    "new": ("new.xlsx", "--create-devices", "--default-device-type", "tablet"),
    "acts": ("acts.xlsx",),
    "reopened": ("reopened.xlsx",),
    "tag": ("tag.xlsx",),
    "full": ("full.xlsx", "--mode", "full", "--scope", "all"),
    "plant": ("inventory.xlsx", "monday.xlsx", "--org", "plant"),
}


def run(desk: Desk, *words: object) -> str:
    """The id of the run, whose dates may lie as far back as they will."""
    run_id: str = desk.json("run", *words, "--allow", "backdate_days=9999")["run_id"]
    return run_id
