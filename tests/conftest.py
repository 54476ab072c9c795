"""What several tests need: one torch thread, the running app, and Debian's Chromium to look at it."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from tests.server import CHROMIUM, running_app

torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _denormals_are_kept() -> None:
    """The engine flushes denormal numbers in the thread that it runs in; no test inherits that from another one."""
    torch.set_flush_denormal(False)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one; without it the test is skipped, but never in CI."""
    if CHROMIUM["executable_path"] is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: in CI the browser tests must run.")
        pytest.skip("Chromium is not installed, so this test of the page in a browser was skipped.")
    return CHROMIUM


@pytest.fixture(scope="session")
def app_url(browser_type_launch_args: dict[str, Any]) -> Iterator[str]:
    """Address of the real app, served once for all tests in the browser."""
    with running_app() as server:
        yield server.url
