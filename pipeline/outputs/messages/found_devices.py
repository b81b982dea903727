"""The devices that have one identifier, in words."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS
from schemas.fields import GIVEN_IDENTIFIERS

_MOST = 10


def found_text(found: pl.DataFrame) -> str:
    """The found devices, such as `the asset tag of device 1 (serial number LT-0001)`; at most ten are named.

    `found` has one row per device, as `store.find_devices` gives them, and at least one.
    """
    devices = [_device_text(device) for device in found.head(_MOST).to_dicts()]
    more = f", and {found.height - _MOST:,} more" if found.height > _MOST else ""
    of = "device" if found.height == 1 else f"{found.height:,} devices:"
    word = {**IDENTIFIER_WORDS, "name": "name", "former": "former identifier"}[found["found_by"][0]]
    return f"the {word} of {of} {', '.join(devices)}{more}"


def _device_text(device: dict[str, object]) -> str:
    """The id of a device, and the strongest identifier by which people know it."""
    number = str(device["device_id"])
    words = ((IDENTIFIER_WORDS[name], device[name]) for name in GIVEN_IDENTIFIERS if device[name])
    return next((f"{number} ({word} {value})" for word, value in words), number)
