"""The real server: whether it is well, one line in the log for every run, and what a class of visitors meets."""

import asyncio
import json
import logging
import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator import Experiment
from simulator.service.pool import Pool
from simulator.service.run import Run, advance_slice
from simulator.service.service import Service
from tests.server import Server
from tests.visitor import Visitor, visiting

QUICK = "depth=5&width=8&batch_size=16&steps=30"


def health(server: Server) -> tuple[int, dict[str, Any]]:
    """What the endpoint answers."""
    try:
        with urllib.request.urlopen(f"{server.url}/health", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_the_endpoint_says_that_the_engine_answers_also_after_it_was_killed(app: Server) -> None:
    status, said = health(app)
    assert status == 200 and said["engine"] == "answers" and said["waiting"] == 0
    for pid in app.engine_pids:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while (status := health(app)[0]) != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert status == 200


def test_visitors_of_one_link_share_a_run_and_others_have_their_own(app: Server) -> None:
    async def visit() -> list[Visitor]:
        links = [f"{QUICK}&seed={seed}" for seed in (5, 5, 5, 5, 6, 7, 8, 9)]
        visitors = [Visitor(app.url, link) for link in links]

        async def watch(visitor: Visitor) -> None:
            async with visitor:
                await visitor.until(lambda v: v.shown)
                await visitor.finish()

        await asyncio.gather(*map(watch, visitors))
        return visitors

    visitors = visiting(visit())
    runs = [visitor.shown["run"] for visitor in visitors]
    assert len(set(runs[:4])) == 1 and len(set(runs)) == 5
    assert all(visitor.shown["trained"] == 30 for visitor in visitors)
    assert not any(visitor.exceptions or visitor.errors for visitor in visitors)


def test_no_page_loads_the_libraries_for_tables(app: Server) -> None:
    """They would take a third of a server's memory for nothing that is shown."""

    async def visit(page: str, query: str) -> None:
        async with Visitor(app.url, query, page) as visitor:
            await visitor.until(lambda v: v.finished)

    lesson = "lesson=sigmoid&screen=2"
    links = {"": QUICK, "lessons": lesson, "challenges": "", "map": "", "glossary": "", "numbers": ""}
    for page, query in links.items():
        visiting(visit(page, query))
    # The server's own list of modules is out of reach; the libraries that it has mapped are not.
    loaded = Path(f"/proc/{app.pid}/maps").read_text()
    assert "numpy" in loaded and "pyarrow" not in loaded and "pandas" not in loaded


def test_every_run_ends_with_one_line_in_the_log(monkeypatch: pytest.MonkeyPatch, warm_pool: Pool) -> None:
    said = list[str]()
    monkeypatch.setattr(logging.getLogger("simulator.service.run"), "info", said.append)
    service, small = Service(warm_pool, runs_bytes=-1), Experiment(depth=3, width=4, steps=6, device="cpu")
    run, long = service.run(small), service.run(small.replace(steps=2000))
    while not run.done:
        run.advance(5.0)
    long.advance(0.01)
    for seed in range(1, 7):  # two that were begun make room, and two that were not
        service.run(small.replace(seed=seed))
    lines = [json.loads(line) for line in said]
    assert [line["outcome"] for line in lines] == ["finished", "left"]
    assert lines[0]["run"] == run.key and lines[0]["steps"] == 6 and 0 < lines[0]["seconds"] < 60


def test_a_short_run_overtakes_one_that_has_had_much_but_never_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch, warm_pool: Pool
) -> None:
    delays: list[float] = []

    class Noting(Pool):
        def submit(self, delay: float, call: Any, *args: Any, **options: Any) -> Any:
            delays.append(delay)
            return warm_pool.submit(delay, call, *args, **options)

    run = Run(Experiment(depth=60, steps=2000, device="cpu"), Noting(), advance=advance_slice)
    for _ in range(3):
        run.advance(0.2)
    assert delays[0] == 0 and delays == sorted(delays) and delays[-1] > 0
    monkeypatch.setattr("simulator.service.run.MOST_DELAY", 0.01)
    run.advance(0.05)
    assert delays[-1] == 0.01


def test_the_panel_about_the_server_says_what_it_has_to_do(service: Service) -> None:
    def panel(service: "Service") -> None:  # its text is run by itself, without what is imported here
        from pages.shared.about import display_usage

        display_usage(service)

    page = AppTest.from_function(panel, default_timeout=60, args=(service,)).run()
    assert not page.exception
    for name in ("Computes on", "Visitors now", "Runs that are shared", "Waiting for the engine", "Versions"):
        assert f"**{name}:**" in page.markdown[0].value
    assert "torch 2" in page.markdown[0].value.replace("\\", "")
