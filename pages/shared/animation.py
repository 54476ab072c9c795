"""The server's part of an animation: a browser hands in the pictures that it has drawn, and gets them as one file."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from pages.shared.languages import of_request
from simulator.export.gif import END, MOST_BYTES, begun_with, continued, parted
from simulator.export.refusal import FileError
from simulator.language import _, signs, using
from simulator.service.pool import TRIAL, EngineError
from simulator.service.service import Service

PART = 8
"""Pictures that are taken at once, in a tenth of a second: nobody's slice waits for all of them."""
T = TypeVar("T")


async def animation(service: Service, request: Request) -> Response:
    """The GIF of the pictures in the request's body; a sentence with status 400 where they cannot be used."""
    with using(of_request(request.scope)):
        return await _animation(service, request)


async def _animation(service: Service, request: Request) -> Response:

    async def computed(call: Callable[..., T], *args: Any, **options: Any) -> T:
        # Whoever has closed the page has no turn at the engine.
        if await request.is_disconnected():
            raise ClientDisconnect
        return await asyncio.wrap_future(service.pool.submit(TRIAL, call, *args, **options))

    try:
        files = parted(await _body(request))
        canvas = await computed(begun_with, files[0], files[-1])
        parts = [canvas.head]
        for at in range(0, len(files), PART):
            canvas, part = await computed(continued, canvas, files[at : at + PART], last=at + PART >= len(files))
            parts.append(part)
        return Response(b"".join([*parts, END]), media_type="image/gif")
    except ClientDisconnect:  # it was given up
        return Response(status_code=400)
    except FileError as error:
        return PlainTextResponse(str(error), 400)
    except EngineError as error:
        return PlainTextResponse(str(error), 503)


async def _body(request: Request) -> bytes:
    """All of it, or no more than is allowed. Raises FileError."""
    parts, size = list[bytes](), 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            most = signs(f"{MOST_BYTES / 1e6:g}")
            raise FileError(_("The pictures of an animation have at most {most} MB together.", most=most))
    return b"".join(parts)
