"""The server's part of an animation: a browser hands in the pictures that it has drawn, and gets them as one file."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from simulator.export.gif import MOST_BYTES, of_pictures
from simulator.export.refusal import FileError
from simulator.service.pool import TRIAL, EngineError
from simulator.service.service import Service

LEAVES = 0.2
"""Seconds between two looks at whether the visitor still waits for it."""


async def animation(service: Service, request: Request) -> Response:
    """The GIF of the pictures in the request's body; a sentence with status 400 where they cannot be used."""
    try:
        handed = await _body(request)
        made = service.pool.submit(TRIAL, of_pictures, handed)
        waiting = asyncio.wrap_future(made)
        while not (await asyncio.wait([waiting], timeout=LEAVES))[0]:
            if await request.is_disconnected():
                waiting.cancel()
                return Response(status_code=499)
        return Response(waiting.result(), media_type="image/gif")
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
            raise FileError(f"The pictures of an animation have at most {MOST_BYTES / 1e6:g} MB together.")
    return b"".join(parts)
