"""What happens to every request before a route sees it: it gets an id, and a body that is too large is refused."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import TypeAlias

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.web.addresses import is_among, is_loopback
from pipeline.web.problems import Problem

Refused: TypeAlias = Callable[[Request, Problem], Response]

_HEADER = "x-request-id"
_OF_CALLERS = re.compile(r"[A-Za-z0-9._-]{1,64}")


class EveryRequest:
    """Gives each request an id, which is also in the answer, and refuses bodies of more than `most` bytes with 413.

    Those with files may have `most_of_files`. Where there are `trusted_proxies`, whoever else calls from outside this
    machine is turned away. `refused` makes the answer to what is refused here.
    """

    def __init__(
        self, app: ASGIApp, most: int, most_of_files: int, refused: Refused, trusted_proxies: tuple[str, ...] = ()
    ) -> None:
        self._app, self._most, self._most_of_files, self._refused = app, most, most_of_files, refused
        self._trusted = trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = _request_id(headers.get(_HEADER.encode()))
        scope.setdefault("state", {})["request_id"] = request_id

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (_HEADER.encode(), request_id.encode())]
            await send(message)

        if not self._is_trusted(scope):
            said = "Call the proxy of this server: what comes here directly is not encrypted."
            await self._refused(Request(scope), Problem(403, said, code="not_by_proxy"))(scope, receive, named)
            return
        length, most = headers.get(b"content-length", b"0"), self._most_for(headers)
        if int(length) > most if length.isdigit() else True:
            await self._refused(Request(scope), Problem(413, _said(most)))(scope, receive, named)
            return
        await self._app(scope, self._counted(receive, most), named)

    def _most_for(self, headers: Mapping[bytes, bytes]) -> int:
        has_files = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        return self._most_of_files if has_files else self._most

    def _counted(self, receive: Receive, most: int) -> Receive:
        """The body as it comes, no more of it than is allowed: a length is only said, and need not be true."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, _said(most))
            return message

        return counted

    def _is_trusted(self, scope: Scope) -> bool:
        if not self._trusted or scope.get("client") is None:
            return True
        caller: str = scope["client"][0]
        return is_loopback(caller) or is_among(caller, self._trusted)


def _said(most: int) -> str:
    return f"The body has more than {most:,} bytes. Send it in several requests."


def _request_id(given: bytes | None) -> str:
    """The id that the caller gives the request, where it is one; it is made unique, since rows are known by it."""
    own = secrets.token_hex(6)
    said = (given or b"").decode("latin-1")
    return f"{said}-{own}" if _OF_CALLERS.fullmatch(said) else own
