"""The columns of a sheet whose headers are known, and what was decided about one of them by its values."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from schemas.keys import MARKERS
from schemas.records import dataclass
from schemas.words.placeholders import NOTHING_ALONE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from schemas.reasons import Wording
    from schemas.vocabulary import Kind

LOOKED_AT = 200
GUID = r"^\s*\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?\s*$"
NUMBER = r"^\s*\d+(?:\.0+)?\s*$"
DATES = (
    r"^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}[ .-]+\p{L}{3,}\.?[ .,-]+\d{2,4}|\p{L}{3,}\.? \d{1,2},? \d{4})"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet that have a field, by letter; several columns may have the same field.

    `elsewhere` are the fields of the sheet's other columns, where these are only a part of them.
    """

    kind: Kind
    rows: pl.DataFrame
    titles: Mapping[str, str]
    fields: Mapping[str, str]
    elsewhere: Collection[str] = ()

    def values(self, letter: str) -> pl.Series:
        """The first values of the column, without blanks and words of no type, such as `<clear>` and `N/A`."""
        values = self.rows[letter].drop_nulls().head(LOOKED_AT)
        plain = values.str.strip_chars()
        return values.filter(~plain.str.to_lowercase().is_in(list(MARKERS)) & ~plain.str.contains(NOTHING_ALONE))

    def letter_of(self, name: str) -> str | None:
        """The first column that has this field; None where there is none."""
        return next((letter for letter, taken in self.fields.items() if taken == name), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on a column: its field, or None where it is not read; and the finding about it.

    `is_kept` is true where its values are worth keeping, though they are not what the header says.
    """

    letter: str
    name: str | None
    wording: Wording
    fields: Mapping[str, object] = field(default_factory=dict)
    is_kept: bool = False


def is_majority(truths: pl.Series) -> bool:
    """True where more than half are true."""
    return int(truths.sum()) * 2 > len(truths)
