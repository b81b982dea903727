"""What stands on a page: its tables, and the links of its files."""

from __future__ import annotations

import re
from html import unescape

from httpx2 import Response

_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def text_of(markup: str) -> str:
    """The text of a piece of a page."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def rows_on(page: Response) -> list[list[str]]:
    """The cells of each row of the tables of a page."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.text, re.DOTALL)
    return [cells for row in rows if (cells := [text_of(cell) for cell in _CELL.findall(row)])]


def counts_on(page: Response) -> dict[str, int]:
    """How many rows each table of a report has, by its name, as the page says beside the names."""
    tabs = re.findall(r'href="[^"?]+\?table=([a-z_]+)#table"[^>]*>[^<]*? ([\d,]+)</a>', page.text)
    return {name: int(count.replace(",", "")) for name, count in tabs}
