"""The known spelling of which a header is a slip: nothing that is less alike is ever suggested.

A slip is one letter too many, missing, wrong or swapped with its neighbour in a header of six letters or more, and two
of them from nine letters on. A short word that has both of two slips is another word (`Item number`, `IMEI number`),
and so is one of two letters with one (`PC number`, `PO number`); a word that is missing is none (`Configuration ID`).
The tags of a device are labels (`DeviceTags`), but for those that only a plate can be (`Asset Tags`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from schemas.fields import IDENTIFIERS, OWNER_NAMING
from schemas.headers.ambiguous_spellings import AGENTS, HANDED
from schemas.headers.matching import is_one_of, known_spellings, match_header, normalise_header
from schemas.vocabulary import DEVICE_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection

# The instants of an ownership.
INSTANTS = ("effective_at", "end_at", "returned_at", "return_date", "due_at")

# The fields that decide what becomes of a row: without them it would say something else. A slip in the header of an
# owner would leave all devices with whom they are.
DECIDING = frozenset((*IDENTIFIERS, *OWNER_NAMING, "action", *INSTANTS))

IDENTIFYING = frozenset((*IDENTIFIERS, "owner_email"))

_ONE_SLIP_FROM, _TWO_SLIPS_FROM, _SHORT_WORD, _SHORTEST_WORD = 6, 9, 4, 2
_LONGEST_HEADER = 40
_OF_NUMBERS = ("id", "no", "nr")
_LABELS = re.compile(r"(?:device|equipment|it|computer|machine|host|item) ?tags")


@lru_cache(maxsize=1024)
def slip_of(title: str, kind: Kind | None = None) -> str | None:
    """The field of which a header is a slip, in that kind of sheet or in any; None where it is none."""
    if is_one_of(title, (*HANDED, *AGENTS)):
        return None
    for one in (kind,) if kind else DEVICE_KINDS:
        spelling = _spelling(title, one, identifying=False)
        if spelling is not None:
            return match_header(spelling, one)
    return None


def is_nearly_identifying(title: str) -> bool:
    """True for a slip of an identifier or `owner_email`: a quick check for many cells."""
    return _spelling(title, Kind.ASSIGNMENTS, identifying=True) is not None


def may_be_header(title: str) -> bool:
    """True for a text that is short enough for a header and has letters."""
    return len(title) <= _LONGEST_HEADER and any(character.isalpha() for character in title)


def _spelling(title: str, kind: Kind, *, identifying: bool) -> str | None:
    """The spelling that was meant; None where the header is no slip, or only a known one with a number behind it."""
    text = normalise_header(title)
    most = _most_slips(text)
    if not most or text.rstrip("0123456789 ") != text or _LABELS.fullmatch(text):
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where a header is unknown
    from rapidfuzz.process import extractOne  # noqa: PLC0415

    spellings = _identifying_spellings() if identifying else tuple(known_spellings(kind))
    found = extractOne(text, spellings, scorer=OSA.distance, score_cutoff=most)
    if found is None or _is_another_word(text, str(found[0]), slips=int(found[1])):
        return None
    return str(found[0])


def _most_slips(text: str) -> int:
    letters = len(text.replace(" ", ""))
    return (letters >= _ONE_SLIP_FROM) + (letters >= _TWO_SLIPS_FROM)


def _is_another_word(text: str, spelling: str, *, slips: int) -> bool:
    """True where all slips are in one short word, or a word is missing."""
    words, known = text.split(), spelling.split()
    differing = [known for word, known in zip(words, known, strict=False) if word != known]
    if len(words) != len(known) or spelling.removeprefix(text) in _OF_NUMBERS:
        return not differing or spelling.startswith(text)
    shortest = _SHORT_WORD if slips > 1 else _SHORTEST_WORD
    return len(differing) == 1 and len(differing[0]) <= shortest


@cache
def _identifying_spellings() -> Collection[str]:
    kind = Kind.ASSIGNMENTS
    return tuple(spelling for spelling in known_spellings(kind) if match_header(spelling, kind) in IDENTIFYING)
