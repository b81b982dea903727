"""Rows that mean no device on record are found by their identifiers, however they wrote them."""

from __future__ import annotations

import json

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.read.identified_devices import found_among, rows_among
from schemas.fields import FieldType
from schemas.keys import IDENTIFIER_TYPES, typed_key
from tests.support.strength import examples

TABLES = """
CREATE TABLE devices (device_id BIGINT, org_id VARCHAR, serial_number VARCHAR, asset_tag VARCHAR,
                      mac_address VARCHAR, name VARCHAR);
CREATE TABLE events (aggregate VARCHAR, aggregate_id BIGINT, type VARCHAR, payload JSON);
CREATE TABLE row_outcomes (run_id VARCHAR, row_id BIGINT, org_id VARCHAR, device_id BIGINT, cells JSON);
"""
SPELLINGS = st.text(alphabet="aAbB1 \u200b\u00a0\uff21\u00e9-:.", max_size=6) | st.sampled_from(
    ["aa:bb:cc:dd:ee:01", "AABB.CCDD.EE01", "\uff21a-bb-cc-dd-ee-01", "aabbccddee01", "a\nb", '"a"']
)


@examples(8, of=60)
@given(SPELLINGS, st.lists(st.tuples(st.sampled_from(list(IDENTIFIER_TYPES)), SPELLINGS), max_size=5))
def test_a_row_is_found_where_its_cell_gives_the_key_that_was_typed(typed: str, cells: list[tuple[str, str]]) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(TABLES)
        for row_id, (field, text) in enumerate(cells):
            values = [row_id, json.dumps({field: text})]
            connection.execute("INSERT INTO row_outcomes VALUES ('run', ?, NULL, NULL, ?)", values)

        found = rows_among(connection, found_among(connection, typed, None), typed, None)

    expected = {row_id for row_id, (field, text) in enumerate(cells) if _is_same(text, typed, IDENTIFIER_TYPES[field])}
    assert set(found["row_id"]) == expected


def test_a_device_is_found_by_its_name_in_any_case() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(TABLES)
        connection.execute("INSERT INTO devices VALUES (1, 'default', 'SN-1', NULL, NULL, 'MAC-17')")
        assert found_among(connection, "mac-17", None)["device_id"].to_list() == [1]


def _is_same(text: str, typed: str, kind: FieldType) -> bool:
    """True where the cell has a key at all, and what was typed has the same."""
    key = typed_key(text, kind)
    is_mac = kind is not FieldType.MAC or key.count(":") == 5
    asked = typed_key(typed, kind)
    is_name = kind is FieldType.TEXT
    return key != "" and is_mac and (key.lower() == asked.lower() if is_name else key == asked)
