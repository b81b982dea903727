"""The sections of the settings, each below a `[heading]` of `rollcall.toml`."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from pipeline.errors import UsageProblem
from pipeline.model import Cluster, Limits, ReaderLimits
from pipeline.settings.option_models import fields_to_empty, known_encoding, model_of, not_negative
from pipeline.settings.overrides import LIMITS
from pipeline.settings.quantities import duration, usual_duration
from schemas.fields import ASSIGNMENT_FIELDS, CUSTOM_PREFIX, DEFAULTED, INVENTORY_FIELDS, NAME_PARTS, PEOPLE_FIELDS
from schemas.vocabulary import Role

_LONGEST_NAME = 60
_Duration = Annotated[timedelta, BeforeValidator(duration), AfterValidator(usual_duration)]
_FIELDS = frozenset(field.name for field in (*INVENTORY_FIELDS, *ASSIGNMENT_FIELDS, *PEOPLE_FIELDS, *NAME_PARTS))


class ResultsSettings(BaseModel):
    """The rows that a result workbook lists: every assignments row, or only those that are not `unchanged`.

    No sheet but Rejected lists more than `max_rows`; the Parquet files have all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: Literal["all", "changed"] = "all"
    max_rows: int = Field(default=200_000, ge=1, le=1_000_000)


class PublishSettings(BaseModel):
    """Publishing after a run that changed something: the analysts' copy, and Parquet files of its tables beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    parquet: bool = False


class ReadingSettings(BaseModel, ReaderLimits, frozen=True):
    """The limits on reading one file; see `model.ReaderLimits`."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _is_positive(cls, limit: float) -> float:
        if limit <= 0:
            raise ValueError("input should be greater than 0")
        return limit


class CheckSettings(BaseModel):
    """The greatest number of rows of a workbook of which `check` writes an annotated copy."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    annotated_rows: int = Field(default=50_000, ge=0)


class SweepSettings(BaseModel):
    """The settings of sweeping a drop folder, and the paths of its files.

    A file is taken once it has not changed for `stable_seconds`; an incomplete file is left for `unfinished_minutes`. A
    batch that was stopped in the middle is tried again, `attempts` times in all. Unless set otherwise, the folders
    `processing`, `archive` and `refused` lie beside the inbox, the `cache` of typed rows (at most `cache_megabytes`)
    and the `metrics` beside the ledger.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stable_seconds: float = Field(default=10, ge=0)
    unfinished_minutes: float = Field(default=60, ge=0)
    attempts: int = Field(default=5, ge=1)
    processing: Path | None = None
    archive: Path | None = None
    refused: Path | None = None
    cache: Path | None = None
    cache_megabytes: float = Field(default=4000, ge=0)
    metrics: Path | None = None


class TokenSettings(BaseModel):
    """The JSON Web Tokens (JWT) of another service, which some requests may carry in place of a key.

    Only tokens that the `issuer` has signed with this `algorithm` count; `public_key` is the file of the key by which
    that is seen. The organization of a token is what its claim `org_claim` says, else `org`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str
    public_key: Path
    algorithm: Literal["RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA"] = "RS256"
    audience: str | None = None
    org_claim: str = "org_id"
    org: str | None = None


def _addresses(given: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses as they are. Raises ValueError where one is none."""
    for one in given:
        try:
            ip_network(one)
        except ValueError as problem:
            raise ValueError(f"{one} is no address; give addresses such as 10.0.0.5 or 10.0.0.0/24") from problem
    return given


class ProxySignIn(BaseModel):
    """Signing in at a proxy in front of the server, which names the user in a header: `[web.proxy_sign_in]`.

    The headers are believed from these `addresses` alone. `roles` gives a role to users and groups by their names, the
    greatest of which counts, and `default_role` one to everybody else whom the proxy names. The user is of `org`, or of
    all organizations.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    addresses: Annotated[tuple[str, ...], AfterValidator(_addresses), Field(min_length=1)]
    user_header: str = "X-Forwarded-Email"
    groups_header: str = "X-Forwarded-Groups"
    roles: dict[str, Role] = Field(default_factory=dict)
    default_role: Role | None = None
    org: str | None = None
    all_organizations: bool = False


class WebSettings(BaseModel):
    """The settings of `serve`: the limits of requests, how often the analysts' copy is published, and who may be where.

    The body of a request has at most so many `megabytes`, and a key may ask `requests_per_second`, over a few seconds.
    The copy is published at most every `publish_seconds`. The files and results of jobs are kept for `keep_days`. A
    server that others than this machine can reach needs a `certificate` and its `private_key`, or `trusted_proxies`:
    the addresses of the proxies that speak TLS for it. Such a proxy may also sign people in: `proxy_sign_in`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    megabytes: float = Field(default=5, gt=0)
    requests_per_second: float = Field(default=500, gt=0)
    publish_seconds: float = Field(default=5, ge=0)
    keep_days: float = Field(default=7, gt=0)
    certificate: Path | None = None
    private_key: Path | None = None
    trusted_proxies: Annotated[tuple[str, ...], AfterValidator(_addresses)] = ()
    tokens: TokenSettings | None = None
    proxy_sign_in: ProxySignIn | None = None


