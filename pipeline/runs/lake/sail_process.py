"""The program of a Sail server: it says its port, and ends when whoever started it is gone.

A process of its own: a plan that Sail cannot carry out may end the process that it is in.
"""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Serve at the port that was asked for, on this machine alone, until nobody holds the other end of stdin."""
    from pysail.spark import SparkConnectServer  # noqa: PLC0415 - an extra

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes its end
    server = SparkConnectServer("127.0.0.1", int(sys.argv[1]))
    try:
        server.start(background=True)
    except OSError as problem:
        sys.exit(f"{problem}")
    address = server.listening_address
    sys.stdout.write(f"{address[1] if address else 0}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
