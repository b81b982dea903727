"""The people and devices on record that a new one may be a slip for: at least all that the guards of the core may find.

The guards decide; here are only found, in a few passes over the ledger, those that it is worth to compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.columns import handle_sql
from pipeline.store.frames import lend
from pipeline.store.read.reach.keys import is_ascii_sql, latin_sql, person_name_sql
from schemas.lookalikes.marks import LOST_OR_CONFUSED, SEPARATORS

if TYPE_CHECKING:
    import duckdb

# So many forms may one pattern have, of twelve letters as a rule: of some hundreds, DuckDB is a hundred times slower.
_FORMS_PER_PATTERN = 100
# So many patterns are matched, each in a pass of its own; of more forms only the ends of what is left of them count.
_PATTERNS = 4
_ENDS = 6

# Letters beyond ASCII are looked for apart: a pattern that can only match the end is compared from there on.
_MATCHING = f"""
INSERT INTO reached_devices SELECT device_id FROM devices
WHERE regexp_matches({{column}}, $pattern) OR NOT {is_ascii_sql("{column}")}
"""
_ENDING = f"""
INSERT INTO reached_devices SELECT device_id FROM devices
WHERE right(regexp_replace({{column}}, '{LOST_OR_CONFUSED}', '', 'g'), $size) IN (SELECT value FROM given)
   OR NOT {is_ascii_sql("{column}")}
"""

# People by their handle, and its parts: the name, and the home, which is the tag and the domain.
_PARTS = """
SELECT *, split_part(split_part(handle, '@', 1), '+', 1) AS "name", substr(handle, length("name") + 1) AS home,
       split_part(handle, '@', 1) AS "local", split_part(handle, '@', -1) AS "domain", length("name") AS size
