"""For each option a value that it does not have by itself, and how it is written."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any, get_origin

from pipeline.settings import Settings
from schemas.options import Option

_MONEY = {"currency": "EUR", "amounts_in": "USD", "memory_limit": "2GB"}
_TEXTS = {
    "scope": "location=Berlin",
    "timezone": "Europe/Paris",
    "encoding": "windows-1250",
    "source": "hr",
    "blank_clears": "location",
    **_MONEY,
}
SOURCES = {"hr": {"columns": {"Wer": "owner_email"}}}


def example(option: Option) -> object:
    """Another value than the default; a new option needs no line here, unless not every text will do."""
    if option.type is bool:
        return not option.default
    if get_origin(option.type) is tuple:
        return ("empty",)
    if option.type is float:
        return option.default + 1.5
    if issubclass(option.type, StrEnum):
        return next(word for word in reversed(option.type) if word != option.default)
    return option.type(_TEXTS.get(option.name, "another"))


def another_text(option: Option) -> str:
    """A text that the option may have, and that is not its example."""
    return {"amounts_in": "CHF", "blank_clears": "model"}.get(option.name, "utf-8")


def plain(value: object) -> str | float | bool | list[str]:
    """The value as files and commands have it."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, (str, Path)) else value  # type: ignore[return-value]  # a number or boolean


def toml(option: Option, value: object) -> str:
    """The line of a `rollcall.toml` that says it."""
    return f"{option.name} = {json.dumps(plain(value))}\n"


def settings(**said: Any) -> Settings:
    """Settings of values as files have them, which are not yet of their types."""
    return Settings(**said)
