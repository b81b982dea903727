"""Every setting with its default, and the records that a run derives from the settings."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, SecretStr, TypeAdapter, field_validator, model_validator

from pipeline.errors import UsageProblem
from pipeline.model import Intent, Ledger, ReaderLimits, Reading
from pipeline.settings.lake import PREFIX, LakeSettings, with_place_of_lake
from pipeline.settings.option_models import fields_to_empty, known_encoding, not_negative
from pipeline.settings.overrides import allowed_devices, allowed_names, allowed_owners, check_overrides, raised
from pipeline.settings.password_file import read_password
from pipeline.settings.quantities import half_of_memory, size
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
from pipeline.settings.sources import merged, named_by_environment, of_environment, of_file
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX, DEFAULT_ORG
from schemas.headers.matching import header_key
from schemas.options import OPTIONS, IntentOptions, Options, ReadingOptions
from schemas.vocabulary import Scope
from schemas.words.currencies import CODES

# What the source is called of a list whose columns somebody settled, and saved under no name.
AS_ANSWERED = "as answered"

_FOR_ONE_RUN = tuple(name for name, option in OPTIONS.items() if option.about.is_for_one_run)
_OF_REQUEST = {name for name, option in OPTIONS.items() if option.about.is_of_request}
_OF_FOLDER = {name for name, option in OPTIONS.items() if option.about.is_for_folder}
_NOT_RECORDED = {name for name, option in OPTIONS.items() if not option.about.is_recorded} | {
    *("plan_key", "sources", "reading", "sweep", "notify", "policies", "web", "reports", "receipts", "lake", "spark")
}


class Settings(BaseModel, Options):  # type: ignore[misc]  # frozen by its configuration, which mypy does not read
    """Every setting, with its default: the options, and below the settings that are no options.

    What is not given comes from the environment. `org` is None where no organization was given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, arbitrary_types_allowed=True)

    _file: Path | None = PrivateAttr(default=None)
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

    def __init__(self, /, **given: Any) -> None:
        """The settings that are given, else those of the environment; see `from_file`."""
        _refuse_options_of_one_run(named_by_environment(), "the environment")
        super().__init__(**merged(of_environment(type(self)), given))

    @classmethod
    def from_file(cls, file: Path, given: Mapping[str, Any]) -> Settings:
        """The settings that are given, else those of the environment, else those of the file, if there is one.

        Raises UsageProblem where the environment or the file gives an option that is for one run, and ValueError for a
        file that is no TOML.
        """
        of_this = of_file(file)
        _refuse_options_of_one_run(of_this, str(file))
        settings = cls(**merged(merged(of_this, of_environment(cls)), given))
        settings._file = file
        return settings

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
        return self._file.absolute() if self._file is not None and self._file.is_file() else None

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


def _refuse_options_of_one_run(names: Collection[str], source: str) -> None:
    for name in _FOR_ONE_RUN:
        if name in names:
            raise UsageProblem(
                f"The setting {name} is for one run, and cannot come from {source}.",
                f"Remove it there, and give {OPTIONS[name].flag} on the command line.",
            )
