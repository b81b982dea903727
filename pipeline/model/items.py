"""The items of a request by which another program asks for what people ask for by a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.records import dataclass
from schemas.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one request: by field, the text of each item as a cell of a sheet would hold it, None for none.

    `file` is the path that the request was sent to, and `sheet` its id: with the number of the item they are the
    provenance of its row. All items belong to the organization `org`. `titles` are the names that the fields have in
    the interface, by which findings name them; it has the same keys as `columns`.
    """

    kind: Kind
    file: str
    sheet: str
    org: str
    columns: Mapping[str, Sequence[str | None]]
    titles: Mapping[str, str]

    @property
    def count(self) -> int:
        """The number of items."""
        return max((len(column) for column in self.columns.values()), default=0)
