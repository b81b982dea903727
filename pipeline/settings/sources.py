"""What the environment and the settings file say, before it is known whether they may.

pydantic-settings reads the environment. It takes longer to load than a small file takes to read, and most people set
nothing there: so it is loaded only where a variable is ours.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageProblem
from schemas.options import by_their_names

if TYPE_CHECKING:
    from pydantic import BaseModel

_PREFIX = "ROLLCALL_"


def of_environment(kind: type[BaseModel]) -> dict[str, Any]:
    """The settings of that kind that variables give (`ROLLCALL_LIMITS__NEW_OWNERS`), under their own names.

    Raises UsageProblem for a list or a table that is not JSON.
    """
    ours = tuple(sorted((name, value) for name, value in os.environ.items() if name.upper().startswith(_PREFIX)))
    return _given_by(kind, ours) if ours else {}


@lru_cache(maxsize=4)
def _given_by(kind: type[BaseModel], _variables: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """What these variables of the environment give; it is asked for several times by one command."""
    from pydantic_settings import EnvSettingsSource, SettingsError  # noqa: PLC0415 - see above

    source = EnvSettingsSource(kind, env_prefix=_PREFIX, env_nested_delimiter="__")  # type: ignore[arg-type]
    source.env_vars = by_their_names(source.env_vars, _PREFIX.lower())
    try:
        return source()
    except SettingsError as error:
        raise UsageProblem(
            f"A setting of the environment cannot be read: {error}.",
            'Write it as JSON: a list as ["one", "two"], a table as {"name": "value"}, or give it in rollcall.toml.',
        ) from error


def named_by_environment() -> set[str]:
    """The names of the settings that the environment gives, or of which it gives a part."""
    names = (name.upper() for name in os.environ)
    return {name.removeprefix(_PREFIX).partition("__")[0].lower() for name in names if name.startswith(_PREFIX)}


def of_file(path: Path | None) -> dict[str, Any]:
    """The settings that the file gives, under their own names; none where there is no file. Raises ValueError."""
    if path is None or not path.is_file():
        return {}
    with path.open("rb") as file:
        return by_their_names(tomllib.load(file))


def merged(weaker: Mapping[str, Any], stronger: Mapping[str, Any]) -> dict[str, Any]:
    """The values of both; where both have a table, those of both tables, and so on."""
    both = dict(weaker)
    for name, value in stronger.items():
        under = both.get(name)
        both[name] = merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both
