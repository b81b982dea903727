"""Whoever a proxy before the server has signed in: named in a header, which is believed from its addresses alone."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address, ip_network

from fastapi import Request

from pipeline.model import Caller
from pipeline.settings import ProxySignIn
from pipeline.web.house import house_of
from pipeline.web.problems import Problem
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import Role

_LONGEST = 200
_ORDER = tuple(Role)


def proxy_caller(request: Request) -> Caller | None:
    """Whoever the proxy names; None where the settings believe no proxy, or this request is not from one.

    Raises Problem (403) for somebody to whom the settings give no role.
    """
    house = house_of(request)
    settings = house.settings.web.proxy_sign_in
    if settings is None or not _is_believed(request, settings):
        return None
    user = _text(request.headers.get(settings.user_header, ""))
    if not user:
        return None
    role = _role(user, _text(request.headers.get(settings.groups_header, "")), settings)
    if role is None:
        raise Problem(403, f"You are signed in as {user}, to whom the settings of this server give no role.")
    org = settings.org or house.settings.org or DEFAULT_ORG
    return Caller(f"proxy:{user}", user, org, role, sees_all=settings.all_organizations)


def _is_believed(request: Request, settings: ProxySignIn) -> bool:
    """True for a request that comes from an address of the proxy itself."""
    if request.client is None:
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    return any(address in ip_network(one) for one in settings.addresses)


def _role(user: str, groups: str, settings: ProxySignIn) -> Role | None:
    """The most that the settings give to the user or to any of the groups; else what they give to everybody."""
    named = {user.casefold(), *(one.strip().casefold() for one in groups.split(","))}
    given = [role for name, role in settings.roles.items() if name.strip().casefold() in named]
    given += [] if settings.default_role is None else [settings.default_role]
    return max(given, key=_ORDER.index, default=None)


def _text(value: str) -> str:
    """The value of a header as text: UTF-8, which headers carry as if it were Latin-1, and nothing that is not seen."""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return " ".join(value.split())[:_LONGEST] if value.isprintable() else ""
