"""The devices of a row, by the headers: `Laptop S/N` and `Laptop Model`, and beside them `Monitor 1 S/N`.

In a list with a row per person, each device that the person has is a group of columns: those that have one word for a
type of devices in their headers, and one number, as far as there is one. A group has a column that identifies its
device. `Laptop Tag` and `Laptop S/N` identify the same one, and so do the two IMEI numbers of a phone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.further_devices import are_models, types_in_headers
from schemas.fields import CUSTOM_PREFIX, GIVEN_IDENTIFIERS, NETWORK_ADDRESS
from schemas.headers.matching import bare_words, header_key, known_keys, match_header
from schemas.keys import without_words_expr
from schemas.records import dataclass
from schemas.vocabulary import Kind
from schemas.words.device_types import ANY_DEVICE, NO_DEVICES, NUMERALS, OLD_OR_NEW, kind_of_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.intake.headers.saved_mapping import Meanings

_IDENTIFYING = frozenset((*GIVEN_IDENTIFIERS, "imei")) - {NETWORK_ADDRESS}
_LONGEST = 3
_ANY, _COMPUTER, _COMPUTERS = "device", "computer", "laptop"
# How the names of computers are called; a printer may have a host name, too.
_HOSTS = ("host", "computer", "pc ", "pc-", "laptop", "notebook", "rechner")
_OURS = frozenset(("_kind", "_base"))
# What a serial number looks like in a column `Laptop`; the models that people write there have spaces, or come again.
_SERIAL = (
    r"^(?:[A-Za-z0-9/_.-]*[A-Za-z][A-Za-z0-9/_.-]*\d[A-Za-z0-9/_.-]*|[0-9/_.-]*\d[A-Za-z0-9/_.-]*[A-Za-z][\w/.-]*)$"
)
_IMEI = r"^\d{15}$"
_SHORTEST, _FEWEST = 7, 2
# Nobody has more devices: a table of so many columns is something else, and each device is read by itself.
_MOST = 30


@dataclass(frozen=True, slots=True)
class DeviceGroup:
    """One of the devices of each row.

    `type` is the word for it in the headers, None where they only number the devices; `called` is that with the number.
    `identifiers` are the letters of the columns that identify it, and `identifying` their fields; `others` are those of
    what else is said of it, and `meant` has the field of each header that has one.
    """

    type: str | None
    called: str
    identifiers: tuple[str, ...]
    identifying: frozenset[str]
    others: tuple[str, ...]
    meant: Mapping[str, str]

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of all of its columns."""
        return (*self.identifiers, *self.others)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a header says: the word for a type, with its number, and the rest."""

    word: str
    number: str
    rest: str

    @property
    def key(self) -> tuple[str, str]:
        return kind_of_type(self.word), self.number


def device_groups(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> tuple[DeviceGroup, ...]:
    """The devices of each row, from left to right; none where a row is one device, as in most lists.

    `titles` are the headers by letter, `rows` those below them.
    """
    said = {letter: one for letter, title in titles.items() if (one := _said(title)) is not None}
    if not said or meanings.preset is not None or _OURS & {title.casefold() for title in titles.values()}:
        return ()
    if any(OLD_OR_NEW & {*bare_words(titles[letter]).split()} for letter in titles if _has_type(titles[letter])):
        return ()
    fields = {letter: name for letter in said if (name := _field(meanings, titles[letter], said[letter])) is not None}
    found: dict[tuple[str, str], list[str]] = {}
    for letter, name in fields.items():
        if name in _IDENTIFYING and said[letter].word not in NO_DEVICES:
            found.setdefault(said[letter].key, []).append(letter)
    found |= {key: ones for key, ones in _bare(meanings, titles, said, rows).items() if key not in found}
    if not 0 < len(found) <= _MOST:
        return ()
    wordless = {
        letter: meanings.field_of(title, Kind.INVENTORY) for letter, title in titles.items() if letter not in said
    }
    own = {key: [one for one in said if said[one].key in _keys(key, found)] for key in found}
    groups = [_group(ones, own[key], titles, said, fields, rows) for key, ones in found.items()]
    first = _first(wordless, titles, groups, rows)
    groups = [first, *groups] if first is not None else groups
    return tuple(groups) if len(groups) > 1 else ()


def is_device(text: str) -> bool:
    """True for a text that is nothing but one of the devices of a person: `Laptop`, `Monitor 2`."""
    said = _parted(bare_words(text)) if _has_type(text) else None
    return said is not None and not said.rest


def with_groups(meanings: Meanings, groups: Iterable[DeviceGroup]) -> Meanings:
    """The meanings with those of the columns that identify the devices, where no field is called so."""
    meant = {
        title: name
        for group in groups
        for title, name in group.meant.items()
        if name in _IDENTIFYING and meanings.field_of(title, Kind.INVENTORY) is None and meanings.said(title) is None
    }
    return replace(meanings, meant={**meanings.meant, **meant}) if meant else meanings


def _keys(key: tuple[str, str], found: Mapping[tuple[str, str], list[str]]) -> list[tuple[str, str]]:
    """What the columns of a group say: `Monitor Model` is that of monitor 1 and of monitor 2."""
    of_all = (key[0], "")
    return [key] if of_all in found else [key, of_all]


def _group(
    identifiers: list[str],
    own: list[str],
    titles: Mapping[str, str],
    said: Mapping[str, _Said],
    fields: Mapping[str, str],
    rows: pl.DataFrame,
) -> DeviceGroup:
    word, number = said[identifiers[0]].word, said[identifiers[0]].number
    others = [one for one in own if one not in identifiers and fields.get(one) not in _IDENTIFYING]
    meant = {titles[letter]: fields[letter] for letter in (*identifiers, *others) if letter in fields}
    for letter in [letter for letter in identifiers if fields.get(letter) == "imei"][1:]:
        identifiers.remove(letter)  # of a phone with two cards
        others.append(letter)
        meant[titles[letter]] = f"{CUSTOM_PREFIX}{titles[letter]}"
    for letter in identifiers:
        if not said[letter].rest:
            meant[titles[letter]] = "imei" if _is_all(_values(rows, letter), _IMEI) else "serial_number"
    for letter in others:
        is_model = not said[letter].rest and "model" not in meant.values() and letter in rows.columns
        if is_model and are_models(rows[letter]):
            meant[titles[letter]] = "model"
    identifying = frozenset(meant[titles[letter]] for letter in identifiers)
    type_ = None if word in ANY_DEVICE else word
    return DeviceGroup(type_, f"{word} {number}".strip(), tuple(identifiers), identifying, tuple(others), meant)


def _first(
    wordless: Mapping[str, str | None], titles: Mapping[str, str], groups: Sequence[DeviceGroup], rows: pl.DataFrame
) -> DeviceGroup | None:
    """The device that columns without a word for a type identify, where that is none of the groups.

    `Asset Tag` beside `Laptop S/N` is that of the laptop. `Serial Number` is that of another device than `Monitor S/N`;
    where there is no third, their values tell. So is `Computer Name`, beside monitors and phones. `wordless` are the
    fields of these columns.
    """
    numbers = {letter: name for letter, name in wordless.items() if name in _IDENTIFYING}
    given, first = frozenset(numbers.values()), groups[0].identifying
    others = {name for group in groups[1:] for name in group.identifying}
    is_another = bool(given & first) or (first == {"imei"} and bool(given & others))
    if is_another and (len(groups) > 1 or _differ(numbers, groups[0], rows)):
        return DeviceGroup(None, _ANY, tuple(numbers), given, (), {})
    if numbers or any(kind_of_type(group.type or "") == _COMPUTERS for group in groups):
        return None
    hosts = _HOSTS if len(groups) > 1 else _HOSTS[1:]
    named = tuple(
        letter for letter, name in wordless.items() if name == "name" and titles[letter].lower().startswith(hosts)
    )
    if not named:
        return None
    word = types_in_headers().get(bare_words(titles[named[0]]).partition(" ")[0])
    return DeviceGroup(word, word or _COMPUTER, named, frozenset(("name",)), (), {})


def _differ(wordless: Mapping[str, str], group: DeviceGroup, rows: pl.DataFrame) -> bool:
    """True where the columns of a group stand behind those without a word, and some row has another value in them."""
    order = [*rows.columns]
    pairs = [
        (one, other)
        for one in wordless
        for other in group.identifiers
        if one in order and other in order and order.index(one) < order.index(other)
    ]
    given = {letter: _text(letter) for pair in pairs for letter in pair}
    return any(rows.select((given[one] != given[other]).any()).item() or False for one, other in pairs)


def _bare(
    meanings: Meanings, titles: Mapping[str, str], said: Mapping[str, _Said], rows: pl.DataFrame
) -> dict[tuple[str, str], list[str]]:
    """The columns called `Laptop` or `Monitor 2` that hold serial numbers, in a list without another identifier."""
    given = {meanings.field_of(title, Kind.INVENTORY) for letter, title in titles.items() if letter not in said}
    if given & {*GIVEN_IDENTIFIERS}:
        return {}
    bare = [letter for letter, one in said.items() if not one.rest and letter in rows.columns]
    known = [one for one in bare if said[one].word not in (*NO_DEVICES, *ANY_DEVICE)]
    free = [letter for letter in known if meanings.said(titles[letter]) is None and _holds_serials(rows, letter)]
    return {said[letter].key: [letter] for letter in free}


def _holds_serials(rows: pl.DataFrame, letter: str) -> bool:
    values = _values(rows, letter)
    if len(values) < _FEWEST or values.n_unique() < len(values):
        return False
    return _is_all(values, _IMEI) or (_is_all(values, _SERIAL) and bool((values.str.len_chars() >= _SHORTEST).all()))


def _is_all(values: pl.Series, pattern: str) -> bool:
    return bool(len(values) and values.str.contains(pattern).all())


def _values(rows: pl.DataFrame, letter: str) -> pl.Series:
    return rows.select(_text(letter)).to_series().drop_nulls()


def _text(letter: str) -> pl.Expr:
    return without_words_expr(pl.col(letter)).str.strip_chars()


def _field(meanings: Meanings, title: str, said: _Said) -> str | None:
    """The field of a column of a device: that of the whole header, else that of the rest beside the word."""
    if meanings.said(title) is not None or not said.rest:
        return meanings.field_of(title, Kind.INVENTORY)
    kinds = (Kind.INVENTORY, Kind.ASSIGNMENTS)
    found = (match_header(text, kind) for text in (title, said.rest) for kind in kinds)
    return next((name for name in found if name is not None), None)


def _said(title: str) -> _Said | None:
    """What a header with a word for a type of devices says; None without one, and where it has another meaning."""
    if not _has_type(title):
        return None
    said = _parted(bare_words(title))
    name = match_header(title, Kind.INVENTORY) or match_header(title, Kind.ASSIGNMENTS)
    if said is None or name is None or name in _IDENTIFYING or header_key(title) not in known_keys():
        return said
    return said if name != "name" and match_header(said.rest, Kind.INVENTORY) == name else None


def _parted(text: str) -> _Said | None:
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


def _with_number(word: str, rest: list[str], ordinal: str, last: str) -> _Said | None:
    beside = rest[0] if rest and rest[0].isdecimal() else ""
    text = " ".join(rest[1:] if beside else rest)
    within = _parted(text) if text and match_header(text, Kind.INVENTORY) is None else None
    if within is not None and within.rest:
        return within
    is_second_number = match_header(text, Kind.INVENTORY) in ("imei", NETWORK_ADDRESS)
    number = ordinal or beside or ("" if is_second_number or (word in ANY_DEVICE and text) else last)
    if word in ANY_DEVICE and not number:
        return None
    return _Said(word, number, text)


def _counted(words: list[str]) -> list[str]:
    """The words, with a number that is written behind a type by itself: `monitor2` is `monitor 2`."""
    parts = ((word.rstrip("0123456789"), word) for word in words)
    return [
        one
        for text, word in parts
        for one in ((text, word[len(text) :]) if text != word and text in _types() else (word,))
    ]


def _has_type(title: str) -> bool:
    """True where a word of the header may be of a type of devices: a quick check of many columns."""
    return any(word.rstrip("0123456789") in _words() for word in bare_words(title).split())


@cache
def _words() -> frozenset[str]:
    return frozenset(word for plain in _types() for word in plain.split())


@cache
def _types() -> Mapping[str, str]:
    return {**types_in_headers(), **{bare_words(word): word for word in ANY_DEVICE}}
