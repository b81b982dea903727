"""Which files there are, and who makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Maker = Callable[[], bytes]

FILES = Path(__file__).parents[1] / "files"

MAKERS: dict[str, Maker] = {}
"""The maker of each file that is made from nothing but Python, and comes out the same every time."""

MAKERS_ONCE: dict[str, Maker] = {}
"""The makers of those files that come out otherwise every time, or need a program that is not there everywhere."""


def makes(name: str, *, once: bool = False) -> Callable[[Maker], Maker]:
    """Enters the function into the catalogue as the maker of that file."""

    def entered(maker: Maker) -> Maker:
        makers = MAKERS_ONCE if once else MAKERS
        if name in MAKERS or name in MAKERS_ONCE:
            raise ValueError(f"two makers of {name}")
        makers[name] = maker
        return maker

    return entered
