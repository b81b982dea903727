"""The person that a row means: looked for among the people on record, one after the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Intent
from tests.support.reference.records import AssignmentRow, Ledger, Owner


@dataclass(frozen=True, slots=True)
class Meant:
    """What the owner's cells of a row say: the handle of a known person, or what an unknown one is known by."""

    known_as: str | None
    problem: str | None = None
    is_known: bool = False


def with_people(ledger: Ledger, rows: Sequence[AssignmentRow]) -> tuple[list[AssignmentRow], dict[int, str]]:
    """The rows, each with its person's handle as `owner_email`; and the problem of those whose person is unclear."""
    meant = {row.row_id: _meant(ledger.owners, _with_present_address(ledger, row)) for row in rows}
    problems = {row_id: one.problem for row_id, one in meant.items() if one.problem is not None}
    resolved = {row.row_id: _resolved(row, meant[row.row_id]) for row in rows}
    for kind in ("external_user_id", "username"):
        strange = [row for row in resolved.values() if not meant[row.row_id].is_known]
        for claims in _claimed(strange, problems, kind).values():
            if any(_is_weak(row, kind) for row in claims) and _are_called_apart(claims):
                problems |= {row.row_id: "identifier_mismatch" for row in claims}
    for kind in ("external_user_id", "username"):
        strange = [row for row in resolved.values() if not meant[row.row_id].is_known]
        for claims in _claimed(strange, problems, kind).values():
            strong = [row for row in claims if not _is_weak(row, kind)]
            if len({row.owner_email for row in strong}) > 1:
                problems |= {row.row_id: "identifier_mismatch" for row in claims}
            elif strong:
                known_as = strong[0].owner_email
                number = min([row.external_user_id for row in strong if row.external_user_id], default=None)
                for row in claims:
                    if _is_weak(row, kind):
                        number_of = number or row.external_user_id
                        resolved[row.row_id] = replace(row, owner_email=known_as, external_user_id=number_of)
    return [resolved[row.row_id] for row in rows], problems


def _are_called_apart(claims: Sequence[AssignmentRow]) -> bool:
    """True where one of the names has neither end in common with the one that comes first in the alphabet."""
    names = sorted({row.owner_name for row in claims if row.owner_name is not None})
    ends = [{folded(name).split(" ")[0].split(".")[0], folded(name).split(" ")[-1]} for name in names]
    return any(not ends[0] & others for others in ends[1:])


def with_former_addresses(ledger: Ledger, changed: Mapping[int, Owner]) -> Ledger:
    """The ledger, with the addresses that these people have only until now."""
    lost = {
        (owner.org_id, owner.email, owner.owner_id)
        for owner in ledger.owners
        if owner.email is not None and changed.get(owner.owner_id, owner).email != owner.email
    }
    return replace(ledger, former=tuple(sorted({*ledger.former, *lost})))


def _with_present_address(ledger: Ledger, row: AssignmentRow) -> AssignmentRow:
    """The row; a former address of one person, alone and nobody's by now, means the present one."""
    if row.external_user_id is not None or row.username is not None:
        return row
    owners = [owner for owner in ledger.owners if owner.org_id == row.org_id and owner.email is not None]
    had = {number for org_id, email, number in ledger.former if (org_id, email) == (row.org_id, row.owner_email)}
    present = [owner.email for owner in owners if owner.owner_id in had]
    if row.owner_email in {owner.email for owner in owners} or len(present) != 1:
        return row
    return replace(row, owner_email=present[0])


def is_unnamed(ledger: Ledger, row: AssignmentRow, intent: Intent) -> bool:
    """True where the row gives a name that nobody has, and nothing else, and names alone put nobody on record."""
    handles = {owner.handle for owner in ledger.owners if owner.org_id == row.org_id}
    is_strange = row.owner_email is not None and row.owner_email not in handles and "@" not in row.owner_email
    return is_strange and row.external_user_id is None and row.username is None and not intent.owners_by_name


def folded(name: str) -> str:
    """The name without case and accents, the first name first."""
    parts = [part.strip() for part in name.split(",")]
    turned = " ".join(reversed(parts)) if len(parts) == 2 and all(parts) else name
    marked = unicodedata.normalize("NFD", turned.lower().replace("ß", "ss"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def _meant(everybody: Sequence[Owner], row: AssignmentRow) -> Meant:
    owners = [owner for owner in everybody if owner.org_id == row.org_id]
    email, number, login = row.owner_email, row.external_user_id, row.username
    if email is None and number is None and login is None:
        return Meant(None) if row.owner_name is None else _named(owners, row.owner_name)
    by_email = [owner for owner in owners if owner.email == email and email is not None]
    by_number = _having(owners, "external_user_id", number)
    by_login = _having(owners, "username", login)
    person = by_email[0] if by_email else by_number[0] if len(by_number) == 1 else None
    if person is None and not by_number and len(by_login) == 1 and None in {number, by_login[0].external_user_id}:
        person = by_login[0]
    if person is not None:
        is_wrong = (by_number and person not in by_number) or (by_login and person not in by_login)
        return Meant(person.handle, "identifier_mismatch" if is_wrong else None, is_known=True)
    given = email or number or login
    if len(by_number) > 1 or len(by_login) > 1:
        return Meant(given, "ambiguous_owner")
    return Meant(given, "identifier_mismatch" if by_login else None)


def _named(owners: Sequence[Owner], name: str) -> Meant:
    by_name = [owner for owner in owners if owner.owner_name is not None and folded(owner.owner_name) == folded(name)]
    for found in (_having(owners, "external_user_id", name), _having(owners, "username", name), by_name):
        if len(found) == 1:
            return Meant(found[0].handle, is_known=True)
        if found:
            return Meant(name, "ambiguous_owner")
    return Meant(folded(name))


def _having(owners: Sequence[Owner], kind: str, value: str | None) -> list[Owner]:
    return [owner for owner in owners if value is not None and (getattr(owner, kind) or "").lower() == value.lower()]


def _claimed(
    rows: Sequence[AssignmentRow], unclear: Collection[int], kind: str
) -> dict[tuple[str, str], list[AssignmentRow]]:
    """The rows that would put somebody on record with a number or login, by that."""
    claims: dict[tuple[str, str], list[AssignmentRow]] = {}
    for row in rows:
        value = getattr(row, kind)
        if value is not None and row.row_id not in unclear and row.fault is None and row.action == "assign":
            claims.setdefault((row.org_id, value.lower()), []).append(row)
    return claims


def _is_weak(row: AssignmentRow, kind: str) -> bool:
    """True where nothing stronger than this says who the new person is."""
    return bool(row.owner_email == getattr(row, kind))


def _resolved(row: AssignmentRow, meant: Meant) -> AssignmentRow:
    is_by_name = row.owner_email is None and row.external_user_id is None and row.username is None
    name = None if is_by_name and meant.is_known else row.owner_name
    return replace(row, owner_email=meant.known_as, owner_name=name)
