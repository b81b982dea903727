"""Where each setting comes from: an option, the environment, the settings file, or its default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, SecretStr

from pipeline.settings.all_settings import Settings
from pipeline.settings.lake import with_place_of_lake
from pipeline.settings.sources import of_environment, of_file
from schemas.records import dataclass

OPTION, ENVIRONMENT, FILE, DEFAULT = "option", "environment", "file", "default"

_SECRET = "(secret)"  # noqa: S105 - what is shown in place of one


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting in force: its name, as `limits.unassign_percent`, its value, and where that comes from."""

    name: str
    value: object
    origin: str


def origins(settings: Settings, options: Mapping[str, Any]) -> list[Origin]:
    """Every setting in force, in the order of the settings; `options` are those given for this command.

    Secrets are not shown. What a source's section gives counts as from the file.
    """
    optional = {name: value for name, value in options.items() if value is not None}
    given = {OPTION: optional, ENVIRONMENT: of_environment(Settings), FILE: of_file(settings.config_file)}
    return list(_leaves((), settings, {origin: with_place_of_lake(values) for origin, values in given.items()}))


def _leaves(path: tuple[str, ...], values: BaseModel, given: Mapping[str, Mapping[str, Any]]) -> Iterator[Origin]:
    for name in type(values).model_fields:
        value, here = getattr(values, name), (*path, name)
        if isinstance(value, BaseModel):
            yield from _leaves(here, value, given)
        else:
            yield Origin(".".join(here), _shown(value), _origin(here, name in values.model_fields_set, given))


def _origin(path: tuple[str, ...], is_set: bool, given: Mapping[str, Mapping[str, Any]]) -> str:  # noqa: FBT001
    for origin, values in given.items():
        found: Any = values
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        if found is not None:
            return origin
    return FILE if is_set else DEFAULT


def _shown(value: object) -> object:
    if isinstance(value, SecretStr):
        return _SECRET
    if isinstance(value, tuple | list):
        return [_shown(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _shown(one) for name, one in value.items()}
    if isinstance(value, BaseModel):
        return {name: _shown(getattr(value, name)) for name in value.model_fields_set}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
