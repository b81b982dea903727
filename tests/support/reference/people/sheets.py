"""The decision of the rows of people sheets, one person after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model import Intent
from tests.support.reference.device_lookup import shared_fate
from tests.support.reference.people.meant import folded, with_former_addresses
from tests.support.reference.records import Decision, Ledger, Owner, PersonRow

IDENTIFIERS = ("email", "external_user_id", "username")
KNOWN_BY = (*IDENTIFIERS, "owner_name")
FACTS = (*KNOWN_BY, "department", "cost_center", "title", "manager", "location", "starts_on", "ends_on")

_TURNS = 8

# Two new people may be called alike, where one is known by a number and the other by a name.
_IN_ORDER = ("email", "username", "external_user_id", "name")


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a row means: a known person, or a new one by a key; or why nobody can be meant."""

    person: Owner | None = None
    key: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(slots=True)
class Group:
    """The rows of one person, put together; `after` is the person as the rows say, None where nothing changes."""

    rows: list[PersonRow]
    person: Owner | None
    key: tuple[str, ...]
    decision: Decision
    after: Owner | None = None


def decide_people(ledger: Ledger, rows: Sequence[PersonRow], intent: Intent) -> tuple[dict[int, Decision], Ledger]:
    """Every row's decision, and the ledger with everybody as the sheets say; the spans follow their owners."""
    meant = _meant_by(list(ledger.owners), rows)
    decisions, groups = _sort_out(rows, meant)
    for group in groups:
        _decide(group, intent)
    _reject_clashes(groups, ledger.owners)
    for group in groups:
        repeats = shared_fate(group.decision, [row.row_id for row in group.rows[1:]])
        decisions |= {one.row_id: one for one in (group.decision, *repeats)}
    return decisions, _after(ledger, groups)


def _meant_by(owners: list[Owner], rows: Sequence[PersonRow]) -> dict[int, Meant]:
    meant = {row.row_id: _meant(owners, row) for row in rows}
    sound = [row for row in rows if row.fault is None]
    moved = {
        person.owner_id
        for row in sound
        if (person := meant[row.row_id].person) is not None
        and meant[row.row_id].problem is None
        and None not in {row.email, person.email}
        and row.email != person.email
    }
    freed = {(owner.org_id, owner.email) for owner in owners if owner.owner_id in moved}
    loose = [replace(owner, email=None) if owner.owner_id in moved else owner for owner in owners]
    for row in rows:
        if (row.org_id, row.email) in freed and (row.external_user_id or row.username):
            meant[row.row_id] = _meant(loose, row)
    own = {owner.owner_id: owner for owner in owners}
    givers = _givers(sound, meant, own)
    loose = list(owners)
    for kind, ids in givers.items():
        loose = [_without(owner, kind) if owner.owner_id in ids else owner for owner in loose]
    for row in rows:
        if meant[row.row_id].problem == "identifier_mismatch":
            meant[row.row_id] = _meant(loose, row)
    as_they_are = {
        row_id: one if one.person is None else replace(one, person=own[one.person.owner_id])
        for row_id, one in meant.items()
    }
    return _as_one(rows, as_they_are)


def _givers(sound: Sequence[PersonRow], meant: Mapping[int, Meant], own: Mapping[int, Owner]) -> dict[str, set[int]]:
    """Who has another number or login after the run, by the rows that name them by something stronger."""
    givers: dict[str, set[int]] = {"external_user_id": set(), "username": set()}
    for row in sound:
        person = meant[row.row_id].person
        if person is None:
            continue
        known = own[person.owner_id]
        is_by_email = row.email is not None and row.email == known.email
        is_by_number = _same(row.external_user_id, known.external_user_id)
        for kind, is_stronger in (("external_user_id", is_by_email), ("username", is_by_email or is_by_number)):
            given = getattr(row, kind)
            is_other = given is not None and not _same(given, getattr(known, kind))
            if is_stronger and (is_other or kind in row.clears):
                givers[kind].add(known.owner_id)
    return givers


def _without(owner: Owner, kind: str) -> Owner:
    blank: dict[str, Any] = {kind: None}
    return replace(owner, **blank)


