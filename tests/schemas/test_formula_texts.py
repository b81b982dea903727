"""Texts that a spreadsheet program would run are written to CSV as texts, and read back as they were."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.readers import delimited
from schemas.formula_texts import as_text_expr
from tests.support.strength import examples

_TEXTS = st.text(st.sampled_from("'=+-@1.e5%aZ ,;\""), max_size=6)


def _written(*texts: str) -> list[str]:
    return pl.DataFrame({"text": texts}).select(as_text_expr(pl.col("text")))["text"].to_list()


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "+49 170 1", "-"]
)
def test_what_would_be_run_gets_an_apostrophe(text: str) -> None:
    assert _written(text) == [f"'{text}"]


@pytest.mark.parametrize("text", ["a=1", "", "'a", "O'Brien", "-5", "+1.50", "-1,234.5", "1e-5", "-.5", "+5%", "'"])
def test_any_other_text_is_left_alone_and_so_is_a_number(text: str) -> None:
    assert _written(text) == [text]


@given(st.lists(_TEXTS.filter(lambda text: text.strip()), min_size=1, max_size=8))
@examples(20, of=300)
def test_what_is_written_is_read_back_as_it_was(texts: list[str]) -> None:
    frame = pl.DataFrame({"number": range(len(texts)), "text": texts})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "texts.csv"
        frame.with_columns(as_text_expr(pl.col("text"))).write_csv(path)
        batch = delimited.load(path).sheets[0].batch
    assert batch is not None
    assert batch.column(1).to_pylist() == ["text", *texts]
