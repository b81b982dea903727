"""A proof about the ledger or one of its copies."""

from __future__ import annotations

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """One rule that must hold: its name, the number of rows looked at, and examples of breaches, if any."""

    name: str
    looked_at: int
    broken: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True where no breach was found."""
        return not self.broken
