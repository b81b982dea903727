"""The records of the codes: each code has one, and what is said of it agrees with itself and with the guide."""

import re
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

import pipeline
from pipeline.core.guards.limits import NAMES
from schemas.reasons import RECORDS, CodeKind, Record, Wording
from schemas.reasons.filled_frames import filled_expr
from schemas.reasons.filled_texts import filled
from schemas.reasons.limit_words import LIMIT_WORDS
from schemas.vocabulary import IssueCode, Reason

_GUIDE = Path(pipeline.__file__).parent / "guide" / "outcomes.md"
_NOT_A_ROW = "not a row"
_AS_THE_FIRST = "as the first"


def test_every_code_has_one_record() -> None:
    assert list(RECORDS) == list(dict.fromkeys(RECORDS))
    assert set(RECORDS) == {*Reason, *IssueCode}
    assert all(code == record.code for code, record in RECORDS.items())


@pytest.mark.parametrize("record", RECORDS.values(), ids=str)
def test_a_record_has_a_sentence(record: Record) -> None:
    assert record.sentence[0].isupper()
    assert record.sentence.endswith(".")


@pytest.mark.parametrize("record", RECORDS.values(), ids=str)
def test_the_wordings_of_a_record_know_its_code_and_their_cause(record: Record) -> None:
    assert {wording.code for wording in record.wordings.values()} <= {record.code}
    assert {wording.cause for wording in record.wordings.values()} <= set(record.wordings)


@pytest.mark.parametrize("record", RECORDS.values(), ids=str)
def test_what_says_the_same_is_one_cause(record: Record) -> None:
    causes = defaultdict(set)
    for wording in record.wordings.values():
        for template in wording.says:
            causes[template].add(wording.cause)
    assert all(len(found) == 1 for found in causes.values())


@pytest.mark.parametrize("record", RECORDS.values(), ids=str)
def test_a_reason_is_of_rows_or_devices_and_an_issue_is_none(record: Record) -> None:
    assert record.kinds
    assert (record.kinds == (CodeKind.ISSUE,)) == (record.code in set(IssueCode))


def test_the_guide_tells_of_each_reason_what_it_is_of() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", _GUIDE.read_text(), re.MULTILINE)
    told = {Reason(code): outcome for code, outcome in rows if code in set(Reason)}
    assert set(told) == set(Reason)
    for reason, outcome in told.items():
        words = {kind for kind in CodeKind if kind.value in outcome}
        kinds = set(RECORDS[reason].kinds) - {CodeKind.ISSUE}
        if CodeKind.ABSENT in kinds:
            assert outcome == _NOT_A_ROW
        else:
            assert words == kinds or outcome == _AS_THE_FIRST


def test_the_guide_names_every_issue() -> None:
    assert set(IssueCode) <= set(re.findall(r"`(\w+)`", _GUIDE.read_text()))


def test_the_first_template_with_all_its_values_is_filled() -> None:
    templates = ("{device} is held by {owner}.", "{device} is held.", "It is held.")
    assert filled(templates, {"device": "LT-1", "owner": "ann"}) == "LT-1 is held by ann."
    assert filled(templates, {"device": "LT-1", "owner": None}) == "LT-1 is held."
    assert filled(templates, {}) == "It is held."
    assert filled(templates[:1], {}) is None


def test_a_value_is_not_taken_for_a_template() -> None:
    assert filled(('"{value}" is not a date.',), {"value": "{value}"}) == '"{value}" is not a date.'


def test_a_frame_is_filled_row_by_row() -> None:
    rows = pl.DataFrame({"device": ["LT-1", "LT-2", None], "owner": ["ann", None, None]})
    templates = ("{device} is held by {owner}.", "{device} is held.")
    said = rows.select(said=filled_expr(templates, {}))
    assert said["said"].to_list() == ["LT-1 is held by ann.", "LT-2 is held.", None]


def test_a_wording_that_quotes_the_value_goes_on_with_what_it_says_of_it() -> None:
    quoting, plain = Wording(('"{value}" is not a date.',)), Wording(("the row names no device.",))
    assert (quoting.is_quoting, quoting.about) == (True, ("is not a date.",))
    assert (plain.is_quoting, plain.about) == (False, ("the row names no device.",))


def test_every_limit_has_its_words() -> None:
    assert tuple(LIMIT_WORDS) == NAMES
