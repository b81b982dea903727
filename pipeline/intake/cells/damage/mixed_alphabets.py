"""Letters of other alphabets among Latin ones, in an identifier or an address: they look alike, but are not equal.

An identifier that is wholly in another alphabet is fine. Full-width letters are plain by now (NFKC).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.damage.damage_issues import NOTHING_TOLD, as_cells, told_exprs
from schemas.fields import FieldType
from schemas.lookalikes.letters import LOOK_ALIKES, SMALL_LOOK_ALIKES
from schemas.reasons.cell_issues import MIXED_SCRIPTS
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells

_LATIN = r"\p{Latin}"
_STRANGE = r"[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}]"
_LATIN_OF = {other: letter for letter, others in LOOK_ALIKES.items() for other in others}
_SMALL_LATIN_OF = {other: letter for letter, others in SMALL_LOOK_ALIKES.items() for other in others}

_ALIKE = "".join(_SMALL_LATIN_OF)
# Match two alphabets in the name or within a label of the domain; or such a part made of look-alikes only.
_STRANGE_ADDRESSES = (
    rf"^[^@]*(?:{_LATIN}[^@]*{_STRANGE}|{_STRANGE}[^@]*{_LATIN})[^@]*@",
    rf"@.*(?:{_LATIN}[^.]*{_STRANGE}|{_STRANGE}[^.]*{_LATIN})",
    rf"^(?:[{_ALIKE}]|[^@\p{{L}}])*[{_ALIKE}](?:[{_ALIKE}]|[^@\p{{L}}])*@",
    rf"@(?:.*\.)?(?:[{_ALIKE}]|[^.\p{{L}}])*[{_ALIKE}](?:[{_ALIKE}]|[^.\p{{L}}])*(?:\.|$)",
)


def mixed_scripts(rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """One warning per cell that mixes alphabets: each strange letter by its name, and the likely text.

    An e-mail address may have its name in one alphabet and its domain in another.
    """
    is_email = column.type is FieldType.EMAIL
    likely = cells.values[column.name]
    text = likely if is_email else cells.texts[column.name]
    is_mixed = text.str.contains(_STRANGE) & text.str.contains(_LATIN)
    if is_email:
        is_mixed &= text.str.contains("|".join(_STRANGE_ADDRESSES))
    beside = rows.select("row_id", "row", value=column.letter)
    found = beside.with_columns(text=text, likely=likely).filter(is_mixed, pl.col("likely").is_not_null()).rechunk()
    if found.is_empty():
        return as_cells(found.with_columns(**NOTHING_TOLD), column, IssueCode.MIXED_SCRIPTS)
    return as_cells(_told(found, _SMALL_LATIN_OF if is_email else _LATIN_OF), column, IssueCode.MIXED_SCRIPTS)


def _told(found: pl.DataFrame, latin_of: dict[str, str]) -> pl.DataFrame:
    """The cells with the texts about them; `likely` is the value before its letters are made Latin."""
    strange = found["text"].str.extract_all(_STRANGE).list.unique(maintain_order=True)
    letters = strange.explode().unique().to_list()
    named = strange.list.eval(pl.element().replace_strict(letters, [_name(letter) for letter in letters]))
    likely = pl.col("likely").str.replace_many(list(latin_of), list(latin_of.values()))
    meant = pl.when(~likely.str.contains(_STRANGE)).then(likely)
    return found.with_columns(
        **told_exprs(MIXED_SCRIPTS["letters"], letters=pl.lit(named.list.join(", ")), likely=meant)
    )


def _name(letter: str) -> str:
    """The letter with its code and name: `А is U+0410 CYRILLIC CAPITAL LETTER A`."""
    return f"{letter} is U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}"
