"""Which requests are for pages, and which for the API; and what is said to browsers with every page."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OF_API = "/api/"
# No script and no style but from our own files; no frames around us; nothing is fetched from elsewhere.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


class Door:
    """Sends what is for the API to it, and everything else to the pages."""

    def __init__(self, app: ASGIApp, pages: ASGIApp) -> None:
        self._api, self._pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not is_for_pages(scope):
            await self._api(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in _ENCODED if one[0] not in given)]
                renewed = scope.get("state", {}).get("renewed")
                if renewed and b"set-cookie" not in given:  # else the route has said what the browser is to keep
                    message["headers"].append((b"set-cookie", renewed))
            await send(message)

        await self._pages(scope, receive, guarded)


def is_for_pages(scope: Scope) -> bool:
    """True for a request of a browser for a page."""
    return scope["type"] == "http" and not scope["path"].startswith(_OF_API)
