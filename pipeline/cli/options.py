"""The options that commands share, made from those of `schemas.options`. The value of an option not given is None."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_origin

import click

from schemas.options import (
    OPTIONS,
    EngineOptions,
    IntentOptions,
    LimitOptions,
    Option,
    ReadingOptions,
    SourceOptions,
    WritingOptions,
    options_of,
)
from schemas.records import dataclass

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pipeline.runs.steps.clock import Stages
    from pipeline.runs.steps.commit import Done
    from pipeline.settings import Settings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(slots=True)
class Globals:
    """The options of every command, which may stand before or after its name, and that name."""

    state: Path | str | None = None
    config: Path | None = None
    json: bool = False
    quiet: bool = False
    command: str | None = None

    def settings(self, **options: Any) -> Settings:
        """The settings in force for this command."""
        from pipeline.errors import NotOnLake
        from pipeline.settings import load_settings

        given = {name: value for name, value in options.items() if value != ()}  # () for a repeatable option not given
        settings = load_settings(self.config, {"state": self.state, **given})
        if settings.ledger.lake is not None and self.command not in NotOnLake.COMMANDS:
            raise NotOnLake(f"rollcall {self.command}", self.command)
        return settings

    def settings_of_lake(self, **options: Any) -> Settings:
        """The settings of a command about lakes, of which each can be used with a ledger in one."""
        from pipeline.settings import load_settings

        return load_settings(self.config, {"state": self.state, **options})

    def settings_of_ledger(self, **options: Any) -> Settings:
        """The settings of a command that asks what is on record; refused where a folder above has that, and this none.

        Raises UsageProblem.
        """
        from pipeline.settings import refuse_ledger_above

        settings = self.settings(**options)
        refuse_ledger_above(settings)
        return settings

    def settings_with_ledger_meant(self, **options: Any) -> Settings:
        """The settings of a command that may begin a ledger.

        At a terminal it asks which is meant, where this folder has none and one above has.
        """
        from pipeline.settings import nearby_ledger

        settings = self.settings(**options)
        other = nearby_ledger(settings)
        if other is None or self.json or self.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return settings
        said = f"This folder has no ledger, and there is one at {other}."
        click.echo(f"{said}\n  1  use that one\n  2  a new one here", err=True)
        answer = click.prompt("Which?", type=click.IntRange(1, 2), default=1, err=True)
        self.state = other if answer == 1 else settings.state
        return self.settings(**options)

    def stages(self) -> AbstractContextManager[Stages]:
        """The stages of the command, shown as progress at a terminal."""
        from pipeline.cli.render.progress import watched_stages

        return watched_stages(is_silent=self.quiet or self.json)

    def finish(self, context: click.Context, done: Done, code: int) -> None:
        """Print the report of a command that made decisions, and exit with the code."""
        from pipeline.cli.render import report, screen

        if self.json:
            click.echo(report.report_json(done, code))
        elif not self.quiet:
            for line in report.report_lines(done):
                screen.put_line(line)
        if not self.json:
            screen.put_failure(report.refusal_lines(done))
        context.exit(code)


@dataclass(frozen=True, slots=True)
class _Stack:
    """A decorator that adds options to a command, in the order in which `--help` shows them."""

    options: tuple[Callable[[Any], Any], ...] = field(default=())

    def __call__(self, command: Decorated) -> Decorated:
        for option in reversed(self.options):
            command = option(command)
        return command


def _keep_global(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep the value of a global option in `Globals`, whether it stands before or after the command."""
    chosen = context.ensure_object(Globals)
    if value is not None and value is not False and parameter.name is not None:
        setattr(chosen, parameter.name, value)
    if context.parent is not None:
        chosen.command = context.info_name


def _global_option(*names: str, help: str, **more: Any) -> Callable[[Any], Any]:  # noqa: A002 - Click's word
    return click.option(*names, help=help, expose_value=False, callback=_keep_global, **more)


PATH = click.Path(path_type=Path, readable=False)
_STATE = click.types.FuncParamType(str)  # `lake:s3://...` is no path


def setting(name: str, help: str | None = None) -> Callable[[Any], Any]:  # noqa: A002 - Click's word
    """The option of that setting, with a `help` of its own where the command uses it in a narrower sense."""
    return _click_option(OPTIONS[name], help)


def _stack(*groups: type) -> _Stack:
    """The options of these groups, without the settings that are no options of a command."""
    return _Stack(tuple(_click_option(option) for option in options_of(*groups) if option.about.help))


def _click_option(option: Option, help: str | None = None) -> Callable[[Any], Any]:  # noqa: A002
    flags = [f"{option.flag}/{option.no_flag}"] if option.about.is_switch else reversed(option.flags)
    return click.option(
        option.name, *flags, help=help or _help_of(option), metavar=option.about.metavar, **_value_arguments(option)
    )


def _value_arguments(option: Option) -> dict[str, Any]:
    """The arguments of `click.option` that say how the value is written."""
    if option.type is bool:
        return {"is_flag": True, "default": None}
    if get_origin(option.type) is tuple:
        return {"multiple": True}
    if option.type is Path:
        return {"type": PATH}
    is_word = issubclass(option.type, StrEnum)
    return {"type": click.Choice([word.value for word in option.type]) if is_word else option.type}


def _help_of(option: Option) -> str:
    """The line of `--help` for the option, with its default."""
    default = option.default
    if option.about.is_switch:
        default = "yes" if default else "no"
    if isinstance(default, Path):
        default = f"default: ./{default}"
    is_shown = default not in (None, (), False)
    return f"{option.about.help}  [{default}]" if is_shown else option.about.help


global_options = _Stack(
    (
        _global_option("--state", type=_STATE, metavar=OPTIONS["state"].about.metavar, help=_help_of(OPTIONS["state"])),
        _global_option(
            "--config", type=PATH, metavar="FILE", help="The settings.  [default: ./rollcall.toml, if there]"
        ),
        _global_option("--json", is_flag=True, help="Print one JSON object on standard output."),
        _global_option("--quiet", "-q", is_flag=True, help="Print nothing but errors."),
    )
)


def _start_workers(_context: click.Context, _parameter: click.Parameter, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """Start the workers that will read these files, while this process loads all that it needs."""
    from pipeline import intake

    intake.start_workers(given)
    return given


files_argument = click.argument(
    "files", nargs=-1, required=True, type=PATH, metavar="FILES...", callback=_start_workers
)

limit_options = _stack(LimitOptions)
intent_options = _stack(IntentOptions, ReadingOptions, SourceOptions, LimitOptions, EngineOptions)
engine_options = _stack(EngineOptions)
reading_options = _stack(ReadingOptions, SourceOptions)
writing_options = _stack(WritingOptions)
