"""The errors of an SQL query, in words for people, and the check that a text is one query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipeline.errors import UsageProblem

_WHERE_TO_LOOK = "What there is: SHOW TABLES; what is in it: DESCRIBE devices."
_READS_ONLY = (
    "A question reads the published tables and views, and nothing else: no other file, no network, no extension."
    " A file of your own is joined with --with NAME=FILE."
)
_CANDIDATES = 3
_HINTS = (
    (("COPY", "EXPORT"), "To write the answer to a file, give -o FILE.xlsx (or .csv, .json, .parquet)."),
    (("ATTACH", "DETACH", "INSTALL", "LOAD", "IMPORT", "USE", "UPDATE EXTENSIONS"), _READS_ONLY),
    (("PRAGMA", "CALL"), _WHERE_TO_LOOK),
    (("SET", "RESET"), "Its settings are fixed; -o, --limit and --timeout are for you to set."),
    (("EXPLAIN", "ANALYZE"), "Open the copy read-only with DuckDB itself to see how a question is answered."),
    (
        ("CREATE", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "TRUNCATE", "MERGE", "COMMENT"),
        "The copy is read-only. What is to change in the ledger goes into a sheet: rollcall run FILES.",
    ),
)
_ASK = "Ask with SELECT, FROM, WITH, VALUES, DESCRIBE, SUMMARIZE or SHOW TABLES."
_NO_COLUMN = re.compile(r'column "([^"]+)" not found|does not have a column named "([^"]+)"')
_NO_TABLE = re.compile(r"Table with name (.+?) does not exist")
_NO_FUNCTION = re.compile(r"Function with name (.+?) does not exist")
_MEANT = re.compile(r"(?:Candidate bindings|Did you mean)[^\n]*")
_KIND = re.compile(r"^\w[\w ]* Error: ")
_LINE = re.compile(r"^LINE \d+: *(.+)$", re.MULTILINE)


def only_question(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The one query in that text, without its semicolon and what follows. Raises UsageProblem, and DuckDB's errors."""
    statements = connection.extract_statements(sql)
    if not statements:
        raise UsageProblem("There is no question in it.", _ASK)
    word = _first_word(sql)
    types = [statement.type for statement in statements]
    if _is_open_pivot(types, word):
        said = "PIVOT needs to be told which values become columns."
        raise UsageProblem(said, "Name them: PIVOT devices ON type IN ('laptop', 'phone') USING count(*).")
    if len(statements) > 1:
        said = f"One question at a time: these are {len(statements)} statements."
        raise UsageProblem(said, "Leave the others out, or put the first into a WITH clause.")
    hint = next((hint for words, hint in _HINTS if word in words), None)
    if hint or types[0] != duckdb.StatementType.SELECT:
        raise UsageProblem(f"{word} is no question: only what is published can be read.", hint or _ASK)
    return _without_semicolon(statements[0].query)


@contextmanager
def said_wrongly(sql: str) -> Iterator[None]:
    """Turns DuckDB's errors about a wrong query into UsageProblem; errors of the copy itself pass unchanged."""
    try:
        yield
    except duckdb.PermissionException as error:
        raise UsageProblem(f"This lies outside what is published: {_first_line(error)}", _READS_ONLY) from error
    except duckdb.OutOfMemoryException as error:
        said = "The answer needs more memory than a question may take."
        raise UsageProblem(said, "Ask for fewer rows or columns, or for sums instead of rows.") from error
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        raise _usage_problem(error, sql) from error


def _first_word(sql: str) -> str:
    """The first word as it was typed: DuckDB 1.5 rewrites some statements, such as PRAGMA. Tokens count bytes."""
    text = sql.encode()
    words = (re.match(rb"[A-Za-z]+", text[at:]) for at, _ in duckdb.tokenize(sql))
    return next((word[0].decode().upper() for word in words if word), "This")


def _is_open_pivot(types: list[duckdb.StatementType], word: str) -> bool:
    """True for a PIVOT that names no values: DuckDB looks them up first, in a statement that creates a type."""
    is_made = [type_.name in {"MULTI", "CREATE"} for type_ in types]
    return any(is_made) and word != "CREATE"


def _without_semicolon(query: str) -> str:
    """The query up to its semicolon: DuckDB 2.0 cannot build on a text with a comment after the semicolon."""
    text = query.encode()
    ends = (at for at, _ in duckdb.tokenize(query) if text[at : at + 1] == b";")
    return text[: next(ends, len(text))].decode()


def _usage_problem(error: duckdb.Error, sql: str) -> UsageProblem:
    said = str(error)
    meant = _MEANT.search(said)
    names = re.findall(r'"([^"]+)"', meant[0])[:_CANDIDATES] if meant else []
    hint = f"Did you mean {_either(names)}?" if names else _WHERE_TO_LOOK
    if "extension" in said and isinstance(error, duckdb.CatalogException):
        return UsageProblem(f"This needs an extension: {_first_line(error)}", _READS_ONLY)
    for pattern, what in ((_NO_COLUMN, "column"), (_NO_TABLE, "table or view"), (_NO_FUNCTION, "function")):
        found = pattern.search(said)
        if found:
            return UsageProblem(f"There is no {what} called {found[1] or found[2]}.", hint)
    line = _LINE.search(said)
    where = f" ({line[1].strip()})" if line and line[1].strip() in sql and "\n" in sql.strip() else ""
    return UsageProblem(f"The SQL is not right: {_first_line(error).removesuffix('.')}{where}.", hint)


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _first_line(error: duckdb.Error) -> str:
    return _KIND.sub("", str(error).strip().splitlines()[0])
