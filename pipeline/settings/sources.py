"""What the environment and the settings file say, before it is known whether they may.

pydantic-settings reads the environment. It takes longer to load than a small file takes to read: so it is loaded only
where a variable is ours that does not give a setting of one text or figure by its name.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageProblem
from schemas.options import by_their_names

if TYPE_CHECKING:
    from pipeline.settings.checked import Section

_PREFIX, _WITHIN = "ROLLCALL_", "__"


def of_environment(kind: type[Section]) -> dict[str, Any]:
    """The settings of that kind that variables give (`ROLLCALL_LIMITS__NEW_OWNERS`), under their own names.

    Raises UsageProblem for a list or a table that is not JSON.
    """
    ours = tuple(sorted((name, value) for name, value in os.environ.items() if name.upper().startswith(_PREFIX)))
    plainly = _plainly_given_by(kind, ours)
    return _given_by(kind, ours) if plainly is None else plainly  # type: ignore[arg-type]  # a class, which has a hash


def _plainly_given_by(kind: type[Section], variables: Iterable[tuple[str, str]]) -> dict[str, Any] | None:
    """What these variables give, where each gives a setting of one text; None where one gives anything else."""
    said = [(name.lower().removeprefix(_PREFIX.lower()), value) for name, value in variables]
    values = by_their_names(dict(said))
    given: dict[str, Any] = {}
    for name, value in values.items():
        *sections, last = path = name.split(_WITHIN)
        if not kind.is_said_by_text(path):
            return None
        among = given
        for section in sections:
            among = among.setdefault(section, {})
        among[last] = value
    return given if len(values) == len(said) else None


@lru_cache(maxsize=4)
def _given_by(kind: type[Section], _variables: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """What these variables of the environment give; it is asked for several times by one command."""
    from pydantic_settings import EnvSettingsSource, SettingsError  # noqa: PLC0415 - see above

    from pipeline.settings.checked.models import model_of  # noqa: PLC0415 - as above

    source = EnvSettingsSource(model_of(kind), env_prefix=_PREFIX, env_nested_delimiter=_WITHIN)  # type: ignore[arg-type]
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
    return {name.removeprefix(_PREFIX).partition(_WITHIN)[0].lower() for name in names if name.startswith(_PREFIX)}


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
