"""Imports every module of traps, so that the catalogue is complete."""

from tests.system.corpus.make import (
    amounts,
    archives,
    arrangements,
    damaged_keys,
    dates,
    delimited,
    disguises,
    foreign,
    furniture,
    hostile_xml,
    languages,
    locked,
    odd_cells,
    odd_text,
    our_own,
    sheets,
)

__all__ = [
    "amounts",
    "archives",
    "arrangements",
    "damaged_keys",
    "dates",
    "delimited",
    "disguises",
    "foreign",
    "furniture",
    "hostile_xml",
    "languages",
    "locked",
    "odd_cells",
    "odd_text",
    "our_own",
    "sheets",
]
