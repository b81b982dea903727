"""Lines of a report on a screen: broken at its width, and with colours where there are some."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TextIO

import click

from pipeline.cli.render.text_table import terminal_width
from schemas.vocabulary import Action, Severity

_COLOURS = {
    Action.CREATE.value: "blue",
    Action.UPDATE.value: "cyan",
    Action.ASSIGN.value: "green",
    Action.REASSIGN.value: "yellow",
    Action.UNASSIGN.value: "magenta",
    f"{Severity.ERROR.value.capitalize()}s:": "red",
    "Error:": "red",  # of the command line, as Click tells it
    f"{Severity.WARNING.value.capitalize()}s:": "yellow",
}
_DEEPER = "    "
_COMMAND = "rollcall "


def has_colours() -> bool | None:
    """True with FORCE_COLOR, False with NO_COLOR (which counts first), None where the screen decides."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def put_line(line: str) -> None:
    """Print a line of a report."""
    _put(line, sys.stdout)


def put_failure(lines: Iterable[str]) -> None:
    """Print what went wrong on standard error; the first line, which says what it was, in red."""
    for at, line in enumerate(line for text in lines for line in text.split("\n")):
        _put(line, sys.stderr, colour=None if at else "red")


def put_misuse(lines: Iterable[str]) -> None:
    """Print on standard error how a command is used, and what was wrong with it."""
    for line in lines:
        _put(line, sys.stderr)


def _put(line: str, stream: TextIO, colour: str | None = None) -> None:
    for piece in _pieces(line, terminal_width(stream)):
        shown = click.style(piece, fg=colour) if colour and piece.strip() else piece
        click.echo(shown, err=stream is sys.stderr, color=has_colours())


def _pieces(line: str, width: int | None) -> Iterator[str]:
    """The line in pieces that fit the width; its first word has its colour.

    A path is never broken, nor a line that is a command: pasted in pieces, its beginning alone would be carried out.
    """
    indent = line[: len(line) - len(line.lstrip())]
    pieces = [line]
    if width is not None and len(line) > width and not line.lstrip().startswith(_COMMAND):
        deeper = indent + _DEEPER
        pieces = textwrap.wrap(
            line, width, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False
        ) or [line]
    first, *others = pieces
    word = first.strip().partition(" ")[0]
    yield first.replace(word, click.style(word, fg=_COLOURS[word]), 1) if word in _COLOURS else first
    yield from others
