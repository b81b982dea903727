"""The devices of a row, by the headers: `Laptop S/N` and `Laptop Model`, and beside them `Monitor 1 S/N`.

In a list with a row per person, each device that the person has is a group of columns: those that have one word for a
type of devices in their headers, and one number, as far as there is one. A group has a column that identifies its
device. `Laptop Tag` and `Laptop S/N` identify the same one, and so do the two IMEI numbers of a phone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.device_words import IDENTIFYING, DeviceWords, has_type, said_in
from pipeline.intake.headers.ambiguous.further_devices import are_models, types_in_headers
from schemas.fields import CUSTOM_PREFIX, GIVEN_IDENTIFIERS
from schemas.headers.matching import bare_words, match_header
from schemas.keys import without_words_expr
from schemas.records import dataclass
from schemas.vocabulary import Kind
from schemas.words.device_types import ANY_DEVICE, NO_DEVICES, OLD_OR_NEW, kind_of_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.intake.headers.saved_mapping import Meanings

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


def device_groups(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> tuple[DeviceGroup, ...]:
    """The devices of each row, from left to right; none where a row is one device, as in most lists.

    `titles` are the headers by letter, `rows` those below them.
    """
    said = {letter: one for letter, title in titles.items() if (one := said_in(title)) is not None}
    if not said or meanings.preset is not None or _OURS & {title.casefold() for title in titles.values()}:
        return ()
    if any(OLD_OR_NEW & {*_before_return(title)} for title in titles.values() if has_type(title)):
        return ()
    fields = {letter: name for letter in said if (name := _field(meanings, titles[letter], said[letter])) is not None}
    numbered = {
        letter: name for letter, name in fields.items() if name in IDENTIFYING and said[letter].word not in NO_DEVICES
    }
    bare = _bare(meanings, titles, said, rows)
    said = _told_apart(said, {**dict.fromkeys(bare, ""), **numbered})
    found: dict[tuple[str, str], list[str]] = {}
    for letter in numbered:
        found.setdefault(said[letter].key, []).append(letter)
    found |= {said[letter].key: [letter] for letter in bare if said[letter].key not in found}
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


def _before_return(title: str) -> list[str]:
    """The words of a header, without the one that says of a device whether it came back: `Laptop Returned`."""
    words = bare_words(title).split()
    return words[:-1] if words[-1] == "returned" else words


def with_groups(meanings: Meanings, groups: Iterable[DeviceGroup]) -> Meanings:
    """The meanings with those of the columns that identify the devices, where no field is called so."""
    meant = {
        title: name
        for group in groups
        for title, name in group.meant.items()
        if name in IDENTIFYING and meanings.field_of(title, Kind.INVENTORY) is None and meanings.said(title) is None
    }
    return replace(meanings, meant={**meanings.meant, **meant}) if meant else meanings


def _told_apart(said: dict[str, DeviceWords], numbers: Mapping[str, str]) -> dict[str, DeviceWords]:
    """What the headers say, where two words for one kind of devices are of two: `Laptop S/N` and `Desktop S/N`.

    `numbers` are the fields of the columns that identify devices: with two of one field, each word is a kind by itself.
    """
    words: dict[tuple[str, ...], set[str]] = {}
    for letter, name in numbers.items():
        words.setdefault((*said[letter].key, name), set()).add(said[letter].word)
    apart = {kind for (kind, *_), found in words.items() if len(found) > 1}
    return {letter: replace(one, kind=one.word) if one.kind in apart else one for letter, one in said.items()}


def _keys(key: tuple[str, str], found: Mapping[tuple[str, str], list[str]]) -> list[tuple[str, str]]:
    """What the columns of a group say: `Monitor Model` is that of monitor 1 and of monitor 2."""
    of_all = (key[0], "")
    return [key] if of_all in found else [key, of_all]


def _group(
    identifiers: list[str],
    own: list[str],
    titles: Mapping[str, str],
    said: Mapping[str, DeviceWords],
    fields: Mapping[str, str],
    rows: pl.DataFrame,
) -> DeviceGroup:
    word, number = said[identifiers[0]].word, said[identifiers[0]].number
    others = [one for one in own if one not in identifiers and fields.get(one) not in IDENTIFYING]
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
    numbers = {letter: name for letter, name in wordless.items() if name in IDENTIFYING}
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
    meanings: Meanings, titles: Mapping[str, str], said: Mapping[str, DeviceWords], rows: pl.DataFrame
) -> list[str]:
    """The columns called `Laptop` or `Monitor 2` that hold serial numbers, in a list without another identifier."""
    given = {meanings.field_of(title, Kind.INVENTORY) for letter, title in titles.items() if letter not in said}
    if given & {*GIVEN_IDENTIFIERS}:
        return []
    bare = [letter for letter, one in said.items() if not one.rest and letter in rows.columns]
    known = [one for one in bare if said[one].word not in (*NO_DEVICES, *ANY_DEVICE)]
    return [letter for letter in known if meanings.said(titles[letter]) is None and _holds_serials(rows, letter)]


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


def _field(meanings: Meanings, title: str, said: DeviceWords) -> str | None:
    """The field of a column of a device: that of the whole header, else that of the rest beside the word."""
    if meanings.said(title) is not None or not said.rest:
        return meanings.field_of(title, Kind.INVENTORY)
    kinds = (Kind.INVENTORY, Kind.ASSIGNMENTS)
    found = (match_header(text, kind) for text in (title, said.rest) for kind in kinds)
    return next((name for name in found if name is not None), None)
