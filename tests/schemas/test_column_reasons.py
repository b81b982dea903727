"""Every finding about a single column is a reason that can be shown."""

import pytest

from schemas.column_reasons import Why, why_of, why_said
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN, DUPLICATE_COLUMN, UNKNOWN_COLUMN
from schemas.reasons.record import Record

# What is said of many columns at once, of the whole file, or of what is not there.
OF_SEVERAL = (
    *("many", "many_left_out", "many_kept", "many_kept_in_results", "many_kept_of_people", "many_volatile"),
    "many_further",
)
OF_NONE = ("not_there",)


@pytest.mark.parametrize("record", [UNKNOWN_COLUMN, DUPLICATE_COLUMN, AMBIGUOUS_COLUMN], ids=lambda one: one.code)
def test_every_wording_has_a_reason(record: Record) -> None:
    for name, wording in record.wordings.items():
        if name not in (*OF_SEVERAL, *OF_NONE):
            assert why_of(wording, {}) in Why


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_words_for_when_nothing_more_is_known(why: Why) -> None:
    fields = dict.fromkeys(("other", "likely", "field", "other_sheet"), "x")
    assert why_said(why, fields) != why.value
    assert "{" not in why_said(why, fields)
