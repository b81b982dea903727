"""An empty desk, and files that are only checked."""

from __future__ import annotations

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.desks import STOCKED
from tests.system.same_answers.scenes.play import Play, twice


def _nothing_there(desk: Desk) -> None:
    desk.rollcall_each(
        *("show devices", "show runs", "explain HLDCNC1068", "verify", "digest", "publish"),
        *("query 'FROM devices'", "undo 20260101T000000Z-aaaaaa", "apply nothing.xlsx", "run nothing.xlsx", "rebuild"),
        *("sweep nowhere", "backup", "restore nothing.duckdb", "schedule --check nowhere", "export -o none.xlsx"),
    )


def _main_job(desk: Desk) -> None:
    """The first example of the README."""
    desk.samples("inventory.xlsx", "assignments.xlsx", "hopeless.xlsx")
    desk.rollcall("check", "inventory.xlsx", "assignments.xlsx")
    desk.rollcall("plan", "inventory.xlsx", "assignments.xlsx")
    desk.rollcall("run", "inventory.xlsx", "assignments.xlsx")
    desk.rollcall("run", "inventory.xlsx", "assignments.xlsx")
    desk.rollcall("run", "hopeless.xlsx")
    desk.rollcall("check", "hopeless.xlsx")


def _checks(desk: Desk) -> None:
    desk.rollcall("check", "assignments.xlsx", "-o", "list.xlsx", "--mode", "full")
    desk.rollcall("check", "assignments.xlsx", "inventory.xlsx", "-o", "both.xlsx")
    desk.rollcall("check", "hopeless.xlsx", "--unknown-columns", "ignore")
    desk.rollcall("check", "hopeless.xlsx", "--unknown-columns", "keep", "-o", "kept.xlsx")


PLAYS: list[Play] = [
    *twice("nothing there", _nothing_there),
    *twice("main job", _main_job),
    Play("checks", _checks, start=STOCKED),
]
