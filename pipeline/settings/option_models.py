"""Models of some of the options, each of which may be left out: what a drop folder says, and what a source says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.options import OPTIONS, About


def model_of(name: str, is_meant: Callable[[About], bool], **more: Any) -> type[BaseModel]:
    """A model of the options that are meant, None where nothing is said of one; `more` as in `create_model`."""
    meant = [option for option in OPTIONS.values() if is_meant(option.about)]
    options: dict[str, Any] = {option.name: (option.type | None, None) for option in meant}
    return create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **options, **more)
