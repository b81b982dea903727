"""Workbooks behind a password. The password is `secret`."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile

from tests.system.corpus.make.books import GOOD, book, made, saved
from tests.system.corpus.make.catalogue import makes

PASSWORD = "secret"

_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}">'
)
_MODULE = """{doctype}
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Locking" script:language="StarBasic">
Sub Main
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden"
  opening(0).Value = True
  Dim doc As Object
  doc = StarDesktop.loadComponentFromURL(ConvertToURL("{source}"), "_blank", 0, opening())
  Dim saving(1) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName"
  saving(0).Value = "{filter_name}"
  saving(1).Name = "Password"
  saving(1).Value = "{password}"
  doc.storeToURL(ConvertToURL("{target}"), saving())
  doc.close(True)
End Sub
</script:module>
"""
_LIBRARY = """{doctype}
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Locking"/></library:library>
"""


@makes("encrypted.xlsx", once=True)
def encrypted() -> bytes:
    """Encrypted as Excel does it: an OLE file with the workbook in it."""
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(made())).encrypt(PASSWORD, stream)
    return stream.getvalue()


@makes("encrypted_with_another_password.xlsx", once=True)
def encrypted_otherwise() -> bytes:
    """The password that people have is not the one of this file."""
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(made(GOOD[:2]))).encrypt("another", stream)
    return stream.getvalue()


@makes("encrypted_half_uploaded.xlsx", once=True)
def encrypted_cut() -> bytes:
    """An encrypted workbook that stops in the middle."""
    content = encrypted()
    return content[: len(content) // 2]


@makes("encrypted.xls", once=True)
def encrypted_xls() -> bytes:
    """The old format with a password, saved by LibreOffice."""
    return _locked("xls", "MS Excel 97")


@makes("encrypted.ods", once=True)
def encrypted_ods() -> bytes:
    """The format of LibreOffice with a password."""
    return _locked("ods", "calc8")


def _locked(ending: str, filter_name: str) -> bytes:
    """The good workbook, saved by LibreOffice in that format with the password."""
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("LibreOffice is needed to make this file")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "open.xlsx", folder / f"locked.{ending}"
        source.write_bytes(saved(book()))
        start = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        subprocess.run([*start, "--terminate_after_init"], check=False, capture_output=True, timeout=120)
        library = folder / "profile" / "user" / "basic" / "Standard"
        library.mkdir(parents=True, exist_ok=True)
        module = _MODULE.format(
            doctype=_DOCTYPE.format("script:module", "module.dtd"),
            source=source,
            target=target,
            filter_name=filter_name,
            password=PASSWORD,
        )
        (library / "Locking.xba").write_text(module)
        (library / "script.xlb").write_text(_LIBRARY.format(doctype=_DOCTYPE.format("library:library", "library.dtd")))
        macro = "macro:///Standard.Locking.Main"
        subprocess.run([*start, "--norestore", macro], check=True, capture_output=True, timeout=120)
        return target.read_bytes()
