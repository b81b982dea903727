"""Which texts are job titles."""

from __future__ import annotations

import re

import pytest

from schemas.words.job_titles import JOB_TITLE


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("sr. manager", True),
        ("vp/sales", True),
        ("abteilungsleiterin", True),
        ("chargée de mission", True),
        ("latitude 5420", False),
        ("managed switch", False),
    ],
)
def test_job_titles_are_told_by_their_words(text: str, is_title: bool) -> None:  # noqa: FBT001
    assert (re.search(JOB_TITLE, text) is not None) == is_title
