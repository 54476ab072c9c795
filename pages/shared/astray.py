"""What is answered where the address names no page: Streamlit sends a blank one, or the simulator without a word."""

from html import escape

from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.config import get_option

from pages.shared.languages import LANGUAGE, of_request
from pages.shared.layout import PAGES
from simulator.language import _, language, listed, using

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>
:root {{ color-scheme: light dark; font: 1.15rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 40rem; margin: 4rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}
</style><main><h1>{heading}</h1>
<p>{lost}</p>
<p>{on}</p></main></html>"""


class Astray:
    """Between the server and Streamlit, which answers every address that it does not know with the same file."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_astray(scope):
            await self._app(scope, receive, send)
            return
        instead = False

        async def send_instead(message: Message) -> None:
            nonlocal instead
            if message["type"] == "http.response.start":
                # Only the page with which Streamlit answers everything: a file that is there keeps its answer.
                content = Headers(raw=message["headers"]).get("content-type", "")
                instead = message["status"] == 200 and content.startswith("text/html")
                if instead:
                    with using(of_request(scope)):
                        page = _page(scope)
                    await HTMLResponse(page, 404)(scope, receive, send)
            if not instead:
                await send(message)

        await self._app(scope, receive, send_instead)


def _is_astray(scope: Scope) -> bool:
    """Whether a browser asks for a page, and none is there."""
    if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
        return False
    return _below(scope["path"]).rstrip("/") not in {"", *PAGES}


def _below(path: str) -> str:
    """The path from where the app begins."""
    base = str(get_option("server.baseUrlPath")).strip("/")
    return path.removeprefix(f"/{base}").lstrip("/")


def _page(scope: Scope) -> str:
    path = scope["path"]
    up = "../" * _below(path).count("/") or "./"
    chosen = f"?{LANGUAGE}={language()}" if LANGUAGE in QueryParams(scope["query_string"]) else ""
    ways = [
        f'<a href="{up}{address.removeprefix("./")}{chosen}">{_(label)}</a>' for address, label, _note in PAGES.values()
    ]
    return PAGE.format(
        language=language(),
        title=_("No such page"),
        heading=_("There is no such page"),
        lost=_("{path} leads nowhere. Perhaps a letter is missing, or one too many.", path=f"<b>{escape(path)}</b>"),
        on=_("Go on to {pages}.", pages=listed(ways, "or")),
    )
