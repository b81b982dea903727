"""Exports, templates, results and checked copies given back."""

from __future__ import annotations

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.desks import SETTLED, STOCKED
from tests.system.same_answers.scenes.plans import write_cells
from tests.system.same_answers.scenes.play import Play, twice


def _exported(desk: Desk) -> None:
    desk.rollcall("export", "-o", "ledger.xlsx")
    desk.rollcall("run", "ledger.xlsx")
    write_cells(desk.folder / "ledger.xlsx", _FILLED_IN)
    desk.write("since.csv", "Serial Number,Owner Email\n0012915371,zoe.abbot@acme.example\n")
    desk.rollcall("run", "since.csv")
    desk.rollcall("check", "ledger.xlsx")
    desk.rollcall("run", "ledger.xlsx")
    desk.rollcall("export", "-o", "devices.xlsx", "--kind", "inventory")
    desk.rollcall("export", "-o", "others.xlsx", "--org", "other")


_FILLED_IN: dict[str, object] = {
    "Inventory!K2": "in repair",
    "Inventory!M3": "Turin office",
    "Inventory!J4": "Another model",
    "Assignments!G2": "zoe.abbot@acme.example",
    "Assignments!G3": "ines.bellini@acme.example",
    "Assignments!L4": "a new label",
}


def _rejected_again(desk: Desk) -> None:
    desk.rollcall("run", "assignments.xlsx")
    desk.folder.joinpath("rejected.xlsx").write_bytes(desk.last_results.read_bytes())
    desk.rollcall("run", "rejected.xlsx")
    desk.rollcall("check", "assignments.xlsx")
    desk.rollcall("check", "assignments.checked.xlsx")
    desk.rollcall("run", "assignments.checked.xlsx")


def _templates(desk: Desk) -> None:
    for what in ("inventory", "assignments"):
        desk.rollcall("template", what, "-o", f"blank_{what}.xlsx")
        desk.rollcall("template", what, "-o", f"wide_{what}.xlsx", "--all-columns", "--rows", 50)
        desk.rollcall("template", what, "-o", f"filled_{what}.xlsx", "--prefill")
    desk.rollcall("run", "filled_inventory.xlsx", "filled_assignments.xlsx")
    desk.rollcall("check", "blank_inventory.xlsx")


def _templates_without_ledger(desk: Desk) -> None:
    desk.rollcall("template", "inventory", "-o", "inventory.xlsx")
    desk.rollcall("template", "assignments", "-o", "assignments.xlsx", "--prefill")


PLAYS: list[Play] = [
    *twice("export given back", _exported, SETTLED),
    Play("results given back", _rejected_again, STOCKED),
    Play("templates", _templates, SETTLED),
    Play("templates without a ledger", _templates_without_ledger, is_json=True),
]
