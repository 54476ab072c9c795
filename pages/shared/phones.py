"""A link as a picture that a phone's camera reads (QR code), for the page and for the player's link to a step."""

import asyncio
from io import BytesIO

import segno
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pages.shared.languages import of_request
from simulator.language import _, using

MODULE, BORDER = 3, 3
"""Pixels of each small square as it is shown, at least; the border in squares."""
SCALE = 6
"""Pixels of each square in the file."""


class TooLong(ValueError):
    """A link of too many letters, in a sentence."""


def picture_of(link: str) -> tuple[bytes, int]:
    """The PNG, and how many pixels wide it is to be shown at least; raises TooLong."""
    try:
        code = segno.make(link, error="l", micro=False)
    except segno.DataOverflowError:
        raise TooLong(
            _("This link is too long for a picture that a phone could read: unpin a run, or send the text.")
        ) from None
    picture = BytesIO()
    code.save(picture, kind="png", scale=SCALE, border=BORDER)
    return picture.getvalue(), MODULE * int(code.symbol_size(border=BORDER)[0])


async def answer(request: Request) -> Response:
    """The picture of the link that is asked for; a sentence with status 400 where there is none, or it is too long."""
    link = request.query_params.get("link", "")
    if not link.startswith(("http://", "https://")):
        return PlainTextResponse("link: an address that begins with http.", 400)
    with using(of_request(request.scope)):
        try:
            return Response((await asyncio.to_thread(picture_of, link))[0], media_type="image/png")
        except TooLong as error:
            return PlainTextResponse(str(error), 400)
