"""The browser is told with the first answer what it will need, and the player is one file that is packed already."""

import gzip
import urllib.error
import urllib.request
from http.client import HTTPMessage

import pytest

from pages.shared.ahead import STREAMLIT, streamlit_files
from simulator.player.join import join
from simulator.player.runtime import FILES, STATIC, ensure_runtime, folder_name
from tests.server import Server
from tests.visitor import Visitor, visiting

MODULES = {
    "main.js": 'import * as all from "./parts/a.js";\nimport { twice as two } from "./parts/b.js";\n'
    "export const x = 1;\n",
    "parts/a.js": 'import { twice } from "./b.js";\n'
    'export const ONE = "a, b = 2", MANY = [1, 2].map((n) => n), LAST = 3;\n'
    "export class Thing {\n}\nexport function made() {}\n",
    "parts/b.js": "export const twice = (n) => ({ n, m: 2 });\n",
}


def answer(url: str, **headers: str) -> tuple[HTTPMessage, bytes]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as response:
        return response.headers, response.read()


def test_modules_become_one_in_the_order_of_their_imports() -> None:
    text = join(MODULES, "main.js")
    assert text.index("const $parts_b =") < text.index("const $parts_a =") < text.index("export const x")
    assert "return { Thing, made, ONE, MANY, LAST };" in text and "return { twice };" in text
    assert "const all = $parts_a;" in text and "const { twice: two } = $parts_b;" in text
    assert "import" not in text


def test_modules_that_import_each_other_are_refused() -> None:
    circle = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match="circle"):
        join(circle, "a.js")


def test_the_first_page_names_what_it_needs_and_the_other_one_does_not(app: Server) -> None:
    ensure_runtime()
    links = answer(f"{app.url}/")[0]["Link"]
    named = {f"app/static/{folder_name()}/{name}" for name in FILES}
    assert all(f"<./{file}>; rel=modulepreload" in links for file in {*named, *streamlit_files()})
    assert answer(f"{app.url}/numbers")[0]["Link"] is None
    ahead = answer(f"{app.url}/glossary?word=saturation&lang=de")[0]["Link"]
    assert ahead.startswith("<./picture?word=saturated&lang=de>; rel=preload; as=fetch; crossorigin, <./static/js/")
    assert len(links) < 4000, "what stands before the servers of others allows headers of 4 to 8 kB"


def test_a_picture_of_a_word_comes_whole_to_the_second_visitor_too(app: Server) -> None:
    # The answer was once shared, and what packed it for the first visitor wrote into the headers of the next.
    packed = [answer(f"{app.url}/picture?word=loss", **{"Accept-Encoding": "gzip"}) for _ in range(2)]
    assert packed[0][1] == packed[1][1] and gzip.decompress(packed[1][1]).startswith(b'{"svg"')


def test_an_address_without_a_page_is_told_the_way_to_the_pages(app: Server) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        answer(f"{app.url}/lessons/%3Ci%3E/x", Accept="text/html")
    text = refused.value.read().decode()
    assert "&lt;i&gt;" in text and "<i>" not in text and 'href="../../map"' in text
    assert "streamlit" in answer(f"{app.url}/lessons", Accept="text/html")[1].decode().lower()


def test_streamlit_s_parts_are_where_they_are_said_to_be(app: Server) -> None:
    files = streamlit_files()
    assert any("BidiComponent" in file for file in files)
    assert all("javascript" in answer(f"{app.url}/{file}")[0]["Content-Type"] for file in files)


def test_the_player_is_handed_out_packed_to_browsers_that_can_unpack_it(app: Server) -> None:
    folder = ensure_runtime()
    for name in FILES:
        url = f"{app.url}/app/static/{folder_name()}/{name}"
        headers, packed = answer(url, **{"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] == "gzip" and "immutable" in headers["Cache-Control"]
        assert gzip.decompress(packed) == answer(url)[1] == folder.joinpath(name).read_bytes()
    assert STATIC in folder.parents


def test_streamlit_s_own_files_come_as_they_are(app: Server) -> None:
    for file in [*streamlit_files(), *(f"static/css/{sheet.name}" for sheet in STREAMLIT.glob("static/css/*.css"))]:
        for _ in range(2):
            headers, content = answer(f"{app.url}/{file}", **{"Accept-Encoding": "gzip"})
            assert content == STREAMLIT.joinpath(file).read_bytes() and "immutable" in headers["Cache-Control"]
            assert headers["Content-Encoding"] is None
    assert "html" in answer(f"{app.url}/static/js/none.js")[0]["Content-Type"], "Streamlit's answer to any address"


def test_a_slider_s_picture_comes_before_the_page_around_it(app: Server) -> None:
    """In one of three visits at least: a server that is busy may answer with both at once."""

    async def visit(seed: int) -> bool:
        async with Visitor(app.url, f"depth=6&width=8&steps=30&seed={seed}") as visitor:
            await visitor.finish()
            run = visitor.shown["run"]
            await visitor.slide("depth", 9)
            await visitor.until(lambda v: v.shown["run"] != run)
            ahead = bool(visitor.shown["ahead_of_page"])
            await visitor.until(lambda v: v.texts[-1].startswith("A 9"))
            ahead &= "depth=9" not in visitor.query
            await visitor.until(lambda v: "depth=9" in v.query)
            await visitor.finish()
            return ahead

    # Another seed each time: a run that the server keeps would not be trained again.
    assert any(visiting(visit(seed)) for seed in (71, 171, 271))


def test_an_old_move_is_no_news(app: Server) -> None:
    async def visit() -> int:
        async with Visitor(app.url, "depth=6&width=8&steps=30&seed=72") as visitor:
            await visitor.finish()
            await visitor.slide("depth", 9)
            await visitor.until(lambda v: "depth=9" in v.query)
            await visitor.finish()
            await visitor.slide("depth", 5, at=0)
            await visitor.until(lambda v: v.finished)
            await visitor.slide("learning_rate", 0.2)
            await visitor.until(lambda v: "learning_rate=0.2" in v.query)
            await visitor.finish()
            return int(visitor.shown["sites"])

    assert visiting(visit()) == 9
