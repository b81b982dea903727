"""The file that holds the password of the workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings.password_file import read_password


@pytest.mark.parametrize("content", ["geheim", "geheim\n", "geheim\r\nmore\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_the_first_line_as_any_editor_saves_it(tmp_path: Path, content: str, encoding: str) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(content.encode(encoding))
    assert read_password(file) == "geheim"


def test_without_a_file_there_is_none() -> None:
    assert read_password(None) is None


@pytest.mark.parametrize("content", [b"", b"\nsecond\n"])
def test_a_blank_first_line_is_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(content)
    with pytest.raises(UsageProblem, match="is blank"):
        read_password(file)


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_is_no_text_file_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        read_password(tmp_path / name)


def test_what_is_no_text_at_all_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(b"\xe9t\xe9")
    with pytest.raises(UsageProblem, match="cannot be read"):
        read_password(file)
