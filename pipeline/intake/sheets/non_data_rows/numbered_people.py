"""Who has the devices of a handover list in which a person's name and number stand only above the first of several.

Only where a column numbers the people, 1, 2, 3, and the rows between have neither a number nor a name: a blank owner
says elsewhere that nobody has the device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.decisions import is_numbering
from pipeline.intake.issues import Finding, finding
from schemas.fields import OWNERS
from schemas.headers.matching import is_row_counter
from schemas.reasons.sheet_issues import MERGED_CELLS
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header

_FEWEST = 2


def with_numbered_people(
    rows: pl.DataFrame, header: Header, kind: Kind | None, *, file: str, sheet: str
) -> tuple[pl.DataFrame, Sequence[Finding]]:
    """The rows, those without a number and a name with the person above, and a note where there are any.

    In a sheet of people a row is a person: what has neither is none.
    """
    counters = [letter for letter, title in header.titles.items() if is_row_counter(title) and letter in rows.columns]
    who = [letter for letter in header.titles if header.field_of(letter, Kind.ASSIGNMENTS) in OWNERS]
    if kind is Kind.PEOPLE or len(counters) != 1 or not who or not _are_groups(rows, counters[0], who):
        return rows, ()
    letter = counters[0]
    count = rows[letter].null_count()
    told = finding(
        MERGED_CELLS["of_groups"], file, sheet, row=header.row, column=header.titles[letter], cell=header.cell(letter),
        count=count, title=header.titles[letter],
    )  # fmt: skip
    return rows.with_columns(pl.col(who).forward_fill()), (told,)


def _are_groups(rows: pl.DataFrame, counter: str, who: Sequence[str]) -> bool:
    """True where exactly the rows with a person are numbered, and the first row is one of them."""
    is_numbered = rows[counter].is_not_null()
    if not is_numbered.any() or is_numbered.all() or not is_numbered[0]:
        return False
    has_person = rows.select(pl.any_horizontal(pl.col(who).is_not_null())).to_series()
    numbers = rows[counter].drop_nulls()
    return len(numbers) >= _FEWEST and is_numbering(numbers, 1) and bool((has_person == is_numbered).all())
