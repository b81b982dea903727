"""A fleet as companies have them: serial numbers of a dozen makers, tags of many schemes, names in five languages."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import polars as pl

_ALNUM = string.digits + string.ascii_uppercase
_CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"


def _any(dice: random.Random, size: int, letters: str = _ALNUM) -> str:
    return "".join(dice.choice(letters) for _ in range(size))


def _digits(dice: random.Random, size: int) -> str:
    return _any(dice, size, string.digits)


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "Dell": lambda dice: _any(dice, 6, string.digits + _CONSONANTS) + dice.choice("123"),
    "HP": lambda dice: f"{dice.choice(('5CG', '5CD', 'CZC', '8CG'))}{_digits(dice, 4)}{_any(dice, 3)}",
    "Lenovo": lambda dice: f"{dice.choice(('PF', 'R9', 'MJ', 'PC'))}{_any(dice, 6)}",
    "Apple": lambda dice: f"{dice.choice(('C02', 'FVF', 'C17', 'DMP'))}{_any(dice, 9)}",
    "Apple, new": lambda dice: _any(dice, 10),
    "Microsoft": lambda dice: f"0{_digits(dice, 11)}",
    "Samsung": lambda dice: f"R{_digits(dice, 2)}{_any(dice, 1, _CONSONANTS)}{_any(dice, 7)}",
    "Cisco": lambda dice: f"{dice.choice(('FOC', 'FCW', 'JAE', 'SSI'))}{_digits(dice, 4)}{_any(dice, 4)}",
    "Logitech": lambda dice: f"{_digits(dice, 4)}LZ{_any(dice, 6)}",
    "Zebra": lambda dice: f"{_digits(dice, 2)}J{_digits(dice, 9)}",
    "Seagate": lambda dice: f"S{_any(dice, 7)}",
    "Brother": lambda dice: f"E{_digits(dice, 5)}{_any(dice, 1, _CONSONANTS)}{_digits(dice, 1)}N{_digits(dice, 6)}",
    "Eizo": lambda dice: _digits(dice, 8),
}
TAGS: tuple[Callable[[int], str], ...] = (
    lambda at: f"AT-{at:04}",
    lambda at: f"{at:06}",
    lambda at: f"{at + 10_000}",
    lambda at: f"L{at:03}",
    lambda at: f"I-{at}",
    lambda at: f"PO{at:03}",
    lambda at: f"P{at:03}",
    lambda at: f"BER-NB-{at:04}",
    lambda at: f"BER-MON-{at:04}",
    lambda at: f"A-T{at:03}",
    lambda at: f"S{at:05}",
    lambda at: f"INV/2024/{at}",
    lambda at: f"1-{at:03}",
)
NAMES = (
    *("Laptop Müller", "Drucker Empfang Süd", "Écran salle de réunion", "Portátil de contabilidad"),
    *("Stampante ufficio acquisti", "Warehouse scanner", "MacBook Air 13", "ThinkPad T14 Gen 3"),
)


def real_fleet(devices: int = 1500, seed: int = 7) -> pl.DataFrame:
    """One row per device: `org_id, serial_number, asset_tag, name`; no two have the same serial number or tag."""
    dice = random.Random(seed)
    makers, serials = list(MAKERS.values()), set[str]()
    while len(serials) < devices:
        serials.add(makers[len(serials) % len(makers)](dice))
    listed = sorted(serials)
    dice.shuffle(listed)
    tags = [TAGS[at % len(TAGS)](at // len(TAGS) + 1) for at in range(devices)]
    names = [f"{NAMES[at % len(NAMES)]} {at // len(NAMES) + 1}" for at in range(devices)]
    return pl.DataFrame({"org_id": "default", "serial_number": listed, "asset_tag": tags, "name": names})
