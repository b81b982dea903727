"""Every command and every option explains itself, and asking for help is instant."""

from __future__ import annotations

import shlex
import subprocess
import sys

import click
import pytest

from pipeline.cli.app import rollcall
from pipeline.cli.options import Globals
from tests.support.desk import ROOT, Desk

COMMANDS = tuple(rollcall.commands.values())
HEAVY = (
    "polars",
    "duckdb",
    "pandera",
    "rich",
    "pydantic",
    "narwhals",
    "openpyxl",
    "fastexcel",
    "xlsxturbo",
    "pyarrow",
    "structlog",
    "tomlkit",
)
INTENT = {
    *("--mode", "--scope", "--on-conflict", "--create-devices", "--no-create-devices", "--default-device-type"),
    *("--create-owners", "--no-create-owners", "--atomic", "--inventory-complete", "--org", "--added-by", "--kind"),
    *("--unknown-columns", "--allow", "--reason"),
}
SHOW = {
    *("--serial", "--owner", "--org", "--current", "--pending", "--as-of", "--known-at", "--run", "--format"),
    *("--output", "-o"),
}
TEMPLATE = {"--output", "-o", "--prefill", "--all-columns", "--rows", "--org"}
GLOBAL = {"--state", "--config", "--json", "--quiet"}


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("command", [rollcall, *COMMANDS], ids=lambda command: command.name)
def test_every_command_and_every_option_has_help(command: click.Command) -> None:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert command.help
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_help_of_a_command_names_all_its_options(command: click.Command, blank: Desk) -> None:
    said = blank.say(command.name, "--help")
    assert said.code == 0
    assert {name for name in options_of(command) if name.startswith("--") and name not in said.out} == set()


@pytest.mark.parametrize("command", [rollcall, *COMMANDS], ids=lambda command: command.name)
def test_the_help_of_a_command_ends_with_an_example_that_it_accepts(command: click.Command, blank: Desk) -> None:
    asked = () if command is rollcall else (command.name,)
    last = blank.say(*asked, "--help").out.splitlines()[-1]

    assert last.startswith("  Example: rollcall ")
    name, *words = shlex.split(last.removeprefix("  Example: rollcall "))
    assert command is rollcall or name == command.name
    rollcall.commands[name].make_context(name, words, obj=Globals())  # raises where it is no such command


def test_the_commands_stand_in_groups_with_their_whole_first_sentence(blank: Desk) -> None:
    told = blank.say("--help").out

    assert [line for line in told.splitlines() if line in {f"{heading}:" for heading in rollcall.headings}] == [
        f"{heading}:" for heading in rollcall.headings
    ]
    whole = " ".join(told.split())
    for command in COMMANDS:
        first = " ".join(str(command.help).split("\n\n")[0].split())
        assert f"{command.name} {first}"[:-1] in whole


def test_the_help_names_every_command_and_every_exit_code(blank: Desk) -> None:
    said = blank.say("--help")
    assert [command.name for command in COMMANDS if f"  {command.name} " not in said.out] == []
    assert [code for code in (*range(9), 10) if f"    {code} " not in said.out] == []


@pytest.mark.parametrize(
    ("name", "options"), [("run", INTENT), ("plan", INTENT), ("show", SHOW), ("template", TEMPLATE)]
)
def test_a_command_has_the_options_of_the_design(name: str, options: set[str]) -> None:
    assert options - options_of(rollcall.commands[name]) == set()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_what_holds_for_all_commands_may_stand_behind_each(command: click.Command) -> None:
    assert GLOBAL - options_of(command) == set()


def test_a_run_takes_where_results_go_and_how_long_to_wait() -> None:
    assert {"--out", "--wait"} - options_of(rollcall.commands["run"]) == set()


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["--version"]], ids=" ".join)
def test_asking_for_help_loads_nothing_heavy(words: list[str]) -> None:
    told = f"""
import sys
from pipeline.cli import main
try:
    main({words!r})
except SystemExit:
    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    asked = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stderr == "[]\n"
