"""The models of Pydantic that say of values what the classes of settings say, made when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pydantic
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, create_model

from pipeline.settings.checked.facts import After, Before, Bounds, Rule, Told

# A class that stands on `section.Section`, which asks this module; by its `plainly` it is known.
_Section = type[Any]
_NAMES = {"SecretStr": pydantic.SecretStr}
_MODELS: dict[_Section, type[BaseModel]] = {}
_SECTIONS: dict[type[BaseModel], _Section] = {}


def checked(kind: _Section, given: Mapping[str, Any]) -> tuple[dict[str, Any], Collection[str]]:
    """The values of all fields, and the names of those that are given. Raises pydantic.ValidationError."""
    return _taken(model_of(kind)(**{name: _told(value) for name, value in given.items()}))


def typed(kind: _Section, name: str, value: Any) -> Any:
    """The value as one of that field, without its rules. Raises pydantic.ValidationError."""
    adapter: TypeAdapter[Any] = TypeAdapter(_annotation(kind.model_fields[name]))
    return _back(adapter.validate_python(_told(value)))


def model_of(kind: _Section) -> type[BaseModel]:
    """The model of that class: the same names, types, defaults and rules."""
    if kind in _MODELS:
        return _MODELS[kind]
    fields: dict[str, Any] = {name: (_annotation(told), _default(told)) for name, told in kind.model_fields.items()}
    config = ConfigDict(extra="forbid")
    model: type[BaseModel] = create_model(kind.__name__, __config__=config, __validators__=_validators(kind), **fields)
    _MODELS[kind], _SECTIONS[model] = model, kind
    return model


def _validators(kind: _Section) -> dict[str, Callable[..., Any]]:
    prepared: Callable[[Any], Any] = kind.prepared
    found: dict[str, Any] = {"prepared": pydantic.model_validator(mode="before")(_of_one(prepared))}
    rules: tuple[Rule, ...] = kind.rules
    for number, one in enumerate(rules):
        names = tuple(kind.model_fields) if "*" in one.names else one.names
        found[f"rule_{number}"] = pydantic.field_validator(*names, mode=one.mode)(_of_one(one.of(kind)))
    return found


def _of_one(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of one value: in place of a method, which Pydantic would give more than that."""

    def of_one(value: Any) -> Any:
        return function(value)

    return of_one


def _default(told: Told) -> Any:
    if told.is_made:
        return Field(default_factory=told.get_default)
    return ... if told.default is MISSING else told.default


def _annotation(told: Told) -> Any:
    return _translated(told.annotation_with(_NAMES))


def _translated(kind: Any) -> Any:
    """The type in Pydantic's words."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        notes = [note for note in map(_note, inner[1:]) if note is not None]
        base = _translated(inner[0])
        return Annotated[(base, *notes)] if notes else base
    if origin in (Union, UnionType):
        return Union[tuple(map(_translated, inner))]  # noqa: UP007 - they are known only now
    if origin is not None and origin is not Literal:
        return origin[tuple(one if one is ... else _translated(one) for one in inner)]
    return model_of(kind) if isinstance(kind, type) and hasattr(kind, "plainly") else kind


def _note(note: object) -> Any:
    if isinstance(note, Before):
        return BeforeValidator(note.function)
    if isinstance(note, After):
        return AfterValidator(note.function)
    bounds: dict[str, Any] = note.given if isinstance(note, Bounds) else {}
    return Field(**bounds) if bounds else None


def _told(value: Any) -> Any:
    """The value with models in place of the records of settings."""
    if hasattr(type(value), "plainly"):
        values = {name: _told(getattr(value, name)) for name in value.model_fields}
        return model_of(type(value)).model_construct(_fields_set=set(value.model_fields_set), **values)
    return _within(value, _told)


def _back(value: Any) -> Any:
    """The value with the records of settings in place of models."""
    if isinstance(value, BaseModel):
        return _SECTIONS[type(value)].of_values(*_taken(value))
    return _within(value, _back)


def _taken(model: BaseModel) -> tuple[dict[str, Any], Collection[str]]:
    return {name: _back(value) for name, value in model}, model.model_fields_set


def _within(value: Any, changed: Callable[[Any], Any]) -> Any:
    if type(value) is dict:
        return {name: changed(one) for name, one in value.items()}
    return type(value)(map(changed, value)) if type(value) in (tuple, list) else value
