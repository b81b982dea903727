"""Help, and commands and settings that make no sense."""

from __future__ import annotations

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.play import Play, twice

_COMMANDS = (
    *("run", "check", "plan", "apply", "undo", "show", "explain", "export", "template", "sweep", "digest"),
    *("schedule", "query", "verify", "backup", "restore", "rebuild", "publish"),
)
_MISUSED = (
    *("", "nothing", "run", "run --mode sideways x.xlsx", "run --wait soon x.xlsx", "template people -o x.xlsx"),
    *("template inventory", "template inventory -o x.csv", "export -o x.csv", "query", "show", "--version"),
    *("query 'SELECT 1' --format pdf", "plan x.xlsx -o plan.csv", "schedule --at noon inbox", "backup --keep 0"),
)
_SETTINGS = (
    *("limits = 3", "[limits]\nunassign_percent = 'many'", "shape = 'round'", "mode = 'sideways'", "state = "),
    *("reason = 'for good'", "[sources.a]\nkind = 'people'", "[sources.a.columns]\nTag = 'asset_tagg'"),
    *("timezone = 'Moon/Sea'", "[sweep]\nattempts = 0", "[notify]\nurls = ['nonsense']", "[publish]\nparquet = 'x'"),
)


def _helps(desk: Desk) -> None:
    desk.rollcall_each("--help", *(f"{command} --help" for command in _COMMANDS))


def _misused(desk: Desk) -> None:
    desk.rollcall_each(*_MISUSED)
    for number, settings in enumerate(_SETTINGS):
        desk.write(f"settings{number}.toml", f"{settings}\n")
    desk.rollcall_each(*(f"show devices --config settings{number}.toml" for number in range(len(_SETTINGS))))
    desk.rollcall_each("show devices --config not_there.toml")


PLAYS: list[Play] = [Play("help", _helps), *twice("misused", _misused)]
