"""The keys by which callers are known over HTTP."""

from __future__ import annotations

from datetime import datetime

from schemas.records import dataclass
from schemas.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Key:
    """One key, without its secret: only the SHA-256 of that is kept.

    `owner_email` is the person whose key it is, None where it is the organization's. One that `sees_all` is for all
    organizations, and `org_id` that of rows that name none. Instants are naive UTC;
    `last_used_at` is right to the minute. A key with `revoked_at`, or whose `expires_at` has passed, is none.
    """

    key_id: str
    name: str
    org_id: str
    role: Role
    sha256: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    owner_email: str | None = None
    sees_all: bool = False

    def is_valid(self, now: datetime) -> bool:
        """True where the key lets its holder in at that instant."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
