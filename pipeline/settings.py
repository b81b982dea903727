"""Settings: from `rollcall.toml`, then `ROLLCALL_*` environment variables, then the command's own options.

Every option of a command that one may want to fix for good is a setting of the same name. What is for one run can
only be an option: `--allow` and `--reason`.
"""

from __future__ import annotations

import os
import zoneinfo
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pipeline.errors import UsageProblem
from pipeline.model import Intent, Limits
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX, DEFAULT_ORG
from schemas.vocabulary import Guard, Kind, Mode, OnConflict, UnknownColumns

CONFIG = Path("rollcall.toml")
GUARDS = ("empty", "absent-beside-unresolved")
"""What `--allow` may switch off for one run."""
NEW_OWNER = "new-owner"
"""`--allow new-owner=EMAIL` lets in a new owner who looks like a known one."""

_FOR_ONE_RUN = ("allow", "reason")
_PREFIX = "ROLLCALL_"
_SCOPES = ("listed-owners", "all")


class ResultsSettings(BaseModel):
    """How much a result workbook lists: every assignments row, or only those that are not `unchanged`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: Literal["all", "changed"] = "all"


class PublishSettings(BaseModel):
    """Whether a run that changed something publishes the analysts' copy, and Parquet files of its tables beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    parquet: bool = False


_USUAL = Limits()


def _none_where_off(limit: object) -> object:
    """A limit that is off, as the file says it, and as the environment does, where everything is text."""
    return None if limit is False or limit == "false" else limit


_Limit = Annotated[Annotated[float, Field(ge=0)] | None, BeforeValidator(_none_where_off)]


