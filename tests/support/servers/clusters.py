"""Servers that speak Spark Connect, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.model import Cluster

_PATIENCE = 180.0  # Apache Spark takes 40 s where two others work on the machine
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


@dataclass(frozen=True, slots=True)
class ClusterServer:
    """A server that runs: how it is reached, and its process."""

    cluster: Cluster
    process: subprocess.Popen[bytes]


@contextmanager
def sail_server(folder: Path) -> Iterator[ClusterServer]:
    """Sail, with what it says in that folder. Skips the test where it, or what speaks to it, is not installed."""
    if find_spec("pysail") is None or find_spec("pyspark") is None:
        pytest.skip("needs pysail and pyspark-client")
    port = free_port()
    with _started([sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)], port, folder) as server:
        yield server


@contextmanager
def apache_spark_server(folder: Path) -> Iterator[ClusterServer]:
    """Apache Spark. Skips the test where there is no Java, or SPARK_HOME names no Spark 4."""
    home = Path(os.environ.get("SPARK_HOME", ""))
    if shutil.which("java") is None or not list(home.glob("jars/spark-connect_2.13-4.*")):
        pytest.skip("needs Java, and in SPARK_HOME the folder of Apache Spark 4, such as `pip install pyspark` brings")
    port = free_port()
    said = {
        "spark.connect.grpc.binding.port": port,
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": 2,
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.local.dir": folder,
    }
    options = [word for name, value in said.items() for word in ("--conf", f"{name}={value}")]
    command = [str(home / "bin" / "spark-submit"), "--class", _CONNECT, "--master", "local[2]", *options]
    with _started(command, port, folder) as server:
        yield server


@contextmanager
def _started(command: Sequence[str], port: int, folder: Path) -> Iterator[ClusterServer]:
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process,
    ):
        try:
            await_port(process, port)
            yield ClusterServer(Cluster(f"sc://127.0.0.1:{port}", timeout=300), process)
        finally:
            process.kill()


def await_port(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the process listens there. Raises TimeoutError where it ends, or takes too long."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
