"""The page `tables` of the guide: a picture of the tables, and what each table, view, column and macro says of itself.

python -m tests.support.told.dictionary     write the page anew, after a comment has changed
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from pipeline.model import Ledger
from pipeline.store import publish
from tests.support.ledgers.story import tell

PAGE = Path(__file__).parents[3] / "pipeline" / "guide" / "tables.md"

# The key of each table in the picture.
KEYS = {
    "organizations": ("org_id",),
    "devices": ("device_id",),
    "mdm_enrollments": ("device_id",),
    "owners": ("owner_id",),
    "ownerships": ("ownership_id", "recorded_at"),
    "events": ("event_id",),
    "runs": ("run_id",),
    "sources": ("run_id", "file"),
    "row_outcomes": ("run_id", "row_id"),
}
# What refers to what: the table and its column, the other table, whether there is at most one, and what it is to it.
REFERENCES = (
    ("devices", "org_id", "organizations", "o{", "has"),
    ("owners", "org_id", "organizations", "o{", "has"),
    ("mdm_enrollments", "device_id", "devices", "o|", "is managed as"),
    ("ownerships", "device_id", "devices", "o{", "is held for"),
    ("ownerships", "owner_id", "owners", "o{", "holds for"),
    ("events", "aggregate_id", "devices", "o{", "is told of by"),
    ("events", "aggregate_id", "owners", "o{", "is told of by"),
    ("events", "run_id", "runs", "o{", "wrote"),
    ("sources", "run_id", "runs", "|{", "read"),
    ("row_outcomes", "run_id", "runs", "o{", "decided"),
)
_BEGINNING = """# Tables and views

Each table, view, column and macro of the published copy.

This page is made from the comments in the copy itself, where any program shows them. All instants are UTC.

```sql
SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = 'current_ownerships';
```

## The picture

Of each table the key and what refers to another one. Nothing enforces it in the file, but each commit checks it.
`events.aggregate_id` is a `device_id` or an `owner_id`, as `events.aggregate` says.

"""
_COLUMNS = """
SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
WHERE table_name = $name AND schema_name = 'main' AND NOT internal ORDER BY column_index
"""
_TABLES = "SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL"
_VIEWS = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
_MACROS = "SELECT comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL"


def dictionary(published: Path) -> str:
    """The whole page."""
    with duckdb.connect(published, read_only=True) as copy:
        parts = [_BEGINNING, _picture(copy)]
        for title, sql in (("Tables", _TABLES), ("Views", _VIEWS)):
            parts.append(f"\n## {title}\n")
            parts += [_described(copy, name, about) for name, about in copy.sql(sql).fetchall()]
        parts.append("\n## Macros\n\n| macro | what it answers |\n|---|---|\n")
        parts += [_macro(comment) for (comment,) in copy.sql(_MACROS).fetchall()]
    return "".join(parts)


def _picture(copy: duckdb.DuckDBPyConnection) -> str:
    lines = ["```mermaid", "erDiagram"]
    lines += [f'    {other} ||--{many} {table} : "{is_}"' for table, _, other, many, is_ in REFERENCES]
    for table, key in KEYS.items():
        types = {name: type_ for name, type_, _ in _columns(copy, table)}
        foreign = {column for here, column, *_ in REFERENCES if here == table}
        lines.append(f"    {table} {{")
        for name in dict.fromkeys((*key, *sorted(foreign))):
            marks = ", ".join(mark for mark, has in (("PK", name in key), ("FK", name in foreign)) if has)
            lines.append(f"        {types[name]} {name} {marks}")
        lines.append("    }")
    return "\n".join((*lines, "```\n"))


def _described(copy: duckdb.DuckDBPyConnection, name: str, about: str) -> str:
    rows = [f"| `{column}` | {type_} | {_cell(comment)} |\n" for column, type_, comment in _columns(copy, name)]
    return f"\n### {name}\n\n{about}\n\n| column | type | what it is |\n|---|---|---|\n{''.join(rows)}"


def _columns(copy: duckdb.DuckDBPyConnection, name: str) -> list[tuple[str, str, str]]:
    return copy.execute(_COLUMNS, {"name": name}).fetchall()


def _macro(comment: str) -> str:
    call, _, about = comment.partition(": ")
    return f"| `{call}` | {_cell(about)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        state = tell(Path(folder) / "rollcall.duckdb")
        PAGE.write_text(dictionary(publish(Ledger(state), parquet=False)), encoding="utf-8")


if __name__ == "__main__":
    main()
