"""Calls over HTTP: who calls, the items that a call asks for, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.model.items import Items
from schemas.records import dataclass
from schemas.vocabulary import Concern, Role

if TYPE_CHECKING:
    import polars as pl

    from pipeline.model.plan import ChangeSet
    from pipeline.model.state import State


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever calls: the key, the name that its writes are recorded under, its organization and its role.

    `owner_email` is the person whose key it is, who sees only what is his or hers; None for a key of the organization.
    Whoever `sees_all` has a part in every organization; `org_id` is then that of rows that name none.
    """

    key_id: str
    name: str
    org_id: str
    role: Role
    owner_email: str | None = None
    sees_all: bool = False

    @property
    def within(self) -> str | None:
        """The organization beside which nothing is there for the caller; None for all of them."""
        return None if self.sees_all else self.org_id


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a call: the HTTP status, and the body as it becomes JSON.

    `state_version` is that of the ledger that the answer is true of, and `version` that of the one device that it is
    about, None for any other. `is_replayed` where the call was carried out before, and this is what was answered then.
    """

    status: int
    body: Mapping[str, Any]
    state_version: int = 0
    version: int | None = None
    is_replayed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of the items of one call, from which its answer is made, before the commit.

    `rows` has one row per item, in order: `row` (its number, from 1), `kind`, `outcome`, `action`, `reason`, `message`,
    `device_id` and `owner_email` (what the owner is called). `issues` are those about its cells. `state` is the part of
    the ledger that was compared, `change_set` all that the run will write, also for other calls, and `now` its instant.
    `owners` gives, by organization and address, the id of each owner after the run, and whether it puts the owner on
    record.
    """

    rows: pl.DataFrame
    issues: pl.DataFrame
    state: State
    change_set: ChangeSet
    now: datetime
    owners: Mapping[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One write that a caller asks for.

    `items` are decided like the rows of sheets, with these `options` (settings of a run, such as `create_devices`). An
    item may give as `serial_number` whatever identifies its device, where `is_any_identifier` says so: a serial number,
    an asset tag or a network address. `answer` makes the answer; where its status is 400 or more, the call is refused:
    nothing of it is written, whatever was decided about its rows.

    Calls are decided together with others that have the same options and none of their `claims`: keys of everything
    that the call may touch or compare, see `runs.calls.claims`. `sha256` is that of the request, `idempotency_key` the
    one under which the answer is kept. `if_match` is the version of what the call `concerns` at which alone it is to be
    carried out, see `runs.calls.conditions`.
    """

    call_id: str
    caller: Caller
    operation: str
    items: tuple[Items, ...]
    answer: Callable[[Told], Answer]
    options: Mapping[str, object] = field(default_factory=dict)
    claims: frozenset[str] = frozenset()
    is_any_identifier: bool = False
    sha256: str = ""
    idempotency_key: str | None = None
    concerns: Concern = Concern.NAMED
    if_match: int | None = None
