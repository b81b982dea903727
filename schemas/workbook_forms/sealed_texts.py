"""The hidden sheet of a plan workbook: named texts in rows of three cells, each row with a check sum, the seal last.

A text that is longer than a cell goes on in the next row under the same name. The seal proves that nothing was changed;
the check sums only find the cell that was.
"""

import hashlib
import hmac
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, TypeAlias

from schemas.workbook_forms.plan import seal

# The name, the text and the check sum of a sealed text.
Row: TypeAlias = tuple[str, str, str]

FORM_LINE, SEAL_LINE = "form", "seal"
PLAN, SETTINGS, HEADERS, SOURCES, SHEETS_READ = "plan", "settings", "headers", "sources", "sheets"

# The names of the texts: what is known of the plan, what was written where, and the frames.
BLOCKS, FRAMES, CONTENT = "blocks", "frames", "content"

_CELL = 32_000
_CHUNK = 1 << 20
_SIGNED = "hmac-"


def rows_of(texts: Mapping[str, str], key: str | None) -> list[Row]:
    """The rows of the hidden sheet: the texts in their order, cut to fit, and the seal over all of them."""
    cut = [(name, text[at : at + _CELL]) for name, text in texts.items() for at in range(0, len(text), _CELL)]
    sealed = [*cut, (SEAL_LINE, seal(map("\t".join, cut), key))]
    return [(name, text, _check(row, name, text)) for row, (name, text) in enumerate(sealed, start=1)]


def texts_of(rows: Iterable[Row]) -> dict[str, str]:
    """The texts that the rows hold, by name; texts cut into several rows are joined."""
    texts: dict[str, list[str]] = {}
    for name, text, _ in rows:
        texts.setdefault(name, []).append(text)
    return {name: "".join(pieces) for name, pieces in texts.items()}


def changed_cell(rows: Iterable[Row]) -> str | None:
    """The address of the first cell that contradicts the check sum of its row; None where no cell does."""
    is_over = False
    for number, row in enumerate(rows, start=1):
        column = _first_filled(row) if is_over else _changed_column(number, row)
        if column is not None:
            return f"{column}{number}"
        is_over = is_over or row[0] == SEAL_LINE
    return None


def is_signed(rows: Sequence[Row]) -> bool:
    """True where the seal was made with a key."""
    return rows[-1][1].startswith(_SIGNED)


def is_sealed(rows: Sequence[Row], key: str | None) -> bool:
    """True where the last row holds the right seal of the other rows."""
    name, found, _ = rows[-1]
    wanted = seal(("\t".join(row[:2]) for row in rows[:-1]), key)
    return name == SEAL_LINE and hmac.compare_digest(wanted.encode(), found.encode())


def to_json(value: object) -> str:
    """The value as JSON in plain ASCII, without texts that a spreadsheet program takes for an escape (`_x0041_`)."""
    return json.dumps(value, separators=(",", ":")).replace("_x", "\\u005fx")


def from_json(text: str) -> Any:
    """The value that `to_json` was given."""
    return json.loads(text)


def file_seal(file: IO[bytes], size: int, key: str | None) -> str:
    """The seal over the first `size` bytes of a file: all but the comment of the archive and its length."""
    digest = hashlib.sha256()
    while size > 0 and (piece := file.read(min(_CHUNK, size))):
        digest.update(piece)
        size -= len(piece)
    return seal([digest.hexdigest()], key)


def _changed_column(number: int, row: Row) -> str | None:
    name, text, check = row
    wanted, found = _check(number, name, text).split("-"), check.split("-")
    if wanted == found:
        return None
    if len(found) != len(wanted) or _digest(f"{found[0]}-{found[1]}") != found[2]:
        return "C" if any((name, text)) else "A"
    return "A" if wanted[0] != found[0] else "B"


def _first_filled(row: Row) -> str | None:
    return next((column for column, cell in zip("ABC", row, strict=True) if cell), None)


def _check(row: int, name: str, text: str) -> str:
    name_and_text = f"{_digest(f'{row}:{name}')}-{_digest(text)}"
    return f"{name_and_text}-{_digest(name_and_text)}"


def _digest(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
