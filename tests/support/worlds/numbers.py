"""Numbers that may stand for an asset tag, and mistyped identifiers, on devices and in rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.support.reference.records import Device, FormerIdentifier
from tests.support.worlds.values import NUMBERS, POOLS

_ONE = tuple({name: value} for name, pool in NUMBERS.items() for value in pool)


def numbers() -> st.SearchStrategy[dict[str, Any]]:
    """Such a number, or none."""
    return st.sampled_from(({},) * 4 + _ONE)


def numbers_of(device: Device | None) -> st.SearchStrategy[dict[str, Any]]:
    """What a row says of such numbers: often nothing, else those of its device or any."""
    own = {} if device is None else {name: device.value(name) for name in NUMBERS}
    return st.sampled_from(({},) * 4 + (own,) * 2 + _ONE)


def standing_in(
    attributes: Mapping[str, object], others: Sequence[Device], org_id: str, identifiers: Mapping[str, object]
) -> dict[str, Any]:
    """The number that stands for the tag of a device that nothing else identifies, unless another has that tag."""
    number = next((attributes[name] for name in NUMBERS if name in attributes), None)
    if number is None or identifiers or number in [one.asset_tag for one in others if one.org_id == org_id]:
        return {}
    return {"asset_tag": number}


def known_alone(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The values of a row that gives no identifier, so that this number stands for its tag."""
    nothing = dict.fromkeys(("serial_number", "mac_address", "device_id"))
    return {**values, **nothing, "asset_tag": values[name], "known_by": name}


def mistyped(device: Device | None) -> dict[str, Any]:
    """As an export shows the device, but with another one of the identifiers that it has."""
    kinds = [kind for kind in POOLS if device is not None and device.value(kind) is not None]
    if device is None or not kinds:
        return {}
    kind = kinds[device.device_id % len(kinds)]
    values = [value for value in POOLS[kind] if value != device.value(kind)]
    return {"device_id": device.device_id, kind: values[device.device_id % len(values)], "is_shown": True}


@st.composite
def former_identifiers(draw: st.DrawFn, devices: Sequence[Device]) -> tuple[FormerIdentifier, ...]:
    """Up to two identifiers that devices had before, of those that rows give."""
    had = []
    for device in draw(st.lists(st.sampled_from(devices), max_size=2)) if devices else ():
        kind = draw(st.sampled_from(("serial_number", "serial_number", "asset_tag", "mac_address")))
        had.append((device.org_id, kind, draw(st.sampled_from(POOLS[kind])), device.device_id))
    return tuple(had)
