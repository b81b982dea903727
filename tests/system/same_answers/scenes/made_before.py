"""Files that an older program has made, each opened by the program at hand: its ledger, plans, exports and others.

`make` is played with the program of a recording, and its desk is kept in the recording; the other scenes begin with a
copy of the one that is given. Where `archive` is meant, the ledger names the kept desk by its whole path.
"""

from __future__ import annotations

import shutil

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.desks import SETTINGS
from tests.system.same_answers.scenes.plans import KEY, decline, write_cells
from tests.system.same_answers.scenes.play import Play, twice

MADE = "made before"
_SAMPLES = ("inventory.xlsx", "opening.xlsx", "assignments.xlsx")


def make(desk: Desk) -> None:
    """A ledger with drop folders, and one file of each form that comes back."""
    desk.samples("inventory.xlsx", "opening.xlsx", "assignments.xlsx")
    desk.write("rollcall.toml", f"{SETTINGS}[sweep]\nstable_seconds = 0\n[publish]\nparquet = true\n")
    desk.rollcall("run", "inventory.xlsx")
    desk.samples("opening.xlsx", "hopeless.xlsx", into="inbox/it")
    desk.age("inbox")
    desk.rollcall("sweep", "inbox")
    desk.write("since.csv", "Serial Number,Owner Email\n0050543388,zoe.abbot@acme.example\n")
    desk.rollcall("run", "since.csv")
    run_id = max(path.parent.name for path in desk.folder.glob("results/*/results.xlsx"))
    desk.rollcall("plan", "assignments.xlsx", "-o", "plan.xlsx")
    decline(desk.folder / "plan.xlsx")
    desk.rollcall("plan", "assignments.xlsx", "-o", "signed.xlsx", environment=KEY)
    desk.rollcall("undo", run_id, "-o", "back.xlsx")
    desk.rollcall("export", "-o", "export.xlsx")
    shutil.copyfile(desk.folder / "export.xlsx", desk.folder / "filled_in.xlsx")
    write_cells(desk.folder / "filled_in.xlsx", {"Inventory!K2": "in repair", "Assignments!L4": "a new label"})
    desk.rollcall("template", "inventory", "-o", "template.xlsx", "--prefill")
    desk.rollcall("check", "assignments.xlsx", "-o", "checked.xlsx")
    desk.rollcall("backup")


def _questions(desk: Desk) -> None:
    shown = ("devices", "owners", "ownerships", "runs", "events")
    desk.rollcall_each(*(f"show {what}" for what in shown), "verify", "explain 0050543388", "digest")
    desk.rollcall_each("query 'FROM device_history ORDER BY ALL'", "query 'SHOW TABLES'", "schedule inbox --check")
    for run_id in sorted(path.parent.name for path in desk.folder.glob("results/*/results.xlsx")):
        desk.rollcall("show", "runs", "--run", run_id, "--format", "xlsx", "--out", "again")
    desk.rollcall("publish")


def _files_given_back(desk: Desk) -> None:
    desk.rollcall("run", "export.xlsx")
    desk.rollcall("run", "template.xlsx")
    desk.rollcall("run", "filled_in.xlsx")
    desk.folder.joinpath("rejected.xlsx").write_bytes(desk.last_results.read_bytes())
    desk.rollcall("run", "rejected.xlsx")
    desk.rollcall("run", "checked.xlsx")
    desk.rollcall("run", "assignments.xlsx")
    desk.rollcall("verify")


def _plan_applied(desk: Desk) -> None:
    desk.rollcall("apply", "plan.xlsx")
    desk.rollcall("apply", "plan.xlsx")
    desk.rollcall("apply", "signed.xlsx")
    desk.rollcall("apply", "signed.xlsx", environment=KEY)
    desk.rollcall("verify")


def _undo_applied(desk: Desk) -> None:
    desk.rollcall("apply", "back.xlsx")
    desk.rollcall("explain", "0050543388")


def _next_night(desk: Desk) -> None:
    """With the cache of the older program, and a file that it has applied."""
    desk.samples("opening.xlsx", "assignments.xlsx", into="inbox/it")
    desk.age("inbox")
    desk.rollcall("sweep", "inbox")
    desk.rollcall("digest", "-o", "digest")


def _ways_back(desk: Desk) -> None:
    backup = next(desk.folder.glob("backups/*.duckdb")).relative_to(desk.folder)
    desk.rollcall("--state", backup, "verify")
    desk.rollcall("restore", backup, "--set-aside")
    desk.rollcall("rebuild")
    desk.rollcall("verify")


PLAYS: list[Play] = [
    *twice("before, questions", _questions, MADE),
    Play("before, files given back", _files_given_back, MADE),
    Play("before, plan applied", _plan_applied, MADE, is_json=True),
    Play("before, undo applied", _undo_applied, MADE),
    Play("before, next night", _next_night, MADE, is_json=True),
    Play("before, ways back", _ways_back, MADE),
]
