"""The patterns of marks, which must mean the same in every engine."""

from __future__ import annotations

import re

import duckdb
import polars as pl
import pytest

from schemas.lookalikes import marks

PATTERNS = {name: pattern for name, pattern in vars(marks).items() if name.isupper() and isinstance(pattern, str)} | {
    f"SCANNED_{at}": pattern for at, pattern in enumerate(marks.SCANNED_1S.values())
}
# These are the insides of classes, and no patterns of their own.
_CLASSES = {"SEPARATORS", "AROUND"}
TEXTS = (
    *("S/N: 5CG1234ABC", "SN5CG1234ABC", "SERIAL NO. 12", "N° DE SÉRIE : 10001", "INV.-NR. 7", "TAG 12", "ASSET#0012"),
    *(
        "SC02XL0ABJG5H",
        "1S20L5S0X000PF1A11B2",
        "*AB-12*",
        "“AB”",
        "TAG-5CG1234",
        "[AB]",
        "10001.0",
        "10001,00",
        "(21)ABC",
        "]C1ABC",
    ),
    *(
        "S123456789",
        "1S4236B88R8ABCDE",
        "LT-0012",
        "SN-10",
        "TAGUNG-1",
        "5CG1234ABC",
        "АB-1",
        "",
        "SNOW 7",
        "NO. 5",
        "S/N 1",
    ),
)


@pytest.mark.parametrize(
    "name", [name for name in PATTERNS if not name.startswith("_") and name not in {"SEPARATORS", "AROUND"}]
)
def test_a_pattern_finds_the_same_in_every_engine(name: str) -> None:
    pattern = PATTERNS[name]
    expected = [re.search(pattern, text) is not None for text in TEXTS]
    left = [re.sub(pattern, "", text) for text in TEXTS]

    texts = pl.DataFrame({"place": range(len(TEXTS)), "text": TEXTS})
    found = texts.select(found=pl.col("text").str.contains(pattern), left=pl.col("text").str.replace_all(pattern, ""))
    with duckdb.connect() as connection:
        connection.register("texts", texts)
        sql = "SELECT regexp_matches(text, $1), regexp_replace(text, $1, '', 'g') FROM texts ORDER BY place"
        told = connection.execute(sql, [pattern]).fetchall()

    assert found.rows() == told == list(zip(expected, left, strict=True))
    assert any(expected)
