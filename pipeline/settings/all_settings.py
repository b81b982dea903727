"""Every setting with its default, and what a run makes of them."""

from __future__ import annotations

import json
import os
import zoneinfo
from collections.abc import Collection
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pipeline.errors import UsageProblem
from pipeline.model import Intent, Ledger, Limits, ReaderLimits, Reading
from pipeline.settings.sections import (
    CheckSettings,
    LimitsSettings,
    NotifySettings,
    PublishSettings,
    ReadingSettings,
    ResultsSettings,
    SourceSettings,
    SweepSettings,
)
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX, DEFAULT_ORG
from schemas.vocabulary import DateOrder, Guard, HiddenRows, Kind, Mode, OnConflict, UnknownColumns

GUARDS = ("empty", "absent-beside-unresolved")
"""What `--allow` may switch off for one run."""
NEW_OWNER = "new-owner"
"""`--allow new-owner=EMAIL` lets in a new owner who looks like a known one."""

_FOR_ONE_RUN = ("allow", "reason")
_REQUEST = (
    *("mode", "scope", "on_conflict", "create_devices", "default_device_type", "create_owners"),
    *("atomic", "org", "guard", "inventory_complete"),
    *("kind", "unknown_columns", "hidden_rows", "date_order", "timezone"),
)
_PREFIX = "ROLLCALL_"
_SCOPES = ("listed-owners", "all")
_LONGEST_PASSWORD_FILE = 4096


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
    hidden_rows: HiddenRows = HiddenRows.INCLUDE
    date_order: DateOrder | None = None
    source: str | None = None
    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    password_file: Path | None = None
    allow: tuple[str, ...] = ()
    reason: str | None = None
    guard: Guard = Guard.WARN
    plan_key: SecretStr | None = None
    limits: LimitsSettings = LimitsSettings()
    reading: ReadingSettings = ReadingSettings()
    check: CheckSettings = CheckSettings()
    results: ResultsSettings = ResultsSettings()
    publish: PublishSettings = PublishSettings()
    sweep: SweepSettings = SweepSettings()
    notify: NotifySettings = NotifySettings()

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
    def ledger(self) -> Ledger:
        """The whole ledger: `org` says to whom files belong that do not say so themselves, not what is looked at."""
        return Ledger(self.state, self.wait)

    @property
    def scope_attribute(self) -> str | None:
        """The device attribute that the scope of full mode compares, if it compares one."""
        field, equals, _ = self.scope.partition("=")
        return field if equals else None

    @property
    def config_file(self) -> Path | None:
        """The file that these settings were read from, where there is one."""
        file = type(self).model_config.get("toml_file")
        return Path(file).absolute() if isinstance(file, (str, Path)) and Path(file).is_file() else None

    @property
    def plan_secret(self) -> str | None:
        """The key that plans are signed with, where there is one."""
        return self.plan_key.get_secret_value() if self.plan_key else None

    @property
    def reader_limits(self) -> ReaderLimits:
        """How much one file may take to be read."""
        return ReaderLimits(**self.reading.model_dump())

    def request(self) -> str:
        """What is asked for with the files, as JSON: the same bytes with the same request are the same work."""
        asked = self.model_dump(mode="json", include=set(_REQUEST), exclude_defaults=True)
        chosen = self.sources.get(self.source or "")
        columns = {"columns": dict(sorted(chosen.columns.items()))} if chosen and chosen.columns else {}
        return json.dumps({**asked, **columns}, sort_keys=True, ensure_ascii=False)

    def how_to_read(self) -> Reading:
        """What bears on how files are read. Raises UsageProblem where the password cannot be read."""
        chosen = self.sources.get(self.source or "")
        return Reading(
            org=self.org or DEFAULT_ORG,
            timezone=self.timezone,
            kind=self.kind,
            unknown_columns=self.unknown_columns,
            hidden_rows=self.hidden_rows,
            date_order=self.date_order,
            columns=chosen.columns if chosen else {},
            password=_password(self.password_file),
            limits=self.reader_limits,
        )

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


def _password(file: Path | None) -> str | None:
    """The first line of the file: the password of the workbooks. Raises UsageProblem where it has none."""
    if file is None:
        return None
    try:
        password = _first_line(file)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(
            f"The password file {file} cannot be read.",
            "Give a text file, saved as UTF-8, with the password in its first line.",
        ) from error
    if not password:
        raise UsageProblem(f"The first line of the password file {file} is blank.", "Write the password there.")
    return password


def _first_line(file: Path) -> str:
    """Of an ordinary file only: a pipe may never end. Windows writes text as UTF-16, and marks it."""
    if not file.is_file():
        raise FileNotFoundError(file)
    with file.open("rb") as opened:
        content = opened.read(_LONGEST_PASSWORD_FILE)
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content.decode(encoding).partition("\n")[0].strip("\r")


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
