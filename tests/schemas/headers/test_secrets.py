"""Columns of passwords and keys are known by their headers, in lists of devices, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake.files import read_files
from pipeline.model import Reading
from schemas.headers.matching import is_secret


@pytest.mark.parametrize(
    "header",
    [
        "Password",
        "admin_password",
        "app_key",
        "AppKey",
        "BitLocker Recovery Key",
        "SIM PIN",
        "PUK1",
        "API key",
        "Unlock PIN",
    ],
)
def test_a_password_or_a_key_is_a_secret(header: str) -> None:
    assert is_secret(header)


@pytest.mark.parametrize(
    "header", ["License Key", "Key number", "Password last changed", "PIN", "Recovery Key Escrowed"]
)
def test_a_column_that_only_sounds_like_one_is_none(header: str) -> None:
    assert not is_secret(header)


@pytest.mark.parametrize(("pin", "kept"), [("0815", []), ("123456", []), ("1HGBH41JXMN109186", ["extra.PIN"])])
def test_the_pin_of_a_phone_is_a_secret_and_the_number_of_a_product_is_not(
    pin: str, kept: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "devices.csv"
    path.write_text(f"Serial Number,Name,Type,PIN\nSN-1,Phone,phone,{pin}\n", "utf-8")

    checked = read_files([path], Reading(), [path.name])

    assert [name for name in checked.inventory.columns if name.startswith("extra.")] == kept


def test_no_key_of_a_device_is_kept_or_shown(tmp_path: Path) -> None:
    path = tmp_path / "devices.csv"
    path.write_text("Serial Number,Type,app_key,BIOS password\nSN1,sensor,hunter2,hunter2\n")
    checked = read_files([path], Reading(), None)
    assert checked.inventory["serial_number"].to_list() == ["SN1"]
    assert "hunter2" not in str((checked.inventory.rows(), checked.originals.rows()))
    assert [issue for issue in checked.issues["message"] if "passwords and keys are never kept" in issue] != []
