"""Whom a new e-mail address may be a slip of: letter by letter, against one known owner after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeGuard

from pipeline.model import Intent
from schemas.lookalike_letters import SMALL_LOOK_ALIKES
from schemas.vocabulary import Guard
from tests.support.reference.people import folded
from tests.support.reference.records import AssignmentRow, Ledger


def is_known(ledger: Ledger, row: AssignmentRow) -> bool:
    """True where the row's owner is on record."""
    return any((owner.org_id, owner.handle) == (row.org_id, row.owner_email) for owner in ledger.owners)


def is_held_back(ledger: Ledger, row: AssignmentRow, intent: Intent) -> bool:
    """True where nobody knows the row's owner, who looks like a known one, and such owners shall not be created."""
    if row.owner_email is None or is_known(ledger, row) or row.owner_email in intent.allowed_owners:
        return False
    if intent.guard is not Guard.HOLD:
        return False
    colleagues = [owner for owner in ledger.owners if owner.org_id == row.org_id]
    names = {folded(owner.owner_name) for owner in colleagues if is_whole(owner.owner_name)}
    is_namesake = is_whole(row.owner_name) and folded(row.owner_name) in names
    return is_namesake or likely_owner(row.owner_email, [owner.handle for owner in colleagues]) is not None


def is_whole(name: str | None) -> TypeGuard[str]:
    """True for a name of a first name and a last name."""
    return name is not None and re.search(r"\S[\s,]+\S", name) is not None


def likely_owner(email: str, known: Sequence[str]) -> tuple[str, str] | None:
    """The known owner who was likely meant, and how the two are alike; `known` are those of the organization."""
    counts = Counter(_domain(other) for other in known)
    usual = {domain for domain, owners in counts.items() if owners >= 5}
    kinds = (("look_alike", _is_drawn_alike), ("letter", _is_misspelt), ("swapped_names", _is_turned))
    for likeness, is_alike in kinds:
        for other in sorted(known):
            if is_alike(email, other):
                return other, likeness
    for other in sorted(known):
        domain = _domain(other)
        is_near = is_one_slip(_domain(email), domain) or _drawn(_domain(email)) == _drawn(domain)
        is_look_alike = domain in usual and _domain(email) not in usual and is_near
        if is_look_alike and _local(email) == _local(other):
            return other, "domain"
    for other in sorted(known):
        if "@" in email and "@" in other and _local(email) == _local(other):
            return other, "local_part"
    return None


def is_one_slip(text: str, other: str) -> bool:
    """True where one character that is no digit was inserted, dropped, changed, or swapped with the next."""
    if len(text) != len(other):
        longer, shorter = sorted((text, other), key=len, reverse=True)
        return any(longer[:at] + longer[at + 1 :] == shorter and not _is_digit(c) for at, c in enumerate(longer))
    different = [at for at in range(len(text)) if text[at] != other[at]]
    if any(_is_digit(each[at]) for at in different for each in (text, other)):
        return False
    if len(different) == 2:
        first, second = different
        return second == first + 1 and text[first] == other[second] and text[second] == other[first]
    return len(different) == 1


def _is_drawn_alike(email: str, other: str) -> bool:
    return email != other and _in_latin(email) == _in_latin(other)


def _is_misspelt(email: str, other: str) -> bool:
    (name, home), (other_name, other_home) = _parts(email), _parts(other)
    letters = sum(character.isalpha() for character in other_name)
    return home == other_home and letters >= 6 and is_one_slip(name, other_name)


def _is_turned(email: str, other: str) -> bool:
    (name, home), (other_name, other_home) = _parts(email), _parts(other)
    parts, other_parts = re.split("[._-]+", name), re.split("[._-]+", other_name)
    if home != other_home or "" in parts or parts == other_parts or any(map(_is_digit, name)):
        return False
    return other_parts in ([*parts[1:], parts[0]], [parts[-1], *parts[:-1]])


def _parts(email: str) -> tuple[str, str]:
    """The name, and what comes after it: perhaps a tag, and the domain."""
    name = re.split("[+@]", email)[0]
    return name, email[len(name) :]


def _local(email: str) -> str:
    return email.partition("@")[0]


def _domain(email: str) -> str:
    return email.partition("@")[2]


def _drawn(domain: str) -> str:
    """The domain as it looks at a glance."""
    return re.sub("rn|vv|cl", lambda letters: {"rn": "m", "vv": "w", "cl": "d"}[letters[0]], domain)


def _in_latin(email: str) -> str:
    letters = {other: letter for letter, others in SMALL_LOOK_ALIKES.items() for other in others}
    return "".join(letters.get(character, character) for character in email)


def _is_digit(character: str) -> bool:
    return character.isnumeric()
