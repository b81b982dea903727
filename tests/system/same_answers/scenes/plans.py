"""Plans: approved, edited, signed, out of date; and undo."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.system.same_answers.desk import Desk, first_run_id
from tests.system.same_answers.scenes.desks import SETTLED, STOCKED
from tests.system.same_answers.scenes.play import Play, twice

KEY = {"ROLLCALL_PLAN_KEY": "a key for plans"}


def write_cells(workbook: Path, cells: dict[str, object], target: Path | None = None) -> None:
    """Write cells, named as `Sheet!A1`, as somebody at a desk would."""
    opened = openpyxl.load_workbook(workbook)
    for place, value in cells.items():
        sheet, _, address = place.rpartition("!")
        opened[sheet][address] = value
    opened.save(target or workbook)


def decline(plan: Path) -> None:
    """Decline the second and third line of every sheet of lines."""
    opened = openpyxl.load_workbook(plan)
    sheets = [sheet.title for sheet in opened if sheet["A1"].value == "Approve"]
    write_cells(plan, {f"{sheet}!A{row}": "N" for sheet in sheets for row in (3, 4) if opened[sheet][f"B{row}"].value})


def _approved(desk: Desk) -> None:
    desk.rollcall("plan", "assignments.xlsx", "-o", "plan.xlsx", "--detailed-exitcode", "--added-by", "finance")
    decline(desk.folder / "plan.xlsx")
    desk.rollcall("apply", "plan.xlsx")
    desk.rollcall("apply", "plan.xlsx")
    desk.rollcall("verify")
    desk.rollcall_each("explain HLDCNC1068", "explain LMRRYRL153", "show runs", "show events --serial LMRRYRL153")


def _edited(desk: Desk) -> None:
    desk.rollcall("plan", "assignments.xlsx", "inventory.xlsx", "-o", "plan.xlsx")
    plan = desk.folder / "plan.xlsx"
    for number, cells in enumerate(_EDITS):
        write_cells(plan, cells, desk.folder / f"edited{number}.xlsx")
    desk.rollcall_each(*(f"apply edited{number}.xlsx" for number in range(len(_EDITS))), "apply opening.xlsx")


_EDITS: tuple[dict[str, object], ...] = (
    {"Assign!C2": "HLDCNC1068"},
    {"Assign!A2": "maybe"},
    {"Cover!A4": "Nothing is planned."},
    {"_rollcall!B2": "{}"},
    {"Reassign!A2": None, "New owners!A2": "n"},
)


def _signed(desk: Desk) -> None:
    desk.rollcall("plan", "assignments.xlsx", "-o", "signed.xlsx", environment=KEY)
    desk.rollcall("apply", "signed.xlsx")
    desk.rollcall("apply", "signed.xlsx", environment={"ROLLCALL_PLAN_KEY": "another key"})
    desk.rollcall("plan", "assignments.xlsx", "-o", "plain.xlsx")
    desk.rollcall("apply", "plain.xlsx", environment=KEY)
    desk.rollcall("apply", "signed.xlsx", environment=KEY)


def _out_of_date(desk: Desk) -> None:
    desk.rollcall("plan", "assignments.xlsx", "-o", "plan.xlsx")
    desk.write("since.csv", _SINCE)
    desk.rollcall("run", "since.csv")
    desk.rollcall("apply", "plan.xlsx", "--atomic")
    desk.rollcall("apply", "plan.xlsx")


_SINCE = """Serial Number,Owner Email,Action
LMRRYRL153,zoe.abbot@acme.example,
0050543388,<none>,unassign
"""


def _undone(desk: Desk) -> None:
    desk.write("since.csv", _SINCE)
    first = desk.rollcall("run", "since.csv")
    desk.write("later.csv", "Serial Number,Owner Email\nLMRRYRL153,ines.bellini@acme.example\n")
    desk.rollcall("run", "later.csv")
    desk.rollcall("undo", first_run_id(first), "-o", "back.xlsx")
    applied = desk.rollcall("apply", "back.xlsx")
    desk.rollcall("undo", first_run_id(applied))
    desk.rollcall_each("explain LMRRYRL153", "explain 0050543388", "show ownerships --serial 0050543388", "verify")


def _undone_load(desk: Desk) -> None:
    """Undo of a whole load, which goes over the limits first."""
    loaded = first_run_id(desk.rollcall("run", "assignments.xlsx"))
    desk.rollcall("undo", loaded)
    allowed = ("--allow", "unassign_percent=100", "--allow", "reassign_percent=100", "--allow", "emptied_owners=999")
    desk.rollcall("undo", loaded, "-o", "back.xlsx", *allowed, "--reason", "a try")
    desk.rollcall("apply", "back.xlsx")
    desk.rollcall("verify")


PLAYS: list[Play] = [
    *twice("plan approved", _approved, STOCKED),
    Play("plan edited", _edited, STOCKED, is_json=True),
    Play("plan signed", _signed, STOCKED),
    Play("plan out of date", _out_of_date, STOCKED),
    *twice("undo", _undone, SETTLED),
    Play("undo of a load", _undone_load, STOCKED),
]
