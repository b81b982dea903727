"""A scene to be played at a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.system.same_answers.desk import Desk


@dataclass(frozen=True, slots=True)
class Play:
    """`act` gives the commands; it begins with the desk that another scene has left, where `start` names one."""

    name: str
    act: Callable[[Desk], None]
    start: str | None = None
    is_json: bool = False


def twice(name: str, act: Callable[[Desk], None], start: str | None = None) -> list[Play]:
    """The same scene in words and in JSON."""
    return [Play(name, act, start), Play(f"{name}, json", act, start, is_json=True)]