def _meant(everybody: Sequence[Owner], row: PersonRow) -> Meant:
    owners = [owner for owner in everybody if owner.org_id == row.org_id]
    if row.email is None and row.external_user_id is None and row.username is None:
        return _named(owners, row)
    by_email = [owner for owner in owners if row.email is not None and owner.email == row.email]
    by_number = [owner for owner in owners if _same(owner.external_user_id, row.external_user_id)]
    by_login = [owner for owner in owners if _same(owner.username, row.username)]
    person = by_email[0] if by_email else by_number[0] if len(by_number) == 1 else None
    if person is None and not by_number and len(by_login) == 1:
        person = by_login[0] if None in {row.external_user_id, by_login[0].external_user_id} else None
    if person is not None:
        is_wrong = (by_number and person not in by_number) or (by_login and person not in by_login)
        return Meant(person, problem="identifier_mismatch" if is_wrong else None)
    if len(by_number) > 1 or len(by_login) > 1:
        return Meant(problem="ambiguous_owner")
    if by_login:
        return Meant(problem="identifier_mismatch")
    return Meant(key=_key(row))


def _named(owners: Sequence[Owner], row: PersonRow) -> Meant:
    name = row.owner_name
    if name is None:
        return Meant(problem="missing_identifier")
    by_name = [owner for owner in owners if owner.owner_name is not None and folded(owner.owner_name) == folded(name)]
    by_number = [owner for owner in owners if _same(owner.external_user_id, name)]
    by_login = [owner for owner in owners if _same(owner.username, name)]
    for found in (by_number, by_login, by_name):
        if len(found) == 1:
            return Meant(found[0])
        if found:
            return Meant(problem="ambiguous_owner")
    return Meant(key=(row.org_id, "name", folded(name)))


def _key(row: PersonRow) -> tuple[str, ...]:
    for kind in IDENTIFIERS:
        value = getattr(row, kind)
        if value is not None:
            return (row.org_id, kind, value.lower())
    raise AssertionError(row)


def _as_one(rows: Sequence[PersonRow], meant: dict[int, Meant]) -> dict[int, Meant]:
    """Rows that give no more than what another person is to be given are rows of that person."""
    for kind in IDENTIFIERS:
        claims: dict[tuple[str, str], list[PersonRow]] = {}
        for row in rows:
            value = getattr(row, kind)
            if value is not None and row.fault is None and meant[row.row_id].problem is None:
                claims.setdefault((row.org_id, value.lower()), []).append(row)
        for (org_id, value), group in claims.items():
            strong = [row for row in group if meant[row.row_id].key != (org_id, kind, value)]
            people = {_identity(meant[row.row_id]) for row in strong}
            if len(people) > 1:
                meant |= {row.row_id: replace(meant[row.row_id], problem="identifier_mismatch") for row in group}
            elif strong:
                meant |= {row.row_id: meant[strong[0].row_id] for row in group}
    return meant


def _identity(meant: Meant) -> tuple[str, ...]:
    return meant.key if meant.person is None else ("known", str(meant.person.owner_id))


def _sort_out(rows: Sequence[PersonRow], meant: Mapping[int, Meant]) -> tuple[dict[int, Decision], list[Group]]:
    decisions: dict[int, Decision] = {}
    people: dict[tuple[str, ...], list[PersonRow]] = {}
    for row in sorted(rows, key=lambda row: row.row_id):
        problem = row.fault or meant[row.row_id].problem
        if problem is not None:
            decisions[row.row_id] = Decision(row.row_id, "rejected", "none", problem)
        else:
            people.setdefault(_identity(meant[row.row_id]), []).append(row)
    groups = []
    for group in people.values():
        first = meant[group[0].row_id]
        if any(_is_contradicting(group, fact, first.person) for fact in FACTS):
            decisions |= {row.row_id: Decision(row.row_id, "rejected", "none", "conflicting_rows") for row in group}
        else:
            groups.append(Group(group, first.person, first.key, Decision(group[0].row_id, "unchanged")))
    return decisions, groups


def _is_contradicting(group: Sequence[PersonRow], fact: str, person: Owner | None) -> bool:
    values = {_compared(fact, getattr(row, fact)) for row in group if _says(row, fact, person)} - {None}
    return len(values) + any(_field(fact) in row.clears for row in group) > 1


def _compared(fact: str, value: object) -> object:
    return value.lower() if fact in IDENTIFIERS and isinstance(value, str) else value


def _field(fact: str) -> str:
    return "owner_email" if fact == "email" else fact


