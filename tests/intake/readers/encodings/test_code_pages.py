"""Files in the code pages of many countries are read right, or asked about; never wrong without a word."""

from __future__ import annotations

import random

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.readers.encodings import decoded
from tests.support.sheets.words_of_languages import CODE_PAGES, WORDS
from tests.support.strength import sampled

_WRITTEN = [(language, page) for language, pages in CODE_PAGES.items() for page in pages]
_FILES = [(*_WRITTEN[at % len(_WRITTEN)], at) for at in range(210)]


def _list(language: str, seed: int) -> str:
    """A list of 20 to 2,000 rows with names and words of that language, each as people write it."""
    chance, words = random.Random(seed), WORDS[language].split()
    rows = chance.choice((20, 20, 40, 100, 300, 2_000))
    lines = ["Serial Number,Owner Name,Location,Note"]
    for at in range(rows):
        name = f"{chance.choice(words)} {chance.choice(words)}"
        name = name.upper() if chance.random() < 0.05 and "İ" not in name.upper() and "ß" not in name else name
        lines.append(f"SN-{at:05},{name},{chance.choice(words)},{chance.choice(('', 'Laptop', chance.choice(words)))}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("language", "page"), sampled(_WRITTEN, every=4))
def test_a_list_of_each_language_is_read_right(language: str, page: str) -> None:
    for seed in range(3):
        text = _list(language, seed).encode(page, "ignore").decode(page)
        assert decoded(text.encode(page))[0] == text


@pytest.mark.system
def test_of_two_hundred_files_none_is_read_wrong_and_few_are_asked_about() -> None:
    asked = 0
    for language, page, seed in _FILES:
        text = _list(language, seed).encode(page, "ignore").decode(page)
        try:
            read = decoded(text.encode(page))[0]
        except FileUnusable as refusal:
            asked += "--encoding" in str(refusal.hint)
        else:
            assert read == text, (language, page, seed)
    assert asked <= 4


@pytest.mark.parametrize(
    "page", ["cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp852", "koi8-r", "cp932", "cp949"]
)
def test_a_word_alone_is_never_read_wrong_without_a_word(page: str) -> None:
    for language in [language for language, pages in CODE_PAGES.items() if page in pages]:
        for word in WORDS[language].split():
            text = f"Serial Number,Owner Name\nSN1,{word}\n"
            try:
                read, said = decoded(text.encode(page, "ignore"))
            except FileUnusable:
                continue
            assert said or read == text.encode(page, "ignore").decode(page), word
