"""serve: the pages, for people, and the HTTP API, for other programs."""

from __future__ import annotations

from types import ModuleType

import click

from pipeline.cli.options import Globals, global_options, setting


@click.command(epilog="Example: rollcall serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address at which to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 for any that is free."
)
@setting("wait")
@global_options
@click.pass_context
def serve(context: click.Context, /, host: str, port: int, wait: float | None) -> None:
    """Serve the pages to people, and let other programs use the ledger over HTTP, until stopped.

    Whoever calls needs a key: `rollcall keys add`. Every write is committed before it is answered; what was accepted
    when the server is stopped is carried out. `/docs` tells what can be asked for. Each write is one line of the log,
    on standard error.
    """
    from pipeline.cli.housekeeping import look_as_usual
    from pipeline.cli.render import log

    look_as_usual()
    server = imported_server()
    chosen: Globals = context.obj
    settings = chosen.settings_with_ledger_meant(wait=wait)
    log.configure("serve", is_quiet=chosen.quiet)

    def tell(address: str) -> None:
        if not chosen.quiet:
            click.echo(f"Rollcall serves {settings.state} at {address}, with its documentation at {address}/docs")

    server.serve(settings, host=host, port=port, tell=tell)


def imported_server() -> ModuleType:
    """The module that serves. Raises UsageProblem where what it needs is not installed."""
    from pipeline.errors import UsageProblem

    try:
        from pipeline.web import server
    except ImportError as problem:
        raise UsageProblem(
            f"The server is not installed: {problem.name} is missing.", "Install it with: pip install 'rollcall[web]'"
        ) from problem
    return server
