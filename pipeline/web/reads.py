"""What routes that read have in common: pages, instants, and how new what they show must be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from pipeline.model import Caller
from pipeline.runs.listings.cursors import Page
from pipeline.web.house import House, house_of
from pipeline.web.problems import Problem, problem_of

MOST_ROWS = 1000
LAST_ID = 2**63 - 1

Found = TypeVar("Found")


class PageQuery(BaseModel):
    """How much of a list is shown. What is asked for by any other name is refused, and not ignored."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=100, ge=1, le=MOST_ROWS, description=f"So many rows at most, up to {MOST_ROWS}")
    cursor: str | None = Field(
        default=None, max_length=1000, description="`next` of the page before, with the same filters"
    )


ReadPage: TypeAlias = Callable[[House], Page]


async def page(
    request: Request, response: Response, read: ReadPage, body_of: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """A page of a list, with the version of the ledger that it is true of as ETag."""
    found = await looked_up(request, read)
    response.headers["ETag"] = f'"{found.state_version}"'
    return {"results": [body_of(row) for row in found.rows], "next": found.next}


async def looked_up(request: Request, read: Callable[[House], Any]) -> Any:
    """What was read of the house, outside the loop that answers. Raises Problem where that failed."""
    house = house_of(request)
    return await elsewhere(lambda: read(house))


async def elsewhere(read: Callable[[], Found]) -> Found:
    """What was read, outside the loop that answers. Raises Problem where that failed."""
    try:
        return await asyncio.to_thread(read)
    except Exception as failure:
        raise problem_of(failure) from failure


def newest_of(request: Request, caller: Caller) -> int:
    """The state version that what this caller reads must have at least."""
    return house_of(request).newest_of(caller)


def in_utc(instant: datetime) -> datetime:
    """The instant as the ledger has it: naive, in UTC. One too near the ends of time to be moved stays as it is."""
    try:
        return instant.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return instant.replace(tzinfo=None)


def window(
    begin: datetime | None, end: datetime | None, names: tuple[str, str]
) -> tuple[datetime | None, datetime | None]:
    """The window of time as the ledger has instants. Raises Problem where it ends before it begins."""
    from_at, to_at = (None if one is None else in_utc(one) for one in (begin, end))
    if from_at is not None and to_at is not None and to_at <= from_at:
        said = f"{names[1]} is not after {names[0]}."
        raise Problem(400, said, code="empty_window", errors=[field_error(names[1], said)])
    return from_at, to_at


def field_error(field: str, message: str) -> dict[str, Any]:
    """One thing that is wrong with a request, as problem details list it."""
    return {"field": field, "message": message, "index": None}
