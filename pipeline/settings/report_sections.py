"""The sections of the settings about reports and receipts, each below a `[heading]` of `rollcall.toml`."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipeline.settings.checked import Section, rule

_USUAL_MONTHS, _MOST_MONTHS = 36, 1200
_LONGEST_TERMS = 20_000


class ReportsSettings(Section):
    """The settings of reports: the months over which devices lose their price, by type or category, and by `default`.

    A type counts before a category; neither is told apart by its case.
    """

    depreciation: dict[str, int] = field(default_factory=dict)

    @rule("depreciation")
    @classmethod
    def _are_months(cls, depreciation: dict[str, int]) -> dict[str, int]:
        for name, months in depreciation.items():
            if not 1 <= months <= _MOST_MONTHS:
                raise ValueError(f'give the months for "{name}" as a number from 1 to {_MOST_MONTHS}, such as 36')
        return {name.strip().casefold(): months for name, months in depreciation.items()}

    def months_of(self, type_: str | None, category: str | None) -> int:
        """The months over which a device of that type and category loses its price."""
        names = (*(name.strip().casefold() for name in (type_, category) if name), "default")
        return next((self.depreciation[name] for name in names if name in self.depreciation), _USUAL_MONTHS)


class ReceiptsSettings(Section):
    """The terms that receipts have: in a text file, or else as text.

    They are recorded with each run that hands a device over or takes it back.
    """

    terms: str = ""
    terms_file: Path | None = None

    @rule("terms_file")
    @classmethod
    def _can_be_read(cls, file: Path | None) -> Path | None:
        if file is not None:
            _text_of(file)
        return file

    @rule("terms")
    @classmethod
    def _are_short(cls, terms: str) -> str:
        return _short(terms.strip())

    def completed(self) -> None:
        """Keep the terms as they are now: the file may be gone by the time a server or a sweep needs it."""
        _ = self.text

    @cached_property
    def text(self) -> str:
        """The terms; blank where none are set."""
        return self.terms if self.terms_file is None else _text_of(self.terms_file)

    def recorded(self) -> dict[str, str]:
        """The terms and their fingerprint; nothing where none are set."""
        return {"terms": self.text, "sha256": sha256(self.text.encode()).hexdigest()} if self.text else {}


def _text_of(file: Path) -> str:
    """The text of a file. Raises ValueError where it cannot be read."""
    if not file.is_file():  # reading a pipe may never end
        raise ValueError("there is no such file")
    try:
        with file.open("rb") as opened:
            return _short(opened.read(5 * _LONGEST_TERMS).decode("utf-8-sig").strip())
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError("it cannot be read as text; save it as UTF-8") from problem


def _short(terms: str) -> str:
    if len(terms) > _LONGEST_TERMS:
        raise ValueError(f"the terms have more than {_LONGEST_TERMS:,} letters; say them shorter, or refer to them")
    return terms
