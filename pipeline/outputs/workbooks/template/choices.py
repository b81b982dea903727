"""The words in the dropdowns of a template: those in the ledger, or usual ones where it has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel.workbook import SHEET_ROWS
from pipeline.outputs.workbooks.template.writable_texts import writable_expr
from schemas.fields import ATTRIBUTES, DEFAULT_ORG, FieldType
from schemas.keys import CLEAR, NOBODY
from schemas.vocabulary import Kind, Request

if TYPE_CHECKING:
    from pipeline.model import Words

_USUAL: Mapping[str, tuple[str, ...]] = {
    "type": (
        *("laptop", "desktop", "monitor", "tablet", "phone", "headset", "docking station", "printer", "camera"),
        *("sensor", "thermostat", "gateway", "meeting room kit"),
    ),
    "category": ("computers", "displays", "phones", "accessories", "network", "building", "security", "rooms"),
    "status": ("in use", "in stock", "in repair", "retired"),
    "condition": ("new", "good", "worn", "broken"),
    "keyboard_layout": ("ENGLISH_QWERTY", "FRENCH_AZERTY", "GERMAN_QWERTZ"),
}
_ALSO_LISTED = (
    "brand",
    "model",
    "location",
    "department",
    "cost_center",
    "company",
    "supplier",
    "os_platform",
    "mdm_status",
)
# The facts of people with a dropdown.
_OF_PEOPLE = ("department", "cost_center", "title", "location")
_YES_NO = ("yes", "no")

# The types whose dropdowns allow no other words.
CLOSED = frozenset((FieldType.BOOLEAN, FieldType.ACTION))

# The number of characters of a word that a dropdown can show.
_LONGEST_WORD = 255


def listed_attributes() -> list[str]:
    """The attributes of devices that have a dropdown with words of the ledger."""
    wanted = {*_USUAL, *_ALSO_LISTED}
    return [attribute.name for attribute in ATTRIBUTES if attribute.name in wanted]


def listed_facts() -> list[str]:
    """The facts of people that have a dropdown with words of the ledger."""
    return ["email", *_OF_PEOPLE]


def choices_of(kind: Kind, on_record: Words) -> dict[str, Sequence[str]]:
    """The words in each column's dropdown, in alphabetical order, by the column's name; only columns that have any."""
    words = {name: _words(on_record.devices[name]) or _USUAL.get(name, ()) for name in listed_attributes()}
    organizations = _words(_once(on_record.organizations - {DEFAULT_ORG}))
    shared = {"org_id": (DEFAULT_ORG, *organizations) if organizations else ()}
    owners = _words(on_record.owners["email"])
    listed = {**words, **shared, **_booleans()}
    held = {
        "owner_email": (*owners, NOBODY) if owners else (),
        "action": tuple(request.value for request in Request),
    }
    if kind is Kind.PEOPLE:
        return _offered({**{name: _of_all(name, on_record) for name in _OF_PEOPLE}, **shared})
    if kind is Kind.ASSIGNMENTS:
        return _offered({"device_type": words["type"], **held, **shared})
    return _offered({**listed, **held} if kind is Kind.REGISTER else listed)


def _once(words: Iterable[str]) -> pl.DataFrame:
    return pl.DataFrame({"word": list(words)}, {"word": pl.String}).with_columns(times=pl.lit(1, pl.Int64))


def _of_all(name: str, on_record: Words) -> tuple[str, ...]:
    """The words that people or devices have for that fact."""
    counted = pl.concat([of[name] for of in (on_record.owners, on_record.devices) if name in of])
    return _words(counted.group_by("word").agg(pl.col("times").sum()))


def _booleans() -> dict[str, tuple[str, ...]]:
    return {one.name: (*_YES_NO, CLEAR) for one in ATTRIBUTES if one.type is FieldType.BOOLEAN}


def _words(counted: pl.DataFrame) -> tuple[str, ...]:
    """Each word once, in its commonest spelling, as many as fit on a sheet."""
    named = counted.sort(["times", "word"], descending=[True, False]).select(word=writable_expr(pl.col("word")))
    named = named.filter(pl.col("word").str.len_chars().is_between(1, _LONGEST_WORD))
    once = named.unique(pl.col("word").str.to_lowercase(), keep="first", maintain_order=True)
    ordered = once.sort(pl.col("word").str.to_lowercase()).head(SHEET_ROWS - 1)
    return tuple(ordered["word"])


def _offered(choices: Mapping[str, Iterable[str]]) -> dict[str, Sequence[str]]:
    return {name: words for name, found in choices.items() if (words := tuple(found))}
