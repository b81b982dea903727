"""Imports every module of traps, so that the catalogue is complete."""

from tests.system.corpus.make.cells import amounts, damaged_keys, dates, doubles, odd_cells, odd_text, telling_words
from tests.system.corpus.make.files import archives, delimited, disguises, foreign, hostile_xml, locked, old_format
from tests.system.corpus.make.sheets import arrangements, furniture, languages, our_own, plain

__all__ = [
    "amounts",
    "archives",
    "arrangements",
    "damaged_keys",
    "dates",
    "delimited",
    "disguises",
    "doubles",
    "foreign",
    "furniture",
    "hostile_xml",
    "languages",
    "locked",
    "odd_cells",
    "odd_text",
    "old_format",
    "our_own",
    "plain",
    "telling_words",
]