class NotifySettings(BaseModel):
    """The addresses that the digest is sent to, as Apprise writes them. They may hold passwords, and are never shown.

    `when`: after every sweep, after sweeps that changed or refused something, or after sweeps that need somebody's
    attention. `details` puts names and serial numbers into the message, which else has counts and links only. `link` is
    the address under which people can open the folder of the results.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    urls: tuple[SecretStr, ...] = ()
    when: Literal["always", "changes", "problems"] = "always"
    details: bool = False
    link: str | None = None


class PolicySettings(BaseModel):
    """A rule of the house: each row that its query gives of the ledger as a run would leave it breaks the rule.

    `refuse`: a run that would leave such a row is refused; `warn`: it is told. `message` says the rule in words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    sql: str
    level: Literal["warn", "refuse"] = "warn"
    message: str = ""

    @field_validator("name", "message")
    @classmethod
    def _on_one_line(cls, text: str) -> str:
        return " ".join(text.split())

    @field_validator("name")
    @classmethod
    def _is_name(cls, name: str) -> str:
        if not name or len(name) > _LONGEST_NAME:
            raise ValueError(f'give the policy a short name, such as "three-laptops" (at most {_LONGEST_NAME} letters)')
        return name

    @field_validator("sql")
    @classmethod
    def _asks_something(cls, sql: str) -> str:
        if not sql.strip():
            raise ValueError("give a query whose rows break the policy, such as SELECT serial_number FROM leavers")
        return sql


class SparkSettings(BaseModel):
    """A cluster that decides, with `engine = "spark"`: its server, as `sc://host:port`, where it keeps its stages.

    `scratch` is a folder or an address that all its workers reach. No operation may take longer than `timeout`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    remote: SecretStr | None = None
    scratch: str | None = None
    timeout: _Duration = timedelta(minutes=30)

    def cluster(self, remote: str | None) -> Cluster:
        """The cluster, or that at another address. Raises UsageProblem where nothing says where it is."""
        told = remote or (self.remote and self.remote.get_secret_value())
        if not told:
            raise UsageProblem(
                "Nothing says which cluster is to decide.",
                "Give the address of its server: --spark-remote sc://HOST:PORT, or remote in the section [spark] of "
                "rollcall.toml. Without a cluster, decide with --engine auto.",
            )
        return Cluster(told, self.scratch, self.timeout.total_seconds())


class SourceSettings(model_of("Said", lambda about: about.is_for_source)):  # type: ignore[misc]  # made of options
    """The options for the files of one source, and the saved mapping of their columns.

    `columns` gives the field of each header, blank for a column that is left out. `defaults` gives the attributes of
    devices that the files create, by field, where a row says nothing of its own. A source that has sent nothing usable
    for longer than `expect_every` is told in the digest and to whoever watches.
    """

    columns: dict[str, str] = Field(default_factory=dict)
    defaults: dict[str, str] = Field(default_factory=dict)
    expect_every: _Duration | None = None

    _is_known_encoding = field_validator("encoding", check_fields=False)(known_encoding)
    _can_be_emptied = field_validator("blank_clears", check_fields=False)(fields_to_empty)

    @field_validator("columns")
    @classmethod
    def _are_known_fields(cls, columns: dict[str, str]) -> dict[str, str]:
        for header, name in columns.items():
            if name and name not in _FIELDS and not name.startswith(CUSTOM_PREFIX):
                raise ValueError(
                    f'no field is called "{name}" (for the column "{header}"); `rollcall guide sheets` lists them'
                )
        return columns

    @field_validator("defaults")
    @classmethod
    def _are_texts_of_devices(cls, defaults: dict[str, str]) -> dict[str, str]:
        for name, value in defaults.items():
            if name not in DEFAULTED:
                raise ValueError(
                    f'new devices cannot have a default for "{name}"; they can for {", ".join(sorted(DEFAULTED))}'
                )
            if not value.strip():
                raise ValueError(f'the default for "{name}" is blank; take that line out')
        return {name: value.strip() for name, value in defaults.items()}

    @property
    def options(self) -> dict[str, Any]:
        """The options that the section gives, without what is of the source alone."""
        said: dict[str, Any] = self.model_dump(exclude={"columns", "defaults", "expect_every"}, exclude_none=True)
        return said


class LimitsSettings(BaseModel, Limits, frozen=True):
    """The limits above which a plan is refused; see `model.Limits`. `false` switches a single limit off."""

    model_config = ConfigDict(extra="forbid")

    @field_validator(*LIMITS, mode="before")
    @classmethod
    def _none_where_off(cls, limit: object) -> object:
        """The limit; None where it is switched off."""
        # A file says it with false, the environment, where everything is text, with "false".
        return None if limit is False or limit == "false" else limit

    @field_validator("*")
    @classmethod
    def _is_not_negative(cls, limit: float | None) -> float | None:
        return None if limit is None else not_negative(limit)
