"""Somebody who uses the pages without a browser: follows forms as they stand, and keeps cookies."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from pipeline.runs.calls.keys import add_key, whoever_is_here
from schemas.vocabulary import Role
from tests.support.servers.api import Server

_PATIENCE = 60


@dataclass(slots=True)
class Form:
    """One form of a page: where it goes, and what it would send as it stands, without its buttons."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select and self.forms:
            self._take(self._select, given)
        elif tag == "input" and self.forms and given.get("name") and given.get("type") != "file":
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self.forms[-1].fields.append((given["name"], given.get("value", "on" if is_box else "")))

    def _take(self, name: str, given: Mapping[str, str]) -> None:
        """The first option of a choice stands, until one comes that is selected."""
        fields = self.forms[-1].fields
        if fields and fields[-1][0] == name and "selected" in given:
            fields.pop()
        if not fields or fields[-1][0] != name:
            fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None


def forms_of(page: Response) -> list[Form]:
    """The forms of a page."""
    parser = _Forms()
    parser.feed(page.text)
    return parser.forms


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a session of the pages."""

    client: TestClient

    def get(self, path: str, **query: str) -> Response:
        """The page, once what it is about is done."""
        deadline = time.monotonic() + _PATIENCE
        answer: Response = self.client.get(path, params=query or None)
        while "sse-connect" in answer.text and time.monotonic() < deadline:
            time.sleep(0.1)
            answer = self.client.get(path, params=query or None)
        return answer

    def send(
        self,
        page: Response,
        action: str,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        ticked: Sequence[tuple[str, str]] = (),
        changed: Mapping[str, str] = MappingProxyType({}),
        **more: str,
    ) -> Response:
        """What comes of the form of the page whose address ends so, with these fields changed or added."""
        form = next(one for one in forms_of(page) if one.action.endswith(action))
        given = {**changed, **more}
        data: dict[str, list[str]] = {}
        for name, value in [*(pair for pair in form.fields if pair[0] not in given), *given.items(), *ticked]:
            data.setdefault(name, []).append(value)
        return self.post(form.action, data, files)

    def post(self, path: str, data: Mapping[str, object], files: Sequence[tuple[str, bytes]] = ()) -> Response:
        """The page that comes of what is sent."""
        parts = [("files", (name, content)) for name, content in files]
        answer: Response = self.client.post(path, data=data, files=parts or None, follow_redirects=False)
        return self.get(answer.headers["location"]) if answer.status_code == 303 else answer


def visitor(server: Server, role: Role = Role.APPROVER, org: str = "default", name: str | None = None) -> Visitor:
    """Somebody who has signed in with a key of that role."""
    made = add_key(server.settings, name=name or f"{role.value} of {org}", org=org, role=role)
    return signed_in(server, made.secret)


def signed_in(server: Server, key: str) -> Visitor:
    """Somebody who has given this key."""
    one = Visitor(stranger(server))
    one.send(one.get("/sign-in"), "/sign-in", key=key)
    return one


def guest(server: Server) -> Visitor:
    """Whoever sits at the machine of the server, and opened the pages there."""
    one = Visitor(stranger(server))
    app: Any = server.client.app
    invited = app.state.pages.state.sessions.invite(whoever_is_here(server.settings, sees_all=True))
    one.get(f"/open/{invited}")
    return one


def stranger(server: Server) -> TestClient:
    """A browser without a session."""
    return server.caller()
