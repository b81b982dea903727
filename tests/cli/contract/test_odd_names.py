"""Names that people do not choose: of bytes that are no text, links in a circle; and files that hold a password."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import load_settings
from tests.support.desk import Desk
from tests.support.office import asked


@pytest.mark.system
def test_a_name_of_bytes_that_are_no_text_is_told_as_far_as_it_is(office: Desk) -> None:
    office.book("list.xlsx", *asked(("LT-0001", "nobody"))).rename(office.folder / os.fsdecode(b"ger\xe4te.xlsx"))

    said = office.say("check", os.fsdecode(b"ger\xe4te.xlsx"))
    report = office.json("check", os.fsdecode(b"ger\xe4te.xlsx"), code=4)

    assert said.code == 4
    assert "Checked copy: ger\N{REPLACEMENT CHARACTER}te.checked.xlsx" in said.out
    assert report["issues"][0]["file"] == "ger\N{REPLACEMENT CHARACTER}te.xlsx"


def test_links_that_lead_in_a_circle_are_refused(desk: Desk) -> None:
    (desk.folder / "loop.xlsx").symlink_to("loop.xlsx")

    said = desk.say("check", "loop.xlsx")

    assert said.code == 3
    assert said.err.startswith("loop.xlsx: the file cannot be opened")


@pytest.mark.parametrize("content", [b"", b"\nsecret\n", b"\xff\xfe\n\x00"])
def test_a_password_file_without_a_password_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(content)

    with pytest.raises(UsageProblem, match=r"first line of the password file .* is blank"):
        load_settings(None, {"password_file": file}).how_to_read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_password_is_read_as_its_file_was_saved(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes("grün\r\nsecond line".encode(encoding))

    assert load_settings(None, {"password_file": file}).how_to_read().password == "grün"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_a_password_is_read_from_ordinary_files_only(make: object, tmp_path: Path) -> None:
    place = tmp_path / "password"
    assert callable(make)
    make(place)

    with pytest.raises(UsageProblem, match="cannot be read"):
        load_settings(None, {"password_file": place}).how_to_read()
