"""Words for yes and no, and for having and not having."""

import pytest

from schemas.words.truths import NO, YES


@pytest.mark.parametrize(
    ("yes", "no"), [("да", "нет"), ("var", "yok"), ("有", "无"), ("あり", "なし"), ("có", "không")]
)
def test_a_language_has_a_word_for_each(yes: str, no: str) -> None:
    assert (yes in YES, no in NO) == (True, True)


def test_no_word_means_both() -> None:
    assert not YES & NO
