"""Who calls: the key in `X-API-Key` or `Authorization: Bearer`, and what it may.

All of it is asked in the loop that answers: to have a thread for each of these questions takes longer than they do.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from pipeline.model import Caller
from pipeline.web.house import house_of
from pipeline.web.problems import Problem
from schemas.vocabulary import Role

_ORDER = tuple(Role)

_API_KEY = APIKeyHeader(
    name="X-API-Key", scheme_name="API key", auto_error=False, description="Your organization's API key"
)
_BEARER = HTTPBearer(scheme_name="Bearer", auto_error=False, description="The API key as a bearer token")


async def caller_of(
    request: Request,
    key: Annotated[str | None, Security(_API_KEY)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Caller:
    """Whoever calls. Raises Problem (401) where no key is given, or one that is none."""
    return _known(request, key, bearer)


def _known(request: Request, key: str | None, bearer: HTTPAuthorizationCredentials | None) -> Caller:
    house = house_of(request)
    given = key or (bearer.credentials if bearer else None)
    caller = house.keyring.caller_of(given) if given else None
    if caller is None:
        said = "This is no valid API key." if given else "An API key is missing."
        made = " None was made yet: rollcall keys add." if house.keyring.is_empty else ""
        raise Problem(
            401,
            f"{said} Send it in the header X-API-Key, or as Authorization: Bearer.{made}",
            code="unauthorized",
            headers={"WWW-Authenticate": "Bearer"},
        )
    house.limits.count(caller)
    return caller


async def linker_of(
    request: Request,
    key: Annotated[str | None, Security(_API_KEY)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Caller:
    """Whoever calls: by a key, or where none is given, by a token of the service that the settings name."""
    house = house_of(request)
    if key is None and bearer is not None and house.tokens is not None:
        caller = house.tokens.caller_of(bearer.credentials)
        if caller is not None:
            house.limits.count(caller)
            return caller
    return _EDITOR.let_in(_known(request, key, bearer))


class _AtLeast:
    """The callers who have at least this role."""

    def __init__(self, role: Role) -> None:
        self._role = role

    async def __call__(self, caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        """The caller. Raises Problem (403) where the role of the key is less."""
        return self.let_in(caller)

    def let_in(self, caller: Caller) -> Caller:
        """The caller. Raises Problem (403) where the role of the key is less."""
        if not is_at_least(caller, self._role):
            said = f"This key has the role {caller.role.value}; this takes {self._role.value}."
            raise Problem(403, said, code="forbidden")
        return caller


def is_at_least(caller: Caller, role: Role) -> bool:
    """True where the caller may what somebody of this role may."""
    return _ORDER.index(caller.role) >= _ORDER.index(role)


_EDITOR = _AtLeast(Role.EDITOR)

Viewer: TypeAlias = Annotated[Caller, Depends(_AtLeast(Role.VIEWER))]
Editor: TypeAlias = Annotated[Caller, Depends(_EDITOR)]
Approver: TypeAlias = Annotated[Caller, Depends(_AtLeast(Role.APPROVER))]
Linker: TypeAlias = Annotated[Caller, Depends(linker_of)]
