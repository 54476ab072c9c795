"""The page with runs beside each other, without a browser: pins them, waits for them, reads what is compared."""

import re
import time
from collections.abc import Callable
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from simulator import Experiment
from tests.visit import button, header, plain, pulled, sound


def pins(page: AppTest) -> list[str]:
    """The pinned runs as the address has them."""
    given: Any = page.query_params.get("pin", [])
    return [given] if isinstance(given, str) else list(given)


def pinned(page: AppTest) -> list[Experiment]:
    experiments: list[Experiment] = page.session_state["visit"].pins
    return experiments


def pin(page: AppTest) -> AppTest:
    return sound(button(page, "Pin").click().run())


def until(page: AppTest, there: Callable[[], object]) -> AppTest:
    """The page as it stands once something is there, after as many slices as that takes."""
    deadline = time.monotonic() + 60
    while not there():
        assert time.monotonic() < deadline
        pulled(page)
    return page


def finished(page: AppTest) -> AppTest:
    """The page once no run on it asks for more."""
    return until(page, lambda: not header(page)["ask_for_more"])


def advised(page: AppTest) -> AppTest:
    """The page with the diagnosis open, once every remedy has been tried."""
    page.session_state["advice"] = True
    return until(page, lambda: any("What helps" in m.value for m in page.main.markdown))


def table(page: AppTest) -> dict[str, list[str]]:
    """What stands side by side: label -> one value for each run; the heads have the label "Compared"."""
    lines = re.findall("<tr>(.*?)</tr>", comparison(page))
    rows = [[unescape(plain(cell)) for cell in re.findall("<t[hd]>(.*?)</t[hd]>", line)] for line in lines]
    return {label: values for label, *values in rows}


def comparison(page: AppTest) -> str:
    """What stands below the player where runs are compared."""
    return next((part.proto.body for part in page.main.get("html") if "Side by side" in part.proto.body), "")
