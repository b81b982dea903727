"""Drop folders, the digest, the schedule; backups and the ways back."""

from __future__ import annotations

from pathlib import Path

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.desks import AT_NIGHT
from tests.system.same_answers.scenes.play import Play, twice


def _next_night(desk: Desk) -> None:
    desk.samples("assignments.xlsx", "inventory.xlsx", into="inbox")
    desk.write("inbox/full/all.csv", "Serial Number,Owner Email\nNVK9Y47085,zoe.abbot@acme.example\n")
    desk.write("inbox/it/rollcall.toml", "limits = 3\n")
    desk.write("inbox/it/one.csv", "Serial Number,Owner Email\nHLDQBDH001,zoe.abbot@acme.example\n")
    desk.write("inbox/cut.xlsx", "PK\x03\x04 cut off")
    desk.age("inbox")
    desk.rollcall("sweep", "inbox")
    desk.rollcall("digest", "-o", "digest")
    desk.rollcall_each("digest", "schedule --check inbox", "verify", "show runs", "explain HLDCNC1068", "sweep inbox")


def _schedules(desk: Desk) -> None:
    desk.rollcall_each(
        *(f"schedule inbox --as {system}" for system in ("systemd", "cron", "windows")),
        *("schedule inbox --as systemd --at 03:30 --name hr --out elsewhere", "schedule inbox --at 25:00"),
        *("schedule inbox --check", "schedule inbox --check --within 0.0000001"),
    )


def _ways_back(desk: Desk) -> None:
    desk.rollcall("backup", "--keep", 1)
    backup = _newest(desk.folder, "backups/*.duckdb")
    desk.rollcall_each(f"--state {backup.relative_to(desk.folder)} verify", f"restore {backup.name}")
    desk.write("since.csv", "Serial Number,Owner Email\nHLDQBDH001,zoe.abbot@acme.example\n")
    desk.rollcall("run", "since.csv")
    desk.rollcall("restore", backup.relative_to(desk.folder))
    desk.rollcall("restore", backup.relative_to(desk.folder), "--set-aside")
    desk.rollcall("rebuild")
    desk.rollcall("verify")
    backup.write_bytes(backup.read_bytes()[:-4096])
    desk.rollcall("restore", backup.relative_to(desk.folder))


def _newest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


PLAYS: list[Play] = [
    *twice("next night", _next_night, AT_NIGHT),
    *twice("schedules", _schedules, AT_NIGHT),
    Play("backups and ways back", _ways_back, AT_NIGHT),
]
