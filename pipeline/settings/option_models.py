"""Models of a part of the options, each of which may be left out, for drop folders and sources; and their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.code_pages import codec_of
from schemas.fields import CUSTOM_PREFIX, EMPTIED_BY_BLANKS
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


def fields_to_empty(names: str | None) -> str | None:
    """The names of fields, tidied. Raises ValueError where a blank cell cannot empty one of them."""
    told = [] if names is None else [name.strip() for name in names.split(",") if name.strip()]
    wrong = next((one for one in told if one not in EMPTIED_BY_BLANKS and not one.startswith(CUSTOM_PREFIX)), None)
    if wrong is not None:
        raise ValueError(
            f'a blank cell cannot empty "{wrong}"; give facts of devices or people, such as location,model'
        )
    return ",".join(told) or None


def not_negative(figure: float) -> float:
    """The figure. Raises ValueError where it is negative."""
    if figure < 0:
        raise ValueError("input should be greater than or equal to 0")
    return figure
