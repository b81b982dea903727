"""A key that is typed on a command line is the key that a cell with the same text would give."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields import FieldType
from schemas.keys import (
    CLEAR,
    NOBODY,
    email_expr,
    identifier_expr,
    key_expr,
    mac_expr,
    tidied_expr,
    typed_key,
    typed_word,
)
from tests.support.strength import examples

_T = FieldType
KEYS = {_T.IDENTIFIER: identifier_expr, _T.MAC: mac_expr, _T.EMAIL: email_expr}
ODD_LETTERS = "\u200b\u00ad\ufeff\u202e\u2063\u00a0\u3000\u2009\n\t\x1c ßẞİıſKΣςﬁＡa１-_.@:<>"
TEXTS = st.text(max_size=12) | st.text(alphabet=ODD_LETTERS, max_size=12)
ADDRESSES = st.from_regex(r"\A[a-zßΣ.]{1,4}@[A-Zé]{1,3}\.(com|ORG)\Z") | st.from_regex(r"\AAnn <[a-z]@x\.org>\Z")
MACS = st.from_regex(r"\A([0-9a-fA-F]{2}[:\-. ]?){5}[0-9A-F]{2}\Z")


@examples(20, of=100)
@given(st.sampled_from(list(KEYS)), st.lists(TEXTS | ADDRESSES | MACS, min_size=1, max_size=6))
def test_a_typed_key_is_that_of_a_cell_among_any_others(kind: FieldType, texts: list[str]) -> None:
    column = pl.DataFrame({"text": texts})

    keys = column.select(KEYS[kind](key_expr(pl.col("text")))).to_series()

    assert [typed_key(text, kind) for text, key in zip(texts, keys, strict=True) if key is not None] == [
        *keys.drop_nulls()
    ]


@examples(20, of=100)
@given(TEXTS)
def test_a_typed_name_is_only_tidied(text: str) -> None:
    (cell,) = pl.DataFrame({"text": [text]}).select(tidied_expr(pl.col("text"))).to_series()

    assert typed_key(text, _T.TEXT) == (cell or "")


@examples(20, of=100)
@given(TEXTS | st.sampled_from([CLEAR, "<None>", "\u200b<CLEAR> ", "＜none＞", "assign"]))
def test_a_typed_word_is_a_marker_where_a_cell_has_one(text: str) -> None:
    (cell,) = pl.DataFrame({"text": [text]}).select(key_expr(pl.col("text")).str.to_lowercase()).to_series()

    for marker in (CLEAR, NOBODY, "assign"):
        assert (typed_word(text) == marker) is (cell == marker)


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("\u200bsn-1\u00a0", _T.IDENTIFIER, "SN-1"),
        (" \u200b ", _T.IDENTIFIER, ""),
        ("aabb.ccdd.eeff", _T.MAC, "AA:BB:CC:DD:EE:FF"),
        ("sn-1", _T.MAC, "SN-1"),
        ("Anna Bell <Anna@Straße.org>", _T.EMAIL, "anna@strasse.org"),
        (" Anna ", _T.EMAIL, "anna"),
        ("SN\udc801", _T.IDENTIFIER, "SN?1"),
        (" Meeting  Room ", _T.TEXT, "Meeting Room"),
    ],
)
def test_what_is_no_key_is_only_tidied_and_folded(typed: str, kind: FieldType, key: str) -> None:
    assert typed_key(typed, kind) == key


def test_nothing_typed_is_no_word() -> None:
    assert typed_word(None) == typed_word(" \u200b ") == ""


@pytest.mark.parametrize("text", ["SEP001122334455", "sep001122334455", "ATA001122334455"])
def test_a_telephone_that_is_called_by_its_address_has_that(text: str) -> None:
    macs = pl.DataFrame({"text": [text, "AA:BB:CC:DD:EE:01"]}).select(mac_expr(pl.col("text"))).to_series()
    assert macs.to_list() == ["00:11:22:33:44:55", "AA:BB:CC:DD:EE:01"]


def test_an_address_in_another_form_changes_none_beside_it() -> None:
    cells = ["AA:BB:CC:DD:EE:01", "aabb.ccdd.ee02", None, "00:00:00:00:00:00", "desk", "FF-FF-FF-FF-FF-FF"]
    macs = pl.DataFrame({"text": cells}).select(mac_expr(pl.col("text"))).to_series()
    assert macs.to_list() == ["AA:BB:CC:DD:EE:01", "AA:BB:CC:DD:EE:02", None, None, None, None]
