"""A server that speaks S3, in a process of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.support.servers.clusters import await_port, free_port

BUCKET = "data"
# Who asks is not looked at, but whether it is said.
_BY = "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=s"


@contextmanager
def s3_server(folder: Path) -> Iterator[dict[str, str]]:
    """Moto, which keeps all in memory, with a bucket; what the environment must say so that it is reached.

    Skips the test where it is not installed: `pip install 'moto[s3,server]'` brings a hundred megabytes, and may do so
    in an environment of its own, of which only `moto_server` must be found.
    """
    program = shutil.which("moto_server")
    if program is None:
        pytest.skip("needs moto_server on the PATH: pip install 'moto[s3,server]'")
    port = free_port()
    command = [program, "-H", "127.0.0.1", "-p", str(port)]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={"PATH": "/usr/bin:/bin"}) as process,
    ):
        try:
            await_port(process, port)
            address = f"http://127.0.0.1:{port}"
            with urlopen(Request(f"{address}/{BUCKET}", method="PUT", headers={"Authorization": _BY}), timeout=60):
                yield {
                    "AWS_ENDPOINT_URL": address,
                    "AWS_ALLOW_HTTP": "true",
                    "AWS_REGION": "us-east-1",
                    "AWS_ACCESS_KEY_ID": "k",
                    "AWS_SECRET_ACCESS_KEY": "s",
                }
        finally:
            process.kill()
