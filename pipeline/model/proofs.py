"""A proof about the ledger or one of its copies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that must hold: what it is, how much was looked at, and examples of the contrary, if any."""

    name: str
    looked_at: int
    broken: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True when nothing speaks against it."""
        return not self.broken
