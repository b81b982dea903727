"""Cursors: where a list goes on, for the same question only."""

from __future__ import annotations

import base64
import json
from datetime import datetime

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.listings.cursors import Cursor, page_of, read_cursor

AT = Cursor(7, datetime(2025, 3, 1, 9, 0, 0, 5), datetime(2025, 3, 1, 10))
ASKED = {"manager": 3, "start_time": datetime(2025, 1, 1)}
ROWS = [{"id": 4}, {"id": 9}, {"id": 12}]


def test_a_page_that_is_full_says_where_the_list_goes_on() -> None:
    page = page_of(ROWS, AT, ASKED, limit=2, key="id")
    assert (page.rows, page.state_version) == (ROWS[:2], 7)
    assert page.next is not None
    assert read_cursor(page.next, ASKED) == Cursor(AT.state_version, AT.known_at, AT.now, 9)


def test_the_last_page_has_no_cursor() -> None:
    assert page_of(ROWS, AT, ASKED, limit=3, key="id").next is None


def test_a_cursor_of_another_question_is_refused() -> None:
    cursor = page_of(ROWS, AT, ASKED, limit=1, key="id").next
    with pytest.raises(UsageProblem, match="other filters"):
        read_cursor(str(cursor), {**ASKED, "manager": 4})


@pytest.mark.parametrize(
    "told", ["", "abc", "é", "bnVsbA==", base64.b64encode(json.dumps({"after": 1}).encode()).decode()]
)
def test_what_is_no_cursor_is_refused(told: str) -> None:
    with pytest.raises(UsageProblem, match="none that was given out"):
        read_cursor(told, ASKED)
