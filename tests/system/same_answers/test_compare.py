"""Differences are found, told once, and let pass where they are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.system.same_answers.compare.difference import Difference
from tests.system.same_answers.compare.documents import differences
from tests.system.same_answers.compare.known import Known
from tests.system.same_answers.compare.wording import changed_words
from tests.system.same_answers.recording import Document, Kind


def _found(kind: Kind, old: Sequence[tuple[str, object]], new: Sequence[tuple[str, object]]) -> list[Difference]:
    known = Known(wording=((re.compile("taken back"), "unassigned"),))
    was, now = (Document("01 run", "a document", kind, list(entries)) for entries in (old, new))
    return list(differences("a scene", was, now, known.renewed))


def test_a_changed_cell_is_named() -> None:
    (found,) = _found(Kind.VALUES, [("Rows!B2", 1), ("Rows!B3", "x")], [("Rows!B2", 2), ("Rows!B3", "x")])

    assert (found.place, found.old, found.new) == ("Rows!B2", "1", "2")


def test_known_wording_is_no_difference() -> None:
    assert _found(Kind.LINES, [("line", "2 were taken back.")], [("line", "2 were unassigned.")]) == []


def test_rows_are_compared_by_column_in_any_order() -> None:
    old = [("columns", ["id: Int64", "name: String"]), ("row", [1, "a"]), ("row", [2, "b"]), ("row", [3, "c"])]
    new = [("columns", ["id: Int64", "name: String"]), ("row", [3, "c"]), ("row", [2, "z"]), ("row", [1, "a"])]

    (found,) = _found(Kind.ROWS, old, new)

    assert (found.place, found.old, found.new) == ("column name", "b", "z")


def test_rows_in_another_order_are_told() -> None:
    columns = ("columns", ["id: Int64"])

    (found,) = _found(Kind.ROWS, [columns, ("row", [1]), ("row", [2])], [columns, ("row", [2]), ("row", [1])])

    assert found.kind == "order of rows"


def test_a_line_that_breaks_elsewhere_is_a_difference_of_its_own_kind() -> None:
    (found,) = _found(Kind.LINES, [("line", "one two"), ("line", "three")], [("line", "one"), ("line", "two three")])

    assert found.kind == "line breaks and spaces"


def test_a_changed_sentence_is_one_whatever_names_stand_in_it() -> None:
    first = changed_words('list.xlsx, B14: "acme " is not so.', 'list.xlsx, B14: "acme " differs.')
    second = changed_words('data.csv, F6: "vera" is not so.', 'data.csv, F6: "vera" differs.')

    assert first == second == "[-is not so-]{+differs+}"


def test_what_was_said_so_before_may_still_be_said() -> None:
    old = [("Rows!A1", "taken back, as the file has it"), ("Rows!A2", "was taken back")]
    new = [("Rows!A1", "taken back, as the file has it"), ("Rows!A2", "was unassigned")]

    assert _found(Kind.VALUES, old, new) == []


def test_a_new_member_is_told_without_all_that_is_in_it() -> None:
    old: list[tuple[str, object]] = [("{}", ["ok"]), (".ok", True)]
    new = [*old, (".error{}", ["code", "message"]), (".error.code", "busy"), (".error.message", "Wait.")]

    assert [found.place for found in _found(Kind.VALUES, old, new)] == [".error{}"]
