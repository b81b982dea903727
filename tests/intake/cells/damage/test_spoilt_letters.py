"""Letters that a wrong encoding has spoilt are found with what was meant; letters of any language are left alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipeline.intake.cells.damage.spoilt_letters import SUSPECT
from pipeline.intake.files import read_files
from pipeline.model import Checked, Reading
from tests.support.sheets.words_of_languages import WORDS

_HEAD = "Serial Number,Name,Type,Category"


def _read(folder: Path, *lines: str) -> Checked:
    path = folder / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_files([path], Reading(), None)


def _found(checked: Checked) -> list[tuple[str, str, str, str | None]]:
    found = checked.issues.filter(pl.col("code").is_in(["damaged_text", "markup_in_text"]))
    return found.select("cell", "code", "severity", "likely").rows()


@pytest.mark.parametrize(
    ("spoilt", "meant"),
    [
        ("JÃ¶rg GroÃŸ", "Jörg Groß"),
        ("JĂ¶rg Weber", "Jörg Weber"),
        ("JosÃ© NÃºÃ±ez", "José Núñez"),
        ("JoÃ£o ConceiÃ§Ã£o", "João Conceição"),
        ("MÃƒÂ¼ller", "Müller"),
        ("Eva DĂ\xadaz", "Eva Díaz"),
        ("Ð˜Ð²Ð°Ð½Ð¾Ð²", "Иванов"),
        ("f√ºr J√∂rg", "für Jörg"),
        ("Å½ižka", "Žižka"),
    ],
)
def test_a_persons_name_is_rejected_with_what_was_meant(spoilt: str, meant: str, tmp_path: Path) -> None:
    checked = _read(tmp_path, "Serial Number,Owner Email,Owner Name", f"SN1,anna@example.com,{spoilt}")
    assert _found(checked) == [("C2", "damaged_text", "error", meant)]
    assert checked.assignments["fault"].to_list() == ["damaged_text"]


def test_another_text_is_told_and_kept(tmp_path: Path) -> None:
    lines = ["Serial Number,Name,Type,Category,Location", "SN1,Laptop 1,laptop,computers,ZÃ¼rich"]
    checked = _read(tmp_path, *lines)
    assert _found(checked) == [("E2", "damaged_text", "warning", "Zürich")]
    assert checked.inventory["location"].to_list() == ["ZÃ¼rich"]


@pytest.mark.parametrize(
    "line", ["SN1,jÃ¶rg@example.com,Jörg", "SNÃ¶1,jorg@example.com,Jörg", "SN1,jorg@example.com,J\ufffdrg"]
)
def test_identifiers_addresses_and_lost_letters_are_rejected(line: str, tmp_path: Path) -> None:
    checked = _read(tmp_path, "Serial Number,Owner Email,Owner Name", line)
    assert [code for _cell, code, severity, _likely in _found(checked) if severity == "error"] == ["damaged_text"]


def test_an_identifier_is_rejected_for_the_key_that_it_becomes(tmp_path: Path) -> None:
    typed = ("sn-ã¶1", "SN-Ã¶2", '"¢ÜÂ\n0"')
    checked = _read(tmp_path, _HEAD, *(f"{one},Laptop {at},laptop,computers" for at, one in enumerate(typed)))
    assert [(cell, code) for cell, code, _, _ in _found(checked)] == [(f"A{row}", "damaged_text") for row in (2, 3, 4)]


@pytest.mark.parametrize("language", WORDS)
def test_letters_of_a_language_are_not_called_spoilt(language: str, tmp_path: Path) -> None:
    words = [word for text in (WORDS[language], WORDS[language].upper()) for word in text.split()]
    pairs = [
        f"SN{at},a{at}@example.com,{one} {other}"
        for at, (one, other) in enumerate(zip(words, words[::-1], strict=True))
    ]
    assert _found(_read(tmp_path, "Serial Number,Owner Email,Owner Name", *pairs)) == []


@pytest.mark.parametrize("text", ["Straße – „neu“", "5° C ± 2", "l’Île", "100 €…", "½ Zoll", "Ã", "B&W, R&D", "a < b"])
def test_signs_among_letters_are_not_called_spoilt_or_mark_up(text: str, tmp_path: Path) -> None:
    lines = ["Serial Number,Name,Type,Category,Location", f'SN1,Laptop 1,laptop,computers,"{text}"']
    assert _found(_read(tmp_path, *lines)) == []


def test_ascii_is_never_suspect() -> None:
    assert not pl.Series([bytes(range(32, 127)).decode()]).str.contains(SUSPECT).any()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Berlin<br>Room 4", "Berlin Room 4"),
        ("Berlin&nbsp;Mitte", "Berlin Mitte"),
        ("Smith &amp; Sons", "Smith & Sons"),
        ("<p>Berlin</p>", "Berlin"),
        ("M&uuml;nchen", "München"),
        ("M&#252;nchen", "München"),
        ('<a href="x">Berlin</a>', "Berlin"),
    ],
)
def test_mark_up_left_in_a_text_is_told(text: str, meant: str, tmp_path: Path) -> None:
    quoted = text.replace('"', '""')
    lines = ["Serial Number,Name,Type,Category,Location", f'SN1,Laptop 1,laptop,computers,"{quoted}"']
    assert _found(_read(tmp_path, *lines)) == [("E2", "markup_in_text", "warning", meant)]


def test_text_from_macos_is_the_same_as_any_other(tmp_path: Path) -> None:
    apart, whole = "Bu\u0308ro Zu\u0308rich", "Büro Zürich"
    lines = [f"{_HEAD},Location,Fa\u0308cher", f"SN1,{apart},laptop,computers,{apart},{apart}"]
    inventory = _read(tmp_path, *lines).inventory
    read = inventory.select("name", "location", "extra.Fächer").row(0)
    assert read == (whole, whole, whole)


def test_a_zero_among_words_is_told_and_one_among_numbers_is_not(tmp_path: Path) -> None:
    rows = [f"SN{at},Laptop {at},laptop,computers,{at},{place}" for at, place in enumerate(("Berlin", "0", "Paris"))]
    checked = _read(tmp_path, f"{_HEAD},Order Number,Location", *rows)
    assert _found(checked) == [("F3", "damaged_text", "warning", None)]
