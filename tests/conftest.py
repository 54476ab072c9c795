"""What several tests need: one torch thread, the running app, and Debian's Chromium; and whose turn it is."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from playwright.sync_api import Browser, BrowserContext, Page
from xdist.scheduler import LoadFileScheduling

from simulator.service.pool import Pool
from simulator.service.service import Service
from tests.server import CHROMIUM, Server, running_app

FIRST = (
    "page_browser",
    "diagnosis",
    "player_browser",
    "page_walk_browser",
    "page_compare_browser",
    "page",
    "page_why_browser",
    "page_compare",
    "hostile",
    "faults",
    "faults_browser",
    "replicas",
    "turns",
    "server",
    "runs",
    "theory",
    "charts",
    "reproducible",
)
"""Files that take long, the longest first, so that no worker begins one when the others are done."""

torch.set_num_threads(1)


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """One worker takes all tests of a file, which share what they set up; two files share the runs of the stories."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tests/test_diagnosis.py" if file == "tests/test_stories.py" else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return _ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    names = [f"test_{name}.py" for name in FIRST]
    items.sort(key=lambda item: names.index(item.path.name) if item.path.name in names else len(names))


@pytest.fixture(autouse=True)
def _denormals_are_kept() -> None:
    """The engine flushes denormal numbers in the thread that it runs in; no test inherits that from another one."""
    torch.set_flush_denormal(False)


@pytest.fixture(scope="session")
def warm_pool() -> Iterator[Pool]:
    """Engine processes that have begun, for all tests of a worker: to start them takes longer than most tests."""
    pool = Pool()
    Service(pool).ping().result()
    yield pool
    pool.close()


@pytest.fixture
def service(warm_pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Service:
    """What the pages of this test are served by: nothing is kept of the tests before."""
    service = Service(warm_pool)
    monkeypatch.setattr("simulator.service.service.shared_service", lambda: service)
    return service


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one; without it the test is skipped, but never in CI."""
    if CHROMIUM["executable_path"] is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: in CI the browser tests must run.")
        pytest.skip("Chromium is not installed, so this test of the page in a browser was skipped.")
    return CHROMIUM


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser: what it has loaded once it keeps, and opens a page in four fifths of the time."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A tab of its own; Streamlit knows no visitor beyond the tab, so nothing else is shared."""
    page = visitor.new_page()
    yield page
    for tab in visitor.pages:
        tab.close()


@pytest.fixture(scope="session")
def app(browser_type_launch_args: dict[str, Any]) -> Iterator[Server]:
    """The real app, served once for all tests in the browser."""
    with running_app() as server:
        yield server


@pytest.fixture(scope="session")
def app_url(app: Server) -> str:
    """Address of the real app."""
    return app.url
