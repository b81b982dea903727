"""The password of the workbooks, from the file that the settings name."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageProblem

_LONGEST_READ = 4096


def read_password(file: Path | None) -> str | None:
    """The first line of the file, None without one. Raises UsageProblem where it cannot be read or has no password."""
    if file is None:
        return None
    try:
        password = _first_line(file)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(
            f"The password file {file} cannot be read.",
            "Give a text file, saved as UTF-8, with the password in its first line.",
        ) from error
    if not password:
        raise UsageProblem(f"The first line of the password file {file} is blank.", "Write the password there.")
    return password


def _first_line(file: Path) -> str:
    """The first line of the file. Raises FileNotFoundError for anything but an ordinary file."""
    # Reading a pipe may never end.
    if not file.is_file():
        raise FileNotFoundError(file)
    with file.open("rb") as opened:
        content = opened.read(_LONGEST_READ)
    # Windows may save text as UTF-16, which begins with a byte order mark.
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content.decode(encoding).partition("\n")[0].strip("\r")
