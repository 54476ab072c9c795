"""What the browser is told to load with the very first answer, and how the files that it loads are handed out."""

import re
from mimetypes import guess_type
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.languages import of_request
from pages.shared.words.pictures import picture_address
from simulator.language import cached_per_language, using
from simulator.player.runtime import FILES, OF_MAPS, STATIC, folder_name
from simulator.teaching.glossary import entries, entry_of

STREAMLIT = Path(streamlit.__file__).parent / "static"
PARTS = ("BidiComponent",)
"""Parts of Streamlit's frontend that the first page shows, and that it would load one by one as they are drawn."""
IMPORTED = re.compile(r"""(?:from|import)["'`]\./([\w.-]+\.js)["'`]""")
PLAYER = re.compile(r"/app/static/(player-\w+-[\w-]+)/([\w.-]+)$")
"""A folder of the player, of one language, and a file in it."""
FRONTEND = re.compile(r"(?<!/app)/static/((?:js|css|media)/[\w.-]+)$")
"""A file of Streamlit's frontend."""
SEEN_FIRST = 3
"""Pictures that there is room for side by side."""
YEAR = "public, max-age=31536000, immutable"
"""For a file whose name changes with its content."""


class LoadAhead:
    """Between the server and Streamlit: names what is needed next in a header, and hands out files whole.

    A page asks for sixty files before its first picture. Streamlit reads each of them piece by piece, in another
    thread: in one piece all are there 50 ms sooner. The player's it would pack anew for every browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A websocket goes through untouched.
        file = _file(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if file:
            await file(scope, receive, send)
            return
        links = _links_for(scope) if _opens_simulator(scope) else _pictures_for(scope) if _opens_words(scope) else ""
        await self._app(scope, receive, _with_links(send, links) if links else send)


def _file(scope: Scope) -> Response | None:
    """One of the player's files as it was packed when it was made, for a browser that can unpack it, or of Streamlit's.

    Streamlit's are not packed, as they are not by itself: to a browser on the same machine they came no sooner.
    """
    if found := FRONTEND.search(scope["path"]):
        file, packed = STREAMLIT / "static" / found[1], {}
    elif (found := PLAYER.search(scope["path"])) and found[2] in {*FILES, *OF_MAPS}:
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        file, packed = STATIC / found[1] / f"{found[2]}.gz", {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    else:
        return None
    if not file.is_file():
        return None
    return Response(file.read_bytes(), headers={**packed, "Cache-Control": YEAR}, media_type=guess_type(found[0])[0])


def _opens_simulator(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["path"].endswith("/")


def _opens_words(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["path"].endswith("/glossary")


def _pictures_for(scope: Scope) -> str:
    """The pictures that are seen first: their networks are trained while the page itself is still being loaded."""
    code = of_request(scope)
    with using(code):
        asked = entry_of(QueryParams(scope["query_string"]).get("word", ""))
    names = [asked.name] if asked else [*entries()][:SEEN_FIRST]
    pictures = (f"<./{picture_address(name, code)}>; rel=preload; as=fetch; crossorigin" for name in names)
    parts = (f"<./{file}>; rel=modulepreload" for file in streamlit_files())
    return ", ".join([*pictures, *parts])


def _links_for(scope: Scope) -> str:
    """What this browser needs, in its language; empty where that is not made yet."""
    with using(of_request(scope)):
        return _links() if (STATIC / folder_name()).is_dir() else ""


def _with_links(send: Send, links: str) -> Send:
    async def send_more(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers.append("Link", links)
        await send(message)

    return send_more


@cached_per_language
def _links() -> str:
    files = [*(f"app/static/{folder_name()}/{name}" for name in FILES), *streamlit_files()]
    return ", ".join(f"<./{file}>; rel=modulepreload; fetchpriority=low" for file in files)


def streamlit_files() -> list[str]:
    """Of Streamlit's frontend: the parts above and what they import, without what the first answer names already.

    Empty where another version of Streamlit calls them otherwise: then they are loaded when they are drawn.
    """
    folder = STREAMLIT / "static" / "js"
    known = {*re.findall(r"static/js/([\w.-]+\.js)", STREAMLIT.joinpath("index.html").read_text("utf-8"))}
    found: dict[str, None] = {}
    waiting = [file.name for part in PARTS for file in sorted(folder.glob(f"{part}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name in found or name in known or not folder.joinpath(name).is_file():
            continue
        found[name] = None
        waiting += IMPORTED.findall(folder.joinpath(name).read_text("utf-8"))
    return [f"static/js/{name}" for name in found]
