"""The help of the whole program: its commands in the order of use, in groups, each with its whole first sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

_NO_LIMIT = 1000


class GroupedCommands(click.Group):
    """A group whose help lists its commands under headings, in the order in which they were given."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.headings: dict[str, list[click.Command]] = {}

    def add_groups(self, groups: Mapping[str, Sequence[click.Command]]) -> None:
        """Add commands under headings."""
        for heading, commands in groups.items():
            self.headings[heading] = list(commands)
            for command in commands:
                self.add_command(command)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """The names of the commands in the order of their groups."""
        return [str(command.name) for commands in self.headings.values() for command in commands]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write each group as a section."""
        for heading, commands in self.headings.items():
            with formatter.section(heading):
                told = [(str(command.name), command.get_short_help_str(_NO_LIMIT)) for command in commands]
                formatter.write_dl(told, col_max=10)
