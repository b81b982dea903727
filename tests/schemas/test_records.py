"""The decorator `dataclass` of the schemas makes what that of the standard library makes, only later."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class _Device:
    """A device, of which the note does not count."""

    serial: str
    price: float = 1.5
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)


@dataclass(slots=True)
class _Counter:
    count: int = 0


@dataclass(frozen=True, init=False, repr=False, eq=False)
class _Options:
    wait: int = 30


@dataclass(frozen=True)
class _Asked(_Options):
    org: str = "acme"


@dataclass(frozen=True, slots=True)
class _Named:
    name: str

    def __repr__(self) -> str:
        return self.name


def _usual(record: Any) -> Any:
    """The class that the standard library makes of the same fields."""
    if record is _Counter:
        return dataclasses.make_dataclass("_Counter", [("count", int, 0)], slots=True)
    made = [(one.name, one.type, dataclasses.field(**_of(one))) for one in fields(record)]
    return dataclasses.make_dataclass(record.__name__, made, frozen=True, slots=record is not _Asked)


def _of(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("default", "default_factory", "compare")}


@pytest.mark.parametrize(
    ("record", "given", "named"),
    [
        (_Device, ("SN1",), {}),
        (_Device, ("SN1", 2.5, ["a"]), {"note": "b"}),
        (_Device, (), {"price": 1.0}),
        (_Device, ("SN1",), {"colour": "red"}),
        (_Device, ("SN1", 1, [], "", "more"), {}),
        (_Counter, (), {"count": 3}),
        (_Asked, (5,), {"org": "globex"}),
    ],
)
def test_an_object_is_what_the_standard_library_makes_of_it(record: Any, given: tuple[Any, ...], named: Any) -> None:
    told: list[tuple[Any, ...]] = []
    for cls in (record, _usual(record)):
        try:
            one = cls(*given, **named)
        except TypeError as refused:
            told.append((str(refused),))
            continue
        told.append((repr(one), asdict(one), one == cls(*given, **named), cls.__match_args__, copy.copy(one) == one))
    assert told[0] == told[1]


def test_objects_are_equal_where_their_values_are() -> None:
    assert _Device("SN1", note="a") == _Device("SN1", note="b")
    assert _Device("SN1") != _Device("SN2")
    assert _Asked().__eq__(_Options()) is NotImplemented
    assert hash(_Asked(3)) == hash(_Asked(3)) == hash((3, "acme"))
    assert hash(_Named("a")) == hash(("a",))
    with pytest.raises(TypeError, match="unhashable"):
        hash(_Counter())


def test_what_a_class_says_itself_stays() -> None:
    assert repr(_Named("Ann")) == "Ann"
    assert _Counter.__doc__ == "_Counter"


def test_a_frozen_object_is_copied_and_replaced_but_not_changed() -> None:
    one = _Device("SN1", tags=["a"])
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one
    assert replace(one, serial="SN2") == _Device("SN2", tags=["a"])
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'serial'"):
        one.serial = "SN2"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'serial'"):
        del one.serial
    with pytest.raises(FrozenInstanceError):
        _Asked().wait = 3  # type: ignore[misc]
    counter = _Counter()
    counter.count += 1
    assert counter == _Counter(1)
