"""The texts by which DuckDB compares what the decisions compare, so that it finds at least all that they find.

The core decides which names, numbers and logins are equal; engines do not agree on the small form of every letter. So
these keys leave out the letters on which they may not agree: what is equal for the core has one key.
"""

from __future__ import annotations

from schemas.lookalikes.letters import SMALL_LOOK_ALIKES
from schemas.person_names import ACCENTED

# The letters beyond ASCII of which every engine makes the same small letter, and letters that have no small form.
_AGREED = r"à-öø-ÿā-įĳ-ňŋ-žά-ρτ-ώа-ӿ\p{Lo}"
_DOUBTFUL = rf"[^ -~{_AGREED}]+"
_NO_LETTERS = r"[^ -~α-ρτ-ωа-я\p{Lo}]+"

_LETTERS = "".join(ACCENTED.values())
_PLAIN = "".join(plain * len(letters) for plain, letters in ACCENTED.items())
_DRAWN = "".join(SMALL_LOOK_ALIKES.values())
_LATIN = "".join(latin * len(others) for latin, others in SMALL_LOOK_ALIKES.items())


def is_ascii_sql(text: str) -> str:
    """True for a text of ASCII characters alone: one byte each."""
    return f"strlen({text}) = length({text})"


def caseless_sql(text: str) -> str:
    """The text without its case, for names, numbers and logins."""
    return (
        f"CASE WHEN {is_ascii_sql(text)} THEN lower({text}) "
        f"ELSE regexp_replace(lower({text}), '{_DOUBTFUL}', '', 'g') END"
    )


def person_name_sql(name: str) -> str:
    """The words of a person's name in the order of the alphabet, without case and accents."""
    folded = f"replace(translate(lower({name}), '{_LETTERS}', '{_PLAIN}'), 'ß', 'ss')"
    foreign = f"regexp_replace({folded}, '{_NO_LETTERS}', '', 'g')"
    plain = f"CASE WHEN {is_ascii_sql(name)} THEN lower({name}) ELSE {foreign} END"
    return f"array_to_string(list_sort(regexp_split_to_array({plain}, '[\\s,]+')), ' ')"


def latin_sql(address: str) -> str:
    """The address with letters of other alphabets as the Latin ones that they are drawn like."""
    return f"CASE WHEN {is_ascii_sql(address)} THEN {address} ELSE translate({address}, '{_DRAWN}', '{_LATIN}') END"
