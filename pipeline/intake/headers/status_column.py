"""A column of statuses that says whether the rows of an assignments sheet hand devices out or take them back.

It is the action where every value is a word for having or for having given back. So is a column `Returned` that says
nothing but yes and no. Where such words stand beside others,
only `--action` lets the sheet be read: what the column says by its words is followed, and the rest is as it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.issues import Finding, finding
from schemas.headers.matching import is_one_of, match_header
from schemas.keys import without_words_expr
from schemas.reasons.sheet_issues import ACTION_READ, UNCLEAR_ACTION
from schemas.records import dataclass
from schemas.vocabulary import Kind, Request
from schemas.words.statuses import ASSIGNMENT_STATUSES, ended_words, folded_word, status_requests
from schemas.words.truths import NO, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.headers.header_row import Header
    from pipeline.model import Reading

# A column with more different texts is no column of statuses.
MOST_STATUSES = 200
# What a column called `Returned` asks for, where it says no days but whether.
_WHETHER_RETURNED = dict.fromkeys(YES, Request.UNASSIGN) | dict.fromkeys(NO, Request.ASSIGN)


@dataclass(frozen=True, slots=True)
class StatusColumn:
    """A column of statuses: the request of each text that says one, and the first cell with any other text.

    `counts` has the number of rows per request.
    """

    letter: str
    requests: Mapping[str, Request]
    counts: Mapping[Request, int]
    other: tuple[int, str] | None = None
    telling: tuple[int, str] | None = None

    @property
    def is_plain(self) -> bool:
        """True where every text says what to do."""
        return self.other is None


def status_column(header: Header, rows: pl.DataFrame) -> StatusColumn | None:
    """The column of statuses that is that of the assignment; None where there is none, or another says the action.

    The first one whose words all say what to do, else the first one in which some do.
    """
    if any(header.field_of(letter, Kind.ASSIGNMENTS) == "action" for letter in header.titles):
        return None
    there = frozenset(rows.columns)  # Polars makes the list anew for each question
    letters = [letter for letter, title in header.titles.items() if letter in there and _is_status(header, title)]
    found = [column for letter in letters if (column := _judged(letter, rows)) is not None]
    found += _whether_returned(header, rows)
    return next((column for column in found if column.is_plain), next(iter(found), None))


def is_read(column: StatusColumn | None, how: Reading) -> bool:
    """True where the column is read as the action."""
    return column is not None and bool(column.requests) and (column.is_plain or how.action is not None)


def findings_of(column: StatusColumn, header: Header, how: Reading, file: str, sheet: str) -> list[Finding]:
    """What is said of a column of statuses: how it is read, or why the sheet is not."""
    told: dict[str, object] = {"title": header.titles[column.letter], "action": how.action}
    if is_read(column, how):
        told |= {str(request): f"{column.counts.get(request, 0):,}" for request in Request}
        wording = ACTION_READ["status" if column.is_plain else "status_and_option"]
    elif how.action is None and column.telling is not None and column.other is not None:
        (row, word), (other_row, other) = column.telling, column.other
        told |= {"word": word, "at": f"{column.letter}{row}", "other": other, "other_at": f"{column.letter}{other_row}"}
        wording = UNCLEAR_ACTION["mixed" if column.requests else "ended"]
    else:
        return []
    title, cell = header.titles[column.letter], header.cell(column.letter)
    return [finding(wording, file, sheet, row=header.row, column=title, cell=cell, value=title, **told)]


def with_actions(rows: pl.DataFrame, column: StatusColumn | None) -> pl.DataFrame:
    """The rows with the actions that a column of statuses says in its place; blank where it says none."""
    if column is None:
        return rows
    requests = {text: str(request) for text, request in column.requests.items()}
    actions = pl.col(column.letter).replace_strict(requests, default=None, return_dtype=pl.String)
    return rows.with_columns(actions.alias(column.letter))


def _is_status(header: Header, title: str) -> bool:
    if title.startswith("_") or header.meanings.target(title) is not None:
        return False
    return is_one_of(title, ASSIGNMENT_STATUSES) or match_header(title, Kind.INVENTORY) == "status"


def _whether_returned(header: Header, rows: pl.DataFrame) -> list[StatusColumn]:
    """The columns called `Returned` in which every row says yes or no."""
    letters = [letter for letter in header.titles if header.field_of(letter, Kind.ASSIGNMENTS) == "returned_at"]
    there = [letter for letter in letters if letter in rows.columns]
    found = [_judged(letter, rows, _WHETHER_RETURNED) for letter in there]
    return [column for column in found if column is not None and column.is_plain]


def _judged(letter: str, rows: pl.DataFrame, known: Mapping[str, Request] | None = None) -> StatusColumn | None:
    """The column with what its texts say; None where none of them says anything of having, giving back or its end."""
    cells = rows.select("row", text=without_words_expr(pl.col(letter))).drop_nulls()
    texts = cells.group_by("text", maintain_order=True).agg(pl.col("row").first(), count=pl.len())
    if texts.height > MOST_STATUSES:
        return None
    known = status_requests() if known is None else known
    signs = {text: text.strip().casefold() for text in texts["text"]}
    said = {text: sign if sign in known else folded_word(text) for text, sign in signs.items()}
    requests = {text: known[word] for text, word in said.items() if word in known}
    rest = [(row, text) for text, row, _count in texts.rows() if text not in requests]
    telling = [(row, text) for text, row, _count in texts.rows() if text in requests]
    telling = telling or [(row, text) for row, text in rest if said[text] in ended_words()]
    if not telling:
        return None
    counts = dict.fromkeys(Request, 0)
    for text, _row, count in texts.rows():
        if text in requests:
            counts[requests[text]] += count
    return StatusColumn(letter, requests, counts, rest[0] if rest else None, telling[0])
