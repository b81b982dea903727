"""The class that all settings stand on: a record whose values are checked, and which cannot be changed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any, ClassVar, Self, dataclass_transform

from pipeline.settings.checked.facts import Rule, Told
from pipeline.settings.checked.plain_values import NotPlain, is_of_text, plain_value


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(dataclasses.field,))
class Section:
    """A record of settings; its functions are called as those of Pydantic's models, and do the same.

    Raises pydantic.ValidationError, which is a ValueError, for a value that is not allowed and for one that has no
    field.
    """

    model_fields: ClassVar[dict[str, Told]] = {}
    rules: ClassVar[tuple[Rule, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Note the fields and rules of the class and of those that it stands on, in their order."""
        found: dict[str, Told] = {}
        for base in reversed(cls.__mro__[:-1]):
            if base is not Section:
                for name, said in vars(base).get("__annotations__", {}).items():
                    if not name.startswith("_"):
                        found[name] = Told(said, base.__module__, vars(base).get(name, dataclasses.MISSING))
        cls.model_fields = found
        own = (one for base in reversed(cls.__mro__) for one in vars(base).values())
        cls.rules = tuple(one for one in own if isinstance(one, Rule))

    def __init__(self, /, **given: Any) -> None:
        try:
            self._become(*_plain(type(self), given))
        except (NotPlain, NameError, ValueError):
            from pipeline.settings.checked.models import checked  # noqa: PLC0415 - Pydantic takes long to load

            self._become(*checked(type(self), given))

    @classmethod
    def plainly(cls, given: object) -> Self:
        """The record of these values. Raises NotPlain, NameError and ValueError where they do not say it plainly."""
        if type(given) is not dict:
            raise NotPlain
        return cls.of_values(*_plain(cls, given))

    @classmethod
    def of_values(cls, values: Mapping[str, Any], given: Collection[str]) -> Self:
        """The record of values that are checked already; `given` are the names of those that are no defaults."""
        made = cls.__new__(cls)
        made._become(values, given)
        return made

    @classmethod
    def typed(cls, name: str, value: Any) -> Any:
        """The value as one of that field, without its rules."""
        try:
            return plain_value(cls.model_fields[name].annotation, value)
        except (NotPlain, NameError, ValueError):
            from pipeline.settings.checked.models import typed  # noqa: PLC0415 - as above

            return typed(cls, name, value)

    @classmethod
    def is_said_by_text(cls, path: Sequence[str]) -> bool:
        """True where a text alone says a value of the field at that path, as `limits, money`; of a secret it is not."""
        name, *below = path
        try:
            kind = cls.model_fields[name].annotation if name in cls.model_fields else None
        except NameError:
            return False
        if below:
            return isinstance(kind, type) and issubclass(kind, Section) and kind.is_said_by_text(below)
        return is_of_text(kind)

    @classmethod
    def prepared(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is given, as it is checked. Raises ValueError."""
        return given

    def completed(self) -> None:
        """What is done once all values are known to be right."""

    def _become(self, values: Mapping[str, Any], given: Collection[str]) -> None:
        self.__dict__.update(values, _given=frozenset(given))
        self.completed()

    @property
    def model_fields_set(self) -> frozenset[str]:
        """The names of the fields that were given."""
        given: frozenset[str] = self.__dict__["_given"]
        return given

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """The record with other values, which are not checked."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.update(update, _given=self.model_fields_set.union(update))
        return made

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: Collection[str] | None = None,
        exclude: Collection[str] = (),
        exclude_defaults: bool = False,
        exclude_none: bool = False,
    ) -> dict[str, Any]:
        """The values by name, in the mode `json` as JSON can have them; without secrets, then."""
        rule = {"mode": mode, "exclude_defaults": exclude_defaults, "exclude_none": exclude_none}
        said = {}
        for name, told in self.model_fields.items():
            value = getattr(self, name)
            is_usual = (exclude_none and value is None) or (exclude_defaults and told.get_default() == value)
            if not is_usual and name not in exclude and (include is None or name in include):
                said[name] = _dumped(value, rule)
        return said

    def model_dump_json(self) -> str:
        """The values as JSON, without secrets."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False)

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__} is frozen: {name}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__} is frozen: {name}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.model_fields)})"

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.model_fields)


def mistake(error: ValueError) -> dict[str, Any] | None:
    """What is said of the first value that is not allowed (`loc`, `type`, `msg`, `input`); None for another error."""
    found: dict[str, Any] | None = error.errors()[0] if hasattr(error, "errors") else None
    return found


def _plain(kind: type[Section], given: Mapping[str, Any]) -> tuple[dict[str, Any], Collection[str]]:
    """The values of all fields, and the names of those that are given. Raises as `plainly`."""
    told = kind.prepared(given)
    if not told.keys() <= kind.model_fields.keys():
        raise NotPlain
    values = {}
    for name, field in kind.model_fields.items():
        value = _checked(kind, name, field, told[name]) if name in told else field.get_default()
        if value is dataclasses.MISSING:
            raise NotPlain
        values[name] = value
    return values, told.keys()


def _checked(kind: type[Section], name: str, field: Told, value: Any) -> Any:
    rules = [one for one in kind.rules if one.concerns(name)]
    for one in reversed(rules):
        value = one.of(kind)(value) if one.mode == "before" else value
    value = plain_value(field.annotation, value)
    for one in rules:
        value = one.of(kind)(value) if one.mode == "after" else value
    return value


def _dumped(value: Any, rule: Mapping[str, Any]) -> Any:
    if isinstance(value, Section):
        return value.model_dump(**rule)
    if isinstance(value, dict):
        return {name: _dumped(one, rule) for name, one in value.items()}
    if isinstance(value, tuple | list):
        kind = list if rule["mode"] == "json" else type(value)
        return kind(_dumped(one, rule) for one in value)
    if rule["mode"] != "json" or value is None:
        return value
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, bool | int | float | str) else str(value)
