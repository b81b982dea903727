"""The rules of the ledger, checked before and after every commit: each is a query that finds the rows that break it.

Sources: the batch-create and device-ownership documents for uniqueness and non-overlap; `pipeline/README.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.connections import bound
from pipeline.store.run_record import InvariantBroken
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.instants import OPEN_END
from schemas.records import dataclass
from schemas.vocabulary import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import duckdb
    import polars as pl

    from pipeline.store.run_record import RunRecord


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, and the query that finds the rows of `table`, and of tables that belong to it, that break it.

    `touched` replaces `{touched}` in the query and limits it to what a commit changes; with a blank instead, the query
    checks the whole ledger. A commit without a row in any of the views `of` cannot break the rule.
    """

    name: str
    table: str
    sql: str
    touched: str = ""
    of: tuple[str, ...] = ()


_DEVICES, _OWNERS = ("given_devices", "given_changes"), ("given_owners", "given_owner_changes")
_SPANS = ("given_spans",)

# The rules of a change set: its query by the name of each, and the views without whose rows nothing can break it.
_BEFORE: dict[str, tuple[tuple[str, ...], str]] = {
    "each changed device and owner advances by exactly its number of events": (
        ("given_events",),
        """
        SELECT aggregate, aggregate_id, before, events, first, last FROM clocks
        WHERE first <> before + 1 OR last <> before + events OR (events > 2 AND (aggregate, aggregate_id) IN (
            SELECT (aggregate, aggregate_id) FROM given_events SEMI JOIN (FROM clocks WHERE events > 2)
            USING (aggregate, aggregate_id)
            GROUP BY aggregate, aggregate_id HAVING count(DISTINCT version) < count(*)))
    """,
    ),
    "every changed device and owner has an event": (
        (*_DEVICES, *_OWNERS, *_SPANS, "given_superseded"),
        """
        SELECT aggregate, aggregate_id
        FROM (SELECT 'device' AS aggregate, device_id AS aggregate_id FROM given_devices
              UNION ALL SELECT 'device', device_id FROM given_changes
              UNION ALL SELECT 'device', device_id FROM given_spans
              UNION ALL SELECT 'device', device_id FROM ownerships SEMI JOIN given_superseded USING (ownership_id)
              UNION ALL SELECT 'owner', owner_id FROM given_owners
              UNION ALL SELECT 'owner', owner_id FROM given_owner_changes)
        ANTI JOIN clocks USING (aggregate, aggregate_id)
    """,
    ),
    "a new device, owner or organization is new": (
        ("given_devices", "given_owners", "given_organizations"),
        """
        SELECT 'device' AS what, CAST(device_id AS VARCHAR) AS id FROM devices SEMI JOIN given_devices USING (device_id)
        UNION ALL SELECT 'owner', CAST(owner_id AS VARCHAR) FROM owners SEMI JOIN given_owners USING (owner_id)
        UNION ALL SELECT 'organization', org_id FROM organizations SEMI JOIN given_organizations USING (org_id)
        UNION ALL SELECT 'device', CAST(device_id AS VARCHAR) FROM given_devices GROUP BY device_id HAVING count(*) > 1
        UNION ALL SELECT 'owner', CAST(owner_id AS VARCHAR) FROM given_owners GROUP BY owner_id HAVING count(*) > 1
    """,
    ),
    "a device or owner whose story goes on is on record": (
        ("given_events",),
        """
        SELECT c.aggregate, c.aggregate_id FROM clocks AS c
        LEFT JOIN given_devices AS d ON c.aggregate = 'device' AND d.device_id = c.aggregate_id
        LEFT JOIN given_owners AS o ON c.aggregate = 'owner' AND o.owner_id = c.aggregate_id
        WHERE c.before = 0 AND d.device_id IS NULL AND o.owner_id IS NULL
    """,
    ),
    "an attribute changes once in a run": (
        ("given_changes", "given_owner_changes"),
        """
        SELECT 'device' AS what, device_id AS id, field FROM given_changes GROUP BY ALL HAVING count(*) > 1
        UNION ALL SELECT 'owner', owner_id, field FROM given_owner_changes GROUP BY ALL HAVING count(*) > 1
    """,
    ),
    "a superseded span is believed until now": (
        ("given_superseded",),
        """
        SELECT ownership_id FROM given_superseded ANTI JOIN (
            FROM ownerships SEMI JOIN given_superseded USING (ownership_id) WHERE superseded_at = $open_end
        ) AS believed USING (ownership_id)
    """,
    ),
    "every input row has exactly one outcome": (
        ("given_outcomes",),
        """
        SELECT row_id, count(*) AS outcomes, any_value(outcome) AS outcome FROM given_outcomes GROUP BY row_id
        HAVING count(*) > 1 OR any_value(outcome) NOT IN ('applied', 'skipped', 'rejected')
    """,
    ),
}

