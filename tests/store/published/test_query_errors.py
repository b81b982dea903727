"""What is no question, or asks for more than what is published: refused with a sentence, exit code 2, nothing done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk

NO_QUESTIONS = {
    "COPY devices TO '{there}'": "give -o FILE",
    "COPY (SELECT 1) TO '{there}'": "give -o FILE",
    "EXPORT DATABASE '{there}'": "give -o FILE",
    "ATTACH '{there}' AS other": "no other file",
    "DETACH rollcall": "no other file",
    "INSTALL httpfs": "no extension",
    "LOAD httpfs": "no extension",
    "LOAD '{secret}'": "no extension",
    "USE memory": "nothing else",
    "PRAGMA database_list": "SHOW TABLES",
    "PRAGMA table_info('devices')": "SHOW TABLES",
    "CALL pragma_version()": "SHOW TABLES",
    "SET memory_limit = '100GB'": "settings are fixed",
    "SET enable_external_access = true": "settings are fixed",
    "SET VARIABLE x = 1": "settings are fixed",
    "RESET memory_limit": "settings are fixed",
    "CREATE TABLE x (a INTEGER)": "read-only",
    "CREATE TEMP TABLE x AS SELECT 1": "read-only",
    "CREATE MACRO x() AS 1": "read-only",
    "INSERT INTO devices (device_id) VALUES (1)": "read-only",
    "UPDATE devices SET name = 'x'": "read-only",
    "DELETE FROM devices": "read-only",
    "DROP TABLE devices": "read-only",
    "ALTER TABLE devices ADD COLUMN x INTEGER": "read-only",
    "COMMENT ON TABLE devices IS 'x'": "read-only",
    "BEGIN": "Ask with SELECT",
    "CHECKPOINT": "Ask with SELECT",
    "VACUUM": "Ask with SELECT",
    "PREPARE x AS SELECT 1": "Ask with SELECT",
    "EXECUTE x": "Ask with SELECT",
    "EXPLAIN SELECT 1": "DuckDB itself",
    "EXPLAIN ANALYZE SELECT 1": "DuckDB itself",
    "": "There is no question",
    "  -- nothing\n;": "There is no question",
    "SELECT 1; SELECT 2": "One question at a time: these are 2 statements",
    "SELECT 1; DROP TABLE devices": "One question at a time",
    "PIVOT devices ON type USING count(*)": "IN ('laptop', 'phone')",
}
OUTSIDE = (
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_parquet('{secret}')",
    "SELECT * FROM '{secret}.csv'",
    "SELECT * FROM '{secret}.parquet'",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM parquet_metadata('{secret}')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM read_csv('https://example.com/x.csv')",
    "SELECT * FROM read_csv('s3://bucket/x.csv')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM query('SELECT * FROM read_text(''{secret}'')')",
    "SELECT * FROM read_xlsx('{secret}')",
    "SELECT * FROM sqlite_scan('{secret}', 'x')",
    "SELECT (SELECT content FROM read_text('{secret}'))",
)
WRONG = {
    "SELECT nam FROM devices": "There is no column called nam. Did you mean name",
    "SELECT d.nam FROM devices AS d": "There is no column called nam. Did you mean name",
    "SELECT * FROM devcies": "There is no table or view called devcies. Did you mean devices?",
    "SELECT lowr(name) FROM devices": "There is no function called lowr. Did you mean lower?",
    "SELECT getenv('HOME')": "There is no function called getenv.",
    "SELEC 1": 'The SQL is not right: syntax error at or near "SELEC".',
    "SELECT *\nFROM devices\nWHERE name = = 'x'": "(WHERE name = = 'x')",
    "SELECT CAST(name AS INTEGER) FROM devices": "The SQL is not right: Could not convert string",
    "SELECT $1": "The SQL is not right:",
    "SELECT secret_of_the_process": "the FROM clause is missing",
    "SELECT '\udcff' + 1": "The SQL is not right",
    "SELECT * FROM frame": "There is no table or view called frame",
}


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that an analyst has no business with."""
    path = tmp_path_factory.mktemp("elsewhere") / "secret"
    for name in ("secret", "secret.csv", "secret.parquet"):
        path.with_name(name).write_text("password\nhunter2\n")
    return path


@pytest.mark.parametrize("sql", NO_QUESTIONS)
def test_what_is_no_question_is_refused(monday: Desk, secret: Path, tmp_path: Path, sql: str) -> None:
    said = monday.say("query", sql.format(there=tmp_path / "there", secret=secret))

    assert (said.code, said.out) == (2, "")
    assert NO_QUESTIONS[sql] in said.err
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("sql", OUTSIDE)
def test_what_lies_outside_the_copy_is_refused(monday: Desk, secret: Path, sql: str) -> None:
    said = monday.say("query", sql.format(secret=secret))

    assert (said.code, said.out) == (2, "")
    assert "nothing else: no other file, no network, no extension" in said.err
    assert "hunter2" not in said.err


@pytest.mark.parametrize("sql", WRONG)
def test_what_is_wrong_is_told(monday: Desk, sql: str) -> None:
    frame = secret_of_the_process = "hunter2"

    said = monday.say("query", sql)

    assert (said.code, said.out) == (2, "")
    assert WRONG[sql] in said.err
    assert frame == secret_of_the_process
    assert len(said.err.splitlines()) == 1


def test_a_refusal_is_told_as_json_too(monday: Desk) -> None:
    told = monday.json("query", "SELECT nam FROM devices", code=2)

    assert (told["ok"], told["exit_code"], told["error"]["code"]) == (False, 2, "usage")
    assert told["error"]["message"] == "There is no column called nam."


@pytest.mark.system
def test_nothing_is_left_in_the_folder_of_the_copy(office: Desk) -> None:
    before = {path.name for path in (office.folder / "published").iterdir()}

    office.say("query", "SELECT * FROM range(3000000) ORDER BY hash(range)", "--format", "csv", "-o", "answer.csv")
    office.say("query", "CREATE TABLE x (a INTEGER)")

    assert {path.name for path in (office.folder / "published").iterdir()} == before
