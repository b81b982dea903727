"""Signing in and out: a key, or the one-time link of this machine, is exchanged for a session."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from pipeline.web.house import house_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import (
    Anybody,
    end_session,
    form_of,
    form_of_nobody,
    keep_session,
    keep_token,
    sessions_of,
    somebody,
    token_for_nobody,
)

router = APIRouter()

_HOME = "/"
_NOT_ONES_OWN = (
    "This key is that of a single person, for a program of his or hers. Pages take a key of the organization: "
    "rollcall keys add --role viewer"
)
_WRONG = "This is no valid key. Copy the whole of it, from rollcall_ to its end; it may also have been revoked."
_USED = "This link was used already, or is too old. Run `rollcall open` again for a new one."


@router.get("/sign-in")
def show_sign_in(request: Request, next: Annotated[str, Query(max_length=2000)] = _HOME) -> Response:  # noqa: A002
    """The page that asks for a key."""
    return RedirectResponse(_within(next), 303) if somebody(request) else _asked(request, next)


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Exchange a key for a session."""
    form = await form_of_nobody(request)
    key, place = str(form.get("key", "")).strip(), _within(str(form.get("next", _HOME)))
    caller = house_of(request).keyring.caller_of(key)
    if caller is None:
        return _asked(request, place, _WRONG)
    if caller.owner_email is not None:
        return _asked(request, place, _NOT_ONES_OWN)
    answer = RedirectResponse(place, 303)
    keep_session(request, answer, sessions_of(request).begin(caller, whose=caller.key_id))
    return answer


@router.get("/open/{invitation}")
def open_here(request: Request, invitation: str) -> Response:
    """Exchange the one-time link that `rollcall open` gives for a session."""
    secret = sessions_of(request).accept(invitation)
    if secret is None:
        return RedirectResponse(_HOME, 303) if somebody(request) else _asked(request, _HOME, _USED)
    answer = RedirectResponse(_HOME, 303)
    keep_session(request, answer, secret)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, visitor: Anybody) -> Response:
    """End the session."""
    await form_of(request, visitor)
    answer = RedirectResponse("/sign-in", 303)
    end_session(request, answer)
    return answer


def _asked(request: Request, place: str, wrong: str | None = None) -> Response:
    """The page that asks for a key, and says what was wrong with the one before."""
    token, is_empty = token_for_nobody(request), house_of(request).keyring.is_empty
    told = {"next": _within(place), "wrong": wrong, "form_token": token, "is_empty": is_empty}
    answer = page(request, None, "sign_in.html.jinja", 200 if wrong is None else 400, **told)
    keep_token(request, answer, token)
    return answer


def _within(place: str) -> str:
    """The place, where it is one of this server; else the first page."""
    is_own = place.startswith("/") and not place.startswith("//") and not set(place) & set("\\\r\n\t")
    return place if is_own else _HOME
