"""Every option, declared once: a field with its type and its default, and an `About` with all else.

These are made from it: the flags of the command line and their help, the settings (so `rollcall.toml` and
`ROLLCALL_...`), those of drop folders and sources, the request by which a repeated run is recognised, and
`model.Intent` and `model.Reading`, which carry the request to the layers below. This module imports neither Click nor
Pydantic, so that `--help` is instant and any layer may read it.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, get_args, get_origin

from schemas.records import dataclass
from schemas.vocabulary import (
    BlankOwner,
    DateOrder,
    DeviceGuard,
    Engine,
    Guard,
    HiddenRows,
    Kind,
    Leavers,
    Mode,
    OnConflict,
    Request,
    Scope,
    UnknownColumns,
)


@dataclass(frozen=True, slots=True)
class About:
    """The facts of an option beside its name, its type and its default.

    `help` is its line of `--help`, to which the default is added; it is blank for a setting that no command takes as an
    option. The other facts say where else the option may be given, and where it is recorded.
    """

    help: str = ""
    metavar: str | None = None
    is_switch: bool = False  # `--name` and `--no-name`; any other boolean is a flag that can only be set
    is_of_request: bool = False  # the same files with another value are another request, and run again
    is_for_folder: bool = False  # the rollcall.toml of a drop folder may give it
    is_for_source: bool = False  # a section [sources.NAME] may give it
    is_for_one_run: bool = False  # neither a file nor the environment may give it
    is_recorded: bool = True  # it is recorded with the settings of a run
    also: str = ""  # another name that it may be given by


@dataclass(frozen=True, slots=True)
class Option:
    """One option; `type` is the type of a given value, without the None of an option that may be left out."""

    name: str
    type: Any
    default: Any
    about: About

    @property
    def flag(self) -> str:
        """The flag that gives the option on the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def flags(self) -> list[str]:
        """Every flag that gives the option: by its name, and by its other name where it has one."""
        return [self.flag, *([f"--{self.about.also.replace('_', '-')}"] if self.about.also else [])]

    @property
    def no_flag(self) -> str:
        """The flag that switches a switch off."""
        return f"--no-{self.name.replace('_', '-')}"

    def words(self, value: object) -> list[str]:
        """The command-line words that give this value; none for None, and for a setting that is no option."""
        if value is None or not self.about.help:
            return []
        if self.type is not bool:
            return [self.flag, str(value)]
        if value:
            return [self.flag]
        return [self.no_flag] if self.about.is_switch else []


_asked = partial(About, is_of_request=True, is_for_folder=True)  # what is to be done with the files
_read = partial(_asked, is_for_source=True)  # how the files are read, which may differ by source
_unrecorded = partial(About, is_recorded=False)  # paths, and what may hold a secret

# Nobody makes an object of a group: the functions that a dataclass has for that take longer to make than all else here.


@dataclass(frozen=True, init=False, repr=False, eq=False)
class LedgerOptions:
    """The option of every command."""

    state: Annotated[Path, _unrecorded("The ledger: a file, or lake:PLACE.", "FILE")] = Path("rollcall.duckdb")


@dataclass(frozen=True, init=False, repr=False, eq=False)
class WritingOptions:
    """The options of commands that write."""

    out: Annotated[Path, _unrecorded("Where results go.", "DIR")] = Path("results")
    wait: Annotated[float, _unrecorded("How long to wait for another process.", "SECONDS")] = 30


@dataclass(frozen=True, init=False, repr=False, eq=False)
class IntentOptions:
    """The options of the request: what is to be done with the rows of the sheets."""

    mode: Annotated[Mode, _asked("`full`: what no row names is unassigned.")] = Mode.INSTRUCTIONS
    scope: Annotated[str, _asked("How far a full sheet reaches: listed-owners, all, or FIELD=VALUE.", "SCOPE")] = (
        Scope.LISTED_OWNERS.value
    )
    on_conflict: Annotated[OnConflict, _asked("When another owner holds the device.")] = OnConflict.REASSIGN
    blank_owner: Annotated[
        BlankOwner | None,
        _read("Registers: a blank owner leaves the holder alone (keep), or means nobody.  [keep; full: none]"),
    ] = None
    create_devices: Annotated[bool, _asked("Assignments may create devices.", is_switch=True)] = False
    default_device_type: Annotated[
        str | None, _asked("Type of created devices that give none.", "TYPE", also="default_type")
    ] = None
    default_category: Annotated[str | None, _asked("Category of created devices that give none.", "CATEGORY")] = None
    create_owners: Annotated[bool, _asked("Assignments may create owners.", is_switch=True)] = True
    owners_by_name: Annotated[bool, _asked("Assignments may create owners known by their name alone.")] = False
    guard: Annotated[Guard, _asked("`hold`: new owners who look like known ones wait.")] = Guard.WARN
    leavers: Annotated[Leavers, _asked("`release`: what people hold who have left ends with their last day.")] = (
        Leavers.REPORT
    )
    device_guard: Annotated[DeviceGuard, _asked("`warn`: new devices that look like known ones are created.")] = (
        DeviceGuard.HOLD
    )
    atomic: Annotated[bool, _asked("One rejected row, and nothing is written.")] = False
    inventory_complete: Annotated[bool, _asked("Report devices that the inventory misses.")] = False
    only_new: Annotated[bool, _asked()] = False  # what creates devices over HTTP never changes one
    org: Annotated[str | None, _asked("Organization of rows that name none.  [default]", "ORG")] = None
    added_by: Annotated[
        str | None, About("Who made the links of rows that do not say.", "NAME", is_for_folder=True)
    ] = None


