"""`make check` leaves out what needs a browser or a server: that is marked, and nothing else can start one."""

from pathlib import Path

import pytest

from tests.server import running_app


def test_what_is_not_marked_starts_no_server() -> None:
    with pytest.raises(AssertionError, match="Mark a test that starts a server"), running_app():
        pytest.fail("A server was started.")


def test_a_browser_is_asked_for_by_a_fixture_alone() -> None:
    files = sorted(Path(__file__).parent.glob("*.py"))
    here = {file.name for file in files if "_playwright" in file.read_text()}
    assert here == {Path(__file__).name}
