"""The options that commands share. Each answers to the setting of the same name; one that is not given is None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from schemas.vocabulary import DateOrder, Guard, HiddenRows, Kind, Mode, OnConflict, UnknownColumns

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from enum import StrEnum

    from pipeline.runs.steps.clock import Stages
    from pipeline.settings import Settings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(slots=True)
class Globals:
    """What holds for any command; may stand before or after its name."""

    state: Path | None = None
    config: Path | None = None
    json: bool = False
    quiet: bool = False
    command: str | None = None

    def settings(self, **options: Any) -> Settings:
        """The settings in force for this command."""
        from pipeline.settings import load_settings

        given = {name: value for name, value in options.items() if value != ()}  # a repeatable one that was not given
        return load_settings(self.config, {"state": self.state, **given})

    def stages(self) -> AbstractContextManager[Stages]:
        """Stages that are shown to whoever waits at a terminal."""
        from pipeline.cli.render.progress import watched_stages

        return watched_stages(is_silent=self.quiet or self.json)


@dataclass(frozen=True, slots=True)
class _Stack:
    """Options in the order in which `--help` shows them."""

    options: tuple[Callable[[Any], Any], ...] = field(default=())

    def __call__(self, command: Decorated) -> Decorated:
        for option in reversed(self.options):
            command = option(command)
        return command


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep a global option, wherever it stands."""
    chosen = context.ensure_object(Globals)
    if value is not None and value is not False and parameter.name is not None:
        setattr(chosen, parameter.name, value)
    if context.parent is not None:
        chosen.command = context.info_name


def _global(*names: str, help: str, **more: Any) -> Callable[[Any], Any]:  # noqa: A002 - Click's word
    return click.option(*names, help=help, expose_value=False, callback=_remember, **more)


def _words(words: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([word.value for word in words])


PATH = click.Path(path_type=Path, readable=False)

global_options = _Stack(
    (
        _global("--state", type=PATH, metavar="FILE", help="The ledger.  [default: ./rollcall.duckdb]"),
        _global("--config", type=PATH, metavar="FILE", help="The settings.  [default: ./rollcall.toml, if there]"),
        _global("--json", is_flag=True, help="Print one JSON object on standard output."),
        _global("--quiet", "-q", is_flag=True, help="Print nothing but errors."),
    )
)

files_argument = click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILES...")

limit_options = _Stack(
    (
        click.option(
            "--allow",
            metavar="NAME[=VALUE]",
            multiple=True,
            help="Raise a limit, or switch off a guard, for this run.",
        ),
        click.option("--reason", metavar="TEXT", help="Why; kept with the run."),
    )
)

intent_options = _Stack(
    (
        click.option("--mode", type=_words(Mode), help="`full`: what no row names is unassigned.  [instructions]"),
        click.option(
            "--scope",
            metavar="SCOPE",
            help="How far a full sheet reaches: listed-owners, all, or FIELD=VALUE.  [listed-owners]",
        ),
        click.option("--on-conflict", type=_words(OnConflict), help="When another owner holds the device.  [reassign]"),
        click.option(
            "--create-devices/--no-create-devices", default=None, help="Assignments may create devices.  [no]"
        ),
        click.option("--default-device-type", metavar="TYPE", help="Type of created devices that give none."),
        click.option("--create-owners/--no-create-owners", default=None, help="Assignments may create owners.  [yes]"),
        click.option("--guard", type=_words(Guard), help="`hold`: new owners who look like known ones wait.  [warn]"),
        click.option("--atomic", is_flag=True, default=None, help="One rejected row, and nothing is written."),
        click.option(
            "--inventory-complete", is_flag=True, default=None, help="Report devices that the inventory misses."
        ),
        click.option("--org", metavar="ORG", help="Organization of rows that name none.  [default]"),
        click.option("--added-by", metavar="NAME", help="Who made the links of rows that do not say."),
        click.option("--kind", type=_words(Kind), help="What the sheets are, whatever their headers say."),
        click.option(
            "--unknown-columns", type=_words(UnknownColumns), help="Columns that no field answers to.  [error]"
        ),
        click.option("--hidden-rows", type=_words(HiddenRows), help="Rows hidden or filtered out.  [include]"),
        click.option("--date-order", type=_words(DateOrder), help="How 03/04/2025 is meant: day or month first."),
        click.option("--source", metavar="NAME", help="Use the columns that [sources.NAME] of the settings maps."),
        click.option("--password-file", type=PATH, metavar="FILE", help="Holds the password of the workbooks."),
        *limit_options.options,
    )
)

writing_options = _Stack(
    (
        click.option("--out", type=PATH, metavar="DIR", help="Where results go.  [default: ./results]"),
        click.option("--wait", type=float, metavar="SECONDS", help="How long to wait for another process.  [30]"),
    )
)
