"""Every setting with its default, and the records that a run derives from the settings."""

from __future__ import annotations

import json
import os
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, TypeAdapter, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.errors import UsageProblem
from pipeline.model import Intent, Ledger, ReaderLimits, Reading
from pipeline.settings.lake import PREFIX, LakeSettings, with_place_of_lake
from pipeline.settings.option_models import fields_to_empty, known_encoding, not_negative
from pipeline.settings.overrides import allowed_devices, allowed_names, allowed_owners, check_overrides, raised
from pipeline.settings.password_file import read_password
from pipeline.settings.report_sections import ReceiptsSettings, ReportsSettings
from pipeline.settings.sections import (
    CheckSettings,
    LimitsSettings,
    NotifySettings,
    PolicySettings,
    PublishSettings,
    ReadingSettings,
    ResultsSettings,
    SourceSettings,
    SparkSettings,
    SweepSettings,
    WebSettings,
)
from pipeline.settings.sizes import half_of_memory, size
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX, DEFAULT_ORG
from schemas.headers.matching import header_key
from schemas.options import OPTIONS, IntentOptions, Options, ReadingOptions, by_their_names
from schemas.vocabulary import Scope
from schemas.words.currencies import CODES

# What the source is called of a list whose columns somebody settled, and saved under no name.
AS_ANSWERED = "as answered"

_PREFIX = "ROLLCALL_"
_FOR_ONE_RUN = tuple(name for name, option in OPTIONS.items() if option.about.is_for_one_run)
_OF_REQUEST = {name for name, option in OPTIONS.items() if option.about.is_of_request}
_OF_FOLDER = {name for name, option in OPTIONS.items() if option.about.is_for_folder}
_NOT_RECORDED = {name for name, option in OPTIONS.items() if not option.about.is_recorded} | {
    *("plan_key", "sources", "reading", "sweep", "notify", "policies", "web", "reports", "receipts", "lake", "spark")
}


