"""The options of a list: the form has each in plain words, and hints name them so."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from pipeline.web.pages import options
from schemas.options import OPTIONS


def test_each_question_is_an_option_of_the_command_line_with_its_usual_answer_first() -> None:
    asked = [*options.MAIN, options.SCOPE, *options.MORE]
    assert {one.name for one in asked} | {name for name, *_ in (*options.SWITCHES, *options.TEXTS)} <= set(OPTIONS)
    usual = {one.name: next(iter(one.answers)) for one in asked}
    assert {name: str(OPTIONS[name].default or "") for name in usual} == usual
    assert {name: OPTIONS[name].default for name, _, _ in options.SWITCHES} == {
        name: usual for name, _, usual in options.SWITCHES
    }


def test_what_is_left_as_usual_is_not_asked_for() -> None:
    form = FormData({"mode": "instructions", "create_owners": "on", "kind": "", "scope": "all", "amounts_in": " "})
    assert options.options_of(form) == {}
    full = FormData({"mode": "full", "scope": "all", "atomic": "on", "amounts_in": "EUR", "kind": "<b>"})
    asked = {"mode": "full", "scope": "all", "atomic": True, "amounts_in": "EUR", "create_owners": False}
    assert options.options_of(full) == asked
    assert "Not: new people may be put on record" in options.said_of(asked)


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("Say --owners-by-name to go on.", "Say “Also people of whom only the name is known” to go on."),
        ("say --unknown-columns ignore.", "say “Columns that mean no field: Leave them out”."),
        ("Fill it in, or use --default-type.", "Fill it in, or use “Type of new devices that give none”."),
        ("Take the workbook that `rollcall export` writes.", "Take the workbook that the page Workbooks writes."),
        ("Say --floor 3.", "Say --floor 3."),
    ],
)
def test_hints_name_options_as_the_form_does(hint: str, said: str) -> None:
    assert options.in_words(hint) == said
