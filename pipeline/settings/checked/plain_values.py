"""Values of settings that are of their types already, or become so in one way alone.

What is taken here, Pydantic would take as the same value. It is asked about everything else; see `models`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pipeline.settings.checked.facts import After, Before, Bounds

_SIMPLE = frozenset({bool, int, float, timedelta})
_EXACT = 1 << 53
_TEXTS = {
    bool: re.compile("true|false", re.IGNORECASE),
    int: re.compile("-?(0|[1-9][0-9]{0,14})"),
    float: re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?"),
}


class NotPlain(Exception):
    """It takes Pydantic to say what becomes of the value."""


def plain_value(kind: Any, value: Any) -> Any:
    """The value as one of that type. Raises NotPlain, and ValueError where a check refuses it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _noted(inner[0], inner[1:], value)
    if origin in (Union, UnionType):
        return _one_of(inner, value)
    if origin is Literal and type(value) is str and value in inner:
        return value
    if origin is tuple and inner[1:] == (...,) and type(value) in (tuple, list):
        return tuple(plain_value(inner[0], one) for one in value)
    if origin is dict and type(value) is dict:
        return {plain_value(inner[0], name): plain_value(inner[1], one) for name, one in value.items()}
    return _of_class(kind, value) if isinstance(kind, type) else _refused()


def is_of_text(kind: Any) -> bool:
    """True where a text alone says a value of that type: not of tables, lists, and types that are not known here."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return is_of_text(inner[0])
    if origin in (Union, UnionType):
        return all(one is NoneType or is_of_text(one) for one in inner)
    is_simple = isinstance(kind, type) and (kind in (*_SIMPLE, str, Path) or issubclass(kind, Enum))
    return origin is Literal or (origin is None and is_simple)


def _noted(kind: Any, notes: Sequence[object], value: Any) -> Any:
    for note in notes:
        if isinstance(note, Before):
            value = note.function(value)
    value = plain_value(kind, value)
    for note in notes:
        if isinstance(note, After):
            value = note.function(value)
        elif isinstance(note, Bounds) and not note.hold(value):
            _refused()
    return value


def _one_of(kinds: Sequence[Any], value: Any) -> Any:
    if value is None and NoneType in kinds:
        return None
    others = [kind for kind in kinds if kind is not NoneType]
    return plain_value(others[0], value) if len(others) == 1 else _refused()


def _of_class(kind: type, value: Any) -> Any:
    given = type(value)
    if kind in _SIMPLE and given is kind:
        return value
    if kind in _TEXTS:
        return _figure(kind, value)
    if isinstance(value, kind) and (kind is Path or hasattr(kind, "plainly")):
        return value
    if hasattr(kind, "plainly"):
        return kind.plainly(value)
    if (kind in (str, Path) or issubclass(kind, Enum)) and given in (str, kind):
        value.encode()  # what no encoding knows is told by Pydantic
        return kind(value)
    return _refused()


def _figure(kind: type, value: Any) -> Any:
    if kind is float and type(value) is int and abs(value) < _EXACT:
        return float(value)
    if type(value) is str and _TEXTS[kind].fullmatch(value):
        return value.lower() == "true" if kind is bool else kind(value)
    return _refused()


def _refused() -> Any:
    raise NotPlain
