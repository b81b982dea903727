"""Letters that a wrong encoding has made of others: `JÃ¶rg GroÃŸ` for `Jörg Groß`.

A letter beyond ASCII is two to four bytes of UTF-8. Read in an older encoding, these are as many signs, the first of
which is one of few, and each of the others is seldom a letter. Only texts with such signs beside each other are given
to ftfy, each once; what it takes for damaged, and can repair, is damaged.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS
from pipeline.intake.cells.damage.damage_issues import as_cells, told_exprs
from schemas.fields import FieldType
from schemas.keys import IDENTIFIER_TYPES, key_of_cell_expr
from schemas.reasons.cell_issues import DAMAGED_TEXT
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column

# The bytes that begin a letter of UTF-8, and those that go on with it, as encodings of the time before show them.
_OLD = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1254", "iso8859-2", "mac_roman", "cp437", "cp850")


def _shown(first: int, last: int) -> str:
    each = bytes(range(first, last + 1))
    signs = {sign for encoding in _OLD for sign in each.decode(encoding, "ignore")} - {"\ufffd"}
    return "".join(f"\\x{{{ord(sign):x}}}" for sign in sorted(signs) if not sign.isascii())


# Matches text that ftfy should look at; `\ufffd` stands for what has been lost for good.
SUSPECT = rf"[{_shown(0xC2, 0xF4)}][{_shown(0x80, 0xBF)} ]|\x{{fffd}}"
_LOST = "\ufffd"
# The second half of í, which ftfy takes for what it is in most texts.
_SOFT_HYPHEN = "\xad"


def spoilt_letters(rows: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One row per cell with spoilt letters, with the likely text.

    An identifier is spoilt, too, if the key that it becomes looks so: an export holds the key, and must come back.
    """
    if not column.is_odd:
        return NO_BAD_CELLS
    is_identifier = IDENTIFIER_TYPES.get(column.name) is FieldType.IDENTIFIER
    text = pl.col(column.letter)
    foreign = rows.filter(text.str.len_bytes() > text.str.len_chars())  # no other text has such signs, nor has its key
    if foreign.is_empty():
        return NO_BAD_CELLS
    texts = foreign.select("row_id", "row", value=column.letter).with_columns(
        key=key_of_cell_expr(pl.col("value"), FieldType.IDENTIFIER) if is_identifier else pl.col("value")
    )
    found = texts.filter(pl.any_horizontal(pl.col("value", "key").str.contains(SUSPECT)))
    spoilt = found.join(_likely(found), on="value", how="inner", maintain_order="left").rechunk()
    told = told_exprs(DAMAGED_TEXT["letters"], likely=pl.col("likely"))
    return as_cells(spoilt.with_columns(**told), column, Reason.DAMAGED_TEXT)


def _likely(found: pl.DataFrame) -> pl.DataFrame:
    """The texts that are damaged, each with the one that was probably meant; null where letters are lost."""
    damaged: list[tuple[str, str | None]] = []
    for text, key in found.select("value", "key").unique().rows():
        is_damaged, likely = _judged(text)
        if not is_damaged and key != text:
            is_damaged, likely = _judged(key)
        if is_damaged:
            damaged.append((text, likely))
    return pl.DataFrame(damaged, schema={"value": pl.String, "likely": pl.String}, orient="row")


def _judged(text: str) -> tuple[bool, str | None]:
    """True with the text that was probably meant, or with None where letters are lost, if the text is damaged."""
    from ftfy import fix_encoding  # noqa: PLC0415 - only where something is suspect

    mended = fix_encoding(text)
    if mended == text and _SOFT_HYPHEN in text:
        mended = _as_utf_8(text)
    if mended != text and _LOST not in mended:
        return True, mended.strip()
    return _LOST in text, None


def _as_utf_8(text: str) -> str:
    """The text that these signs are as bytes of UTF-8; the text itself where they are none."""
    for encoding in ("cp1252", "cp1250"):
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            return text.encode(encoding).decode()
    return text
