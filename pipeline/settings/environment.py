"""The settings that environment variables give: `ROLLCALL_NAME`, and `ROLLCALL_SECTION__NAME` for one in a section.

Names are compared without case. What has several values is written as JSON. The library that reads settings like this
was left out: it loads so much else that it took as long as to read a small file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.errors import UsageProblem
from schemas.options import by_their_names

PREFIX = "ROLLCALL_"
_WITHIN = "__"


def names_given() -> set[str]:
    """The names of the settings that the environment gives, or of which it gives a part."""
    return {name.partition(_WITHIN)[0] for name in _given()}


def from_environment(model: type[BaseModel]) -> dict[str, Any]:
    """The values of the settings of that model which the environment gives; texts, unless written as JSON.

    Raises UsageProblem where a value of several parts is not JSON.
    """
    given = by_their_names(_given())
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        within = f"{name}{_WITHIN}"
        parts = {other.removeprefix(within): text for other, text in given.items() if other.startswith(within)}
        whole = {} if name not in given else {name: _value(field.annotation, name, given[name])}
        section = {name: _section(field.annotation, name, parts)} if parts and _has_parts(field.annotation) else {}
        values |= merged(whole, section)
    return values


def merged(weaker: Mapping[str, Any], stronger: Mapping[str, Any]) -> dict[str, Any]:
    """The values of both, section by section; where both give one, that of the stronger."""
    both = dict(weaker)
    for name, value in stronger.items():
        known = both.get(name)
        both[name] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return both


def _given() -> dict[str, str]:
    """The variables of ours in lower case, without their prefix."""
    lowered = {name.lower(): text for name, text in os.environ.items()}
    prefix = PREFIX.lower()
    return {name.removeprefix(prefix): text for name, text in lowered.items() if name.startswith(prefix)}


def _section(annotation: Any, name: str, parts: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for path, text in parts.items():
        *outer, last = path.split(_WITHIN)
        here, kind = values, annotation
        for key in outer:
            here, kind = here.setdefault(key, {}), _within(kind, key)
            if not isinstance(here, dict):
                break
        else:
            here[last] = _value(_within(kind, last), f"{name}.{path.replace(_WITHIN, '.')}", text)
    return values


def _within(annotation: Any, key: str) -> Any:
    """The type of what has that name within a section; None where there is nothing of that name."""
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        named = {name.lower(): field.annotation for name, field in annotation.model_fields.items()}
        return named.get(key)
    found = (_within(one, key) for one in get_args(annotation))
    return next((one for one in found if one is not None), None)


def _value(annotation: Any, name: str, text: str) -> Any:
    """The text, or what it says as JSON where the setting has several parts; a text that may be one stays one."""
    if not _has_parts(annotation):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        if get_origin(annotation) in (Union, UnionType):
            return text
        raise UsageProblem(
            f"The setting {name} cannot be {text!r} in the environment.",
            'Write it as JSON there: a list as ["one", "two"], a table as {"name": "value"}.',
        ) from error


def _has_parts(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return any(_has_parts(one) for one in get_args(annotation) if one is not NoneType)
    kind = origin or annotation
    return isinstance(kind, type) and issubclass(kind, (tuple, list, dict, set, frozenset, BaseModel))
