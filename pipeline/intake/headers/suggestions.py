"""What a column that no field answers to may have been meant for: the hints for the findings about it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.personal_names import are_people
from pipeline.intake.headers.ambiguous.records import LOOKED_AT, is_majority
from pipeline.intake.headers.slips import slip_of
from schemas.fields import OWNER_NAMING, OWNERS
from schemas.headers.matching import match_header
from schemas.vocabulary import Kind
from schemas.words.places import ROOM
from schemas.words.truths import NO, YES

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.intake.headers.header_row import Header

# Finding what a header was meant for takes 0.1 ms, and a sheet may be 16,000 columns wide.
_MOST_SUGGESTIONS = 100

# So many headers that differ only in the number at their end, such as `Attribute 1`, are no slips of anything.
_FAMILY = 3
_FEW = 3
_NAME = r"^\p{Lu}[\p{L}.'’-]*(?:,? \p{L}[\p{L}.'’-]*){1,3}$"
_ADDRESS = r"^\s*[^\s@]+@[^\s@]+\.\w+\s*$"


class Suggestions:
    """The hints for the unknown columns of one sheet; `strange` are those that resemble nothing."""

    def __init__(self, header: Header, kind: Kind, rows: pl.DataFrame, elsewhere: Collection[str]) -> None:
        self.strange: set[str] = set()
        self._kind, self._rows, self._elsewhere = kind, rows, frozenset(elsewhere)
        self._asked = 0
        self._families = Counter(_stem(title) for title in header.titles.values())

    def of(self, letter: str, title: str, filled: Collection[str]) -> dict[str, object]:
        """The field of the other kind that the header names, or the one that was probably meant; blank where none.

        A sheet of people has no other kind.
        """
        if self._kind is not Kind.PEOPLE:
            kinds = other_kind(self._kind)
            field_of_other = match_header(title, Kind(kinds["other"]))
            if field_of_other is not None:
                return {"field": field_of_other, **kinds}
        meant = self._meant(title, filled)
        if meant == "owner_name" and _are_truths(self._rows, letter):
            meant = None
        if meant is None:
            self.strange.add(letter)
        return {} if meant is None else {"likely": meant}

    def doubt(self, letter: str, likely: object) -> str | None:
        """The wording for a column that is kept and may be a slip, or say who has the devices; None for others."""
        if likely is not None:
            return "slip_kept"
        return self._who(letter)

    def _who(self, letter: str) -> str | None:
        """The wording for addresses, or names, of people in an inventory where no column says who has the devices."""
        if self._kind is not Kind.INVENTORY or OWNERS & self._elsewhere:
            return None
        values = self._rows[letter].drop_nulls().head(LOOKED_AT)
        if not values.is_empty() and is_majority(values.str.contains(_ADDRESS)):
            return "addresses"
        return "names" if _are_of_many_people(values) else None

    def _meant(self, title: str, filled: Collection[str]) -> str | None:
        """The field of which the header is a slip and which no other column fills; in an inventory also of owners."""
        if _stem(title) != title and self._families[_stem(title)] >= _FAMILY:
            return None
        self._asked += 1
        if self._asked > _MOST_SUGGESTIONS:
            return None
        own = slip_of(title, self._kind)
        if own is None and self._kind is Kind.INVENTORY:
            of_other = slip_of(title, Kind.ASSIGNMENTS)
            own = of_other if of_other in OWNER_NAMING else None
        return None if own in {*filled, *self._elsewhere} else own


def _are_of_many_people(values: pl.Series) -> bool:
    """True for names of people, most of them different, as neither the names of programs nor those of places are."""
    names = values.str.strip_chars()
    are_different = names.len() >= _FEW and names.n_unique() * 2 >= names.len()
    is_name = names.str.contains(_NAME) & ~names.str.to_lowercase().str.contains(ROOM)
    return are_different and are_people(names) and int(is_name.sum()) * 10 >= names.len() * 9


def _are_truths(rows: pl.DataFrame, letter: str) -> bool:
    """True where the first values of the column, as of `Assigned?`, are words for yes and no."""
    values = rows[letter].drop_nulls().head(LOOKED_AT)
    is_truth = values.str.strip_chars().str.to_lowercase().is_in(YES | NO)
    return not values.is_empty() and bool(is_truth.all())


def other_kind(kind: Kind) -> dict[str, str]:
    """The other kind of sheet than this one, and words for both."""
    other = Kind.ASSIGNMENTS if kind is Kind.INVENTORY else Kind.INVENTORY
    return {"other": other, "other_sheet": _sheet_of(other), "this_sheet": _sheet_of(kind)}


def _stem(title: str) -> str:
    """The header without the number at its end."""
    return title.rstrip("0123456789").rstrip(" _-#.")


def _sheet_of(kind: Kind) -> str:
    return "an inventory" if kind is Kind.INVENTORY else "an assignments sheet"