def _decide(group: Group, intent: Intent) -> None:
    row_id, is_new = group.decision.row_id, group.person is None
    is_unnamed = is_new and group.key[1] == "name" and not intent.owners_by_name
    if is_new and (is_unnamed or not intent.create_owners):
        group.decision = Decision(row_id, "skipped", "none", "unknown_owner")
        return
    before = group.person or Owner(0, group.rows[0].org_id, None)
    after = _with_facts(before, group)
    if all(getattr(after, fact) is None for fact in KNOWN_BY):
        group.decision = Decision(row_id, "rejected", "none", "missing_identifier")
    elif is_new or after != before:
        group.decision = Decision(row_id, "applied", "create" if is_new else "update")
        group.after = after


def _with_facts(before: Owner, group: Group) -> Owner:
    """The person with all that the rows give; a name by which the person was found is no new name."""
    given: dict[str, Any] = {}
    for fact in FACTS:
        values = [
            getattr(row, fact)
            for row in group.rows
            if getattr(row, fact) is not None and _says(row, fact, group.person)
        ]
        if any(_field(fact) in row.clears for row in group.rows):
            given[fact] = None
        elif values and not (fact in IDENTIFIERS and _same(min(values), getattr(before, fact, None))):
            given[fact] = min(values)
    facts = {**before.facts, **{fact: value for fact, value in given.items() if fact not in KNOWN_BY}}
    known_by = {fact: value for fact, value in given.items() if fact in KNOWN_BY}
    return replace(before, **known_by, facts={name: value for name, value in facts.items() if value is not None})


def _says(row: PersonRow, fact: str, person: Owner | None) -> bool:
    is_by_name = row.email is None and row.external_user_id is None and row.username is None
    return not (fact == "owner_name" and is_by_name and person is not None)


def _reject_clashes(groups: Sequence[Group], owners: Sequence[Owner]) -> None:
    """Reject whoever would be given what stays another's, until nobody is; a long chain of people passes nothing on."""
    for turn in range(_TURNS + 1):
        wrong = [
            group for group in groups if group.after and _is_clashing(group, groups, owners, may_pass=turn < _TURNS)
        ]
        if not wrong:
            return
        for group in wrong:
            group.decision = Decision(group.decision.row_id, "rejected", "none", "identifier_mismatch")
            group.after = None


def _is_clashing(group: Group, groups: Sequence[Group], owners: Sequence[Owner], *, may_pass: bool) -> bool:
    assert group.after is not None
    changed = {one.after.owner_id: one.after for one in groups if one.after is not None and one.person is not None}
    for kind, value in _claims(group):
        for owner in owners:
            if owner.org_id != group.after.org_id or owner.owner_id == group.after.owner_id:
                continue
            kept = changed.get(owner.owner_id, owner) if may_pass else owner
            if _same(value, getattr(owner, kind)) and _same(value, getattr(kept, kind)):
                return True
        others = [other for other in groups if other is not group and other.rows[0].org_id == group.rows[0].org_id]
        if any((kind, value) in _claims(other) for other in others):
            return True
    return False


def _claims(group: Group) -> Iterator[tuple[str, str]]:
    if group.after is None:
        return
    for kind in IDENTIFIERS:
        value = getattr(group.after, kind)
        if value is not None and (group.person is None or getattr(group.person, kind) != value):
            yield kind, value.lower()


def _same(value: str | None, other: str | None) -> bool:
    return value is not None and other is not None and value.lower() == other.lower()


def _after(ledger: Ledger, groups: Sequence[Group]) -> Ledger:
    changed = {
        group.after.owner_id: group.after for group in groups if group.after is not None and group.person is not None
    }
    new = [group.after for group in groups if group.after is not None and group.person is None]
    new.sort(key=lambda owner: (owner.org_id, owner.handle))
    first = ledger.greatest_ids[1] + 1
    created = [replace(owner, owner_id=owner_id) for owner_id, owner in enumerate(new, start=first)]
    handles = {(owner.org_id, owner.handle): changed.get(owner.owner_id, owner).handle for owner in ledger.owners}
    spans = tuple(replace(span, owner_email=handles[span.org_id, span.owner_email]) for span in ledger.spans)
    ledger = with_former_addresses(ledger, changed)
    return replace(ledger, owners=(*(changed.get(one.owner_id, one) for one in ledger.owners), *created), spans=spans)
