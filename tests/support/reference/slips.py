"""What new e-mail addresses and new identifiers may be slips of: letter by letter, one text against the other.

And cells with several identifiers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TypeGuard

from pipeline.model import Intent
from schemas.lookalikes.letters import SMALL_LOOK_ALIKES
from schemas.vocabulary import DeviceGuard, Guard
from tests.support.reference.device_lookup import Key, Row, holders
from tests.support.reference.people.meant import folded
from tests.support.reference.records import AssignmentRow, Device, FormerIdentifier, Ledger

COMPARED = ("serial_number", "asset_tag")
_GIVEN = (*COMPARED, "mac_address")
_SEPARATORS = " ./_-"
_AROUND = "\"'*()[]{}<>#=,;:!?" + _SEPARATORS
_LABELS = ("SERIAL NUMBER", "SERIAL NO", "SERIAL", "S/N", "SN", "ASSET TAG", "ASSET", "TAG")


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


def ghosts(
    devices: Sequence[Device], groups: Mapping[Key, Sequence[Row]], intent: Intent, had: Collection[FormerIdentifier]
) -> set[Key]:
    """The unknown devices, by their keys, that are not to be created; `devices` are those on record.

    `had` are identifiers that devices had before, as in `Ledger.former_identifiers`.
    """
    if intent.device_guard is not DeviceGuard.HOLD:
        return set()
    unknown = {key: rows for key, rows in groups.items() if len(key) == 3 and key[1] != "device_id"}
    others = [row for key, rows in groups.items() if len(key) == 3 for row in rows]
    return {
        key
        for key, rows in unknown.items()
        if any(
            (_is_former(row, had) or _is_ghost(devices, others, row)) and not _is_allowed(row, intent) for row in rows
        )
    }


def holds_several(devices: Sequence[Device], row: Row) -> bool:
    """True where a serial number or asset tag that nobody has is several ones."""
    for kind in COMPARED:
        text = getattr(row, kind)
        if text is not None and not holders(devices, row.org_id, kind, text) and is_several(text):
            return True
    return False


def is_several(text: str) -> bool:
    """True for a list of words with digits, and for a range of such words."""
    words = [word for word in re.split(r" ?[,;|] ?| (?:/|&|\+|AND|UND) ", text) if word]
    if len(words) > 1 and not re.fullmatch(r"\d{1,3}(,\d{3})+|\d+,\d\d?", text):
        return all(re.search(r"\d", word) and " " not in word and len(word) > 1 for word in words)
    for told in re.finditer(r" BIS | TO | - |(?<! )-(?! )", text):
        first, last = text[: told.start()], text[told.end() :]
        before = re.sub(r"\d+$", "", first)
        is_same = len(first) == len(last) and before == re.sub(r"\d+$", "", last) and first < last
        if is_same and (told[0] != "-" or re.search(r"[A-Z]", before)):
            return True
    return False


def is_alike(given: str, other: str, *, is_serial: bool) -> bool:
    """True where the two are one identifier but for what people, scanners and spreadsheets do to it."""
    if given == other:
        return False
    return any(_is_one(ours, theirs) for ours in _texts(given, is_serial) for theirs in _texts(other, is_serial))


def _is_former(row: Row, had: Collection[FormerIdentifier]) -> bool:
    """True where a device had the strongest identifier of the row before."""
    kind = next((kind for kind in _GIVEN if getattr(row, kind) is not None), None)
    return kind is not None and (row.org_id, kind, getattr(row, kind)) in {one[:3] for one in had}


def _is_ghost(devices: Sequence[Device], others: Sequence[Row], row: Row) -> bool:
    colleagues = [device for device in devices if device.org_id == row.org_id]
    for kind in COMPARED:
        text, is_serial = getattr(row, kind), kind == "serial_number"
        if text is None:
            continue
        known = [str(device.value(kind)) for device in colleagues if device.value(kind) is not None]
        if any(is_alike(text, value, is_serial=is_serial) for value in known):
            return True
        rivals = [getattr(other, kind) for other in others if other.org_id == row.org_id]
        rivals = [value for value in rivals if value is not None and _bare(value) == _bare(text)]
        if any(is_alike(text, value, is_serial=is_serial) for value in rivals):
            return True
    if row.given_name is None or all(getattr(row, kind) is None for kind in (*_GIVEN, "device_id")):
        return False
    named = [device for device in colleagues if (device.name or "").lower() == row.given_name.lower()]
    return len(named) == 1 and all(named[0].value(kind) is None for kind in _GIVEN)


def _is_allowed(row: Row, intent: Intent) -> bool:
    known_by = [getattr(row, kind) for kind in _GIVEN] + [row.given_name]
    return any(value is not None and value.upper() in intent.allowed_devices for value in known_by)


def _texts(value: str, is_serial: bool) -> list[str]:  # noqa: FBT001
    """The identifier in up to three steps: without what stands around it, without a label, and without a scanned S."""
    plain = _unwrapped(value)
    named = plain
    for label in _LABELS:
        rest = plain.removeprefix(label)
        if rest != plain and (re.match(r"[ .:#=]", rest) or len(_unwrapped(rest)) >= (6 if "TAG" in label else 4)):
            named = _unwrapped(rest)
            break
    texts = [plain, named]
    if (
        is_serial
        and re.fullmatch(r"S[A-Z0-9]{7,}", named)
        and re.search(r"\d", named)
        and re.search(r"S.*[A-Z]", named)
    ):
        texts.append(named[1:])
    return texts


def _unwrapped(value: str) -> str:
    text = value.strip(_AROUND)
    return re.sub(r"[.,]0+$", "", text) if re.fullmatch(r"\d+[.,]0+", text) else text


def _is_one(ours: str, theirs: str) -> bool:
    if not ours or not theirs:
        return False
    our_parts, their_parts = _words(ours), _words(theirs)
    folded = [[_folded(part) for part in parts] for parts in (our_parts, their_parts)]
    if "".join(folded[0]) != "".join(folded[1]):
        return False
    pairs = zip("".join(our_parts), "".join(their_parts), strict=True)
    if any({one, other} == {"I", "L"} for one, other in pairs):
        return False
    if len(folded[0]) > 1 and len(folded[1]) > 1:
        return folded[0] == folded[1]
    is_short_number = bool(re.fullmatch(r"\d{1,7}", "".join(folded[0])))
    return len(folded[0]) == len(folded[1]) or not is_short_number


def _words(text: str) -> list[str]:
    """The parts between separators; a number at the end, where only letters stand before it, without leading zeros."""
    parts = [part for part in re.split(f"[{re.escape(_SEPARATORS)}]+", text) if part]
    *before, number = parts
    if before and re.fullmatch(r"[A-Z]*", "".join(before)) and re.fullmatch(r"[0-9OIL]*\d[0-9OIL]*", number):
        return [*before, _unpadded(number)]
    lone = re.fullmatch(r"([A-Z]+)(\d+)", number)
    if lone and re.fullmatch(r"[A-Z]*", "".join(before)):
        return [*before, lone[1] + _unpadded(lone[2])]
    if not before and re.fullmatch(r"(\d|OO[0-9OIL]*\d)[0-9OIL]*", number):
        return [_unpadded(number)]
    return parts


def _unpadded(number: str) -> str:
    """The number without leading zeros, which may be written as letters."""
    bare = number.lstrip("0O")
    return bare or number


def _folded(part: str) -> str:
    """The part with digits for the letters that are drawn like them, unless all letters before a number are such."""
    series = re.match(r"[OIL]+(?=\d+$)", part)
    start = series[0] if series else ""
    return start + part[len(start) :].translate(str.maketrans("OIL", "011"))


def _bare(value: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", value).translate(str.maketrans("OIL", "011"))
