"""Cells that hold a word for nothing, or a placeholder where an identifier should be: they are blank.

Which words are meant is said in `schemas.words.placeholders`. The scan that finds a column odd looks for them, too, so
that a column without them costs nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import DATED, column_note
from pipeline.intake.cells.values.values import ODD
from schemas.fields import IDENTIFIERS
from schemas.reasons.column_values import BLANK_WORDS
from schemas.words.placeholders import EPOCH, IDENTIFYING, NAMES, blank_pattern, nameless_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.headers.header_row import Header

# One row per cell that is blank though it holds a word: the word as it was typed.
WORDS_SCHEMA = {"row_id": pl.Int64, "row": pl.Int64, "name": pl.String, "word": pl.String}

_NAMED_WORDS = 5
_EPOCH = rf"^{EPOCH}$"


def scan_pattern(column: Column) -> str:
    """The pattern of the texts of a column that are not plain, or perhaps blank."""
    words = [blank_pattern(column.name, column.type)]
    words += [nameless_pattern()] if column.name in NAMES else []
    words += [_EPOCH] if column.type in DATED else []
    return "|".join((ODD, *words))


def without_words(texts: pl.DataFrame, columns: Sequence[Column]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tidied texts, blank where they are words for nothing, and these cells in the order of the columns.

    A name counts as a placeholder only where nothing else in its row names the device, so names come last.
    """
    found = [pl.DataFrame(schema=WORDS_SCHEMA)]
    for column in sorted((one for one in columns if one.is_odd), key=lambda one: one.name in NAMES):
        is_word = texts.select(_is_word_expr(column, texts).fill_null(value=False)).to_series()
        if is_word.any():
            name = pl.lit(column.name)
            found.append(texts.filter(is_word).select("row_id", "row", name=name, word=column.name))
            texts = texts.with_columns(pl.when(~is_word).then(pl.col(column.name)).alias(column.name))
    return texts, pl.concat(found)


def word_notes(words: pl.DataFrame, columns: Sequence[Column], header: Header) -> list[pl.DataFrame]:
    """One note per column that has such words: how many cells, and which words."""
    notes: list[pl.DataFrame] = []
    for (name,), cells in () if words.is_empty() else words.group_by("name", maintain_order=True):
        column = next(one for one in columns if one.name == name)
        number = "one" if cells.height == 1 else "several"
        wording = BLANK_WORDS[f"{number}_identifier" if name in {*IDENTIFYING, *NAMES} else number]
        title = header.titles.get(column.letter, column.letter)
        told = {"title": title, "count": f"{cells.height:,}", "words": _listed(cells["word"])}
        notes.append(column_note(column, wording, header.row_of(column.letter), told))
    return notes


def _is_word_expr(column: Column, texts: pl.DataFrame) -> pl.Expr:
    text = pl.col(column.name)
    is_word = text.str.contains(blank_pattern(column.name, column.type))
    if column.name in NAMES:
        others = [pl.col(name).is_null() for name in IDENTIFIERS if name in texts.columns]
        is_alone = pl.all_horizontal(others or [pl.lit(value=True)])
        return is_word | (is_alone & text.str.contains(nameless_pattern()))
    if column.type in DATED:
        is_epoch = text.str.contains(_EPOCH)
        return is_word | (is_epoch & (~is_word & ~is_epoch).any())
    return is_word


def _listed(words: pl.Series) -> str:
    """The words with their numbers, the commonest first: `3 x "NULL", 1 x "-"`."""
    counts = words.value_counts().sort(["count", "word"], descending=[True, False])
    named = [f'{count:,} x "{word}"' for word, count in counts.head(_NAMED_WORDS).iter_rows()]
    others = counts.height - len(named)
    return ", ".join(named) + (f" and {others:,} more" if others else "")
