"""The poster, to be taken along: drawn when somebody first asks for it, from networks that are trained once."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from html import escape

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pages.shared.languages import LANGUAGE, of_request
from simulator.export.poster import PDF, SVG, poster, runs
from simulator.language import LANGUAGES, _, language, mark, using
from simulator.player.runtime import ROOT
from simulator.service.pool import EngineError
from simulator.service.service import Service
from simulator.service.takeaway import at_once, finished
from simulator.trace import Trace

LINKS = {SVG: mark("Poster, as a drawing (SVG)"), PDF: mark("Poster, to print (PDF, A3)")}
KINDS = {SVG: "image/svg+xml", PDF: "application/pdf"}
SAYS = mark(
    "Causes and remedies on one page. The first time it takes some ten seconds: its networks are trained for it."
)
CHILD = (
    "import sys; from simulator.export.poster import as_pdf; sys.stdout.buffer.write(as_pdf(sys.stdin.buffer.read()"
    ".decode()))"
)
"""Makes the PDF in a process of its own, whose memory goes with it."""


def display_poster() -> None:
    """The links to it."""
    links = " · ".join(
        f'<a href="poster.{ending}?{LANGUAGE}={language()}" download="gradient-poster.{ending}" target="_blank">'
        f"{escape(_(label))}</a>"
        for ending, label in LINKS.items()
    )
    st.html(f"<p>{links}<br>{escape(_(SAYS))}</p>")


class Posters:
    """Made once, in all languages, as its networks are trained; who asks meanwhile waits for the same."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._making: asyncio.Task[dict[str, str]] | None = None

    async def answer(self, request: Request) -> Response:
        """The poster in the form that the address ends in."""
        ending = request.url.path.rpartition(".")[2]
        code = of_request(request.scope)
        # What failed is tried again by the next who asks.
        if self._making is None or (self._making.done() and self._making.exception()):
            self._making = asyncio.create_task(asyncio.to_thread(self._drawn))
        try:
            # Shielded: who leaves does not end it for those who still wait.
            svg = (await asyncio.shield(self._making))[code]
            content = await asyncio.to_thread(as_printed, svg) if ending == PDF else svg.encode()
        except (EngineError, subprocess.CalledProcessError) as error:
            with using(code):
                return PlainTextResponse(_("The poster could not be made: {reason}", reason=error), 503)
        return Response(content, media_type=KINDS[ending], headers={"Cache-Control": "max-age=3600"})

    def _drawn(self) -> dict[str, str]:
        traces = {name: at_once(finished(self._service.run(one))) for name, one in runs().items()}
        return {code: _drawn_in(code, traces) for code in LANGUAGES}


def _drawn_in(code: str, traces: Mapping[tuple[str, str], Trace]) -> str:
    with using(code):
        return poster(traces)


def as_printed(svg: str) -> bytes:
    """The PDF of the drawing."""
    done = subprocess.run([sys.executable, "-c", CHILD], input=svg.encode(), capture_output=True, check=True, cwd=ROOT)
    return done.stdout
