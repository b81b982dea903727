"""OLE files: old workbooks, encrypted ones, and other documents. Runs in the worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msoffcrypto
import olefile
from msoffcrypto.format.ooxml import OOXMLFile

from pipeline.errors import FileUnusable
from pipeline.intake.errors import refused
from schemas.reasons.file_issues import FILE_ENCRYPTED, FILE_UNREADABLE

_DOCUMENTS = {"worddocument": "word", "powerpoint document": "powerpoint"}


def look_into(path: Path) -> dict[str, object]:
    """The kind of the file (`xls`, `word`, `powerpoint`, `other`, `broken`), whether encrypted, whether with macros."""
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
    """Write the file without its encryption; the answer says whether the password was wrong."""
    with path.open("rb") as file, target.open("xb") as plain, _in_our_words():
        office = msoffcrypto.OfficeFile(file)
        try:
            _open_with(office, password)
        except msoffcrypto.exceptions.InvalidKeyError:
            return {"is_wrong_password": True}
        _write_plain(office, plain)
    return {"is_wrong_password": False}


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Turns any error of the library into one refusal; errors of the system and lack of memory pass unchanged."""
    try:
        yield
    except (FileUnusable, MemoryError):
        raise
    except OSError as error:
        if error.errno is None:  # raised by the library, not by the system
            raise _beyond_us() from error
        raise
    except Exception as error:
        raise _beyond_us() from error


def _write_plain(office: msoffcrypto.format.base.BaseOfficeFile, plain: BinaryIO) -> None:
    """Write the decrypted content. A wrong checksum over it, which new workbooks have, is damage, no wrong password."""
    if not isinstance(office, OOXMLFile):
        office.decrypt(plain)
        return
    try:
        office.decrypt(plain, verify_integrity=True)
    except msoffcrypto.exceptions.InvalidKeyError as error:
        raise _changed() from error


def _is_cut(compound: olefile.OleFileIO) -> bool:
    """True where the file ends before a sector that its tables name; `compound.fat` has only sectors that are there."""
    there = len(compound.fat)
    small = compound.minisectorcutoff
    begins = (entry.isectStart for entry in compound.direntries if entry is not None and entry.size >= small)
    return any(there <= sector <= olefile.MAXREGSECT for sector in (*begins, *compound.fat))


def _open_with(office: msoffcrypto.format.base.BaseOfficeFile, password: str) -> None:
    """Set the password, and verify it where the format can tell at once, as that of new workbooks can."""
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


def _changed() -> FileUnusable:
    return refused(FILE_UNREADABLE["changed"])


def _beyond_us() -> FileUnusable:
    return refused(FILE_ENCRYPTED["unknown_way"])
