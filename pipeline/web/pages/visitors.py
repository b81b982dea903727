"""Who asks for a page, what he or she may, and the tokens by which forms are known to be ours."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated, TypeAlias

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from pipeline.model import Caller
from pipeline.web.callers import is_at_least
from pipeline.web.house import house_of
from pipeline.web.pages.proxies import proxy_caller
from pipeline.web.pages.sessions import LASTS, Sessions, is_of_proxy, of_proxy
from pipeline.web.problems import Problem
from schemas.records import dataclass
from schemas.vocabulary import Role

TOKEN = "form_token"  # noqa: S105 - the name of a field
_SESSION, _BEFORE = "rollcall_session", "rollcall_form"
_MOST_FILES, _MOST_FIELDS = 20, 5_000
_UNREADABLE = 400
# What is said of a form that cannot be read, by words of what the parser says.
_SAID = {
    "many files": "These are more than {files} files. Send them in several times.",
    "many fields": "This form has more than {fields:,} fields, which none of our pages has. Load the page again.",
    "maximum size": "A text in this form is too long: no more than a million letters are read. Shorten it.",
}
_DAMAGED = "The form came damaged. Load the page again, and send it anew."


class SignInNeeded(Exception):
    """Nobody is signed in who asks for this page."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in, and the token of his or her forms; `is_of_proxy` where a proxy says who it is."""

    caller: Caller
    form_token: str
    is_of_proxy: bool = False

    @property
    def is_editor(self) -> bool:
        """True where the visitor may plan changes."""
        return is_at_least(self.caller, Role.EDITOR)

    @property
    def is_approver(self) -> bool:
        """True where the visitor may carry plans out, and undo."""
        return is_at_least(self.caller, Role.APPROVER)


def sessions_of(request: Request) -> Sessions:
    """The sessions of the server that the request came to."""
    sessions: Sessions = request.app.state.sessions
    return sessions


def somebody(request: Request) -> Visitor | None:
    """Whoever asks for the page; None where nobody is signed in.

    Whom a proxy names has a session, too, for the token of the forms, which is nothing without the name. The secret of
    a session that is old is made anew. Raises Problem (403) for somebody to whom no role is given.
    """
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is None:
        known = request.state.visitor = _somebody(request)
    return known


def _somebody(request: Request) -> Visitor | None:
    sessions, named = sessions_of(request), proxy_caller(request)
    secret = request.cookies.get(_cookie(request, _SESSION), "")
    session = sessions.find(secret) if secret else None
    if named is None:
        if session is None or session.caller is None or is_of_proxy(session.whose):
            return None
        _renew(request, sessions.renewed(secret))
        return Visitor(session.caller, session.form_token)
    if session is not None and session.whose == of_proxy(named.name):
        _renew(request, sessions.renewed(secret))
        return Visitor(named, session.form_token, is_of_proxy=True)
    secret = sessions.begin(named, whose=of_proxy(named.name))
    _renew(request, secret)
    session = sessions.find(secret)
    return None if session is None else Visitor(named, session.form_token, is_of_proxy=True)


def _renew(request: Request, secret: str | None) -> None:
    """Have the browser keep a new secret with whatever is answered; see `middleware`."""
    if secret is not None:
        response = Response()
        _set(request, response, _SESSION, secret, LASTS)
        request.state.renewed = response.headers["set-cookie"].encode("latin-1")


def visitor_of(request: Request) -> Visitor:
    """Whoever asks for the page. Raises SignInNeeded, and Problem (429) where one asks too often."""
    visitor = somebody(request)
    if visitor is None:
        raise SignInNeeded
    house_of(request).limits.count(visitor.caller)
    return visitor


class _AtLeast:
    """Visitors who have at least this role."""

    def __init__(self, role: Role) -> None:
        self._role = role

    def __call__(self, visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
        """The visitor. Raises Problem (403) where the role is less."""
        if not is_at_least(visitor.caller, self._role):
            role = visitor.caller.role.value
            raise Problem(403, f"You are signed in as {role}; this takes the key of an {self._role.value}.")
        return visitor


Anybody: TypeAlias = Annotated[Visitor, Depends(visitor_of)]
Editor: TypeAlias = Annotated[Visitor, Depends(_AtLeast(Role.EDITOR))]
Approver: TypeAlias = Annotated[Visitor, Depends(_AtLeast(Role.APPROVER))]


async def form_of(request: Request, visitor: Visitor) -> FormData:
    """The form that was sent. Raises Problem (403) where it is not from a page of this visitor."""
    form = await _read_form(request, _MOST_FILES, _MOST_FIELDS)
    _refuse_forged(form, visitor.form_token)
    return form


async def form_of_nobody(request: Request) -> FormData:
    """The form that was sent before anybody is signed in: its token is that of the cookie. Raises Problem (403)."""
    form = await _read_form(request, 0, 10)
    _refuse_forged(form, request.cookies.get(_cookie(request, _BEFORE), ""))
    return form


def token_for_nobody(request: Request) -> str:
    """The token of the form by which one signs in: that of the cookie, or a new one."""
    return request.cookies.get(_cookie(request, _BEFORE)) or secrets.token_urlsafe(24)


def keep_token(request: Request, response: Response, token: str) -> None:
    """Let the browser keep the token of the form by which one signs in."""
    _set(request, response, _BEFORE, token, LASTS)


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Let the browser keep the secret of a session; that of the one before ends."""
    end_session(request, response)
    _set(request, response, _SESSION, secret, LASTS)


def end_session(request: Request, response: Response) -> None:
    """End the session of the browser, if there is one."""
    former = request.cookies.get(_cookie(request, _SESSION))
    if former:
        sessions_of(request).end(former)
    for name in (_SESSION, _BEFORE):
        response.delete_cookie(_cookie(request, name), path="/", secure=_is_secure(request), httponly=True)


async def _read_form(request: Request, files: int, fields: int) -> FormData:
    """The form, of no more parts than these. Raises Problem (400) where it has more, or cannot be read."""
    try:
        return await request.form(max_files=files, max_fields=fields)
    except HTTPException as wrong:
        if wrong.status_code != _UNREADABLE:
            raise
        said = next((said for words, said in _SAID.items() if words in wrong.detail), _DAMAGED)
        raise Problem(_UNREADABLE, said.format(files=files, fields=fields)) from wrong


def _refuse_forged(form: FormData, token: str) -> None:
    given = form.get(TOKEN)
    if not token or not isinstance(given, str) or not hmac.compare_digest(given.encode(), token.encode()):
        raise Problem(
            403, "This form is out of date, or not from a page of ours. Load the page again, and send it anew."
        )


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        _cookie(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )


def _cookie(request: Request, name: str) -> str:
    return f"__Host-{name}" if _is_secure(request) else name


def _is_secure(request: Request) -> bool:
    """True where browsers reach the server by TLS alone: its own, or that of the proxy before it."""
    web = house_of(request).settings.web
    return web.certificate is not None or bool(web.trusted_proxies)
