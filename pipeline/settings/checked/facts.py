"""What a class of settings says of its values beside their types."""

from __future__ import annotations

import dataclasses
import operator
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

from schemas.records import dataclass

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {"ge": operator.ge, "gt": operator.gt, "le": operator.le}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a value, within its `Annotated`, by the names that Pydantic has for them."""

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    min_length: int | None = None

    @property
    def given(self) -> dict[str, float]:
        """Those that there are, by name."""
        bounds = {"ge": self.ge, "gt": self.gt, "le": self.le, "min_length": self.min_length}
        return {name: bound for name, bound in bounds.items() if bound is not None}

    def hold(self, value: Any) -> bool:
        """True where the value is within all of them."""
        given = self.given
        is_long_enough = len(value) >= given.pop("min_length", 0) if "min_length" in given else True
        return is_long_enough and all(_HOLDS[name](value, bound) for name, bound in given.items())


@dataclass(frozen=True, slots=True)
class Before:
    """A function, within an `Annotated`, that a value goes through before its type is looked at."""

    function: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class After:
    """A function, within an `Annotated`, that a value of the type goes through."""

    function: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A function that the values of these fields go through, before or after their types are looked at."""

    names: tuple[str, ...]
    mode: Literal["before", "after"]
    function: Any

    def concerns(self, name: str) -> bool:
        """True where values of that field go through it."""
        return name in self.names or "*" in self.names

    def of(self, kind: type) -> Callable[[Any], Any]:
        """The function as that class calls it, with the value alone."""
        function: Callable[[Any], Any] = self.function.__get__(None, kind)
        return function


def rule(*names: str, mode: Literal["before", "after"] = "after") -> Callable[[Any], Any]:
    """What makes a function, or a class method, the rule of these fields, or of all for `*`.

    It is given the value and returns what is to stand there. It raises ValueError, in words for people, for one that is
    not allowed.
    """
    return lambda function: Rule(names, mode, function)


class Told:
    """What a class says of one of its fields."""

    def __init__(self, said: Any, module: str, default: Any) -> None:
        self._said, self._module = said, module
        self.is_made = isinstance(default, dataclasses.Field)
        self.default = default

    @cached_property
    def annotation(self) -> Any:
        """The type. Raises NameError where it names a class of Pydantic."""
        return self.annotation_with({})

    def annotation_with(self, names: Mapping[str, Any]) -> Any:
        """The type, where it may name one of these."""
        if not isinstance(self._said, str):
            return self._said
        return eval(self._said, {**vars(sys.modules[self._module]), **names})  # noqa: S307 - our own annotations

    def get_default(self) -> Any:
        """The value where none is given; MISSING where one must be."""
        return self.default.default_factory() if self.is_made else self.default
