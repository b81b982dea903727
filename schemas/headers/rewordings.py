"""Headers in other words: `Laptop Serial Nr.` is a `serial number`, `Borrower E-Mail` an `email`.

The spellings of the table are what people write for a field; here stands how they vary all of them: with `#` or `No.`
for a number, with what the thing or the person is called before or behind it, with a second spelling behind a slash or
in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from schemas.headers import other_words as words

# A spelling of a field in other words, and the fields that it may mean; None where it may mean any.
Rewording = tuple[str, frozenset[str] | None]

_OF_DEVICES = frozenset(
    (
        *("serial_number", "asset_tag", "mac_address", "imei"),
        *("name", "type", "category", "brand", "model", "model_number", "status", "condition", "location"),
        *("department", "cost_center", "supplier", "purchase_price", "purchase_date", "warranty_end"),
        *("warranty_months", "order_number", "invoice_number", "comment", "device_name", "device_type"),
    )
)
_OF_HOLDERS = frozenset(("owner_name", "owner_email", "effective_at", "returned_at", "due_at"))
_OF_PEOPLE = frozenset(
    ("owner_email", "username", "owner_name", "external_user_id", "owner_first_name", "owner_last_name")
)
_EMAIL, _MAC, _PRICE = frozenset(("owner_email",)), frozenset(("mac_address",)), frozenset(("purchase_price",))
_NAME_PARTS = ((words.FIRST_NAMES, "first name"), (words.LAST_NAMES, "last name"))

_NUMBERS = ("nummer", "nr")
_SHORTEST = 3
_BETWEEN = re.compile(rf"\s*(?:[/|&+]|\b(?:{'|'.join(words.JOINING)})\b)\s*")
_BRACKETS = re.compile(r"^(.+?)\s*[(\[]([^)\]]+)[)\]]\s*$")
_PHRASES = re.compile(rf"\b(?:{'|'.join(words.PHRASES)})\b")
_LONGEST = 60


def may_be_reworded(plain: str, known: frozenset[str]) -> bool:
    """False for a text with a word that no header has: a quick check of many cells."""
    return all(word in known or word in _additions() or _number_behind(word) for word in plain.split())


@lru_cache(maxsize=1 << 13)
def in_other_words(plain: str) -> str:
    """The header, as lower-case words without accents, with one word for each of several."""
    text = " ".join([words.SAME.get(word, word) for word in plain.split()])
    for end in _NUMBERS:
        if end in text:
            text = " ".join(_with_number(word) for word in text.split())
    return _PHRASES.sub(lambda found: words.PHRASES[found[0]], text)


def _with_number(word: str) -> str:
    """`serial number` for `seriennummer`, and the like."""
    end = _number_behind(word)
    start = word.removesuffix(end).rstrip("-")
    return f"{words.SAME.get(start, start)} number" if end else word


def _number_behind(word: str) -> str:
    """The word for a number at the end of a German word; blank without one."""
    return next((end for end in _NUMBERS if word.endswith(end) and len(word) >= len(end) + _SHORTEST), "")


def rewordings(plain: str, *, is_of_people: bool) -> Iterator[Rewording]:
    """What a header may mean, as `in_other_words` writes it, the nearest first; nothing for a whole sentence.

    A sheet of people (`is_of_people`) says nothing of devices.
    """
    if len(plain) > _LONGEST:
        return
    text = in_other_words(plain)
    yield text, None
    for rest in () if is_of_people else _without(text, words.OF_DEVICES):
        yield rest, _OF_DEVICES
    held = [] if is_of_people else [*_without(text, words.HELD)]
    yield from ((rest, _OF_HOLDERS) for rest in held)
    for whose in (text, *held):
        yield from ((_of_people(rest, whose), _OF_PEOPLE) for rest in _without(whose, words.OF_PEOPLE))
    for rest in _without(text, words.OF_ADDRESSES):
        yield rest.removesuffix(" id"), _EMAIL
    for rest in _without(text, words.OF_ADAPTERS):
        yield rest, _MAC
    for rest in _without(text, words.OF_AMOUNTS):
        yield rest, _PRICE


def parts_of(header: str) -> tuple[str, ...]:
    """The spellings that a header joins by a slash, brackets or `or`; none where it joins nothing."""
    bracketed = _BRACKETS.match(header)
    parts = bracketed.groups() if bracketed else tuple(_BETWEEN.split(header))
    return parts if len(parts) > 1 and all(parts) else ()


@cache
def _additions() -> frozenset[str]:
    """Every word that may stand in a header besides those of the spellings."""
    more = (
        words.OF_DEVICES,
        words.HELD,
        words.OF_PEOPLE,
        words.OF_ADDRESSES,
        words.OF_ADAPTERS,
        words.OF_AMOUNTS,
        words.NAMES,
        words.FIRST_NAMES,
        words.LAST_NAMES,
        words.NUMBERS,
    )
    single = (*words.SAME, *words.SMALL, *words.JOINING, "&", "+")
    return frozenset((*single, *(word for text in more for word in re.findall(r"\w+", text))))


def _of_people(rest: str, whose: str) -> str:
    """The spelling of a person's name or number, where the words taken off `whose` said that it is a person's.

    `Student Last` is a name, and `Last Student` is who was there before.
    """
    if rest in _phrases(words.NAMES):
        return "owner name"
    for names, name in _NAME_PARTS:
        if rest in _phrases(names) and whose.endswith(f" {rest}"):
            return name
    return "external user id" if rest in _phrases(words.NUMBERS) else rest


def _without(text: str, additions: str) -> Iterator[str]:
    """The text without one of the additions at its beginning or its end, the longest first."""
    of = text.split()
    for length in range(min(3, len(of) - 1), 0, -1):
        if " ".join(of[:length]) in _phrases(additions):
            yield " ".join(_unconnected(of[length:]))
        if " ".join(of[-length:]) in _phrases(additions):
            yield " ".join(reversed(_unconnected(of[-length - 1 :: -1])))


def _unconnected(parts: list[str]) -> list[str]:
    """The words without the small ones at their beginning."""
    at = next((at for at, word in enumerate(parts) if word not in words.SMALL), len(parts))
    return parts[at:]


@cache
def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))
