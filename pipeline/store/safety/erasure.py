"""Replacing what identifies one person by a pseudonym, in every table, so that the events still give the tables.

A text that nobody else has or had, and that is long enough to mean nobody else (an e-mail address, a full name), is
replaced wherever it stands. Any other text (a number, a login, one word, a name that two people have) is replaced where
the ledger knows that it is this person's: in the facts and events of the person, and in the rows that named the person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pipeline.store.columns import listed, quoted
from schemas.fields import OWNER_HANDLE
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb

_FACTS = "SELECT org_id, version, {facts} FROM owners WHERE owner_id = $id"
_TOLD = """
SELECT CAST(payload AS VARCHAR) FROM events
WHERE (aggregate = 'owner' AND aggregate_id = $id) OR CAST(json_extract(payload, '/owner_id') AS BIGINT) = $id
"""
_OF_OTHERS = """
SELECT (SELECT count(*) FROM owners
        WHERE owner_id <> $id AND ($org IS NULL OR org_id = $org) AND $text IN ({facts}))
     + (SELECT count(*) FROM events
        WHERE aggregate = 'owner' AND aggregate_id <> $id AND ($org IS NULL OR org_id = $org)
          AND regexp_matches(CAST(payload AS VARCHAR), $whole, 'i'))
"""
_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type
FROM duckdb_columns() AS c SEMI JOIN duckdb_tables() AS t ON t.table_oid = c.table_oid AND NOT t.temporary
WHERE c.database_name = current_database() AND NOT c.internal AND c.data_type IN ('VARCHAR', 'JSON') ORDER BY ALL
"""
# They are compared with files on the disk, and are told as places that still hold the person.
_OF_FILES = frozenset({"file", "path"})
# The members that hold what identifies an owner: of payloads, and of the cells of a row.
_MEMBERS = "(?:email|owner_email|previous_owner_email|external_user_id|username|owner_name)"
_CELLS = r"(?:email|owner_\w+|external_user_id|username)"
_EVENTS = """
UPDATE events SET payload = CAST(regexp_replace(CAST(payload AS VARCHAR), $seen, $new, 'gi') AS JSON)
WHERE regexp_matches(CAST(payload AS VARCHAR), $seen, 'i') AND {where}
"""
_OF_PERSON = "CAST(json_extract(payload, '/owner_id') AS BIGINT) = $id"
_ROWS = """
UPDATE row_outcomes SET {column} = CAST(regexp_replace(CAST({column} AS VARCHAR), $seen, $new, 'gi') AS {type})
WHERE regexp_matches(CAST({column} AS VARCHAR), $seen, 'i') AND (org_id = $org OR org_id IS NULL)
  AND list_contains($handles, lower(owner_email))
"""
# Twice, since two that stand side by side share the character between them.
_EVERYWHERE = """
UPDATE {table} SET {column} = CAST(
    regexp_replace(regexp_replace(CAST({column} AS VARCHAR), $seen, $new, 'gi'), $seen, $new, 'gi') AS {type})
WHERE regexp_matches(CAST({column} AS VARCHAR), $seen, 'i')
"""
_STANDS = "SELECT {stands} FROM {table}"
_STANDS_IN = "bool_or(regexp_matches(CAST({column} AS VARCHAR), $seen, 'i'))"
_FACT = "UPDATE owners SET {column} = $new WHERE owner_id = $id"
_LEFT = "SELECT count(*) FROM {table} WHERE regexp_matches(CAST({column} AS VARCHAR), $seen, 'i')"
_FULL_NAME, _LONG = 2, 4


@dataclass(frozen=True, slots=True)
class Person:
    """One person on record: every text that identifies or identified the person.

    `handles` are those that mean nobody else in the organization, `own` those that mean nobody else in the ledger.
    """

    owner_id: int
    org_id: str
    version: int
    facts: Mapping[str, str]
    texts: tuple[str, ...]
    handles: list[str]
    own: list[str]

    def pseudonym(self, text: str) -> str:
        """What stands in place of the text: an address for an address, so that exports can still be loaded."""
        name = f"forgotten-{self.owner_id}"
        return f"{name}@forgotten.invalid" if "@" in text else name

    @property
    def telling(self) -> list[str]:
        """The texts that are replaced wherever they stand."""
        return [text for text in self.own if _is_telling(text)]


def read_person(connection: duckdb.DuckDBPyConnection, owner_id: int) -> Person:
    """The person, from the facts as they are and as every event tells them; longer texts first."""
    ((org_id, version, *values),) = connection.execute(
        _FACTS.format(facts=listed(OWNER_HANDLE)), {"id": owner_id}
    ).fetchall()
    facts = {name: value for name, value in zip(OWNER_HANDLE, values, strict=True) if value is not None}
    payloads = [json.loads(text) for (text,) in connection.execute(_TOLD, {"id": owner_id}).fetchall()]
    said = [part.get(key) for payload in payloads for part, key in _parts(payload, owner_id)]
    texts = {text.lower(): None for text in (*facts.values(), *said) if text}
    ordered = tuple(sorted(texts, key=lambda text: (-len(text), text)))
    handles, own = (
        [text for text in ordered if not _is_of_others(connection, owner_id, text, org)] for org in (org_id, None)
    )
    return Person(owner_id, org_id, version, facts, ordered, handles, own)


