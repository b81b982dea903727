"""The rules that hold: limits and policies as the settings have them now, and what is sent to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Limits
from pipeline.settings import Settings, load_settings
from pipeline.settings.sections import PolicySettings
from schemas.reasons.limit_words import LIMIT_WORDS
from schemas.records import dataclass

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30})://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its name in the settings and in words, what it allows, and what it allows where nobody sets it."""

    name: str
    words: str
    allowed: float | None
    usual: float | None

    @property
    def is_share(self) -> bool:
        """True for a limit in percent."""
        return self.name.endswith("_percent")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a house. `services` are those by which the digest is sent; their addresses may hold passwords."""

    are_enabled: bool
    limits: Sequence[Limit]
    min_population: int
    min_rows: int
    policies: Sequence[PolicySettings]
    services: Sequence[str]
    sent_when: str


def rules_now(settings: Settings) -> Rules:
    """The rules as the settings have them now, by which a plan is decided that is made now. Raises UsageProblem."""
    now = load_settings(settings.config_file, {"state": settings.state})
    usual, limits = Limits(), now.limits
    schemes = [_SCHEME.match(url.get_secret_value().strip()) for url in now.notify.urls]
    return Rules(
        are_enabled=limits.enabled,
        limits=[
            Limit(name, one.name, getattr(limits, name), getattr(usual, name)) for name, one in LIMIT_WORDS.items()
        ],
        min_population=limits.min_population,
        min_rows=limits.min_rows,
        policies=now.policies,
        services=[found[1].lower() if found else "an address" for found in schemes],
        sent_when=now.notify.when,
    )
