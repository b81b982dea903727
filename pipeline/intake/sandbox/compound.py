"""Looks into OLE files: old workbooks, encrypted ones, and other documents. Runs in the child process."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msoffcrypto
import olefile  # type: ignore[import-untyped]

from pipeline.errors import FileUnusable
from schemas.vocabulary import IssueCode

_DOCUMENTS = {"worddocument": "word", "powerpoint document": "powerpoint"}


def look_into(path: Path) -> dict[str, object]:
    """What the file is (`xls`, `word`, `powerpoint`, `other`, `broken`), whether encrypted, and whether with macros."""
    with path.open("rb") as file:
        try:
            with olefile.OleFileIO(file) as compound:
                names = {"/".join(parts).lower() for parts in compound.listdir(storages=True)}
                is_cut = _is_cut(compound)
        except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
            names, is_cut = set(), True
        if is_cut:
            return {"what": "broken", "is_encrypted": False, "has_macros": False}
        if "encryptedpackage" in names:
            return {"what": "package", "is_encrypted": True, "has_macros": False}
        what = next((known for stream, known in _DOCUMENTS.items() if stream in names), "other")
        what = "xls" if names & {"workbook", "book"} else what
        is_encrypted = what == "xls" and _is_encrypted(file)
    return {"what": what, "is_encrypted": is_encrypted, "has_macros": "_vba_project_cur" in names}


def decrypt(path: Path, password: str, target: Path) -> dict[str, object]:
    """Writes the file without its encryption. Answers whether that was possible, and whether the password is wrong."""
    with path.open("rb") as file, target.open("xb") as plain:
        try:
            office = msoffcrypto.OfficeFile(file)
            _open_with(office, password)
            office.decrypt(plain)
        except msoffcrypto.exceptions.InvalidKeyError:
            return {"is_wrong_password": True}
        except msoffcrypto.exceptions.DecryptionError as error:
            raise _beyond_us() from error
        except MemoryError:
            raise
        except OSError as error:
            if error.errno is None:  # not the system says so, but the library of the file
                raise _beyond_us() from error
            raise
        except Exception as error:
            raise _beyond_us() from error
    return {"is_wrong_password": False}


def _is_cut(compound: olefile.OleFileIO) -> bool:
    """True where the file ends before a sector that its own tables name. olefile has the table of those there are."""
    there = len(compound.fat)
    small = compound.minisectorcutoff
    begins = (entry.isectStart for entry in compound.direntries if entry is not None and entry.size >= small)
    return any(there <= sector <= olefile.MAXREGSECT for sector in (*begins, *compound.fat))


def _open_with(office: msoffcrypto.format.base.BaseOfficeFile, password: str) -> None:
    """A new workbook can tell at once whether the password is right; an old one always does."""
    try:
        office.load_key(password=password, verify_password=True)
    except TypeError:
        office.load_key(password=password)


def _is_encrypted(file: BinaryIO) -> bool:
    file.seek(0)
    try:
        return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except Exception:
        return False


def _beyond_us() -> FileUnusable:
    return FileUnusable(
        "it is encrypted in a way that cannot be undone here",
        "Open it in Excel, remove its password (File, Info, Protect Workbook), save it, and use that file.",
        code=IssueCode.FILE_ENCRYPTED,
    )
