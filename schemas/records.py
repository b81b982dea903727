"""The decorator `dataclass` of the standard library, which makes what a class needs when it needs it.

The standard library writes and compiles five or six functions for every frozen class while its module is loaded. For
the 250 classes that a small run loads this took nearly as long as to import Polars and DuckDB, and of most of them no
object is ever made. Here all classes share these functions, and `__init__` is written when the first object of its
class is made. Nothing else differs: `fields`, `replace`, `asdict`, comparisons, copies and messages are those of the
standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

_Functions = dict[str, Callable[..., Any]]
_NOT_GIVEN = object()
_set = object.__setattr__

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, **made: bool) -> Callable[[type], type]:
        """The class with the fields that it declares; `made` says of `init`, `repr` and `eq` which are not made."""

        def finished(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the signature is worked out for it
            own = {name for name, value in cls.__dict__.items() if value is not None or name != "__hash__"}
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            for name, function in _functions(cls, frozen=frozen, slots=slots, **made).items():
                if name not in own:
                    function.__name__, function.__qualname__ = name, f"{cls.__qualname__}.{name}"
                    setattr(cls, name, function)
            if not frozen and made.get("eq", True) and "__hash__" not in own:
                cls.__hash__ = None
            return cls

        return finished


def _functions(cls: type, *, frozen: bool, slots: bool, **made: bool) -> _Functions:
    """The functions of a dataclass, by their names."""
    names = tuple(field.name for field in dataclasses.fields(cls))
    return {
        **(_first_init(cls, frozen=frozen) if made.get("init", True) else {}),
        **(_words(names) if made.get("repr", True) else {}),
        **(_comparison(cls, frozen=frozen) if made.get("eq", True) else {}),
        **(_refusals(cls, frozenset(names)) if frozen else {}),
        **(_copies(names) if frozen and slots else {}),
    }


def _first_init(cls: type, *, frozen: bool) -> _Functions:
    """An `__init__` that puts the one which is written for this class in its own place, and calls it."""

    def first(self: object, *args: object, **kwargs: object) -> None:
        written = _written_init(cls, frozen=frozen)
        cls.__init__ = written  # type: ignore[misc]
        written(self, *args, **kwargs)

    return {"__init__": first}


def _written_init(cls: type, *, frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_NOT_GIVEN": _NOT_GIVEN, "_set": _set}
    parameters, lines = ["self"], []
    for field in dataclasses.fields(cls):
        name = value = field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_NOT_GIVEN")
            value = f"_make_{name}() if {name} is _NOT_GIVEN else {name}"
        elif field.default is not dataclasses.MISSING:
            known[f"_usual_{name}"] = field.default
            parameters.append(f"{name}=_usual_{name}")
        else:
            parameters.append(name)
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(lines) or 'pass'}", known)  # noqa: S102  # our own names
    written: Callable[..., None] = known["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _words(names: tuple[str, ...]) -> _Functions:
    def words(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return {"__repr__": recursive_repr()(words)}


def _comparison(cls: type, *, frozen: bool) -> _Functions:
    """Objects of one class are equal where their values are."""
    values = _values_of([field.name for field in dataclasses.fields(cls) if field.compare])

    def is_equal(self: object, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": is_equal, "__hash__": hashed} if frozen else {"__eq__": is_equal}


def _values_of(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of these fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _refusals(cls: Any, names: frozenset[str]) -> _Functions:
    """What refuses to change an object. Of a class that stands on this one, only fields of this one are refused."""

    def assign(self: object, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def delete(self: object, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return {"__setattr__": assign, "__delattr__": delete}


def _copies(names: tuple[str, ...]) -> _Functions:
    """What copies an object that has slots and cannot be changed."""

    def state(self: object) -> list[Any]:
        return [getattr(self, name) for name in names]

    def restore(self: object, values: list[Any]) -> None:
        for name, value in zip(names, values, strict=True):
            _set(self, name, value)

    return {"__getstate__": state, "__setstate__": restore}
