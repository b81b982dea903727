"""The intent of a run: the options beside its sheets, and the limits that hold for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from schemas.fields import DEFAULT_ORG
from schemas.options import IntentOptions
from schemas.records import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits above which a plan is refused; None switches off one limit, `enabled=False` all.

    Percentages are of the open ownerships on record (`unassign`, `reassign`), of the devices on record (`create`), or
    of the rows that the last such file had (`fewer_rows`). They apply from a population of `min_population` up,
    and never to `min_rows` actions or fewer. The limits on ownerships apply to each organization and to the whole
    ledger; the greatest percentage counts. `new_owners` and `emptied_owners` count owners, `money` is the purchase
    price of all touched devices, `backdate_days` the age of the earliest change.
    """

    enabled: bool = True
    unassign_percent: float | None = 30
    reassign_percent: float | None = 30
    create_percent: float | None = 50
    new_owners: float | None = 50
    emptied_owners: float | None = 25
    fewer_rows_percent: float | None = 30
    exchanged_identifiers: float | None = 6
    corrected_identifiers: float | None = 6
    emptied_values: float | None = 25
    money: float | None = None
    backdate_days: float | None = 366
    min_population: int = 10
    min_rows: int = 5


@dataclass(frozen=True, slots=True)
class Intent(IntentOptions):
    """The request of the person beside the sheets: its options, and the exceptions allowed for this run.

    `allow` maps the name of each guard that is switched off (to None) and of each limit that is raised (to its figure,
    as text). `allowed_owners` are the e-mail addresses of new owners that are right as they are, `allowed_devices` the
    identifiers, in capitals, of new devices that are. `limits` are those in force, raised as allowed. `defaults` are
    the attributes of created devices that `[sources.NAME.defaults]` gives.
    `timezone` is that of the settings, in which days end.
    """

    org: str = DEFAULT_ORG
    is_org_given: bool = False
    allow: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None
    allowed_owners: frozenset[str] = frozenset()
    allowed_devices: frozenset[str] = frozenset()
    limits: Limits = Limits()
    defaults: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "UTC"

    @property
    def of_new_devices(self) -> Mapping[str, str]:
        """The attributes of created devices whose rows leave them blank; the options override the settings."""
        asked = {"type": self.default_device_type, "category": self.default_category}
        return {**self.defaults, **{name: value for name, value in asked.items() if value is not None}}
