"""A server that speaks Spark Connect on this machine: it listens, and ends with whoever started it."""

from __future__ import annotations

import re
import signal
import socket
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import StoreFailed, UsageProblem
from pipeline.runs.lake import cluster
from tests.support.desk import Desk


def test_without_sail_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(UsageProblem, match="pysail is missing") as caught:
        cluster.serve(0, tell=print)
    assert 'pip install "rollcall[spark]"' in caught.value.hint


@pytest.mark.system
def test_a_port_that_is_taken_is_told() -> None:
    pytest.importorskip("pysail", reason="a cluster of one machine needs pip install 'rollcall[spark]'")
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StoreFailed, match=f"Sail did not start at port {port}") as caught:
            cluster.serve(port, tell=print)
    assert "--port 0" in caught.value.hint


@pytest.mark.system
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_it_listens_until_it_is_ended_and_leaves_no_process_behind(tmp_path: Path, end: int) -> None:
    pytest.importorskip("pysail", reason="a cluster of one machine needs pip install 'rollcall[spark]'")
    process = Desk(tmp_path).start("lake", "serve", "--port", "0")
    assert process.stdout is not None
    said = re.match(
        r"Sail listens at sc://127\.0\.0\.1:(\d+)\. To decide with it: --engine spark", process.stdout.readline()
    )
    assert said is not None
    port = int(said[1])
    socket.create_connection(("127.0.0.1", port), timeout=5).close()

    process.send_signal(end)
    _out, err = process.communicate(timeout=30)  # its server holds stderr, and so has ended, too

    assert process.returncode == (0 if end == signal.SIGINT else -9)
    assert "Traceback" not in err
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)