class Settings(BaseSettings, Options):  # type: ignore[misc]  # frozen by its configuration, which mypy does not read
    """Every setting, with its default: the options, and below the settings that are no options.

    `org` is None where no organization was given.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=True
    )

    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    plan_key: SecretStr | None = None
    limits: LimitsSettings = LimitsSettings()
    policies: tuple[PolicySettings, ...] = ()
    reading: ReadingSettings = ReadingSettings()
    check: CheckSettings = CheckSettings()
    results: ResultsSettings = ResultsSettings()
    publish: PublishSettings = PublishSettings()
    reports: ReportsSettings = ReportsSettings()
    receipts: ReceiptsSettings = ReceiptsSettings()
    sweep: SweepSettings = SweepSettings()
    notify: NotifySettings = NotifySettings()
    web: WebSettings = WebSettings()
    lake: LakeSettings = LakeSettings()
    spark: SparkSettings = SparkSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - `environment_and_file` has its own
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The origins of settings, strongest first: options, environment, file.

        Raises UsageProblem where the environment or the file gives an option that is for one run.
        """
        environment, file = environment_and_file(settings_cls)
        _refuse_options_of_one_run(file.toml_data, str(file.toml_file_path))
        _refuse_options_of_one_run(_named_by_environment(), "the environment")
        return init_settings, environment, file

    @model_validator(mode="before")
    @classmethod
    def _with_place_of_lake(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return with_place_of_lake(values)

    _is_not_negative = field_validator("wait")(not_negative)

    _is_known_encoding = field_validator("encoding")(known_encoding)
    _can_be_emptied = field_validator("blank_clears")(fields_to_empty)

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, timezone: str) -> str:
        try:
            zoneinfo.ZoneInfo(timezone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("give a name such as Europe/Paris, or UTC") from error
        return timezone

    @field_validator("currency", "amounts_in")
    @classmethod
    def _is_known_currency(cls, currency: str | None) -> str | None:
        if currency is not None and currency.upper() not in CODES:
            raise ValueError("give the three letters of a currency, such as EUR or USD")
        return currency and currency.upper()

    @field_validator("scope")
    @classmethod
    def _is_known_scope(cls, scope: str) -> str:
        field, equals, _ = scope.partition("=")
        is_field = field in {attribute.name for attribute in ATTRIBUTES} or field.startswith(CUSTOM_PREFIX)
        if scope not in tuple(Scope) and not (equals and is_field):
            raise ValueError("give listed-owners, all, or FIELD=VALUE with a device attribute, such as location=Berlin")
        return scope

    @field_validator("memory_limit")
    @classmethod
    def _is_size(cls, memory_limit: str | None) -> str | None:
        if memory_limit is not None:
            size(memory_limit)
        return memory_limit

    @field_validator("allow")
    @classmethod
    def _are_known_overrides(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        check_overrides(allow)
        return allow

    @field_validator("policies", mode="before")
    @classmethod
    def _are_listed(cls, policies: object) -> object:
        if isinstance(policies, Mapping):
            raise ValueError("write [[policies]], with two brackets, above each policy")
        return policies

    @field_validator("policies")
    @classmethod
    def _have_names_of_their_own(cls, policies: tuple[PolicySettings, ...]) -> tuple[PolicySettings, ...]:
        names = [policy.name for policy in policies]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f'two policies are called "{twice}"; give each a name of its own')
        return policies

    @property
    def ledger(self) -> Ledger:
        """The whole ledger, not limited to `org`, which is only the organization of rows that name none."""
        return Ledger(self.state, self.wait, currency=self.currency, lake=self.lake.lake())

    @property
    def address(self) -> str:
        """The ledger as `--state` names it, wherever one stands."""
        return f"{PREFIX}{self.lake.place}" if self.lake.place is not None else str(self.state.absolute())

    @property
    def memory(self) -> int:
        """The bytes of memory that a decision may take."""
        return half_of_memory() if self.memory_limit is None else size(self.memory_limit)

    @property
    def scope_attribute(self) -> str | None:
        """The device attribute that the scope of full mode compares, None where it compares none."""
        field, equals, _ = self.scope.partition("=")
        return field if equals else None

    @property
    def config_file(self) -> Path | None:
        """The file that these settings were read from; None where there is none."""
        file = type(self).model_config.get("toml_file")
        return Path(file).absolute() if isinstance(file, (str, Path)) and Path(file).is_file() else None

    @property
    def plan_secret(self) -> str | None:
        """The key that plans are signed with; None where there is none."""
        return self.plan_key.get_secret_value() if self.plan_key else None

    @property
    def reader_limits(self) -> ReaderLimits:
        """The limits on reading one file."""
        return ReaderLimits(**self.reading.model_dump())

    @property
    def defaults(self) -> Mapping[str, str]:
        """The attributes that the chosen source gives new devices whose rows leave them blank."""
        chosen = self.sources.get(self.source or "")
        return chosen.defaults if chosen else {}

    def recorded(self) -> dict[str, Any]:
        """The settings that are recorded with a run, without defaults, paths, secrets and other sources."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude=_NOT_RECORDED)

    def request(self) -> str:
        """The request made with the files, as JSON: the same bytes with the same request are not applied again."""
        asked = self.model_dump(mode="json", include=_OF_REQUEST, exclude_defaults=True)
        of_source = {"columns": self._columns(), "defaults": self.defaults}
        said = {name: dict(sorted(values.items())) for name, values in of_source.items() if values}
        return json.dumps({**asked, **said}, sort_keys=True, ensure_ascii=False)

    def as_requested(self, request: str, source: str) -> Settings:
        """These settings with the request of an earlier run, as `request` made it, in place of the present one."""
        asked: dict[str, Any] = json.loads(request)
        of_source = {name: asked.pop(name, {}) for name in ("columns", "defaults")}
        known = type(self).model_fields
        typed: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(known[name].annotation or Any) for name in asked}
        given = {name: typed[name].validate_python(value) for name, value in asked.items()}
        usual = {name: known[name].get_default() for name in _OF_FOLDER}
        named = {"source": source, "sources": {source: SourceSettings(**of_source)}}
        return self.model_copy(update={**usual, **given, **named})

    def with_columns(self, columns: Mapping[str, str]) -> Settings:
        """These settings with what was said of the columns of a list, beside what its source says of them."""
        name = self.source or AS_ANSWERED
        chosen = self.sources.get(name, SourceSettings())
        said = {header_key(header) for header in columns}
        kept = {header: field for header, field in chosen.columns.items() if header_key(header) not in said}
        told = chosen.model_copy(update={"columns": {**kept, **columns}})
        return self.model_copy(update={"source": name, "sources": {**self.sources, name: told}})

    def how_to_read(self) -> Reading:
        """The options of reading files. Raises UsageProblem where the password file cannot be read."""
        return Reading(
            **self._values_of(ReadingOptions),
            org=self.org or DEFAULT_ORG,
            columns=self._columns(),
            password=read_password(self.password_file),
            limits=self.reader_limits,
        )

    def intent(self) -> Intent:
        """The request of the person beside the sheets."""
        return Intent(
            **{**self._values_of(IntentOptions), "org": self.org or DEFAULT_ORG},
            is_org_given=self.org is not None,
            allow=allowed_names(self.allow),
            reason=self.reason,
            allowed_owners=allowed_owners(self.allow),
            allowed_devices=allowed_devices(self.allow),
            limits=raised(self.limits, self.allow),
            defaults=self.defaults,
            timezone=self.timezone,
        )

    def _columns(self) -> dict[str, str]:
        """The mapping of columns of the chosen source; empty where none is chosen."""
        chosen = self.sources.get(self.source or "")
        return chosen.columns if chosen else {}

    def _values_of(self, group: type[IntentOptions | ReadingOptions]) -> dict[str, Any]:
        return {option.name: getattr(self, option.name) for option in fields(group)}


def environment_and_file(kind: type[BaseSettings]) -> tuple[EnvSettingsSource, TomlConfigSettingsSource]:
    """The two origins of settings beside options; an option given by its other name is there under its own name."""
    environment, file = EnvSettingsSource(kind), TomlConfigSettingsSource(kind)
    environment.env_vars = by_their_names(environment.env_vars, _PREFIX.lower())
    file.init_kwargs = by_their_names(file.toml_data)
    return environment, file


def _named_by_environment() -> set[str]:
    """The names of the settings that the environment gives, or of which it gives a part."""
    names = (name.upper() for name in os.environ)
    return {name.removeprefix(_PREFIX).partition("__")[0].lower() for name in names if name.startswith(_PREFIX)}


def _refuse_options_of_one_run(names: Collection[str], source: str) -> None:
    for name in _FOR_ONE_RUN:
        if name in names:
            raise UsageProblem(
                f"The setting {name} is for one run, and cannot come from {source}.",
                f"Remove it there, and give {OPTIONS[name].flag} on the command line.",
            )
