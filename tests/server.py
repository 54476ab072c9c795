"""The real server, started as a visitor would, on a port of its own; and the browser to look at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FLAGS = (
    # Chromium's sandbox does not start for root, as whom containers run.
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
)
BROWSERS = ("chromium-headless-shell", "chromium")
"""Debian's packages of one engine; the first has no window of its own and opens a page in half of the time."""
CHROMIUM: dict[str, Any] = {
    "executable_path": next(filter(None, map(shutil.which, BROWSERS)), None),
    "args": [f"--{flag}" for flag in FLAGS],
}
"""How to launch Debian's Chromium; the path is None where it is not installed."""
allowed = True
"""Whether a server may be started; while a test runs that is not marked with ``server``, none may."""


@dataclass(frozen=True)
class Server:
    """A running app: its address and the number of its process."""

    url: str
    pid: int

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def engine_pids(self) -> list[int]:
        """Process numbers of the engine processes: those of the server's children that are loky's workers."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        children = {pid for task in tasks for pid in _read(task / "children").split()}
        return sorted(int(pid) for pid in children if b"popen_loky" in _read(Path(f"/proc/{pid.decode()}/cmdline")))

    @property
    def engine_seconds(self) -> float:
        """Processor seconds that the engine processes have used so far."""
        return sum(map(seconds_of, self.engine_pids))


def _read(file: Path) -> bytes:
    """What it holds; nothing where its process or thread has just ended."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def seconds_of(pid: int) -> float:
    """Processor seconds that a process has used so far."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running_app(script: str = "app.py", *options: str, port: int = 0, **environment: str) -> Iterator[Server]:
    """Serves a script from the repository's root until the block ends, on a free port unless one is given."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true", *options]
    with served(command, port, ROOT, {**os.environ, "PYTHONPATH": str(ROOT), **environment}) as server:
        yield server


@contextmanager
def served(command: list[str], port: int, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Runs a command that serves the app on the port, in a folder, until the block ends."""
    assert allowed, "Mark a test that starts a server with @pytest.mark.server, so that `make check` leaves it out."
    process = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.address", "127.0.0.1"],
        cwd=folder,
        env=environment,
        # A group of its own, so that what ends it ends its engine processes, too.
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