_UNIQUE = """
SELECT org_id, {key}, min(device_id) AS device_id, max(device_id) AS other_device_id
FROM devices {touched} WHERE {key} IS NOT NULL GROUP BY org_id, {key} HAVING count(*) > 1
"""
_TOUCHED_KEYS = """
SEMI JOIN (FROM devices SEMI JOIN (
    SELECT device_id FROM given_devices UNION ALL SELECT device_id FROM given_changes WHERE field = '{key}'
) USING (device_id)) USING ({key})
"""
_TOUCHED = "(SELECT owner_id FROM given_owners UNION ALL SELECT owner_id FROM given_owner_changes)"
# The rules of the whole ledger; a commit checks them only for what it touches.
RULES: tuple[Rule, ...] = (
    Rule(
        "a device has at most one open ownership",
        "ownerships",
        """
        SELECT device_id, count(*) AS open_ownerships FROM ownerships {touched}
        WHERE superseded_at = $open_end AND end_time >= $open_end GROUP BY device_id HAVING count(*) > 1
        """,
        touched="SEMI JOIN given_spans USING (device_id)",
        of=_SPANS,
    ),
    Rule(
        "the spans of a device do not overlap, and each ends after its start",
        "ownerships",
        """
        SELECT device_id, ownership_id, start_time, end_time, next_start
        FROM (SELECT device_id, ownership_id, start_time, end_time,
                     lead(start_time) OVER (PARTITION BY device_id ORDER BY start_time, end_time) AS next_start
              FROM ownerships {touched} WHERE superseded_at = $open_end)
        WHERE end_time <= start_time OR next_start < end_time
        """,
        touched="SEMI JOIN given_spans USING (device_id)",
        of=_SPANS,
    ),
    Rule(
        "a span is believed in one way only",
        "ownerships",
        """
        SELECT ownership_id, count(*) AS beliefs FROM ownerships {touched}
        WHERE superseded_at = $open_end GROUP BY ownership_id HAVING count(*) > 1
        """,
        touched="SEMI JOIN given_spans USING (ownership_id)",
        of=_SPANS,
    ),
    Rule(
        "an ownership joins a device and an owner of its own organization",
        "ownerships",
        """
        SELECT s.ownership_id, s.device_id, s.owner_id
        FROM (FROM ownerships {touched}) AS s
        LEFT JOIN devices AS d ON d.device_id = s.device_id AND d.org_id = s.org_id
        LEFT JOIN owners AS o ON o.owner_id = s.owner_id AND o.org_id = s.org_id
        WHERE d.device_id IS NULL OR o.owner_id IS NULL
        """,
        touched="SEMI JOIN given_spans USING (ownership_id)",
        of=_SPANS,
    ),
    Rule(
        "an e-mail address belongs to one owner of an organization",
        "owners",
        """
        SELECT org_id, email, min(owner_id) AS owner_id, max(owner_id) AS other_owner_id FROM owners {touched}
        WHERE email IS NOT NULL GROUP BY org_id, email HAVING count(*) > 1
        """,
        touched=f"SEMI JOIN (FROM owners SEMI JOIN {_TOUCHED} USING (owner_id)) USING (email)",
        of=_OWNERS,
    ),
    Rule(
        "an owner is known by an e-mail address, a number, a login or a name",
        "owners",
        "SELECT owner_id FROM owners {touched} WHERE coalesce(email, external_user_id, username, owner_name) IS NULL",
        touched=f"SEMI JOIN {_TOUCHED} USING (owner_id)",
        of=_OWNERS,
    ),
    *(
        Rule(
            f"{key} is unique in an organization",
            "devices",
            _UNIQUE.format(key=key, touched="{touched}"),
            touched=_TOUCHED_KEYS.format(key=key),
            of=(f"given_{key}",),
        )
        for key in GIVEN_IDENTIFIERS
    ),
)


