"""map: show how each column of a file is read, and why; ask about what is doubtful; save it in the settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options, reading_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import FileMap
    from pipeline.runs.map.doubts import Choice, Doubt
    from pipeline.runs.map.map import Answers
    from pipeline.settings import Settings

_UNUSABLE = 3


@click.command("map", epilog="Example: rollcall map export.csv --write --source intune")
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--write", is_flag=True, help="Save it in the settings, as [sources.NAME].")
@reading_options
@global_options
@click.pass_context
def map_(context: click.Context, /, file: Path, write: bool, **options: Any) -> None:
    """Show how each column of a file is read, and why; nothing is written to the ledger.

    Of each column: the field that it is read as, three of its values, and how many of its cells could be read. On a
    terminal it asks about what is doubtful.
    """
    from pipeline.runs.map import map as maps

    chosen: Globals = context.obj
    settings = _settings(chosen, options, is_written=write)
    name = maps.source_name(file, settings, options["source"]) if write else ""
    with chosen.stages() as stages:
        found = maps.map_file(file, settings, stages)
    answers = maps.NO_ANSWERS
    if _is_asking(chosen):
        found, answers = _asked(file, found, settings)
        if answers != maps.NO_ANSWERS and not write:
            name = _asked_whether_to_save(maps.source_name(file, settings, options["source"], is_asked=True))
    saved = None
    if name:
        with chosen.stages() as stages:
            saved = maps.save(file, found, settings, stages, name, answers, maps.options_given(options))
    _tell(found, chosen, saved, f"rollcall run {file} --source {name}")
    context.exit(0 if found.is_usable else _UNUSABLE)


def _settings(chosen: Globals, options: dict[str, Any], *, is_written: bool) -> Settings:
    """The settings in force; a source that is to be written need not be there yet."""
    if is_written and options["source"] is not None:
        settings = chosen.settings(**{**options, "source": None})
        if options["source"] not in settings.sources:
            return settings
    return chosen.settings(**options)


def _is_asking(chosen: Globals) -> bool:
    """True where a person sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not chosen.json and not chosen.quiet


def _asked(file: Path, found: FileMap, settings: Settings) -> tuple[FileMap, Answers]:
    """The file as it is read after a person has answered what is doubtful, and the answers."""
    from pipeline.cli.render import file_map
    from pipeline.runs.map import map as maps
    from pipeline.runs.map.doubts import doubts_of
    from pipeline.runs.steps.clock import Stages

    answers, asked = maps.NO_ANSWERS, set[str]()
    while doubts := [doubt for doubt in doubts_of(found) if doubt.key not in asked]:
        _print(file_map.lines(found))
        answers = answers.with_choices([_chosen(doubt) for doubt in doubts])
        asked |= {doubt.key for doubt in doubts}
        found = maps.map_file(file, settings, Stages(), answers)
    return found, answers


def _chosen(doubt: Doubt) -> Choice:
    """The choice of a person; Enter takes the first."""
    click.echo(doubt.question)
    for number, choice in enumerate(doubt.choices, start=1):
        click.echo(f"  {number}  {choice.says}")
    number = click.prompt("Which", type=click.IntRange(1, len(doubt.choices)), default=1)
    click.echo()
    return doubt.choices[number - 1]


def _asked_whether_to_save(name: str) -> str:
    """The name under which the answers are saved; blank where they are not."""
    click.echo(f"Save this in the settings, as [sources.{name}], for every list like this one?")
    click.echo("  1  save it\n  2  do not save it")
    return name if click.prompt("Which", type=click.IntRange(1, 2), default=1) == 1 else ""


def _tell(found: FileMap, chosen: Globals, saved: Path | None, command: str) -> None:
    """Print how the file is read, where that was saved, and what keeps the file from being read."""
    from pipeline.cli.render import file_map

    if chosen.json:
        written = {} if saved is None else {"outputs": {"settings": str(saved)}}
        click.echo(file_map.as_json(found, 0 if found.is_usable else _UNUSABLE, **written))
        return
    if not chosen.quiet:
        _print(file_map.lines(found))
        if saved is not None:
            click.echo(f"Written to {saved}. A list like this is read so with: {command}")
    _print(file_map.problems(found), is_error=True)


def _print(lines: Iterable[str], *, is_error: bool = False) -> None:
    for line in lines:
        click.echo(line, err=is_error)
