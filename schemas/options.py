"""Every option, declared once: a field with its type and default, and beside it what else there is to say of it.

From here have it: the command line (its `--name`, its help), the settings and so `rollcall.toml` and `ROLLCALL_...`,
the drop folders and sources, the request that a run is known by, and `model.Intent` and `model.Reading`, which carry
what was asked for to the layers below. Neither Click nor Pydantic is known here: `--help` is instant, and any layer may
read this.
"""

from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from schemas.vocabulary import DateOrder, Guard, HiddenRows, Kind, Mode, OnConflict, UnknownColumns


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of an option beside its name, its type and its default.

    `help` is its line of `--help`, without the default, which is added to it; blank for a setting that no command takes
    as an option. The rest says where else it may stand, and what it is kept in.
    """

    help: str = ""
    metavar: str | None = None
    is_switch: bool = False  # `--name` and `--no-name`; any other boolean is a flag that can only be set
    is_of_request: bool = False  # the same files with another value of it are other work, to be done again
    is_for_folder: bool = False  # the rollcall.toml of a drop folder may say it
    is_for_source: bool = False  # so may a section [sources.NAME]
    is_for_one_run: bool = False  # neither a file nor the environment may say it
    is_recorded: bool = True  # a run keeps it among its settings


@dataclass(frozen=True, slots=True)
class Option:
    """One option, complete; `type` without the None of those that may be blank."""

    name: str
    type: Any
    default: Any
    about: About

    @property
    def flag(self) -> str:
        """The word by which a command takes it."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def no_flag(self) -> str:
        """The word that switches a switch off."""
        return f"--no-{self.name.replace('_', '-')}"

    def words(self, value: object) -> list[str]:
        """The words that give a command this value; none where no words can."""
        if value is None or not self.about.help:
            return []
        if self.type is not bool:
            return [self.flag, str(value)]
        if value:
            return [self.flag]
        return [self.no_flag] if self.about.is_switch else []


_asked = partial(About, is_of_request=True, is_for_folder=True)  # what is asked of the files
_read = partial(_asked, is_for_source=True)  # how they are read, which may differ from source to source
_unrecorded = partial(About, is_recorded=False)  # places, and what holds a secret


@dataclass(frozen=True)
class LedgerOptions:
    """What holds for any command."""

    state: Annotated[Path, _unrecorded("The ledger.", "FILE")] = Path("rollcall.duckdb")


@dataclass(frozen=True)
class WritingOptions:
    """What a command needs to know that writes."""

    out: Annotated[Path, _unrecorded("Where results go.", "DIR")] = Path("results")
    wait: Annotated[float, _unrecorded("How long to wait for another process.", "SECONDS")] = 30


@dataclass(frozen=True)
class IntentOptions:
    """What is asked for beside the sheets."""

    mode: Annotated[Mode, _asked("`full`: what no row names is unassigned.")] = Mode.INSTRUCTIONS
    scope: Annotated[str, _asked("How far a full sheet reaches: listed-owners, all, or FIELD=VALUE.", "SCOPE")] = (
        "listed-owners"
    )
    on_conflict: Annotated[OnConflict, _asked("When another owner holds the device.")] = OnConflict.REASSIGN
    create_devices: Annotated[bool, _asked("Assignments may create devices.", is_switch=True)] = False
    default_device_type: Annotated[str | None, _asked("Type of created devices that give none.", "TYPE")] = None
    create_owners: Annotated[bool, _asked("Assignments may create owners.", is_switch=True)] = True
    guard: Annotated[Guard, _asked("`hold`: new owners who look like known ones wait.")] = Guard.WARN
    atomic: Annotated[bool, _asked("One rejected row, and nothing is written.")] = False
    inventory_complete: Annotated[bool, _asked("Report devices that the inventory misses.")] = False
    org: Annotated[str | None, _asked("Organization of rows that name none.  [default]", "ORG")] = None
    added_by: Annotated[
        str | None, About("Who made the links of rows that do not say.", "NAME", is_for_folder=True)
    ] = None


@dataclass(frozen=True)
class ReadingOptions:
    """How files are read."""

    kind: Annotated[Kind | None, _read("What the sheets are, whatever their headers say.")] = None
    unknown_columns: Annotated[UnknownColumns, _read("Columns that no field answers to.")] = UnknownColumns.ERROR
    hidden_rows: Annotated[HiddenRows, _read("Rows hidden or filtered out.")] = HiddenRows.INCLUDE
    date_order: Annotated[DateOrder | None, _read("How 03/04/2025 is meant: day or month first.")] = None
    timezone: Annotated[str, _asked()] = "UTC"


@dataclass(frozen=True)
class SourceOptions:
    """Where more stands about how files are read."""

    source: Annotated[
        str | None, About("Use the columns that [sources.NAME] of the settings maps.", "NAME", is_for_folder=True)
    ] = None
    password_file: Annotated[Path | None, _unrecorded("Holds the password of the workbooks.", "FILE")] = None


@dataclass(frozen=True)
class LimitOptions:
    """What is said for one run alone, about what would else be refused."""

    allow: Annotated[
        tuple[str, ...],
        About("Raise a limit, or switch off a guard, for this run.", "NAME[=VALUE]", is_for_one_run=True),
    ] = ()
    reason: Annotated[str | None, About("Why; kept with the run.", "TEXT", is_for_one_run=True)] = None


@dataclass(frozen=True)
class Options(LimitOptions, SourceOptions, ReadingOptions, IntentOptions, WritingOptions, LedgerOptions):
    """All of them; Python takes the fields of the last first."""


def options_of(*groups: type) -> tuple[Option, ...]:
    """The options that these groups declare, in order."""
    return tuple(option for group in groups for option in _declared(group))


def _declared(group: type) -> list[Option]:
    hints = get_type_hints(group, include_extras=True)
    return [_option(one.name, one.default, *get_args(hints[one.name])) for one in fields(group)]


def _option(name: str, default: object, kind: Any, *notes: object) -> Option:
    about = next(note for note in notes if isinstance(note, About))
    given = next(one for one in get_args(kind) if one is not type(None)) if get_origin(kind) is UnionType else kind
    return Option(name, given, default, about)


OPTIONS = {option.name: option for option in options_of(Options)}
