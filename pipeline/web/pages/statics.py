"""The files that pages load: each under a name that has its hash, so that browsers keep it for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from schemas.records import dataclass

_FOLDER = Path(__file__).parent / "static"
_DIGITS = 12
_FOR_GOOD = "public, max-age=31536000, immutable"
PLACE = "/static"


@dataclass(frozen=True, slots=True)
class Static:
    """One file: its name with its hash, its content, also compressed, and its type."""

    name: str
    content: bytes
    compressed: bytes
    media: str


@cache
def statics() -> dict[str, Static]:
    """Every file by the name that templates use."""
    return {path.name: _static(path) for path in sorted(_FOLDER.iterdir())}


def address(name: str) -> str:
    """The address of a file."""
    return f"{PLACE}/{statics()[name].name}"


def answer(request: Request, name: str) -> Response | None:
    """The file with that name, which has its hash; None where there is none."""
    found = next((one for one in statics().values() if one.name == name), None)
    if found is None:
        return None
    is_compressed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if is_compressed:
        headers["Content-Encoding"] = "gzip"
    return Response(found.compressed if is_compressed else found.content, headers=headers, media_type=found.media)


def _static(path: Path) -> Static:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    name = f"{path.stem}.{digest}{path.suffix}"
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Static(name, content, gzip.compress(content, mtime=0), media)
