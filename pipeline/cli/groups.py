"""The help of the whole program: its commands in the order of use, in groups, each with its whole first sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from importlib import import_module
from typing import Any

import click

_NO_LIMIT = 1000


class GroupedCommands(click.Group):
    """A group whose help lists its commands under headings, in the order in which they were given."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.headings: Mapping[str, Sequence[str]] = {}

    def add_groups(self, groups: Mapping[str, Sequence[str]], modules: Mapping[str, str]) -> None:
        """Add commands by their names under headings; `modules` names the modules of those that share one."""
        self.headings = groups
        self.commands = _Commands({name: modules.get(name, name) for names in groups.values() for name in names})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """The names of the commands in the order of their groups."""
        return [*self.commands]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write each group as a section."""
        for heading, names in self.headings.items():
            with formatter.section(heading):
                told = [(name, self.commands[name].get_short_help_str(_NO_LIMIT)) for name in names]
                formatter.write_dl(told, col_max=10)


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name, each loaded from its module when it is asked for: most processes need one of them."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = dict(modules)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module = import_module(f"pipeline.cli.{self._modules[name]}")
            called = name if hasattr(module, name) else f"{name}_"  # where Python has a word of that name
            self._loaded[name] = getattr(module, called)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules.setdefault(name, name)
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
