"""The server: where it listens, whom it may be reached by, and how it ends."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn

from pipeline.errors import UsageProblem
from pipeline.model import Caller
from pipeline.runs.calls.keys import Keyring
from pipeline.settings import Settings
from pipeline.web.addresses import is_loopback
from pipeline.web.app import make_app

_WAITING_CONNECTIONS = 1024


def serve(
    settings: Settings, *, host: str, port: int, tell: Callable[[str], None], guest: Caller | None = None
) -> None:
    """Serve the ledger until the process is told to stop; what was accepted by then is carried out.

    `tell` is called with the address once the server listens; where there is a `guest`, with a link by which he or she
    is signed in, once. Raises UsageProblem where it may not be reached there.
    """
    refuse_open_place(settings, host)
    app = make_app(settings)
    way_in = f"/open/{app.state.pages.state.sessions.invite(guest)}" if guest else ""
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ssl_certfile=settings.web.certificate,
            ssl_keyfile=settings.web.private_key,
        )
        scheme = "https" if settings.web.certificate else "http"
        tell(f"{scheme}://{_shown(host)}:{listener.getsockname()[1]}{way_in}")
        with _signals_noted():
            uvicorn.Server(config).run(sockets=[listener])


def refuse_open_place(settings: Settings, host: str) -> None:
    """Raises UsageProblem where others than this machine could reach the server, and it is not made safe for that."""
    web = settings.web
    if (web.certificate is None) != (web.private_key is None):
        raise UsageProblem(
            "TLS takes both a certificate and its private key.", "Set web.certificate and web.private_key."
        )
    if is_loopback(host):
        return
    lacks = []
    if Keyring(settings).is_empty and web.proxy_sign_in is None:
        lacks.append("a key (rollcall keys add)")
    if web.certificate is None and not web.trusted_proxies:
        lacks.append("TLS (web.certificate and web.private_key) or the proxy that speaks it (web.trusted_proxies)")
    if lacks:
        raise UsageProblem(
            f"At {host} others than this machine would reach the ledger, and {' and '.join(lacks)} is missing.",
            "Add that, or serve this machine alone: --host 127.0.0.1.",
            code="open_to_others",
        )


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens. Raises UsageProblem where it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_WAITING_CONNECTIONS)
    except OSError as problem:
        raise UsageProblem(
            f"The server cannot listen at {host}, port {port}: {problem.strerror}.",
            "Another program may: give another port with --port, or an address of this machine with --host.",
            code="cannot_listen",
        ) from problem
    with listener:
        yield listener


@contextlib.contextmanager
def _signals_noted() -> Iterator[None]:
    """The signals that end the server end nothing else: it ends by itself once all is done, and raises them again."""
    signals = (signal.SIGINT, signal.SIGTERM)
    former = {one: signal.signal(one, lambda *_: None) for one in signals}
    try:
        yield
    finally:
        for one, handler in former.items():
            signal.signal(one, handler)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
