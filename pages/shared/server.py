"""The server around the pages: what it does as it starts, whether it is well, and what is said when a page fails."""

import asyncio
import gc
import logging
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache, partial
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.string_util import to_snake_case

from pages.shared.ahead import LoadAhead
from pages.shared.animation import animation
from pages.shared.astray import Astray
from pages.shared.phones import answer as phones
from pages.shared.poster import KINDS, Posters
from pages.shared.words.pictures import Pictures
from simulator.language import LANGUAGES, _, using
from simulator.player.runtime import ensure_runtime
from simulator.service.pool import EngineError
from simulator.service.service import Service

HEALTH_PATIENCE = 5.0
"""Seconds within which a healthy engine answers; the slice that it may be at takes 2 at most."""

GC = (20_000, 5, 80)
"""The garbage collector's thresholds. With Python's own it looked through all sessions every second as a class came.

The second says how many young collections pass before what they left is looked through: after 20 that took 0.2 s.
"""

HAND_OVER = 0.001
"""Seconds after which a thread lets another one go on. With Python's own 0.005 the loop that sends a picture, and the
page that draws the next one, waited for each other."""


def lifespan(service: Service) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """What surrounds the server's life, as ``st.App`` takes it."""
    return lambda _app: _life(service)


@asynccontextmanager
async def _life(service: Service) -> AsyncIterator[None]:
    """Begins with what the first visitor would otherwise wait for; the engine's processes end when the server does."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("simulator").setLevel(logging.INFO)
    service.turns.use_loop(asyncio.get_running_loop())
    _remember_theme()
    _refer_to_the_last_run_alone()
    PagesManager.uses_pages_directory = False  # as st.navigation does it, but before the first visitor
    building = threading.Thread(target=_build_runtimes, name="player's runtime", daemon=True)
    building.start()
    gc.collect()
    gc.freeze()  # what is loaded by now stays for good, and the garbage collector need not look through it
    gc.set_threshold(*GC)
    sys.setswitchinterval(HAND_OVER)
    yield


def _build_runtimes() -> None:
    """The player in each language that visitors are offered, English first."""
    for row in LANGUAGES.values():
        if row.finished:
            with using(row.code):
                ensure_runtime()


def _remember_theme() -> None:
    """Caches the theme's options: to look for them took a twentieth of what Streamlit does in a rerun of the script."""
    options = config.get_options_for_section
    config.get_options_for_section = cache(
        lambda section: {name: value for name, value in options(section).items() if value is not None}
    )
    app_session.to_snake_case = cache(to_snake_case)  # type: ignore[attr-defined]


def _refer_to_the_last_run_alone() -> None:
    """Names a message that the browser keeps instead of sending it again only where the run before has sent it, too.

    The browser tells with each request what it keeps, but throws away what is two runs old as they end. What was still
    there when it asked could be gone when the answer came, as on Back in mid-run: the page then broke off for good.
    """
    sent = WeakKeyDictionary[PagesManager, set[str]]()  # one for each visitor
    reset, enqueue = ScriptRunContext.reset, ScriptRunContext.enqueue

    def begin(context: ScriptRunContext, *args: Any, **options: Any) -> None:
        reset(context, *args, **options)
        context.cached_message_hashes &= sent.get(context.pages_manager, set())
        sent[context.pages_manager] = set()

    def send(context: ScriptRunContext, message: ForwardMsg) -> None:
        enqueue(context, message)
        if message.metadata.cacheable:
            sent.setdefault(context.pages_manager, set()).add(message.hash)

    ScriptRunContext.reset, ScriptRunContext.enqueue = begin, send  # type: ignore[method-assign, assignment]


def routes(service: Service) -> list[Route]:
    """What the server answers besides the pages."""
    posters = Posters(service)
    return [
        Route("/health", partial(health, service)),
        *(Route(f"/poster.{ending}", posters.answer) for ending in KINDS),
        Route("/animation", partial(animation, service), methods=["POST"]),
        Route("/picture", Pictures(service).answer),
        Route("/code", phones),
    ]


async def health(service: Service, _request: Request) -> JSONResponse:
    """Whether the engine answers, how soon, and how many calls wait for it; status 503 where it does not."""
    asked_at, waiting = time.monotonic(), service.pool.waiting
    try:
        await asyncio.wait_for(asyncio.wrap_future(service.ping()), HEALTH_PATIENCE)
    except TimeoutError:
        return JSONResponse({"engine": f"no answer within {HEALTH_PATIENCE:g} s", "waiting": waiting}, 503)
    except EngineError as error:
        return JSONResponse({"engine": str(error), "waiting": waiting}, 503)
    return JSONResponse({"engine": "answers", "seconds": round(time.monotonic() - asked_at, 3), "waiting": waiting})


MIDDLEWARE = [Middleware(LoadAhead), Middleware(Astray)]


def words_for(error: Exception) -> bool:
    """In place of a traceback: a sentence on the page; the details go to the log."""
    logging.getLogger(__name__).error("A page failed.", exc_info=error)
    st.error(_("This page could not be shown. Reload it; if that does not help, begin again at the simulator."))
    return True
