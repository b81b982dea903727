"""Makes all files that come out the same every time, or those that are named."""

from __future__ import annotations

import sys

from tests.system.corpus.make import every_trap  # noqa: F401 - enters all makers into the catalogue
from tests.system.corpus.make.catalogue import FILES, MAKERS, MAKERS_ONCE


def main(names: list[str]) -> None:
    """Write the files to where the test finds them."""
    FILES.mkdir(exist_ok=True)
    for name in names or MAKERS:
        maker = MAKERS.get(name) or MAKERS_ONCE[name]
        (FILES / name).write_bytes(maker())


main(sys.argv[1:])
