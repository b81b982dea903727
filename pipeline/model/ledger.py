"""The ledger that a command works on: where it lies, how patient one is with it, and which part of it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger's file, and how to come at it.

    `wait` is for how many seconds to wait while another process holds it. `org` is the one organization that is looked
    at; None for all of them.
    """

    path: Path
    wait: float = 0
    org: str | None = None

    def within(self, org: str | None) -> Ledger:
        """The same ledger, looked at for one organization only; None for all of them."""
        return replace(self, org=org)
