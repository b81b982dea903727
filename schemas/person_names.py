"""The letters of people's names without their accents: names are compared so, `José` with `JOSE`."""

import unicodedata
from collections.abc import Mapping

# Latin, Greek and Cyrillic letters that are made of another letter and a mark.
_BLOCKS = (range(0xC0, 0x590), range(0x1E00, 0x2000))
# The marks that may stand alone behind their letter; the letters themselves, since not all engines read their codes.
MARKS = "[\u0300-\u036f]"


def _plain(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


def _accented() -> Mapping[str, str]:
    letters = (chr(code) for block in _BLOCKS for code in block)
    by_plain: dict[str, str] = {}
    for letter in letters:
        plain = _plain(letter)
        if letter == letter.lower() and plain != letter and len(plain) == 1 and plain.isalpha():
            by_plain[plain] = by_plain.get(plain, "") + letter
    return by_plain


# The accented forms of each letter, in lower case.
ACCENTED: Mapping[str, str] = _accented()
