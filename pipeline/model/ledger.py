"""The ledger that a command works on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file of a ledger, and how it is opened.

    `wait` is the number of seconds to wait for another process that holds the file. `org` is the organization to which
    readings are limited; None for all. `currency` is that of prices that name none, from the settings.
    """

    path: Path
    wait: float = 0
    org: str | None = None
    currency: str | None = None

    def within(self, org: str | None) -> Ledger:
        """The same ledger, limited to one organization; None for all."""
        return replace(self, org=org)
