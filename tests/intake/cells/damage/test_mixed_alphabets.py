"""Letters of other alphabets among Latin ones: named by code point, with the likely identifier."""

from __future__ import annotations

import pytest

from pipeline.intake.raw_sheets import StoredAs
from tests.support.sheets.damaged_columns import Cell, warnings


@pytest.mark.parametrize(
    ("text", "named", "likely"),
    [
        ("SN-\u041010", "\u0410 is U+0410 CYRILLIC CAPITAL LETTER A", "SN-A10"),
        ("sn-\u043010", "\u0430 is U+0430 CYRILLIC SMALL LETTER A", "SN-A10"),
        ("A\u039f7", "\u039f is U+039F GREEK CAPITAL LETTER OMICRON", "AO7"),
        ("A\u0555\u0555", "\u0555 is U+0555 ARMENIAN CAPITAL LETTER OH", "AOO"),
        ("A\u13b3", "\u13b3 is U+13B3 CHEROKEE LETTER LA", "AW"),
        (
            "\u0422B\u0410",
            "\u0422 is U+0422 CYRILLIC CAPITAL LETTER TE, \u0410 is U+0410 CYRILLIC CAPITAL LETTER A",
            "TBA",
        ),
    ],
)
def test_a_foreign_letter_among_latin_ones_is_named(text: str, named: str, likely: str) -> None:
    hint = f"Perhaps {likely} is meant; if so, enter it again in Latin letters."
    assert warnings(text) == [("mixed_scripts", f'"{text}" mixes alphabets: {named}.', hint)]


def test_a_letter_that_looks_like_no_latin_one_has_no_likely_identifier() -> None:
    ((_, said, hint),) = warnings("SN-\u0416")
    assert said == '"SN-\u0416" mixes alphabets: \u0416 is U+0416 CYRILLIC CAPITAL LETTER ZHE.'
    assert hint == "Check it, and enter it again."


@pytest.mark.parametrize(
    "text", ["SN-10", "\u0421\u041d-10", "\u039f7", "\uff33\uff2e\uff11", "SN-\u00c910", "SN \u673a 10", "SN\u200b1"]
)
def test_an_identifier_in_one_alphabet_is_fine(text: str) -> None:
    assert warnings(text) == []


def test_only_the_cells_that_mix_alphabets_are_told_of() -> None:
    cells = ("SN-1", "SN-\u0410", "\u00c9-2", Cell("true", StoredAs.BOOLEAN, "1"), "\u0410-3", "N/A\u0410")
    assert [said.split('"')[1] for _, said, _ in warnings(*cells)] == ["SN-\u0410", "N/A\u0410"]


@pytest.mark.parametrize(
    ("address", "likely"),
    [
        ("\u0430nna@acme.example", "anna@acme.example"),
        ("\u0410NNA@ACME.EXAMPLE", "anna@acme.example"),
        ("anna@\u0430cme.example", "anna@acme.example"),
        ("anna@\u0430\u0441\u0435.example", "anna@ace.example"),
        ("\u043e\u0441\u0430@acme.example", "oca@acme.example"),
        ("anna@acme.\u0441\u043e\u043c", "anna@acme.com"),
    ],
)
def test_an_address_with_letters_of_another_alphabet_among_latin_ones_is_told_of(address: str, likely: str) -> None:
    ((code, said, hint),) = warnings(address, name="owner_email")
    assert code == "mixed_scripts"
    assert said.startswith(f'"{address}" mixes alphabets: ')
    assert hint == f"Perhaps {likely} is meant; if so, enter it again in Latin letters."


@pytest.mark.parametrize(
    "address",
    [
        "\u0438\u0432\u0430\u043d\u043e\u0432@acme.example",
        "\u0430.\u043f\u0435\u0442\u0440\u043e\u0432@acme.example",
        "\u0410\u043d\u043d\u0430 <anna@acme.example>",
        "anna@\u043f\u043e\u0447\u0442\u0430.example",
        "jos\u00e9@acme.example",
    ],
)
def test_an_address_whose_name_is_in_one_alphabet_and_whose_domain_is_in_another_is_fine(address: str) -> None:
    assert warnings(address, name="owner_email") == []
