"""The names under which columns without a field are kept, no two of them the same; they are compared without case."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from schemas.fields import CUSTOM_PREFIX


def custom_name(title: str) -> str:
    """The name of the custom attribute that a column with this header would be."""
    return CUSTOM_PREFIX + unicodedata.normalize("NFC", title.removeprefix(CUSTOM_PREFIX))


def custom_key(title: str) -> str:
    """The form in which names of custom attributes are compared."""
    return custom_name(title).casefold()


class CustomNames:
    """The names that the columns of one sheet have taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: defaultdict[str, int] = defaultdict(lambda: 1)

    def has(self, title: str) -> bool:
        """True where a column is kept under this name already."""
        return custom_key(title) in self._taken

    def take(self, title: str) -> str:
        """The name of the column that is kept, with a number where another has it."""
        name = custom_name(title)
        while self.has(name):
            self._numbers[custom_key(title)] += 1
            name = f"{custom_name(title)} ({self._numbers[custom_key(title)]})"
        self._taken.add(custom_key(name))
        return name