def check_before(connection: duckdb.DuckDBPyConnection, filled: AbstractSet[str], *, is_small: bool) -> None:
    """Check the change set against itself and against the ledger before its changes. Raises InvariantBroken.

    `filled` are the views of the change set that have rows: a rule that only others can break is not checked. The rules
    about a change set that `is_small` are checked at once: to plan a question takes longer than to answer it then.
    """
    rules = {invariant: sql for invariant, (views, sql) in _BEFORE.items() if not filled.isdisjoint(views)}
    _check(connection, rules, at_once=is_small)


def check_after(connection: duckdb.DuckDBPyConnection, filled: AbstractSet[str], *, is_small: bool) -> None:
    """Check the changed parts of the ledger by all `RULES`; see `check_before`. Raises InvariantBroken."""
    rules = {rule.name: rule.sql.format(touched=rule.touched) for rule in RULES if not filled.isdisjoint(rule.of)}
    _check(connection, rules, at_once=is_small)


def told(columns: Sequence[str], example: Sequence[object]) -> str:
    """One row that breaks a rule, in words: `device_id 3, open_ownerships 2`."""
    return ", ".join(f"{column} {value}" for column, value in zip(columns, example, strict=True))


def check_totals(run: RunRecord, row_outcomes: pl.DataFrame) -> None:
    """Check that in = applied + unchanged + skipped + rejected, and that the recorded rows add up to the totals.

    Raises InvariantBroken.
    """
    recorded = {str(outcome): int(count) for outcome, count in row_outcomes["outcome"].value_counts().iter_rows()}
    counted = {outcome.value: run.rows.get(outcome.value, 0) for outcome in Outcome}
    differing = [o for o in counted if o != Outcome.UNCHANGED.value and counted[o] != recorded.get(o, 0)]
    if run.rows.get("in", 0) != sum(counted.values()) or differing:
        _refuse("the totals of the rows add up", f"totals {dict(run.rows)}, rows recorded {recorded}")


def _check(connection: duckdb.DuckDBPyConnection, rules: Mapping[str, str], *, at_once: bool) -> None:
    """Check these rules, each a query by the name of the rule."""
    if at_once and rules and not _is_any_broken(connection, rules.values()):
        return
    for invariant, sql in rules.items():
        _check_one(connection, invariant, sql)


def _is_any_broken(connection: duckdb.DuckDBPyConnection, rules: Iterable[str]) -> bool:
    sql = " UNION ALL ".join(f"SELECT 1 WHERE EXISTS ({rule})" for rule in rules)
    return bool(connection.execute(sql, bound(sql, {"open_end": OPEN_END})).fetchall())


def _check_one(connection: duckdb.DuckDBPyConnection, invariant: str, sql: str) -> None:
    first = f"SELECT * FROM ({sql}) LIMIT 1"  # noqa: S608 - a rule of ours, stated above
    broken = connection.execute(first, bound(sql, {"open_end": OPEN_END}))
    columns = [column for column, *_ in broken.description or []]
    for example in broken.fetchall():
        _refuse(invariant, told(columns, example))


def _refuse(invariant: str, example: str) -> None:
    raise InvariantBroken(
        f"Nothing was written, because it would have broken a rule of the ledger: {invariant} (found: {example}).",
        "This is a fault in Rollcall. Please report it, with the files if you may.",
    )
