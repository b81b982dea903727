"""How likely a text is in the languages that people write: the evidence on which a code page is chosen.

`letter_pairs.txt` has the letters beyond ASCII of each language and the pairs that they make with their neighbours,
commonest first, by classes of frequency; of Chinese, Japanese and Korean it has the commonest characters. It was
counted in the lists of names, places and professions of Faker (MIT licence) and in words of asset lists. A pair is
looked up in lower case, `·` is the edge of a word. All figures are natural logarithms of likelihoods, so differences
between them are what counts, and they can be added up.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise

from schemas.records import dataclass

EDGE = "·"
_LETTERS, _PAIRS = (-2.0, -3.5, -5.0), (-3.5, -4.8, -6.2, -7.5)
_SIGNS, _CHARACTERS = ("ja", "zh", "tw", "ko"), (-9.0, -11.5)
_ORDINARY, _SELDOM, _PAIR_OF_OTHERS, _NOT_OF_THE_LANGUAGE, _ODD = -14.5, -22.0, -6.5, -13.0, -14.0
_KANA, _HALF_WIDTH, _HANGUL = -7.0, -10.0, -13.0
_CASE = -10.0
_BESIDE_LETTERS = -3.0
_MARK, _MISPLACED = -6.0, -26.0

# Marks that begin a word, that end one, and that stand alone; all others beyond ASCII are strange.
_OPENING, _CLOSING, _FREE = "«„“‘‚¿¡", "»“”’²³ºª™®©°…", "–—…·\xa0•§£€°±×№‰½µ"
_FEW_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Language:
    """The likelihoods of the letters beyond ASCII of one language, and of their pairs."""

    script: str
    letters: dict[str, float]
    pairs: dict[str, float]

    def pair(self, one: str, other: str) -> float:
        """The likelihood of two neighbours, at least one of them beyond ASCII."""
        known = self.pairs.get(one + other)
        if known is not None:
            return known
        total = _PAIR_OF_OTHERS
        for letter in (one, other):
            if letter > "\x7f" and letter != EDGE:
                total += self.letters.get(letter, _NOT_OF_THE_LANGUAGE)
        return total


@cache
def languages() -> dict[str, Language]:
    """Every language that is written with letters, by its name."""
    return {name: _language(lines) for name, lines in _sections().items() if name not in _SIGNS}


@cache
def characters(language: str) -> dict[str, float]:
    """The likelihoods of the common characters of Chinese (`zh`, `tw`), Japanese or Korean."""
    lines = zip(_sections()[language], _CHARACTERS, strict=False)
    return {one: value for line, value in lines for one in line}


@cache
def script(character: str) -> str:
    """The script of a letter, such as LATIN; blank for anything else."""
    if not character:
        return ""
    if character.isascii():
        return "LATIN" if character.isalpha() else ""
    if not unicodedata.category(character).startswith(("L", "M")) or character in "ªº":
        return ""
    return unicodedata.name(character, "?").partition(" ")[0].partition("-")[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """A word: its likelihood in each language of its script, and the languages that have all its letters."""

    values: dict[str, float]
    plausible: frozenset[str]


def judged(word: str) -> Judged:
    """The judgement on a word. Where no language is told by its letters, that of the blank name."""
    kinds = {script(one) for one in word if not one.isascii()} - {""}
    marks = [_mark(word, at) for at, one in enumerate(word) if not one.isascii() and not script(one)]
    is_sound = all(mark > _MISPLACED for mark in marks)
    if kinds & _IDEOGRAPHIC:
        found = _of_signs(word, sum(marks))
    elif not kinds:
        found = Judged({"": sum(marks)}, frozenset([""]))
    else:
        found = _of_letters(word, sum(marks))
    return found if is_sound else Judged(found.values, frozenset())


def _of_letters(word: str, common: float) -> Judged:
    letters = [one if script(one) else EDGE for one in word]
    pairs, is_odd = [], False
    neighbours = zip([EDGE, EDGE, *letters], [EDGE, *letters], [*letters, EDGE], strict=False)
    for before, one, other in neighbours:
        if (one < "\x80" or one == EDGE) and (other < "\x80" or other == EDGE):
            continue
        if script(one) and script(other) and script(one) != script(other):
            is_odd = True
            common += _ODD
            continue
        if (one.islower() and other.isupper()) or (
            before != EDGE and one > "\x7f" and one.isupper() and other.islower()
        ):
            is_odd = True
            common += _CASE
        pairs.append((_lower(one), _lower(other)))
    beyond = {one for pair in pairs for one in pair if one > "\x7f" and one != EDGE}
    scripts = {script(one) for one in beyond}
    spoken = {name: one for name, one in languages().items() if one.script in scripts}
    if not spoken:
        return Judged({"": common + _ODD * len(pairs)}, frozenset())
    values = {name: sum(one.pair(*pair) for pair in pairs) + common for name, one in spoken.items()}
    plausible = [name for name, one in spoken.items() if beyond <= one.letters.keys() and not is_odd]
    return Judged(values, frozenset(plausible))


def _of_signs(word: str, common: float) -> Judged:
    """The judgement on a word of Chinese, Japanese or Korean signs."""
    signs = [(one, script(one)) for one in word if not one.isascii() and script(one)]
    beside = sum(one.isascii() != other.isascii() for one, other in pairwise(word) if one.isalpha() and other.isalpha())
    each = {language: [_sign(one, kind, language) for one, kind in signs] for language in _SIGNS}
    values = {language: sum(of) + common + beside * _BESIDE_LETTERS for language, of in each.items()}
    return Judged(values, frozenset(language for language, of in each.items() if min(of) > _SELDOM))


_WIDE_MARKS = "。、・「」（）：；！？，　％＃＋－／～〇"
_IDEOGRAPHIC = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "HANGUL", "IDEOGRAPHIC"))


def _lower(letter: str) -> str:
    return "i" if letter == "İ" else letter.lower()


def _mark(word: str, at: int) -> float:
    """The likelihood of a mark by its neighbours."""
    one = word[at]
    if one in _WIDE_MARKS or "０" <= one <= "ｚ":
        return _KANA
    follows, precedes = bool(script(word[at - 1 : at])), bool(script(word[at + 1 : at + 2]))
    if one == "’" and follows and precedes:
        return _MARK if at <= _FEW_LETTERS or word[at + 1 :] in ("s", "S") else _MISPLACED
    is_placed = (
        (one in _FREE and not follows and not precedes)
        or (one in _OPENING and not follows)
        or (one in _CLOSING and not precedes)
    )
    return _MARK if is_placed else _MISPLACED


def _sign(one: str, kind: str, language: str) -> float:
    known = characters(language).get(one)
    if known is not None:
        return known
    if kind in _OF_ONE_LANGUAGE:
        value, own = _OF_ONE_LANGUAGE[kind]
        return value if own == language and (kind != "HANGUL" or _is_common(one, language)) else _SELDOM
    return _ORDINARY if language != "ko" and _is_common(one, language) else _SELDOM


def _is_common(one: str, language: str) -> bool:
    """True for a character in the first, common half of the standard of the language."""
    codec, first = _FIRST_HALVES[language]
    try:
        return one.encode(codec)[0] in first
    except UnicodeEncodeError:
        return False


# The signs that one language alone has.
_OF_ONE_LANGUAGE = {
    "HIRAGANA": (_KANA, "ja"),
    "KATAKANA": (_KANA, "ja"),
    "HALFWIDTH": (_HALF_WIDTH, "ja"),
    "HANGUL": (_HANGUL, "ko"),
}
# The first bytes of the characters that each standard puts first since they are the common ones.
_FIRST_HALVES = {
    "zh": ("gb2312", range(0xB0, 0xD8)),
    "tw": ("cp950", range(0xA4, 0xC7)),
    "ja": ("cp932", range(0x88, 0x98)),
    "ko": ("euc_kr", range(0xB0, 0xC9)),
}


@cache
def _sections() -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath("letter_pairs.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for part in text.split("[")[1:]:
        name, _, rest = part.partition("]\n")
        sections[name] = rest.split("\n")
    return sections


def _language(lines: list[str]) -> Language:
    classes = len(_LETTERS)
    letters = {one: value for line, value in zip(lines[:classes], _LETTERS, strict=True) for one in line}
    pairs: dict[str, float] = {}
    for line, value in zip(lines[classes : classes + len(_PAIRS)], _PAIRS, strict=True):
        pairs.update({line[at : at + 2]: value for at in range(0, len(line), 2)})
    return Language(script(next(iter(letters))), letters, pairs)
