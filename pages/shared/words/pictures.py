"""The live pictures of the glossary: made when a browser first asks for one, and shared by all visitors."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from pages.shared.languages import of_request
from simulator.charts.alive import EVERY, Alive, along_curve, over, through_training
from simulator.charts.sketches import RUNS
from simulator.language import mark, using
from simulator.service.pool import EngineError
from simulator.service.service import Service
from simulator.service.takeaway import at_once, finished
from simulator.settings.experiment import Experiment
from simulator.teaching.glossary import CURVE, Entry, Picture, entries
from simulator.trace import Trace

PATIENCE = 20.0
"""Seconds that an activation's curve may take; a fraction of one where the engine is free."""
HOUR = "max-age=3600"


def picture_of(entry: Entry) -> Picture:
    """Its own, or of the networks that the sketch of its quantity is of."""
    own = entry.picture
    if own.runs:
        return own
    return Picture({name: RUNS[name] for name in EVERY[own.shows].runs}, own.shows)


def made(service: Service, entry: Entry) -> Alive:
    """The picture, its networks trained where nobody has asked for them before. Raises EngineError."""
    picture, label = picture_of(entry), entry.label
    if picture.shows == CURVE:
        run = service.run(next(iter(picture.runs.values())))
        at_once(finished(run))
        snapshot = service.snapshots.get(run, 0, PATIENCE)
        if snapshot is None:
            raise EngineError(mark("The picture could not be made in time; ask again."))
        return along_curve(snapshot, label)
    traces = {name: _trained(service, experiment) for name, experiment in picture.runs.items()}
    if picture.over:
        return over(picture.shows, traces, label, picture.over)
    return through_training(picture.shows, traces, label)


def _trained(service: Service, experiment: Experiment) -> Trace:
    return at_once(finished(service.run(experiment)))


def picture_address(name: str, code: str) -> str:
    """Where the picture of a word is in a language, as words.js asks for it: letter by letter the same."""
    return f"picture?word={name}&lang={code}"


class Pictures:
    """One for each word in each language, made once; who asks while it is being made waits for the same one."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._making: dict[tuple[str, str], asyncio.Task[dict[str, object]]] = {}

    async def answer(self, request: Request) -> Response:
        """The picture of the word that is asked for; status 404 where there is no such word."""
        name = request.query_params.get("word", "")
        if name not in entries():
            return PlainTextResponse("There is no such word.", 404)
        code = of_request(request.scope)
        making = self._making.get((name, code))
        with using(code):
            # What failed is tried again by the next who asks.
            if making is None or (making.done() and making.exception()):
                making = self._making[name, code] = asyncio.create_task(self._make(name))
            try:
                packed = await asyncio.shield(making)
            except EngineError as error:
                return PlainTextResponse(str(error), 503)
        # One of its own for each visitor: what packs it on its way writes into its headers.
        return JSONResponse(packed, headers={"Cache-Control": HOUR})

    async def _make(self, name: str) -> dict[str, object]:
        return (await asyncio.to_thread(made, self._service, entries()[name])).packed
