"""Stories that are told of devices."""

from __future__ import annotations

import hashlib

from tests.support.desk import Desk


def branch(text: str, first: str) -> list[str]:
    """What hangs below the line that begins so, without the drawing."""
    lines = [(len(line) - len(line.lstrip("│├└─ \u00a0")), line.lstrip("│├└─ \u00a0")) for line in text.splitlines()]
    start = next(number for number, (_, said) in enumerate(lines) if said.startswith(first))
    depth = lines[start][0]
    end = next((n for n in range(start + 1, len(lines)) if lines[n][0] <= depth), len(lines))
    return [said for _, said in lines[start + 1 : end]]


def sha256(desk: Desk, file: str) -> str:
    """The fingerprint of a file that is still as it was read."""
    return hashlib.sha256((desk.folder / file).read_bytes()).hexdigest()
