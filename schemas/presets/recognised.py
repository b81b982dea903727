"""The preset of the vendor whose export a sheet is, by its headers; and what each header means in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from schemas.fields import CUSTOM_PREFIX
from schemas.headers.matching import header_key
from schemas.presets.glpi import GLPI
from schemas.presets.google_admin import GOOGLE_ADMIN
from schemas.presets.intune import INTUNE
from schemas.presets.jamf import JAMF
from schemas.presets.kandji import KANDJI
from schemas.presets.lansweeper import LANSWEEPER
from schemas.presets.netbox import NETBOX
from schemas.presets.preset import Preset, words
from schemas.presets.snipe_it import SNIPE_IT

PRESETS: tuple[Preset, ...] = (INTUNE, JAMF, GOOGLE_ADMIN, KANDJI, SNIPE_IT, LANSWEEPER, GLPI, NETBOX)

# What a column means that changes by itself, and is left out.
CHANGING = ""

# What an unmistakable header weighs, a telling one, and one that others have as well; and what a sheet must weigh.
_UNMISTAKABLE, _TELLING, _BESIDE = 2, 1, 0
_ENOUGH = 2

_GROUP = " - "
_ANY = f"{_GROUP}*"
_NUMBERS = re.compile(r"\d+")


def preset_of(titles: Collection[str]) -> Preset | None:
    """The preset of which these headers are telling enough, with the most telling ones; None where there is none."""
    found: dict[int, tuple[dict[str, int], set[str]]] = {}
    for title in titles:
        for key in _keys(title):
            for at, weight in _marks().get(key, ()):
                weights, every = found.setdefault(at, ({}, set()))
                every.add(title)
                weights[key] = weight
    weighed = {at: (sum(weights.values()), len(every)) for at, (weights, every) in found.items()}
    enough = {
        (weight, number, -at)
        for at, (weight, number) in weighed.items()
        if weight >= _ENOUGH and number >= PRESETS[at].least
    }
    return PRESETS[-max(enough)[2]] if enough else None


def meanings_in(preset: Preset, titles: Collection[str]) -> dict[str, str]:
    """What each of these headers means in the exports of the vendor: a field, a custom attribute, or `CHANGING`.

    A header in `stands_in` is kept as an attribute, like those in `kept`; one that the preset does not have is left to
    the spellings.
    """
    known = _meanings(PRESETS.index(preset))
    meant = {title: _first(known, title) for title in titles}
    named = {title: f"{CUSTOM_PREFIX}{title}" for title, said in meant.items() if said == CUSTOM_PREFIX}
    return {title: said for title, said in meant.items() if said is not None} | named


def column_of(header: str, titles: Mapping[str, str]) -> str | None:
    """The letter of the column that a header of a preset names; None where the sheet has none."""
    return next((letter for letter, title in titles.items() if header_key(header) in _keys(title)), None)


def _first(known: Mapping[str, str], title: str) -> str | None:
    return next((known[key] for key in _keys(title) if key in known), None)


def _keys(title: str) -> Iterator[str]:
    """The forms in which a header may stand in a preset: as it is, without numbers, and as one of a group."""
    key = header_key(title)
    yield key
    bare = _NUMBERS.sub("", key)
    if bare != key:
        yield bare
    if _GROUP in title:
        yield header_key(title.split(_GROUP, maxsplit=1)[0]) + _ANY


@cache
def _marks() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """The presets of which a header is a mark, and what it weighs."""
    marks: dict[str, tuple[tuple[int, int], ...]] = {}
    for at, preset in enumerate(PRESETS):
        weighed = ((_UNMISTAKABLE, preset.unmistakable), (_TELLING, preset.telling), (_BESIDE, preset.beside))
        for weight, text in weighed:
            for header in words(text):
                key = f"{header_key(header)}{_ANY}" if header.endswith(_ANY) else header_key(header)
                marks[key] = (*marks.get(key, ()), (at, weight))
    return marks


@cache
def _meanings(at: int) -> Mapping[str, str]:
    preset = PRESETS[at]
    meant = {header_key(one): name for name, headers in preset.columns.items() for one in words(headers)}
    kept = [*words(preset.kept), *preset.stands_in]
    return {
        **meant,
        **{header_key(one): CUSTOM_PREFIX for one in kept},
        **{header_key(one): CHANGING for one in words(preset.changing)},
    }