@dataclass(frozen=True, init=False, repr=False, eq=False)
class ReadingOptions:
    """The options of reading files."""

    kind: Annotated[Kind | None, _read("What the sheets are, whatever their headers say.")] = None
    action: Annotated[Request | None, _read("What assignments rows ask for that do not say.  [assign]")] = None
    unknown_columns: Annotated[UnknownColumns, _read("Columns that no field answers to.")] = UnknownColumns.KEEP
    hidden_rows: Annotated[HiddenRows, _read("Rows hidden or filtered out.")] = HiddenRows.INCLUDE
    date_order: Annotated[DateOrder | None, _read("How 03/04/2025 is meant: day or month first.")] = None
    blank_clears: Annotated[
        str | None, _read("Fields whose blank cells empty what is on record, such as location,model.", "FIELDS")
    ] = None
    encoding: Annotated[
        str | None, _read("Code page of CSV files that are not UTF-8, such as windows-1250.", "NAME")
    ] = None
    timezone: Annotated[str, _asked()] = "UTC"
    amounts_in: Annotated[str | None, _read("Currency of amounts that name none, such as EUR.", "CODE")] = None
    currency: Annotated[str | None, About(is_of_request=True)] = None


@dataclass(frozen=True, init=False, repr=False, eq=False)
class SourceOptions:
    """The options that name more settings for reading files."""

    source: Annotated[
        str | None, About("Use the columns that [sources.NAME] of the settings maps.", "NAME", is_for_folder=True)
    ] = None
    password_file: Annotated[Path | None, _unrecorded("Holds the password of the workbooks.", "FILE")] = None


@dataclass(frozen=True, init=False, repr=False, eq=False)
class LimitOptions:
    """The options that let one run exceed limits, and say why."""

    allow: Annotated[
        tuple[str, ...],
        About("Raise a limit, or switch off a guard, for this run.", "NAME[=VALUE]", is_for_one_run=True),
    ] = ()
    reason: Annotated[str | None, About("Why; kept with the run.", "TEXT", is_for_one_run=True)] = None


@dataclass(frozen=True, init=False, repr=False, eq=False)
class EngineOptions:
    """The options of deciding about more rows than there is memory for."""

    engine: Annotated[
        Engine, About("What decides: polars, in memory, duckdb, with little of it, or spark, a cluster.")
    ] = Engine.AUTO
    spark_remote: Annotated[
        str | None, About("The server of that cluster.", "sc://HOST:PORT", is_for_one_run=True, is_recorded=False)
    ] = None
    memory_limit: Annotated[str | None, _unrecorded()] = None


@dataclass(frozen=True, init=False, repr=False, eq=False)
class Options(EngineOptions, LimitOptions, SourceOptions, ReadingOptions, IntentOptions, WritingOptions, LedgerOptions):
    """All options. Fields of a dataclass begin with those of its last base, so the bases stand in reverse order."""


def options_of(*groups: type) -> tuple[Option, ...]:
    """The options that these groups declare, in order."""
    return tuple(option for group in groups for option in _declared(group))


def _declared(group: type) -> list[Option]:
    return [_option(one.name, one.default, *get_args(one.type)) for one in fields(group)]


def _option(name: str, default: object, kind: Any, *notes: object) -> Option:
    about = next(note for note in notes if isinstance(note, About))
    given = next(one for one in get_args(kind) if one is not type(None)) if get_origin(kind) is UnionType else kind
    return Option(name, given, default, about)


def by_their_names(given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The values of options, each under its own name where it was given by its other name; all begin with `prefix`."""
    others = {prefix + other: prefix + name for other, name in _OTHER_NAMES.items()}
    return {others.get(name, name): value for name, value in given.items()}


OPTIONS = {option.name: option for option in options_of(Options)}
_OTHER_NAMES = {option.about.also: option.name for option in OPTIONS.values() if option.about.also}
