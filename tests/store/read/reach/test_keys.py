"""The keys of DuckDB: what the core takes for equal has one key, whatever the letters."""

import unicodedata

import duckdb
import narwhals as nw
import polars as pl
import pytest

from pipeline.core.owners.name_keys import name_keys
from pipeline.store.frames import lend
from pipeline.store.read.reach.keys import caseless_sql, latin_sql, person_name_sql


@pytest.fixture(scope="module")
def letters() -> pl.DataFrame:
    """Every letter there is."""
    return pl.DataFrame({"text": [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]})


@pytest.mark.system
def test_a_text_and_its_small_form_have_one_key(letters: pl.DataFrame) -> None:
    texts = letters.with_columns(small=pl.col("text").str.to_lowercase())
    assert _differing(texts, caseless_sql("text"), caseless_sql("small")) == []


@pytest.mark.parametrize(("one", "other"), [("ΟΔΟΣ", "οδος"), ("İrem", "i̇rem"), ("MÜLLER", "müller"), ("Ад", "ад")])
def test_words_and_their_small_forms_have_one_key(one: str, other: str) -> None:
    assert one.lower() == other
    texts = pl.DataFrame({"text": [one], "small": [other]})
    assert _differing(texts, caseless_sql("text"), caseless_sql("small")) == []
    assert _differing(texts, person_name_sql("text"), person_name_sql("small")) == []


@pytest.mark.system
def test_names_that_the_core_takes_for_equal_have_one_key(letters: pl.DataFrame) -> None:
    names = pl.DataFrame({"owner_name": [f"Eva {text} Fox" for text in letters["text"] if _may_have_forms(text)]})
    keyed = name_keys(nw.from_native(names.lazy())).collect().to_native()
    assert _differing(keyed, person_name_sql("owner_name"), person_name_sql("name")) == []


@pytest.mark.parametrize("written", ["Müller, Eva", "EVA MULLER", "eva  müller", "Muller ,Eva"])
def test_a_name_has_one_key_however_it_is_written(written: str) -> None:
    names = pl.DataFrame({"text": [written], "small": ["eva muller"]})
    assert _differing(names, person_name_sql("text"), person_name_sql("small")) == []


@pytest.mark.parametrize(("one", "other"), [("Eva Fox", "Eva Cox"), ("山田 太郎", "山田 花子")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    names = pl.DataFrame({"text": [one], "small": [other]})
    assert _differing(names, person_name_sql("text"), person_name_sql("small")) == [one]


def test_letters_of_other_alphabets_are_as_the_latin_ones() -> None:
    addresses = pl.DataFrame({"text": ["аnna@acme.example"], "small": ["anna@acme.example"]})
    assert _differing(addresses, latin_sql("text"), latin_sql("small")) == []


def _may_have_forms(text: str) -> bool:
    """True for letters and marks, but for the hundred thousand Chinese and Korean ones, which have no other form."""
    is_letter = unicodedata.category(text)[0] in "LM"
    return is_letter and not unicodedata.name(text, "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))


def _differing(texts: pl.DataFrame, one: str, other: str) -> list[str]:
    """The texts (the first column) of which the two expressions differ."""
    with duckdb.connect() as connection:
        lend(connection, "texts", texts)
        found = connection.sql(f"SELECT * FROM texts WHERE {one} IS DISTINCT FROM {other}").fetchall()
    return [row[0] for row in found]
