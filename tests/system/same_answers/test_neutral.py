"""Ids, times and paths become neutral, and nothing else does."""

from __future__ import annotations

import pytest

from tests.system.same_answers.neutral import Neutral
from tests.system.same_answers.recording import Document, Facts, Kind, Scene

_BEGUN = 1_795_907_000.0  # 2026-11-28T23:03:20Z
_FACTS = Facts(
    command="/venv/bin/python -m pipeline",
    checkout="/src/old",
    commit="abc",
    windows=[(_BEGUN, _BEGUN + 600)],
    inputs={"inventory.xlsx": "a1" * 32},
    host="ledger",
    user="tester",
    roots={"/src/old": "<checkout>", "/venv/bin/python": "<python>"},
)
_RUNS = [
    ("20261128T230500Z-aaaaaa", "2026-11-28 23:05:00.123400"),
    ("20261128T230600Z-bbbbbb", "2026-11-28 23:06:00.5"),
]


def _neutral() -> Neutral:
    return Neutral(_FACTS, Scene("a scene", {"/tmp/desk": "<desk>"}, _RUNS, []))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Results: results/20261128T230600Z-bbbbbb/results.xlsx", "Results: results/<run 2>/results.xlsx"),
        ("plan-20261128T230700Z-cccccc was applied", "<plan 1> was applied"),
        ("of 2026-11-28T23:05:00.1234Z, by tester", "of <when run 1>Z, by <user>"),
        ("made at 2026-11-28 23:07 UTC", "made at <now  UTC>"),
        ("at 2026-11-28T23:07:00.25Z", "at <nowTs.fZ>"),
        ("since 2026-11-28", "since <today>"),
        ("rollcall-20261128T230700Z-v3.duckdb", "rollcall-<stamp>-v3.duckdb"),
        ("/tmp/desk/archive/a1/" + "a1" * 32 + ".xlsx", "<desk>/archive/<SHA-256 of inventory.xlsx>.xlsx"),
        ("ExecStart=/venv/bin/python -m pipeline run", "ExecStart=<program> run"),
        ('{"read": 0.752, "rows": 3}', '{"read": <seconds>, "rows": 3}'),
        ("backdate_days=1415 and Days of back-dating: 1,415", "backdate_days=<days> and Days of back-dating: <days>"),
        ("rollcall_last_sweep_timestamp_seconds 1.7959072e+09", "rollcall_last_sweep_timestamp_seconds <now>"),
    ],
)
def test_what_differs_between_two_recordings_becomes_a_word(text: str, expected: str) -> None:
    assert _neutral().text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "effective 2025-03-01 and until 2999-12-31T23:59:59Z",
        "2026-11-28T09:00:00Z was before the recording",
        "AA:BB:CC:00:00:01, HLDCNC1068, 1234567890",
        "12 rows were read from 2 files",
    ],
)
def test_dates_and_names_of_the_data_stay(text: str) -> None:
    assert _neutral().text(text) == text


def test_timings_are_not_compared_but_their_stages_are() -> None:
    document = Document("01 run", "stdout", Kind.VALUES, [(".timings.read", 0.25), (".rows.in", 25)])

    neutral = _neutral().document(document)

    assert neutral.entries == [(".timings.read", "<seconds>"), (".rows.in", 25)]


def test_the_size_of_a_file_that_was_made_is_not_compared() -> None:
    cells = [("Summary!C7", 1000), ("Summary!D7", "a1" * 32), ("Summary!C8", 2000), ("Summary!D8", "b2" * 32)]

    neutral = _neutral().document(Document("01 run", "results.xlsx", Kind.VALUES, list(cells)))

    assert [value for _, value in neutral.entries] == [1000, "<SHA-256 of inventory.xlsx>", "<size>", "<SHA-256>"]
