"""guide: show the manual, page by page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Globals, global_options

if TYPE_CHECKING:
    from pipeline.runs.guide import Page

_WIDEST = 100
_LINK_TO_PAGE = re.compile(r"\[([^\]]+)\]\(\w+\.md\)")


@click.command(epilog="Example: rollcall guide finance")
@click.argument("topic", required=False)
@global_options
@click.pass_context
def guide(context: click.Context, /, topic: str | None) -> None:
    """Show the manual, one page per topic; without TOPIC, list the topics.

    On a terminal a page is laid out to be read; piped or written to a file, it is the Markdown that it was written in.

    \b
      rollcall guide
      rollcall guide outcomes
      rollcall guide sheets > sheets.md
    """  # noqa: D301 - \b is Click's mark for text that is not to be wrapped
    from pipeline.runs.guide import page, pages

    chosen: Globals = context.obj
    shown = page(topic) if topic is not None else None
    if chosen.json:
        _print_json(pages() if shown is None else (shown,), shown)
    elif shown is None:
        _print_topics(pages())
    else:
        _print_page(shown)


def _print_json(listed: tuple[Page, ...], shown: Page | None) -> None:
    """Print the topics as JSON, with the text of the page where one was asked for."""
    from pipeline.cli.render import report

    topics = [{"topic": page.topic, "title": page.title, "about": page.about} for page in listed]
    text = {} if shown is None else {"text": shown.text}
    click.echo(report.outputs_json("guide", {}, topics=topics, **text))


def _print_topics(listed: tuple[Page, ...]) -> None:
    width = max(len(page.topic) for page in listed)
    for page in listed:
        click.echo(f"{page.topic:<{width}}  {page.about}")


def _print_page(page: Page) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    if not console.is_terminal:
        click.echo(page.text.rstrip("\n"))
        return
    text = _LINK_TO_PAGE.sub(r"\1", page.text)  # the text of a link to a page is the command that shows the page
    console.print(Markdown(text), width=min(console.width, _WIDEST))
