"""Every answer with `--json` keeps to the schema that the guide publishes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator

from pipeline.runs.guide import page
from tests.support.desk import Desk
from tests.support.office import asked

Answers: TypeAlias = Callable[[tuple[str, ...]], Any]

COMMANDS = (
    ("run", "moves.xlsx"),
    ("plan", "moves.xlsx", "-o", "plan.xlsx"),
    ("check", "moves.xlsx"),
    ("undo", "last"),
    ("explain", "NOTHING"),
    ("run", "nowhere.xlsx"),
    ("run", "moves.xlsx", "--mode", "half"),
    ("map", "moves.xlsx"),
    ("export", "-o", "export.xlsx"),
    ("template", "register", "-o", "template.xlsx"),
    ("report", "money"),
    ("receipt", "--run", "last"),
    ("stocktake", "moves.xlsx"),
    ("publish",),
    ("verify",),
    ("backup", "backup"),
    ("sweep", "inbox", "--stable-after", "0"),
    ("run", "empty.xlsx", "--mode", "full"),
    ("check", "moves.xlsx", "--config", "held.toml"),
    ("plan", "moves.xlsx", "--config", "held.toml"),
)
_AT_ONCE = 4
"""So many of them are not left to system."""


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """The schema, as it stands on the page of the guide."""
    text = page("json").text.partition("```json")[2].partition("```")[0]
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def answer_to(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What each command answers about rows that move, and one that cannot be read; they are given in their order."""
    desk = monday.copied_to(tmp_path_factory.mktemp("answers"))
    desk.book("moves.xlsx", *asked(("LT-0001", "ben@acme.example"), ("LT-0004", "eva at acme")))
    desk.book("empty.xlsx", *asked())
    policy = "[[policies]]\nname = 'none'\nlevel = 'refuse'\nsql = 'FROM devices SELECT serial_number, created_at'\n"
    (desk.folder / "held.toml").write_text(policy, encoding="utf-8")
    (desk.folder / "inbox").mkdir()
    desk.book("inbox/late.xlsx", *asked(("LT-0006", "eva@acme.example")))
    answers: dict[tuple[str, ...], Any] = {}

    def answer(words: tuple[str, ...]) -> Any:
        for due in COMMANDS[len(answers) : COMMANDS.index(words) + 1]:
            answers[due] = desk.json(*due, code=None)
        return answers[words]

    return answer


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(words, id=" ".join(words), marks=[] if at < _AT_ONCE else [pytest.mark.system])
        for at, words in enumerate(COMMANDS)
    ],
)
def test_an_answer_keeps_to_the_schema(
    words: tuple[str, ...], answer_to: Answers, validator: Draft202012Validator
) -> None:
    answer = answer_to(words)
    assert [error.message for error in validator.iter_errors(answer)] == []
    assert answer["command"] == words[0]
    assert answer["attention"] is (answer["exit_code"] == 4)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: answer.pop("changes"),
        lambda answer: answer["rows"].update({"in": -1}),
        lambda answer: answer["changes"][0].update(row="2"),
        lambda answer: answer.update(ok=False),
    ],
)
def test_the_schema_refuses_what_is_no_answer(
    spoil: Callable[[Any], object], answer_to: Answers, validator: Draft202012Validator
) -> None:
    spoilt = json.loads(json.dumps(answer_to(("run", "moves.xlsx"))))
    spoil(spoilt)
    assert not validator.is_valid(spoilt)
