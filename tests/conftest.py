"""What several tests need: one torch thread, the running app, and Debian's Chromium; and whose turn it is."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from xdist.scheduler import LoadFileScheduling

from simulator.catalog import TASKS
from simulator.prediction import Prediction
from simulator.service.pool import Pool
from simulator.service.service import Service
from tests import server
from tests.browsing import PATIENCE, Visit, goes_on, look_often, may_go_on, ready, watched
from tests.order import FIRST
from tests.server import CHROMIUM, Server, running_app

os.environ["OMP_NUM_THREADS"] = "1"  # PyTorch's own, also in what the tests start: two would spin for a core each
look_often()
expect.set_options(timeout=PATIENCE)  # of the address alone
gc.disable()  # what is loaded and collected stays: not to be looked through again and again, as in an engine process


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000)  # new objects, not 700: there is room for what waits to be collected
    gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """One worker takes all tests of a file, which share what they set up."""
    return LoadFileScheduling(config, log)


@pytest.hookimpl(tryfirst=True)  # before -m chooses by the markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = {*getattr(item, "fixturenames", ())}
        if "browser" in asked:
            item.add_marker("browser")
        if asked & {"app", "browser"}:
            item.add_marker("server")
    names = [f"test_{name}.py" for name in FIRST]
    items.sort(key=lambda item: names.index(item.path.name) if item.path.name in names else len(names))


@pytest.hookimpl(tryfirst=True)  # before the fixtures, which may start servers
def pytest_runtest_setup(item: pytest.Item) -> None:
    server.allowed = item.get_closest_marker("server") is not None


@pytest.fixture(autouse=True)
def _denormals_are_kept() -> None:
    """The engine flushes denormal numbers in the thread that it runs in; no test inherits that from another one."""
    import torch  # not at the top, for the process that hands out the tests begins sooner without it

    torch.set_flush_denormal(False)


@pytest.fixture(scope="session")
def warm_pool() -> Iterator[Pool]:
    """An engine for all tests of a worker, in a thread of it: a process of its own takes longer to start than most.

    In processes it runs in test_engine_processes.py, test_reproducible.py and wherever there is a server.
    """
    pool = Pool(opener=lambda: ThreadPoolExecutor(1))
    Service(pool).ping().result()
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def components() -> list[Any]:
    """What Streamlit finds where it looks through all installed packages, as each AppTest would do anew."""
    from streamlit.components.v2.manifest_scanner import scan_component_manifests

    return scan_component_manifests()


@pytest.fixture
def service(warm_pool: Pool, components: list[Any], monkeypatch: pytest.MonkeyPatch) -> Service:
    """What the pages of this test are served by: nothing is kept of the tests before."""
    service = Service(warm_pool)
    monkeypatch.setattr("simulator.service.service.shared_service", lambda: service)
    found = "streamlit.components.v2.manifest_scanner.scan_component_manifests"
    monkeypatch.setattr(found, lambda: components)  # it takes four fifths of the time in which a page is opened
    # Theory takes longer than a small run: test_theory.py has its numbers, test_page_browser.py its line on the page.
    monkeypatch.setattr("simulator.service.predictions.predict_slice", lambda experiment: Prediction("No line."))
    # A page of a long run is drawn after half a second of training, and here that run is none of the matter.
    monkeypatch.setattr("pages.shared.slices.PAGE_SLICE", 0.1)
    return service


@pytest.fixture
def short_exam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten samples at the end of a run in place of 300, which take longer than its few steps: test_exam.py has all."""
    from simulator.engine import exam

    whole = exam.held_out

    def held_out(kind: str, task: str, *of: int) -> tuple[Any, Any]:
        x, y = whole(kind, task, *of)
        # Classes lie (readouts, samples), numbers (samples, outputs).
        return x[:10], y[..., :10] if TASKS[kind][task].classes else y[:10]

    monkeypatch.setattr(exam, "held_out", held_out)


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
def page(visitor: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The visitor's tab, as if it were new: in a tab that has shown a page, the next opens in three fifths of the time.

    Streamlit knows no visitor beyond what a tab has loaded, so nothing else is shared. It belongs to somebody who asks
    for little motion, since a player that plays keeps a core busy; a test that is marked with ``playing`` lets it.
    """
    failed = request.session.testsfailed
    tab = visitor.pages[0] if visitor.pages else visitor.new_page()
    tab.set_viewport_size({"width": 1400, "height": 900})
    playing = request.node.get_closest_marker("playing") is not None
    tab.emulate_media(color_scheme="light", reduced_motion="no-preference" if playing else "reduce")
    yield tab
    sound = request.session.testsfailed == failed  # else who knows what the test has left behind
    for other in visitor.pages:
        if other is not tab or not sound:
            other.close()
    if sound:
        if tab.url.startswith("http"):
            tab.evaluate("localStorage.clear()")  # in which Streamlit notes that the sidebar was folded away
        if not may_go_on(tab):
            tab.goto("about:blank")
        tab.mouse.move(0, 0)  # over nothing that the next page may show


@pytest.fixture(scope="session")
def app() -> Iterator[Server]:
    """The real app, served once for all tests of a worker."""
    with running_app() as app:
        yield app


@pytest.fixture(scope="session")
def app_url(app: Server) -> str:
    """Address of the real app."""
    return app.url


@pytest.fixture(scope="session")
def player_url(browser_type_launch_args: dict[str, object]) -> Iterator[str]:
    """Address of a page with nothing but the player."""
    with running_app("tests/player_app.py") as server:
        yield server.url


@pytest.fixture
def visit(page: Page, app_url: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens the simulator with a link; at the end nothing may stand on the browser's console.

    Where the test before has left nothing open or under way, it goes on to the link in that page, as Back does: that
    takes a quarter of the time.
    """
    complaints = watched(page)
    anew = request.node.get_closest_marker("playing") is not None

    def open_page(query: str = "") -> Locator:
        if anew or not (page.url.startswith(app_url) and goes_on(page, query, anew=anew)):
            page.goto(f"{app_url}/?{query}".removesuffix("?"))
        return ready(page)

    yield open_page
    assert not complaints
