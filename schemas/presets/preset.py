"""What is known of the exports of one vendor: the columns that give them away, and what each of its columns means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class UsualType:
    """The type of a device: the `word`, or where it is blank, what the column says.

    It counts in a sheet with that `header`, or in any where that is blank; and, where there is a pattern, for the rows
    whose make or model is `called` so.
    """

    word: str = ""
    header: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """How the exports of one vendor are read. Headers are separated by commas, and compared as all headers are.

    A sheet is an export where one of its headers is `unmistakable` (nobody else's columns are called so) or two are
    `telling` (few others' are, and hardly two of them in one sheet), and `least` of them are one of these or `beside`
    (an ordinary company's own list may well have it). `Components - *` stands for all headers that begin with
    `Components - `. A value of a column in `never` that is like the pattern, or one in `always` that is not, says that
    it is none.

    `columns` has the headers of each field, or of a custom attribute (`extra.Name`). Those in `kept` are attributes of
    the devices under their own names, and those in `changing` change by themselves, and are left out. A header in
    `stands_in` names another column and a field, which it has where that column is missing or blank; else it is kept.
    One in `alike` has its field only where every value is like the pattern; else it is kept. A header may have a number
    in it that its name here lacks.

    `nothing` has the word of a column by which the vendor says that there is no value. `within` has, of a
    column whose texts say more than one thing, the pattern of which the first group is meant, where a text has it.

    `usual_types` say the type of a device that nothing else gives a type or a category: the first that does counts.
    `remarks` are told where the sheet has the column.
    """

    vendor: str
    unmistakable: str
    telling: str
    beside: str
    least: int
    columns: Mapping[str, str]
    kept: str = ""
    changing: str = ""
    stands_in: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    alike: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    nothing: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    usual_types: tuple[UsualType, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)


APPLE_TYPES = (
    UsualType("mobile device", called=r"(?i)\b(?:ipad|iphone|ipod|apple ?tv|apple ?watch)"),
    UsualType("Mac", called=r"(?i)\bapple\b|\bi?mac(?:\b|book|mini|pro|\d)"),
)


def words(text: str) -> tuple[str, ...]:
    """The headers of a text."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
