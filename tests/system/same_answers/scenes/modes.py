"""The options of a run, the limits and the guards."""

from __future__ import annotations

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.desks import SETTLED, STOCKED
from tests.system.same_answers.scenes.play import Play, twice

_FREE = "--allow unassign_percent=100 --allow reassign_percent=100 --allow emptied_owners=999 --allow new_owners=999"
_OPTIONS = (
    *("--on-conflict skip", "--on-conflict refuse", "--create-devices", "--no-create-owners", "--guard hold"),
    *("--create-devices --default-device-type laptop", "--org other", "--added-by HR", "--kind inventory", "--atomic"),
    *("--mode full", f"--mode full {_FREE}", f"--mode full --scope all {_FREE} --allow absent-beside-unresolved"),
    *(f"--mode full --scope 'location=Turin office' {_FREE}", "--mode full --scope location", "--source nobody"),
    *("--unknown-columns ignore", "--hidden-rows exclude", "--hidden-rows refuse", "--date-order dmy"),
    *("--allow unassign_percent", "--allow nothing=3", "--allow backdate_days=5"),
)


def _options(desk: Desk) -> None:
    desk.rollcall_each(*(f"plan assignments.xlsx {options}" for options in _OPTIONS))
    desk.rollcall_each("plan opening.xlsx inventory.xlsx --inventory-complete", "plan hopeless.xlsx")


def _small_files(desk: Desk) -> None:
    desk.write("part.csv", "Serial Number,Status\nHLDQBDH001,retired\n")
    desk.write("nobody.csv", "Serial Number,Owner Email\n")
    desk.write("slips.csv", _SLIPS)
    desk.write("mapped.csv", "Gerät,Wer,Schrank\nHLDQBDH001,zoe.abbot@acme.example,R2\nHLDAV7A002,#N/A,R3\n")
    desk.write("rollcall.toml", f"{(desk.folder / 'rollcall.toml').read_text()}{_MAPPED}")
    desk.rollcall_each(
        *("plan part.csv --inventory-complete", "plan nobody.csv --mode full", "plan nobody.csv", "plan slips.csv"),
        *("plan slips.csv --guard hold", "plan slips.csv --guard hold --allow new-owner=zoe.abott@acme.example"),
        *("plan mapped.csv", "plan mapped.csv --source lager", "check mapped.csv --source lager -o mapped.xlsx"),
        *("plan mapped.csv --unknown-columns keep", "plan part.csv slips.csv mapped.csv --source lager --atomic"),
    )
    desk.rollcall("run", "slips.csv", "--guard", "hold")
    desk.rollcall("run", "mapped.csv", "--source", "lager")
    desk.rollcall("run", "part.csv", "--inventory-complete")


_SLIPS = """Serial Number,Owner Email,Owner Name
HLDQBDH001,zoe.abott@acme.example,Zoë Abbot
HLDQBD0001,zoe.abbot@acme.example,
HLDAV7A002,abbot.zoe@acme.example,
NEW-1,new.person@acme.example,New Person
"""
_MAPPED = """
[sources.lager]
unknown_columns = "keep"
[sources.lager.columns]
"Gerät" = "serial_number"
"Wer" = "owner_email"
"""


def _full(desk: Desk) -> None:
    desk.rollcall("run", "assignments.xlsx", "--mode", "full")
    desk.rollcall("run", "assignments.xlsx", "--mode", "full", *_FREE.split(), "--reason", "all of it")
    desk.rollcall("run", "assignments.xlsx", "--mode", "full", "--scope", "all", *_FREE.split())


def _atomic(desk: Desk) -> None:
    desk.rollcall("run", "assignments.xlsx", "--atomic")
    desk.rollcall("run", "opening.xlsx", "--on-conflict", "skip", "--create-devices")


PLAYS: list[Play] = [
    *twice("options", _options, STOCKED),
    *twice("small files", _small_files, SETTLED),
    Play("full mode", _full, STOCKED),
    Play("full mode, json", _full, SETTLED, is_json=True),
    Play("atomic", _atomic, STOCKED),
]
