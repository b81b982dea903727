"""Models of a part of the options, each of which may be left out, for drop folders and sources; and their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.code_pages import codec_of
from schemas.options import OPTIONS, About


def model_of(name: str, is_meant: Callable[[About], bool], **more: Any) -> type[BaseModel]:
    """A model of the options for which `is_meant` is true, each None where not given; `more` as in `create_model`."""
    meant = [option for option in OPTIONS.values() if is_meant(option.about)]
    options: dict[str, Any] = {option.name: (option.type | None, None) for option in meant}
    return create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **options, **more)


def known_encoding(name: str | None) -> str | None:
    """The name. Raises ValueError where it is that of no encoding of texts."""
    if name is not None:
        try:
            codec_of(name)
        except LookupError as error:
            raise ValueError("give the name of an encoding, such as windows-1250 or gb18030") from error
    return name


def not_negative(figure: float) -> float:
    """The figure. Raises ValueError where it is negative."""
    if figure < 0:
        raise ValueError("input should be greater than or equal to 0")
    return figure