def erase(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    """Replace what identifies the person, in every table."""
    for text in person.texts:
        _erase_from_rows(connection, person, text)
        _erase_from_events(connection, person, text)
    _erase_name_parts(connection, person)
    for text in person.telling:
        for form in _forms(text):
            for table, column, type_ in _columns_with(connection, [form]):
                if column not in _OF_FILES:
                    sql = _EVERYWHERE.format(table=table, column=quoted(column), type=type_)
                    connection.execute(sql, {"seen": _anywhere(form), "new": f"\\1{person.pseudonym(text)}\\2"})
    for name, text in person.facts.items():
        connection.execute(_FACT.format(column=quoted(name)), {"new": person.pseudonym(text), "id": person.owner_id})


def left_in(connection: duckdb.DuckDBPyConnection, person: Person) -> list[str]:
    """The columns in which a telling text still stands, as `sources.file (2)`."""
    if not person.telling:
        return []
    seen = "|".join(_anywhere(text) for text in person.telling)
    left = []
    for table, column, _ in _columns_with(connection, person.telling):
        sql = _LEFT.format(table=table, column=quoted(column))
        ((rows,),) = connection.execute(sql, {"seen": seen}).fetchall()
        left += [f"{table}.{column} ({rows:,})"] if rows else []
    return left


def _columns_with(connection: duckdb.DuckDBPyConnection, texts: Sequence[str]) -> list[tuple[str, str, str]]:
    """The columns (table, name, type) in which one of the texts may stand: few, and the whole pattern is costly."""
    seen = "|".join(_escaped(text) for text in texts)
    found: list[tuple[str, str, str]] = []
    for table, columns in groupby(connection.execute(_COLUMNS).fetchall(), itemgetter(0)):
        told = list(columns)
        sql = _STANDS.format(table=table, stands=", ".join(_STANDS_IN.format(column=quoted(one)) for _, one, _ in told))
        (stands,) = connection.execute(sql, {"seen": seen}).fetchall()
        found += compress(told, stands)
    return found


def _parts(payload: dict[str, Any], owner_id: int) -> Iterable[tuple[dict[str, Any], str]]:
    """The members of an event's payload that may hold a text of the person."""
    yield payload, "owner_email"
    if payload.get("owner_id") == owner_id and "ownership_id" not in payload:
        for part in ("owner", "old", "new"):
            yield from ((payload.get(part) or {}, key) for key in OWNER_HANDLE)


def _is_telling(text: str) -> bool:
    return "@" in text or len(text.split()) >= _FULL_NAME


def _is_of_others(connection: duckdb.DuckDBPyConnection, owner_id: int, text: str, org: str | None) -> bool:
    values = {"id": owner_id, "org": org, "text": text, "whole": f'"{_MEMBERS}":"{_escaped(text)}"'}
    facts = ", ".join(f"lower({fact})" for fact in OWNER_HANDLE)
    ((others,),) = connection.execute(_OF_OTHERS.format(facts=facts), values).fetchall()
    return bool(others)


def _erase_from_events(connection: duckdb.DuckDBPyConnection, person: Person, text: str) -> None:
    """From members of events that hold owners: those of the person, and where nobody else has it, all."""
    values: dict[str, object] = {
        "seen": f'("{_MEMBERS}":"){_escaped(text)}(")',
        "new": f"\\1{person.pseudonym(text)}\\2",
        "id": person.owner_id,
    }
    if text not in person.handles:
        connection.execute(_EVENTS.format(where=_OF_PERSON), values)
    else:
        where = f"(org_id = $org OR {_OF_PERSON})"
        connection.execute(_EVENTS.format(where=where), {**values, "org": person.org_id})


def _erase_from_rows(connection: duckdb.DuckDBPyConnection, person: Person, text: str) -> None:
    """From the rows that named the person: from cells about owners, and where it is quoted or long, from messages."""
    pseudonym = person.pseudonym(text)
    _replace_in_rows(connection, person, "cells", _cell(text), f"\\1{pseudonym}\\2")
    _replace_in_rows(connection, person, "message", f'"{_escaped(text)}"', f'"{pseudonym}"')
    if len(text) >= _LONG:
        _replace_in_rows(connection, person, "message", _anywhere(text), f"\\1{pseudonym}\\2")


def _erase_name_parts(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    """From the rows that named the person, cells with a part of the name; last of all what the rows call the person."""
    for name in (text for text in person.texts if "@" not in text and len(text.split()) >= _FULL_NAME):
        for part in name.split():
            _replace_in_rows(connection, person, "cells", _cell(part), f"\\1{person.pseudonym(name)}\\2")
    for text in person.handles:
        _replace_in_rows(connection, person, "owner_email", f"^{_escaped(text)}$", person.pseudonym(text))


def _replace_in_rows(connection: duckdb.DuckDBPyConnection, person: Person, column: str, seen: str, new: str) -> None:
    sql = _ROWS.format(column=column, type="JSON" if column == "cells" else "VARCHAR")
    connection.execute(sql, {"seen": seen, "new": new, "org": person.org_id, "handles": person.handles})


def _cell(text: str) -> str:
    return f'("{_CELLS}":"\\s*){_escaped(text)}(\\s*")'


def _forms(text: str) -> list[str]:
    """The text, and a full name with the last name first."""
    words = text.split()
    return [text, f"{words[-1]}, {' '.join(words[:-1])}"] if "@" not in text and len(words) > 1 else [text]


def _anywhere(text: str) -> str:
    """The pattern of the text where no letter, digit or part of a longer address or name stands before or behind it."""
    within = r"\pL\pN_.%+'\-" if "@" in text else r"\pL\pN_'\-"
    after = r"\.?(?:[^\pL\pN_.@\-]|$)" if "@" in text else r"(?:[^\pL\pN_\-]|$)"
    return rf"(^|[^{within}]|(?:^|[^\pL\pN])['.]){_escaped(text)}({after})"


def _escaped(text: str) -> str:
    """The text as DuckDB's patterns and JSON write it."""
    in_json = json.dumps(text, ensure_ascii=False)[1:-1]
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", in_json).replace(" ", r"\s+")
