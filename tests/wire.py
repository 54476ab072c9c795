"""A line between browser and server that can be cut and mended."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.server import free_port


class Wire:
    """Passes bytes on from a port of its own to the server's; when cut, it drops all connections and takes no new."""

    def __init__(self, port: int) -> None:
        self._to, self._port = port, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._ends: list[socket.socket] = []
        self._door: socket.socket | None = None

    def mend(self, port: int | None = None) -> None:
        """Takes connections, to another server if its port is given."""
        self._to = port or self._to
        door = self._door = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._answer, args=(door,), daemon=True).start()

    def cut(self) -> None:
        """Drops everything."""
        ends, self._ends = self._ends, []
        for end in (self._door, *ends):
            if end:
                with suppress(OSError):
                    # Closing alone does not wake a thread that waits in accept or recv.
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    def _answer(self, door: socket.socket) -> None:
        with suppress(OSError):  # the door was closed
            while True:
                near, _ = door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._ends += near, far
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """A line that works until it is cut."""
    line = Wire(port)
    line.mend()
    try:
        yield line
    finally:
        line.cut()
