"""Several servers behind nginx, with the README's configuration: any of them serves any link."""

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.server import Server, free_port, running_app, wait_for
from tests.test_faults import begun, blocks
from tests.test_readme import README
from tests.visitor import Visitor, visiting

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
QUERY = "depth=12&width=8&batch_size=16&steps=300&device=cpu"


@pytest.fixture
def replicas() -> Iterator[list[Server]]:
    """Two servers with one secret."""
    if NGINX is None:
        if os.environ.get("CI"):
            pytest.fail("nginx is missing: in CI the test of the replicas must run.")
        pytest.skip("nginx is not installed, so the test of the replicas was skipped.")
    with ExitStack() as stack:
        # A class's link is keyed by it: with another secret a server refuses what its neighbour made.
        apps = [running_app(STREAMLIT_SERVER_COOKIE_SECRET="the same", GRADIENT_PROCESSES="1") for _ in range(2)]
        yield [stack.enter_context(app) for app in apps]


@contextmanager
def balanced(replicas: list[Server], folder: Path) -> Iterator[str]:
    """The address of nginx before the servers, configured as the README says but for the ports."""
    found = re.search(r"```nginx\n(.+?)```", README, re.DOTALL)
    assert found and NGINX
    port, text = free_port(), found[1].replace("listen 80;", "listen 127.0.0.1:{port};")
    for number, server in enumerate(replicas, 8501):
        text = text.replace(f"server 127.0.0.1:{number};", f"server {server.url.removeprefix('http://')};")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    # nginx started by root works as another user, who may not write into the test's folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/errors warn;\nevents {{}}\n"
    http = f"http {{\naccess_log off;\n{places}{text.replace('{port}', str(port))}}}\n"
    folder.joinpath("nginx.conf").write_text(main + http)
    process = subprocess.Popen([NGINX, "-e", f"{folder}/errors", "-c", f"{folder}/nginx.conf"])
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def connections(server: Server) -> int:
    """How many connections to the server's port are open."""
    port = f":{server.port:04X}"
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return sum(local.endswith(port) and status == "01" for _, local, _, status, *_ in rows)


async def stays(visitor: Visitor) -> bool:
    """Whether the visitor's server is still there after a second."""
    try:
        async with asyncio.timeout(1):
            while True:
                await visitor.hear()
    except TimeoutError:
        return True
    except ConnectionClosed:
        return False


@pytest.mark.server
def test_visitors_are_shared_out_and_go_on_elsewhere_when_their_server_is_gone(
    replicas: list[Server], tmp_path: Path
) -> None:
    async def visits(url: str) -> None:
        visitors = [Visitor(url, f"{QUERY}&seed=61") for _ in range(6)]
        for visitor in visitors:
            await visitor.__aenter__()
            await begun(visitor)
        assert [connections(server) for server in replicas] == [3, 3]
        await asyncio.gather(*(visitor.finish() for visitor in visitors))
        # The last four bytes differ in every delivery, so that the player takes each for news.
        assert len({blocks(visitor.payload)[:-4] for visitor in visitors}) == 1, "both train the same run alike"

        os.kill(replicas[0].pid, 9)
        stayed = await asyncio.gather(*map(stays, visitors))
        for visitor, stay in zip(visitors, stayed, strict=True):
            if not stay:
                async with Visitor(url, visitor.query) as again:
                    await again.finish()
                    assert blocks(again.payload)[:-4] == blocks(visitor.payload)[:-4]
        assert sum(stayed) == 3

    with balanced(replicas, tmp_path) as url:
        visiting(visits(url))
