"""Whoever a proxy before the server has signed in: named in a header, which is believed from its addresses alone."""

from __future__ import annotations

from contextlib import suppress

from fastapi import Request

from pipeline.model import Caller
from pipeline.settings import ProxySignIn
from pipeline.web.addresses import is_among
from pipeline.web.house import house_of
from pipeline.web.problems import Problem
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import Role

_ORDER = tuple(Role)


def proxy_caller(request: Request) -> Caller | None:
    """Whoever the proxy names; None where the settings believe no proxy, or this request is not from one.

    Raises Problem (403) for somebody to whom the settings give no role, and where a header comes twice.
    """
    house = house_of(request)
    settings = house.settings.web.proxy_sign_in
    if settings is None or request.client is None or not is_among(request.client.host, settings.addresses):
        return None
    user = _text(request, settings.user_header)
    if not user:
        return None
    role = _role(user, _text(request, settings.groups_header), settings)
    if role is None:
        raise Problem(403, f"You are signed in as {user}, to whom the settings of this server give no role.")
    org = settings.org or house.settings.org or DEFAULT_ORG
    return Caller(f"proxy:{user}", user, org, role, sees_all=settings.all_organizations)


def _role(user: str, groups: str, settings: ProxySignIn) -> Role | None:
    """The most that the settings give to the user or to any of the groups; else what they give to everybody."""
    named = {user.casefold(), *(one.strip().casefold() for one in groups.split(","))} - {""}
    given = [role for name, role in settings.roles.items() if name.strip().casefold() in named]
    given += [] if settings.default_role is None else [settings.default_role]
    return max(given, key=_ORDER.index, default=None)


def _text(request: Request, header: str) -> str:
    """The header as text, whole, since the beginning of a name may be that of another; nothing of what is not seen.

    It is UTF-8, which headers carry as if it were Latin-1. Raises Problem (403) where it comes twice: one of them may
    be what a browser has sent.
    """
    values = request.headers.getlist(header)
    if len(values) > 1:
        said = f"The header {header} came more than once. The proxy has to replace what browsers send under that name."
        raise Problem(403, said)
    value = values[0] if values else ""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return " ".join(value.split()) if value.isprintable() else ""
