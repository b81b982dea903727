"""The columns of a vendor's export, as the vendor means them: found by the headers, and by what their cells hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.issues import Finding, finding
from schemas.fields import CUSTOM_PREFIX
from schemas.presets.recognised import column_of, meanings_in, preset_of
from schemas.reasons.sheet_issues import VENDOR_EXPORT
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.headers.saved_mapping import Meanings
    from schemas.presets.preset import Preset, UsualType

_LOOKED_AT = 1000
_VOWELS = "AEIOU"
_CALLED = frozenset(("brand", "model", "model_number"))


def with_preset(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> Meanings:
    """The meanings with those of a vendor's columns, where the sheet is an export of one.

    `titles` are the headers by letter, `rows` those below them.
    """
    preset = preset_of(titles.values())
    if preset is None or _is_contradicted(preset, titles, rows):
        return meanings
    meant = meanings_in(preset, titles.values())
    for stand_in, (first, name) in preset.stands_in.items():
        letter, of_first = column_of(stand_in, titles), column_of(first, titles)
        if letter is not None and (of_first is None or _values(of_first, rows).is_empty()):
            meant[titles[letter]] = name
    for header, pattern in preset.alike.items():
        letter = column_of(header, titles)
        if letter is not None and not _values(letter, rows).str.contains(pattern).all():
            meant[titles[letter]] = f"{CUSTOM_PREFIX}{titles[letter]}"
    return replace(meanings, preset=preset, meant=_with_addresses(meant, titles, rows))


def vendor_findings(meanings: Meanings, titles: Mapping[str, str], file: str, sheet: str) -> list[Finding]:
    """The note that the sheet is read as the export of a vendor, with what that means; none where it is none."""
    preset = meanings.preset
    if preset is None:
        return []
    there = {header: column_of(header, titles) for header in preset.remarks}
    as_meant = {header for header, letter in there.items() if letter and meanings.target(titles[letter]) is None}
    remarks = [said for header, said in preset.remarks.items() if header in as_meant]
    told = "; ".join(dict.fromkeys([*remarks, *_usual_type_said(meanings, titles)])) or None
    article = "an" if preset.vendor[0] in _VOWELS else "a"
    wording = VENDOR_EXPORT["read_as"]
    return [finding(wording, file, sheet or None, article=article, vendor=preset.vendor, remarks=told)]


def with_meant_texts(rows: pl.DataFrame, meanings: Meanings, titles: Mapping[str, str]) -> pl.DataFrame:
    """The rows with what the vendor means by some texts, such as a word for nothing; the same rows where by none."""
    preset = meanings.preset
    if preset is None:
        return rows
    found = {column_of(header, titles): header for header in (*preset.nothing, *preset.within)}
    read = [(letter, header) for letter, header in found.items() if letter and meanings.target(titles[letter]) is None]
    return rows.with_columns(_meant_expr(preset, letter, header) for letter, header in read) if read else rows


def _meant_expr(preset: Preset, letter: str, header: str) -> pl.Expr:
    text = pl.col(letter)
    if header in preset.within:
        return pl.coalesce(text.str.extract(preset.within[header]), text).alias(letter)
    return pl.when(text.str.strip_chars().str.to_lowercase() != preset.nothing[header].lower()).then(text).alias(letter)


def usual_type_expr(meanings: Meanings, titles: Mapping[str, str], in_header: str | None) -> pl.Expr | None:
    """The type of the device of each row where nothing else says it, from the columns by their letters.

    `in_header` is the one that the header of their identifier says, which is not asked for in the export of a vendor.
    """
    found = _usual_types(meanings.preset, titles)
    if not found:
        return None if in_header is None else pl.lit(in_header)
    called = _called_expr(meanings, titles)
    return pl.coalesce(_usual_expr(usual, letter, called) for letter, usual in found)


def _usual_expr(usual: UsualType, letter: str, called: pl.Expr) -> pl.Expr:
    said = pl.lit(usual.word) if usual.word else pl.col(letter).str.strip_chars()
    return pl.when(called.str.contains(usual.called) if usual.called else said != "").then(said)


def _called_expr(meanings: Meanings, titles: Mapping[str, str]) -> pl.Expr:
    """The make and the model of each row, as one text; blank where there is none."""
    found = [letter for letter, title in titles.items() if meanings.field_of(title, Kind.INVENTORY) in _CALLED]
    return pl.concat_str(*(pl.col(letter).fill_null("") for letter in found), separator=" ") if found else pl.lit("")


def _usual_type_said(meanings: Meanings, titles: Mapping[str, str]) -> list[str]:
    found = _usual_types(meanings.preset, titles)
    if not found or {meanings.field_of(title, Kind.INVENTORY) for title in titles.values()} & {"type", "category"}:
        return []
    letter, first = found[0]
    if first.called:
        words = " or ".join(f'"{usual.word}"' for _letter, usual in found)
        says = f"{words} where its make or model says so"
    else:
        says = f'"{first.word}"' if first.word else f'what "{titles[letter]}" says'
    return [f"the type of a new device is {says}, unless --default-type says another"]


def _usual_types(preset: Preset | None, titles: Mapping[str, str]) -> list[tuple[str, UsualType]]:
    """The usual types that the sheet may have, with the letters of their columns, blank for those without."""
    usual_types = preset.usual_types if preset is not None else ()
    found = ((column_of(usual.header, titles) if usual.header else "", usual) for usual in usual_types)
    return [(letter, usual) for letter, usual in found if letter is not None]


def _with_addresses(meant: dict[str, str], titles: Mapping[str, str], rows: pl.DataFrame) -> dict[str, str]:
    """The meanings, that of a column of names as the addresses of the owners where it holds nothing else."""
    if "owner_email" in meant.values():
        return meant
    named = [letter for letter, title in titles.items() if meant.get(title) == "owner_name"]
    values = {titles[letter]: _values(letter, rows) for letter in named}
    holding = {title for title, texts in values.items() if len(texts) and texts.str.contains("@", literal=True).all()}
    return meant | dict.fromkeys(holding, "owner_email")


def _is_contradicted(preset: Preset, titles: Mapping[str, str], rows: pl.DataFrame) -> bool:
    """True where a column of that name holds what the vendor's never does."""
    for is_like, patterns in ((True, preset.never), (False, preset.always)):
        for header, pattern in patterns.items():
            letter = column_of(header, titles)
            if letter is not None and (_values(letter, rows).str.contains(pattern) == is_like).any():
                return True
    return False


def _values(letter: str, rows: pl.DataFrame) -> pl.Series:
    """The first texts of the column."""
    texts = rows[letter].drop_nulls().head(_LOOKED_AT)
    return texts.filter(texts.str.strip_chars() != "")
