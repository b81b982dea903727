"""Macros and links are said, and never followed."""

from pathlib import Path

from pipeline.intake.raw_sheets import Remark
from tests.support.books.hostile_files import book, opened, with_parts
from tests.support.workbooks import read

_LINK = b'<Relationship Id="rId1" Target="file:///C:/Users/x/Budget%202026.xlsx" TargetMode="External"/>'


def _remarks(path: Path, **more: bytes) -> tuple[Remark, ...]:
    return opened(with_parts(book(path), {name.replace("__", "/"): content for name, content in more.items()})).remarks


def test_a_plain_workbook_has_no_remarks(tmp_path: Path) -> None:
    assert opened(book(tmp_path / "a.xlsx")).remarks == ()


def test_macros_are_ignored_and_said(tmp_path: Path) -> None:
    (remark,) = _remarks(tmp_path / "a.xlsm", **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert (remark.code, remark.severity) == ("macros_ignored", "note")
    assert "the workbook has macros; they are ignored" in remark.message


def test_links_to_other_workbooks_are_named(tmp_path: Path) -> None:
    parts = {"xl/externalLinks/_rels/externalLink1.xml.rels": _LINK}
    (remark,) = _remarks(tmp_path / "a.xlsx", **parts)
    assert remark.code == "links_ignored"
    assert "(Budget 2026.xlsx)" in remark.message
    assert "nothing of that is opened" in remark.message


def test_connections_objects_and_other_programs_are_named(tmp_path: Path) -> None:
    parts = {
        "xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/>',
        "xl/connections.xml": b"<connections/>",
        "xl/embeddings/oleObject1.bin": b"x",
    }
    (remark,) = _remarks(tmp_path / "a.xlsx", **parts)
    named = "a link to another program (DDE), connections to other sources of data, embedded objects"
    assert f"({named})" in remark.message


def test_remarks_are_among_the_issues_of_a_run(tmp_path: Path) -> None:
    path = with_parts(book(tmp_path / "a.xlsm"), {"xl/vbaProject.bin": b"x"})
    issues = read(path).issues
    assert issues.filter(issues["code"] == "macros_ignored")["file"].to_list() == ["a.xlsm"]
