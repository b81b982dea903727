"""The form about columns: what was chosen or typed, beside what was shown, and nothing else that is sent."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.datastructures import FormData

from pipeline.web.pages.columns import answers_of

COLUMN = {"header": "Shelf", "use": "attribute", "target": "Shelf", "why": "unknown"}
DOUBT = {"choices": [{"columns": {"Shelf": "location"}, "options": {}}, {"columns": {}, "options": {"kind": "people"}}]}


def _report(**more: str) -> dict[str, Any]:
    sheet = {"kind": "inventory", "columns": [{**COLUMN, **more}]}
    return {"files": [{"sheets": [sheet], "doubts": [DOUBT]}]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("location", {"Shelf": "location"}),
        ("Location", {"Shelf": "location"}),
        ("cost center", {"Shelf": "cost_center"}),
        ("-", {"Shelf": ""}),
        ("leave it out", {"Shelf": ""}),
        ("+", {}),
        ("Keep it as it is", {}),
        ("no such field", {}),
        ("Organization", {"Shelf": "org_id"}),
    ],
)
def test_what_is_chosen_or_typed_for_a_column_is_taken_where_it_is_something_else(
    given: str, said: dict[str, str]
) -> None:
    assert answers_of(FormData({"c0.0.0": given, "c9.9.9": "location"}), _report()) == (said, {})


def test_of_a_column_that_no_mapping_can_speak_of_nothing_is_taken() -> None:
    assert answers_of(FormData({"c0.0.0": "location"}), _report(why="no_header")) == ({}, {})


def test_an_answer_to_what_was_doubtful_gives_its_columns_and_options() -> None:
    assert answers_of(FormData({"d0.0": "0"}), _report()) == ({"Shelf": "location"}, {})
    assert answers_of(FormData({"d0.0": "1"}), _report()) == ({}, {"kind": "people"})
    assert answers_of(FormData({"d0.0": "7"}), _report()) == ({}, {})