class LimitsSettings(BaseModel):
    """How far a plan may go before it is refused; see `model.Limits`. `false` switches a single limit off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = _USUAL.enabled
    unassign_percent: _Limit = _USUAL.unassign_percent
    reassign_percent: _Limit = _USUAL.reassign_percent
    create_percent: _Limit = _USUAL.create_percent
    new_owners: _Limit = _USUAL.new_owners
    emptied_owners: _Limit = _USUAL.emptied_owners
    fewer_rows_percent: _Limit = _USUAL.fewer_rows_percent
    money: _Limit = _USUAL.money
    backdate_days: _Limit = _USUAL.backdate_days
    min_population: int = Field(default=_USUAL.min_population, ge=0)
    min_rows: int = Field(default=_USUAL.min_rows, ge=0)


LIMITS = tuple(name for name in LimitsSettings.model_fields if not name.startswith("min_") and name != "enabled")
"""The limits that `--allow NAME=VALUE` may set for one run."""


class Settings(BaseSettings):
    """Everything a command may be told, with its default. `org` is None where nobody named one."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=True
    )

    state: Path = Path("rollcall.duckdb")
    out: Path = Path("results")
    wait: float = Field(default=30, ge=0)
    timezone: str = "UTC"
    mode: Mode = Mode.INSTRUCTIONS
    scope: str = "listed-owners"
    on_conflict: OnConflict = OnConflict.REASSIGN
    create_devices: bool = False
    default_device_type: str | None = None
    create_owners: bool = True
    atomic: bool = False
    inventory_complete: bool = False
    org: str | None = None
    added_by: str | None = None
    kind: Kind | None = None
    unknown_columns: UnknownColumns = UnknownColumns.ERROR
    allow: tuple[str, ...] = ()
    reason: str | None = None
    guard: Guard = Guard.WARN
    plan_key: SecretStr | None = None
    limits: LimitsSettings = LimitsSettings()
    results: ResultsSettings = ResultsSettings()
    publish: PublishSettings = PublishSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Strongest first: options, environment, file. Raises UsageProblem where the latter say what is for one run."""
        file = TomlConfigSettingsSource(settings_cls)
        _refuse_for_good(file.toml_data, str(file.toml_file_path))
        _refuse_for_good(_named_by_environment(), "the environment")
        return init_settings, env_settings, file

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, timezone: str) -> str:
        try:
            zoneinfo.ZoneInfo(timezone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("give a name such as Europe/Paris, or UTC") from error
        return timezone

    @field_validator("scope")
    @classmethod
    def _is_known_scope(cls, scope: str) -> str:
        field, equals, _ = scope.partition("=")
        is_field = field in {attribute.name for attribute in ATTRIBUTES} or field.startswith(CUSTOM_PREFIX)
        if scope not in _SCOPES and not (equals and is_field):
            raise ValueError("give listed-owners, all, or FIELD=VALUE with a device attribute, such as location=Berlin")
        return scope

    @field_validator("allow")
    @classmethod
    def _are_known_guards(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        for name, _, value in (entry.partition("=") for entry in allow):
            if name in LIMITS and not _is_figure(value):
                raise ValueError(f"give the figure that {name} may reach, such as {name}=45")
            if name not in (*GUARDS, *LIMITS, NEW_OWNER):
                raise ValueError(
                    f"give one of {', '.join((*GUARDS, f'{NEW_OWNER}=EMAIL'))}, or a limit and a figure: "
                    f"{', '.join(LIMITS)}"
                )
            if name == NEW_OWNER and "@" not in value:
                raise ValueError(
                    f"give the e-mail address that is right as it is, such as {NEW_OWNER}=name@company.com"
                )
        return allow

    @property
    def scope_attribute(self) -> str | None:
        """The device attribute that the scope of full mode compares, if it compares one."""
        field, equals, _ = self.scope.partition("=")
        return field if equals else None

    @property
    def plan_secret(self) -> str | None:
        """The key that plans are signed with, where there is one."""
        return self.plan_key.get_secret_value() if self.plan_key else None

    def intent(self) -> Intent:
        """What the person asks for beside the sheets."""
        return Intent(
            mode=self.mode,
            scope=self.scope,
            on_conflict=self.on_conflict,
            create_devices=self.create_devices,
            default_device_type=self.default_device_type,
            create_owners=self.create_owners,
            atomic=self.atomic,
            inventory_complete=self.inventory_complete,
            org=self.org or DEFAULT_ORG,
            is_org_given=self.org is not None,
            added_by=self.added_by,
            allow=self._allowed(),
            reason=self.reason,
            guard=self.guard,
            allowed_owners=self._allowed_owners(),
            limits=self._limits_in_force(),
        )

    def _allowed(self) -> dict[str, str | None]:
        entries = (entry.partition("=") for entry in self.allow)
        return {name: value or None for name, _, value in entries if name != NEW_OWNER}

    def _allowed_owners(self) -> frozenset[str]:
        entries = (entry.partition("=") for entry in self.allow)
        return frozenset(value.strip().casefold() for name, _, value in entries if name == NEW_OWNER)

    def _limits_in_force(self) -> Limits:
        """The limits of the settings, each raised to what was allowed for this run; never lowered or switched on."""
        usual = self.limits.model_dump()
        allowed = {name: float(value) for name, value in self._allowed().items() if name in LIMITS and value}
        raised = {name: max(usual[name], value) for name, value in allowed.items() if usual[name] is not None}
        return Limits(**{**usual, **raised})


def _named_by_environment() -> set[str]:
    """The settings that the environment gives, whole or in part."""
    names = (name.upper() for name in os.environ)
    return {name.removeprefix(_PREFIX).partition("__")[0].lower() for name in names if name.startswith(_PREFIX)}


def _refuse_for_good(names: Collection[str], source: str) -> None:
    for name in _FOR_ONE_RUN:
        if name in names:
            raise UsageProblem(
                f"The setting {name} is for one run, and cannot come from {source}.",
                f"Remove it there, and give --{name} on the command line.",
            )


def _is_figure(value: str) -> bool:
    try:
        return float(value) >= 0
    except ValueError:
        return False


def load_settings(config: Path | None, options: Mapping[str, Any]) -> Settings:
    """The settings in force: `options` win over the environment, which wins over the file.

    `config` is the file, `rollcall.toml` of this folder where None, if there is one. An option that is None was not
    given. Raises UsageProblem for a file that is not there, for an unknown setting and for a value that is not allowed.
    """
    if config is not None and not config.is_file():
        raise UsageProblem(f"There is no settings file {config}.", "Check the path given with --config.")

    class Loaded(Settings):
        model_config = SettingsConfigDict(toml_file=config or CONFIG)

    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Loaded(**given)
    except ValidationError as error:
        raise _as_problem(error) from error
    except ValueError as error:
        raise UsageProblem(f"{config or CONFIG} cannot be read as TOML: {error}.", "Correct that line.") from error


def _as_problem(error: ValidationError) -> UsageProblem:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return UsageProblem(f"There is no setting {name}.", f"The settings are: {known}.")
    said = first["msg"].removeprefix("Value error, ")
    given = ", ".join(first["input"]) if isinstance(first["input"], tuple) else first["input"]
    return UsageProblem(f"The setting {name} cannot be {given!r}.", f"{said[:1].upper()}{said[1:]}.")
