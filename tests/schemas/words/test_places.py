"""Which texts are places."""

from __future__ import annotations

import pytest

from schemas.words.places import is_region, may_be_word
from schemas.words.statuses import folded_word, tells_a_status


@pytest.mark.parametrize("text", ["TX", "Texas", "São Paulo", "Tamil Nadu", "Thüringen"])
def test_states_are_known_by_code_and_name(text: str) -> None:
    assert is_region(folded_word(text))


def test_codes_that_are_words_are_told() -> None:
    assert may_be_word("ok")
    assert not may_be_word("tx")


@pytest.mark.parametrize(
    ("text", "is_status"),
    [("Ready to deploy", True), ("In stock (B2)", True), ("defekt", True), ("Nueva", True), ("Ashanti", False)],
)
def test_a_status_is_told_by_any_of_its_words(text: str, is_status: bool) -> None:  # noqa: FBT001
    assert tells_a_status(folded_word(text)) == is_status
