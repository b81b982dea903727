"""The code page of a text that is not UTF-8: all that can be meant are compared by how they read its words.

Where those that fit read every word alike, it does not matter which one it was. Where they differ, the likelier one is
taken only if that is clear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pipeline.intake.readers.encodings.languages import Judged, judged
from schemas.code_pages import CODE_PAGES
from schemas.records import dataclass

# The languages for which some were made; any other text in one of them is a mistake.
_MADE_FOR = {"Shift-JIS": "ja", "EUC-JP": "ja", "GB18030": "zh", "Big5": "tw", "EUC-KR": "ko"}
_STRAY = -30.0
# The languages for which the others of the Latin alphabet are used.
_CENTRAL = frozenset(["cs", "sk", "pl", "hu", "hr", "sl", "ro"])
_BALTIC, _TURKISH = frozenset(["et", "lv", "lt"]), frozenset(["tr", "az"])
_WESTERN = frozenset(["de", "fr", "es", "ca", "pt", "it", "nl", "sv", "da", "no", "fi", "is"])
_USUAL = {
    **dict.fromkeys(("Windows-1250", "ISO-8859-2", "CP852", "Mac-Latin2"), _CENTRAL),
    **dict.fromkeys(("Windows-1252", "ISO-8859-15", "CP850", "CP437", "Mac-Roman"), _WESTERN),
    **dict.fromkeys(("Windows-1254", "CP857"), _TURKISH),
    **dict.fromkeys(("Windows-1257", "ISO-8859-13"), _BALTIC),
}
_LATIN = _CENTRAL | _BALTIC | _TURKISH | _WESTERN
_UNUSUAL = -6.0
# How much less likely it is, before one has looked, that a file is written in one of these.
_SELDOM = {"ISO-8859-13": -6.0, "CP437": -6.0, "CP857": -6.0, "KOI8-U": -4.0, "Mac-Latin2": -6.0, "ISO-8859-5": -5.0}
_NOT_WINDOWS = -3.0

# No byte of these is a part of a character of several bytes, in any of the code pages.
_WORD = re.compile(rb"[0-9@-\xff]*[\x80-\xff][0-9@-\xff]*")
_ODD = re.compile("[\x80-\x9f\ufffd\ue000-\uf8ff]")
_WORDS_PER_BYTE, _MOST_WORDS = 6, 600
_OTHER_LANGUAGE = -5
_FEW, _NEVER = 0.15, float("-inf")
# How much likelier the best reading must be than the next one: e to the power of this.
CLEAR = 8.0
_TWO_ENCODINGS = 4.0


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text as one code page reads them, how likely that is, and whether that makes sense.

    It fits where nearly all words may be of one language, and is possible where each may be of any.
    """

    name: str
    words: tuple[str, ...]
    likelihood: float
    is_fit: bool
    is_possible: bool

    @property
    def codec(self) -> str:
        """The name of the code page for Python."""
        return CODE_PAGES.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest reading; the likeliest one of those that read other letters, where there is one that fits, too."""

    best: Reading
    other: Reading | None
    is_clear: bool

    @property
    def differing(self) -> int | None:
        """The place of the first word that the two read otherwise."""
        if self.other is None:
            return None
        pairs = zip(self.best.words, self.other.words, strict=True)
        return next(at for at, (one, other) in enumerate(pairs) if one != other)


def words_of(content: bytes) -> list[bytes]:
    """The distinct words with a byte beyond ASCII, in the order of the text; of many, some for each such byte."""
    distinct = list(dict.fromkeys(_WORD.findall(content)))
    seen: Counter[int] = Counter()
    chosen = []
    for word in distinct:
        beyond = {byte for byte in word if byte > 0x7F}
        if any(seen[byte] < _WORDS_PER_BYTE for byte in beyond):
            seen.update(beyond)
            chosen.append(word)
    return chosen[:_MOST_WORDS]


def choice(content: bytes, names: Sequence[str] = tuple(CODE_PAGES)) -> Choice | None:
    """The likeliest of these code pages; None where none of them can be."""
    every, words = b"\n".join(dict.fromkeys(_WORD.findall(content))), words_of(content)
    readings = [one for name in names if (one := _reading(name, words, every)) is not None]
    if not readings:
        return None
    best = max(readings, key=lambda one: one.likelihood)
    others = [one for one in readings if one.words != best.words]
    rivals = [one for one in others if one.is_fit or best.likelihood - one.likelihood < CLEAR]
    other = max(rivals, key=lambda one: one.likelihood, default=None)
    is_clear = best.is_possible and (other is None or best.likelihood - other.likelihood >= CLEAR)
    if not best.is_possible and other is None:
        other = max(others, key=lambda one: one.likelihood, default=None)
    return Choice(best, other, is_clear)


def is_partly_utf_8(content: bytes, best: Reading | None) -> bool:
    """True where some words are rather UTF-8, while others cannot be."""
    words = words_of(content)
    inside = {at: text for at, word in enumerate(words) if (text := _decoded(word, "utf-8")) is not None}
    if not inside or len(inside) == len(words):
        return False
    if best is None:
        return True
    as_utf_8 = sum(_likeliest(text) for text in inside.values())
    return as_utf_8 > sum(_likeliest(best.words[at]) for at in inside) + _TWO_ENCODINGS


def _reading(name: str, words: Sequence[bytes], every: bytes) -> Reading | None:
    codec = CODE_PAGES.get(name, name)
    whole = _decoded(every, codec)
    if whole is None or _ODD.search(whole):
        return None
    read = tuple(word.decode(codec) for word in words)
    main, likelihood, is_fit, is_possible = _judged(read, _MADE_FOR.get(name))
    return Reading(name, read, likelihood + _before(name, main), is_fit, is_possible)


def _before(name: str, language: str) -> float:
    """How much less likely it is, before one has looked, that a text of this language is in that code page."""
    usual = 0.0 if name.startswith("Windows") else _SELDOM.get(name, _NOT_WINDOWS)
    return usual + (_UNUSUAL if language in _LATIN - _USUAL.get(name, frozenset()) else 0.0)


def _judged(read: Sequence[str], only: str | None) -> tuple[str, float, bool, bool]:
    """The main language of words, their likelihood; whether nearly all may be of it, or each of some language."""
    each = [_word(text) if only is None else _only(_word(text), only) for text in read]
    totals: Counter[str] = Counter()
    for word in each:
        least = min(word.values.values())
        totals.update({name: value - least for name, value in word.values.items()})
    main = max(totals, key=lambda name: totals[name], default="")
    told = sum(max(one.values.get(main, _NEVER), max(one.values.values()) + _OTHER_LANGUAGE) for one in each)
    most = (1 - _FEW) * len(read)
    of_main = sum(main in one.plausible or "" in one.plausible for one in each)
    return main, told, of_main >= most, sum(bool(one.plausible) for one in each) >= most


def _only(word: Judged, language: str) -> Judged:
    """The judgement on a word in a code page that was made for this language."""
    if "" in word.values:
        return word
    value = word.values.get(language, max(word.values.values()) + _STRAY)
    return Judged({language: value}, word.plausible & {language})


def _likeliest(word: str) -> float:
    return max(_word(word).values.values())


@lru_cache(maxsize=1 << 14)
def _word(text: str) -> Judged:
    return judged(text)


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None
