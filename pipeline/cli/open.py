"""open: the pages, on this machine, in the browser."""

from __future__ import annotations

import click

from pipeline.cli.options import Globals, global_options, setting


@click.command("open", epilog="Example: rollcall open")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port.  [any that is free]")
@click.option("--browser/--no-browser", default=True, help="Open the browser, or only print the link.")
@setting("org")
@setting("wait")
@global_options
@click.pass_context
def open_(context: click.Context, /, port: int, browser: bool, org: str | None, wait: float | None) -> None:
    """Upload lists, look at them and carry them out in the browser, on this machine alone.

    The link that is printed works once, and signs you in with all rights. The pages are there until this is stopped.
    They are about all organizations on record; with --org, about that one alone.
    """
    from threading import Thread
    from webbrowser import open as open_browser

    from pipeline.cli.housekeeping import look_as_usual
    from pipeline.cli.render import log
    from pipeline.cli.serve import imported_server
    from pipeline.runs.calls.keys import whoever_is_here

    look_as_usual()
    chosen: Globals = context.obj
    settings = chosen.settings_with_ledger_meant(org=org, wait=wait)
    server = imported_server()
    log.configure("open", is_quiet=chosen.quiet)

    guest = whoever_is_here(settings, sees_all=org is None)

    def tell(link: str) -> None:
        click.echo(f"Rollcall is open at {link}")
        if not chosen.quiet:
            click.echo("The link works once, and for five minutes. Stop with Ctrl+C.", err=True)
        if browser:
            Thread(target=open_browser, args=(link,), daemon=True).start()

    server.serve(settings, host="127.0.0.1", port=port, tell=tell, guest=guest)
