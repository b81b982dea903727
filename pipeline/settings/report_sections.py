"""The sections of the settings about reports and receipts, each below a `[heading]` of `rollcall.toml`."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_USUAL_MONTHS, _MOST_MONTHS = 36, 1200
_LONGEST_TERMS = 20_000


class ReportsSettings(BaseModel):
    """The settings of reports: the months over which devices lose their price, by type or category, and by `default`.

    A type counts before a category; neither is told apart by its case.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    depreciation: dict[str, int] = Field(default_factory=dict)

    @field_validator("depreciation")
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


class ReceiptsSettings(BaseModel):
    """The terms that receipts have: in a text file, or else as text.

    They are recorded with each run that hands a device over or takes it back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: str = ""
    terms_file: Path | None = None

    @field_validator("terms_file")
    @classmethod
    def _can_be_read(cls, file: Path | None) -> Path | None:
        if file is not None:
            _text_of(file)
        return file

    @field_validator("terms")
    @classmethod
    def _are_short(cls, terms: str) -> str:
        return _short(terms.strip())

    @model_validator(mode="after")
    def _with_terms_as_they_are_now(self) -> Self:
        _ = self.text  # kept from now on: the file may be gone by the time a server or a sweep needs it
        return self

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