FROM {people}
"""
_KNOWN = _PARTS.format(people=f"(SELECT owner_id, org_id, owner_name, {handle_sql('owners')} AS handle FROM owners)")
_NEW = _PARTS.format(people="new_people")
# A name of so many letters has at least this many of them unchanged, at its head or at its tail, in any slip of it.
_HEAD, _TAIL = (f'{end}("name", (size - 2) // 2)' for end in ("left", "right"))
_ENDS_OF_NAME = f"""{_HEAD} AS head, {_TAIL} AS tail, regexp_replace("name", '[^0-9]+', '', 'g') AS digits"""
# In one pass: to look at the ends of the names of all takes longer than all that follows.
_SLIPS = f"""
INSERT INTO reached_owners
WITH slips AS MATERIALIZED (
    SELECT *, {_ENDS_OF_NAME}
    FROM (SELECT * REPLACE (size + step AS size) FROM ({_NEW}), range(-1, 2) AS steps(step)) WHERE size >= 6
), near AS MATERIALIZED (
    SELECT owner_id, org_id, "name", home, size FROM ({_KNOWN})
    WHERE size >= 6 AND ({_HEAD} IN (SELECT head FROM slips) OR {_TAIL} IN (SELECT tail FROM slips))
), ended AS (SELECT *, {_ENDS_OF_NAME} FROM near)
SELECT owner_id FROM ended SEMI JOIN slips USING (org_id, home, size, digits, head)
UNION ALL SELECT owner_id FROM ended SEMI JOIN slips USING (org_id, home, size, digits, tail)
"""
_DOTTED = "regexp_replace(\"name\", '[._-]+', '.', 'g')"
_IS_DOTTED = "NOT contains(\"name\", '_') AND NOT contains(\"name\", '-') AND NOT contains(\"name\", '..')"
# The parts of a name, the first of which may stand at the other end.
_TURNED = f"""
INSERT INTO reached_owners
WITH parted AS (SELECT org_id, home, string_split({_DOTTED}, '.') AS parts FROM ({_NEW})),
turned AS (
    SELECT org_id, home, array_to_string(parts[place + 1:] || parts[:place], '.') AS dotted
    FROM (SELECT *, unnest(range(1, len(parts))) AS place FROM parted)
)
SELECT owner_id FROM (SELECT *, CASE WHEN {_IS_DOTTED} THEN "name" ELSE {_DOTTED} END AS dotted FROM ({_KNOWN}))
SEMI JOIN turned USING (org_id, home, dotted)
"""
_ALIKE = "INSERT INTO reached_owners SELECT owner_id FROM ({known}) SEMI JOIN ({new}) USING (org_id, alike)"
_LATIN, _LOCAL, _NAMED = (
    _ALIKE.format(
        known=f"SELECT owner_id, org_id, {alike} AS alike FROM ({_KNOWN}){where}",
        new=f"SELECT org_id, {alike} AS alike FROM ({_NEW}){where}",
    )
    for alike, where in (
        (latin_sql("handle"), ""),
        ('"local"', ""),
        (person_name_sql("owner_name"), " WHERE owner_name IS NOT NULL"),
    )
)
# Five people at each domain that five or more have, by whom the guard knows that it is a usual one; not of those who
# are reached anyhow, since the rows may give them another address.
_COLLEAGUES = f"""
INSERT INTO reached_owners SELECT unnest(min(owner_id, 5) FILTER (NOT is_reached)) FROM (
    SELECT *, owner_id IN (SELECT owner_id FROM reached_owners) AS is_reached FROM ({_KNOWN})
) GROUP BY org_id, "domain"
HAVING count(*) >= 5 OR "domain" IN (SELECT split_part(handle, '@', -1) FROM new_people)
"""


def reach_alike_owners(connection: duckdb.DuckDBPyConnection, new: pl.DataFrame) -> None:
    """Reach the people whom the guard on similar owners may find for these new ones (`org_id, handle, owner_name`)."""
    if new.is_empty():
        return
    lend(connection, "new_people", new)
    named = [_NAMED] if new["owner_name"].count() else []
    for sql in (_COLLEAGUES, _SLIPS, _LATIN, _LOCAL, _TURNED, *named):
        connection.execute(sql).fetchall()


def reach_alike_devices(connection: duckdb.DuckDBPyConnection, column: str, skeletons: pl.Series) -> None:
    """Reach the devices whose identifier in this column may have one of these skeletons; see `core.guards`.

    An identifier ends as its skeleton does, but for separators, zeros, punctuation, and O and I for digits; before it
    may stand anything. So do all that are not in ASCII, which are few.
    """
    if skeletons.is_empty():
        return
    tails = pl.DataFrame({"skeleton": skeletons}).with_columns(
        tail=pl.col("skeleton").str.replace_all(LOST_OR_CONFUSED, "").str.tail(_ENDS)
    )
    is_many = tails.height > _PATTERNS * _FORMS_PER_PATTERN
    by_tail = tails.filter((pl.col("tail") != "") & is_many)
    for size in by_tail["tail"].str.len_chars().unique():
        lend(connection, "given", by_tail.select(value="tail").filter(pl.col("value").str.len_chars() == size).unique())
        connection.execute(_ENDING.format(column=column), {"size": size}).fetchall()
    by_pattern = tails.filter(~((pl.col("tail") != "") & is_many))["skeleton"]
    for first in range(0, by_pattern.len(), _FORMS_PER_PATTERN):
        forms = "|".join(_patterns(by_pattern.slice(first, _FORMS_PER_PATTERN)))
        pattern = f"(?:{forms})[^A-Z1-9]*$"
        connection.execute(_MATCHING.format(column=column), {"pattern": pattern}).fetchall()


def _patterns(skeletons: pl.Series) -> pl.Series:
    """One pattern per skeleton: it matches every text that has it."""
    digits = skeletons.str.replace_all("[0O]", "\x00").str.replace_all("[1IL]", "\x01")
    spaced = digits.str.replace_all(r"([!-/:-@\[-`{-~])", r"\$1").str.replace_all(r"(\\?.)", f"$1[{SEPARATORS}0O]*")
    return spaced.str.replace_all("\x00", "[0O]").str.replace_all("\x01", "[1IL]")
