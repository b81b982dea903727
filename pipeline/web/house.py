"""What all requests of a server share: its settings, its keys, its limits, and the writer of its ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from fastapi import Request

from pipeline.model import Caller
from pipeline.runs.calls.group import Group
from pipeline.runs.calls.keys import Keyring
from pipeline.runs.calls.writer import Writer
from pipeline.runs.jobs.jobs import Jobs
from pipeline.settings import Settings
from pipeline.web.quotas import Limits
from pipeline.web.tokens import Tokens
from schemas.records import dataclass

# No copy is as new as this: the ledger itself is read.
_NEWEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class House:
    """The shared things of one server. `written` has the state version of the last write of each key.

    `has_caught_up` tells whether the published copy has all that was written before this server began.
    """

    settings: Settings
    keyring: Keyring
    writer: Writer
    limits: Limits
    jobs: Jobs
    has_caught_up: Callable[[], bool]
    tokens: Tokens | None = None
    written: dict[str, int] = field(default_factory=dict)

    def newest_of(self, caller: Caller) -> int:
        """The state version of what this caller wrote last: its next read shows that, or what came after it."""
        return self.written.get(caller.key_id, 0) if self.has_caught_up() else _NEWEST

    def note_written(self, caller: Caller, state_version: int) -> None:
        """Note that the caller was told of this state version; one that is told again takes nothing back."""
        self.written[caller.key_id] = max(self.written.get(caller.key_id, 0), state_version)


def build_house(settings: Settings) -> House:
    """The shared things; the writer is not started yet."""
    group = Group(settings)
    return House(
        settings,
        Keyring(settings),
        Writer(group.carry_out, group.rest),
        Limits(settings.web),
        Jobs(settings),
        lambda: group.has_caught_up,
        tokens=Tokens(settings.web.tokens) if settings.web.tokens else None,
    )


def house_of(request: Request) -> House:
    """The shared things of the server that the request came to."""
    house: House = request.app.state.house
    return house
