"""The two commands: record, compare."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tests.system.same_answers.compare import compare, read_known, report_lines
from tests.system.same_answers.program import Program, command_words
from tests.system.same_answers.record import Extent, record

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def commands() -> None:
    """Prove that two versions of the program give the same answers."""


@commands.command("record")
@click.option("--command", required=True, help="The program, such as `/venv/bin/python -m pipeline`.")
@click.option("--cwd", required=True, type=_FOLDER, help="The checkout that its code and what goes in are taken from.")
@click.option("--out", required=True, type=_FOLDER, help="Where the recording goes; must not be there yet.")
@click.option("--made", type=_FOLDER, help="An older recording: open what its program made, and not one's own.")
@click.option("--only", default="", help="Play the scenes in whose names this pattern is found.")
@click.option("--processes", default=2, help="How many scenes are played at once.")
def record_command(command: str, cwd: Path, out: Path, made: Path | None, only: str, processes: int) -> None:
    """Play all scenes with a program, and write down what comes of them."""
    program = Program(command_words(command), cwd.resolve(), out.resolve() / "compiled")
    extent = Extent(only, processes)
    record(program, out.resolve(), made.resolve() / "made" if made else None, extent, click.echo)


@commands.command("compare")
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option("--known", type=click.Path(path_type=Path, dir_okay=False), help="Differences that are meant, as TOML.")
@click.option("--most", default=60, help="How many groups of differences of a kind are shown.")
@click.option("--processes", default=2, help="How many scenes are compared at once.")
def compare_command(old: Path, new: Path, known: Path | None, most: int, processes: int) -> None:
    """Name every difference between two recordings; exit with 1 where one is not known."""
    comparison = compare(old, new, read_known(known), processes)
    for line in report_lines(comparison, most):
        click.echo(line)
    sys.exit(1 if comparison.unknown else 0)


if __name__ == "__main__":
    sys.exit(commands())
