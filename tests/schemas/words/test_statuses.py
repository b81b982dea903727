"""The lists of words for statuses and titles: they contradict neither each other nor the words for nothing."""

import pytest

from schemas.words import statuses
from schemas.words.statuses import ended_words, folded_word, status_requests, tells_of_ends


def test_no_word_says_two_things() -> None:
    having, given_back = (set(statuses._folded(words)) for words in (statuses._HAVING, statuses._GIVEN_BACK))
    assert not having & given_back
    assert not {*status_requests()} & ended_words()


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Rückgabe (IT)", "ruckgabe it"), ("  CHECKED-in ", "checked in"), ("Dév. restitué", "dev restitue"), ("--", "")],
)
def test_words_are_compared_without_case_accents_and_punctuation(text: str, folded: str) -> None:
    assert folded_word(text) == folded


@pytest.mark.parametrize("title", ["Returned", "List of leavers", "Mis au rebut 2025", "Dados de baja"])
def test_a_title_may_tell_of_ends(title: str) -> None:
    assert tells_of_ends(title)


@pytest.mark.parametrize(
    "title", ["", "Returnable", "Left-handed mice", "All that was returned in the year that ended in June 2025"]
)
def test_other_titles_tell_of_none(title: str) -> None:
    assert not tells_of_ends(title)
