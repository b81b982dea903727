"""Names of people and of devices told apart; and the column `Name` of a list that says elsewhere what the devices are.

Of `Name, Device, Serial Number` the first is who has the device, and so it is beside the day on which a device was
handed out, and beside `Laptop S/N` and `Monitor S/N`. Where only the model stands beside it, it names the device: these
have names of two words: `Front Desk`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.device_groups import device_groups
from pipeline.intake.headers.ambiguous.further_devices import is_type, type_in_header
from pipeline.intake.headers.ambiguous.records import LOOKED_AT, is_majority
from schemas.fields import GIVEN_IDENTIFIERS, HOLDING_FIELDS, OWNER_IDENTIFIERS, OWNERS
from schemas.headers.ambiguous_spellings import NAMES
from schemas.headers.matching import is_one_of
from schemas.vocabulary import Kind
from schemas.words.device_types import kind_of_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.intake.headers.saved_mapping import Meanings

# The words, without accents, that make a header or a name one of a device; of many, a column may have the number.
DEVICE_WORDS = (
    r"device|asset|item|product|equipment|hardware|computer|laptop|notebook|machine|workstation|desktop|pc|host|hostname"
    r"|tablet|ipad|iphone|macbook|thinkpad|monitor|printer|serial|sn|imei|mac|tag|barcode|gerat|rechner|appareil"
    r"|equipement|materiel|ordinateur|dispositivo|equipo|activo|ordenador|computadora|portatil|equipamento|ativo"
)
DEVICE_WORD = rf"(?:^|[^\p{{L}}\d])(?:{DEVICE_WORDS})(?:$|[^\p{{L}}\d])"
PEOPLES_NAMES = "the names of people, and other columns say what the devices are"
_WORDS = r"\p{L}[\p{L}.'’-]*[\s,]+\p{L}|[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]{2}"
_OF_HOLDING = frozenset(one.name for one in HOLDING_FIELDS) - OWNERS


def is_devices_name_expr(name: pl.Expr) -> pl.Expr:
    """True where a name has a figure, or a word for a device."""
    return name.str.contains(r"\d") | name.str.to_lowercase().str.contains(DEVICE_WORD)


def has_words_expr(name: pl.Expr) -> pl.Expr:
    """True where a name has two words, or is in a script that writes names without spaces."""
    return name.str.contains(_WORDS)


def with_peoples_names(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> Meanings:
    """The meanings with that of a column `Name` as the people who have the devices; the same where it is not theirs.

    `titles` are the headers by letter, `rows` those below them.
    """
    others = {letter: title for letter, title in titles.items() if not is_one_of(title, NAMES)}
    bare = {letter: title for letter, title in titles.items() if letter not in others}
    if len(bare) != 1 or meanings.preset is not None:
        return meanings
    ((letter, title),) = bare.items()
    if meanings.said(title) is not None or letter not in rows.columns or not are_people(rows[letter]):
        return meanings
    if not (_says_what_it_is(others, meanings) or _has_several_devices(others, meanings, rows)):
        return meanings
    return replace(meanings, meant={**meanings.meant, title: "owner_name"})


def _says_what_it_is(others: Mapping[str, str], meanings: Meanings) -> bool:
    """True where columns identify the devices, and name them or say since when, but not by whom, they are held.

    Columns called `Laptop` and `Phone`, or `Laptop S/N` and `Monitor S/N`, beside an address say it, too: a row is a
    person then.
    """
    fields = {title: meanings.field_of(title, Kind.ASSIGNMENTS) for title in others.values()}
    found = set(fields.values())
    has_types = any(is_type(title) for title in fields)
    if found & {*OWNER_IDENTIFIERS} and "owner_name" not in found and (has_types or _has_several_types(fields)):
        return True
    is_named = "device_name" in found or has_types
    return bool(found & {*GIVEN_IDENTIFIERS} and (is_named or found & _OF_HOLDING) and not found & OWNERS)


def _has_several_devices(others: Mapping[str, str], meanings: Meanings, rows: pl.DataFrame) -> bool:
    """True where a row has devices of several types, and nothing else says who has them: it is a person then."""
    if any(meanings.field_of(title, Kind.ASSIGNMENTS) in OWNERS for title in others.values()):
        return False
    return len({one.type for one in device_groups(meanings, others, rows)} - {None}) > 1


def _has_several_types(titles: Iterable[str]) -> bool:
    """True where the columns that identify devices are of devices of several types."""
    return len({kind_of_type(word) for title in titles if (word := type_in_header(title)) is not None}) > 1


def are_people(names: pl.Series) -> bool:
    """True where most names are two words without figures, and none that a device is called by."""
    name = pl.col("name").str.strip_chars()
    named = names.drop_nulls().head(LOOKED_AT).to_frame("name").filter(name != "")
    is_person = ~is_devices_name_expr(name) & has_words_expr(name)
    return not named.is_empty() and is_majority(named.select(is_person).to_series())
