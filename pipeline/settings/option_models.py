"""Models of a part of the options, each of which may be left out: the settings of a drop folder and of a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.options import OPTIONS, About


def model_of(name: str, is_meant: Callable[[About], bool], **more: Any) -> type[BaseModel]:
    """A model of the options for which `is_meant` is true, each None where not given; `more` as in `create_model`."""
    meant = [option for option in OPTIONS.values() if is_meant(option.about)]
    options: dict[str, Any] = {option.name: (option.type | None, None) for option in meant}
    return create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **options, **more)
