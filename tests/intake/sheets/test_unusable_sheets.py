"""The answer to a file whose columns have names, but none that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from tests.support.workbooks import read


def _refused(folder: Path, text: str) -> FileUnusable:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileUnusable) as caught:
        read(path)
    return caught.value


def test_names_of_columns_that_are_not_known_are_shown_with_the_way_to_say_what_they_mean(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "thing_ref;urgency;colour scheme\nR-1;high;red\nR-2;low;blue\n")

    assert 'row 1 has "thing_ref", "urgency", "colour scheme"' in refused.message
    assert '"thing_ref" = "name"' in refused.hint
    assert "in one of the first 20 rows" in refused.hint


def test_of_many_columns_the_first_are_shown(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "aa,bb,cc,dd,ee,ff,gg,hh\nu,v,w,x,y,z,s,t\n")

    assert refused.message.endswith('"ff" and 2 more.')


def test_a_letter_has_no_names_of_columns(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "dear all\nplease find attached\n")

    assert refused.message.endswith("no sheet has a row with the names of the columns.")


def test_data_without_a_header_row_is_told_by_its_looks(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "R-1;high\nR-2;low\n")

    assert "column A looks like serial numbers or tags" in refused.message


def test_a_row_of_data_with_a_word_that_may_be_a_header_is_no_header_row(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "R-1,iMac,MAC,8 GB\nR-2,Mini,MAC,8 GB\nR-3,XPS,Windows,16 GB\n")

    assert "column A looks like serial numbers or tags" in refused.message
    assert "Insert a header row" in refused.hint


def test_a_header_row_may_be_repeated_further_down(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Serial;Owner email\nLT-1;eva@acme.example\nSerial;Owner email\nLT-2;ben@acme.example\n")

    assert read(path).assignments["serial_number"].to_list() == ["LT-1", "LT-2"]


def test_numbers_of_another_system_are_offered_where_nothing_names_the_devices(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "ID,Model,Owner\n1,ThinkPad T14,Eva Berg\n2,Latitude 5440,Ben Weiss\n")

    assert "no column names the devices" in refused.message
    assert 'if "ID" (A1) tells them apart, say "ID" = "asset_tag"' in refused.hint


def test_nothing_is_offered_where_there_are_none(tmp_path: Path) -> None:
    refused = _refused(tmp_path, "Model,Brand,Owner\nT14,Lenovo,Eva Berg\n5440,Dell,Ben Weiss\n")

    assert refused.hint == (
        "Add an identifier: serial_number, asset_tag, mac_address, device_id or a name. "
        "If it is a list of people, say --kind people."
    )
