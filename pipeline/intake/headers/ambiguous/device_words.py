"""The words for devices in headers: the type in `Laptop S/N`, the number in `Monitor 2 Model`, and the rest."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.further_devices import types_in_headers
from schemas.fields import GIVEN_IDENTIFIERS, NETWORK_ADDRESS
from schemas.headers.matching import bare_words, header_key, known_keys, match_header
from schemas.records import dataclass
from schemas.vocabulary import Kind
from schemas.words.device_types import ANY_DEVICE, NUMERALS, kind_of_type

if TYPE_CHECKING:
    from collections.abc import Mapping

IDENTIFYING = frozenset((*GIVEN_IDENTIFIERS, "imei")) - {NETWORK_ADDRESS}
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class DeviceWords:
    """What a header says: the word for a type, with its number, and the rest; `kind` is what the word is one for."""

    word: str
    number: str
    rest: str
    kind: str

    @property
    def key(self) -> tuple[str, str]:
        """The same for the columns of one device."""
        return self.kind, self.number


def is_device(text: str) -> bool:
    """True for a text that is nothing but one of the devices of a person: `Laptop`, `Monitor 2`."""
    said = _parted(bare_words(text)) if has_type(text) else None
    return said is not None and not said.rest


def said_in(title: str) -> DeviceWords | None:
    """What a header with a word for a type of devices says; None without one, and where it has another meaning."""
    if not has_type(title):
        return None
    said = _parted(bare_words(title))
    name = match_header(title, Kind.INVENTORY) or match_header(title, Kind.ASSIGNMENTS)
    if said is None or name is None or name in IDENTIFYING or header_key(title) not in known_keys():
        return said
    return said if name != "name" and match_header(said.rest, Kind.INVENTORY) == name else None


def _parted(text: str) -> DeviceWords | None:
    """The word for a type before or behind the rest, the longest that there is; of two the one of the thing itself."""
    words = _counted(text.split())
    ordinal = NUMERALS.get(words[0], "") if len(words) > 1 else ""
    words = words[1:] if ordinal else words
    last = words[-1] if len(words) > 1 and words[-1].isdecimal() else ""
    words = words[:-1] if last else words
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for word, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            found = _types().get(" ".join(word))
            if found is not None:
                return _with_number(found, rest, ordinal, last)
    return None


def _with_number(word: str, rest: list[str], ordinal: str, last: str) -> DeviceWords | None:
    beside = rest[0] if rest and rest[0].isdecimal() else ""
    text = " ".join(rest[1:] if beside else rest)
    within = _parted(text) if text and match_header(text, Kind.INVENTORY) is None else None
    if within is not None and within.rest:
        return within
    is_second_number = match_header(text, Kind.INVENTORY) in ("imei", NETWORK_ADDRESS)
    number = ordinal or beside or ("" if is_second_number or (word in ANY_DEVICE and text) else last)
    if word in ANY_DEVICE and not number:
        return None
    return DeviceWords(word, number, text, kind_of_type(word))


def _counted(words: list[str]) -> list[str]:
    """The words, with a number that is written behind a type by itself: `monitor2` is `monitor 2`."""
    parts = ((word.rstrip("0123456789"), word) for word in words)
    return [
        one
        for text, word in parts
        for one in ((text, word[len(text) :]) if text != word and text in _types() else (word,))
    ]


def has_type(title: str) -> bool:
    """True where a word of the header may be of a type of devices: a quick check of many columns."""
    return any(word.rstrip("0123456789") in _words() for word in bare_words(title).split())


@cache
def _words() -> frozenset[str]:
    return frozenset(word for plain in _types() for word in plain.split())


@cache
def _types() -> Mapping[str, str]:
    return {**types_in_headers(), **{bare_words(word): word for word in ANY_DEVICE}}
