"""No two words in a chart lie over each other on a phone, where there is least room, and its plot keeps its height."""

import base64
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route

from simulator import PRESETS, Experiment
from simulator.charts.panels import PANELS
from simulator.charts.payload import pack
from simulator.charts.recorded import displayed
from simulator.charts.seeds import pack_seeds
from simulator.player.markup import html
from simulator.player.runtime import FILES, ensure_runtime
from simulator.player.sheets import SHEETS, style
from simulator.prediction import Prediction
from simulator.repeated import Range, Seeds
from simulator.trace import Trace
from tests.browsing import WAIT
from tests.stories import trained

STORIES = {
    "vanishing_sigmoid": "the line falls, so that words stand in the upper right corner",
    "zero_weights": "nothing arrives at all",
    "dead_relu": "dead units beside saturated ones, and a loss far above a guess",
    "large_weights": "diverged in its third step, far beyond the axis",
    "saturated_tanh": "the longest axis of updates, and steps of nothing at all at its lower end",
    "batch_norm_explodes": "a third link, and a much shorter axis than the run before it",
    "linear_orthogonal": "100 layers",
    "raw_inputs": "the healthy band near the top of the profile",
    "residual": "what goes past the layers, and two axes with numbers of four digits",
    "exploding_rnn": "names of matrices under an axis",
    "lstm_remembers": "gates in a legend of two lines",
    "adding_gru": "no accuracy",
}
"""Of the stories those whose charts have other words than the rest, and which; each follows on the one above it."""
STEPS = 32
"""Training steps of each: what is said in the charts has come up by then."""
LEAST = 60
"""Pixels that a plot is high at least."""
PAGE = f"""<style>{"".join(map(style, SHEETS))}</style><div id="place">{html(stories=False)}</div><script type="module">
const place = document.querySelector("#place");
const door = await import("./main.js");
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
window.beside = part => door.feed({{ data: bytes(part) }});
window.show = run => door.default({{
    data: bytes(run), parentElement: place,
    setTriggerValue() {{}}, setStateValue() {{}},
}});
</script>"""
CHARTS = "document.querySelector('#place').player.picture.charts"
COUNTS = {"watch": sum("watch" in panel.views for panel in PANELS.values()), "why": len(PANELS)}
"""How many charts there are once a view and those before it have been opened."""
OVERLAPS = """([rows, least]) => {
    const { picture, commands } = document.querySelector("#place").player;
    const texts = (item, x, y) => item.marktype === "text"
        // A wide rim is the page's colour behind the words; of an axis what would overlap is there, but not to be seen.
        ? item.items.filter(one => one.text && one.opacity !== 0 && !(one.strokeWidth > 2)).map(({ text, bounds }) =>
            ({ text, left: bounds.x1 + x, right: bounds.x2 + x, top: bounds.y1 + y, bottom: bounds.y2 + y }))
        : item.marktype === "group"
        ? item.items.flatMap(group => group.items.flatMap(one => texts(one, x + (group.x || 0), y + (group.y || 0))))
        : [];
    const found = [];
    for (const view of ["watch", "why"]) for (const row of rows) {
        document.querySelector(`[data-to=${view}]`).click();
        commands.seek(row);
        picture.draw();
        for (const [name, chart] of Object.entries(picture.charts.views)) {
            if (!picture.charts.boxes[name].checkVisibility()) continue;
            chart.run(); // the player brings one of the small charts up to date at each picture
            if (chart.signal("height") < least) found.push(`${name} in ${view}, row ${row}: no height`);
            const words = texts(chart.scenegraph().root, 0, 0);
            words.forEach((one, i) => found.push(...words.slice(0, i).filter(other =>
                Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
                Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2
            ).map(other => `${name} in ${view}, row ${row}: ${one.text} | ${other.text}`)));
        }
    }
    return found;
}"""
"""Pairs of words that meet by more than their rims in both views that have charts, and charts without a plot."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """The player without a server."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        text = ensure_runtime().joinpath(name).read_text("utf-8") if name in FILES else PAGE
        route.fulfill(body=text, content_type="text/javascript" if name in FILES else "text/html")

    with browser.new_context(viewport={"width": 376, "height": 900}) as context:
        page = context.new_page()
        page.route("**/*", answer)
        page.goto("http://player.test/")
        page.wait_for_function("'show' in window", timeout=WAIT)
        for view, count in COUNTS.items():  # its charts are made when it is opened first
            shown(page, next(iter(STORIES)))
            page.click(f"[data-to={view}]")
            page.wait_for_function(f"Object.keys({CHARTS}.views).length >= {count}", timeout=WAIT)
        yield page


def shown(page: Page, name: str) -> list[int]:
    """Shows a story's run beside a line of theory; its first and last displayed row."""
    trace = trained(Experiment(**PRESETS[name].settings), STEPS)
    line = np.linspace(-3.0, 0.0, trace.sites)
    expected = Prediction("", line, line - 1, line + 1)
    run = pack(trace, run=name, ask_for_more=False, expected=expected, seeds=name)
    page.evaluate("beside", base64.b64encode(pack_seeds(_seeds(trace), run=name)).decode())
    page.evaluate("show", base64.b64encode(run).decode())
    return sorted({0, len(displayed(trace)) - 1})


def _seeds(trace: Trace) -> Seeds:
    """A band around the run itself."""
    rows = displayed(trace)
    norm, loss, right = trace.gradient_norm[rows], trace.loss[rows], trace.accuracy[rows]
    wide = Range(norm, norm / 10, norm * 10)
    around = (wide, Range(loss, loss / 2, loss * 2), Range(right, right, right))
    return Seeds(trace.experiment, (0, 1), tuple(rows), *around, np.empty((0, 0), str), np.empty((0, 0), bool))


@pytest.mark.parametrize("name", STORIES)
def test_no_two_words_of_a_chart_overlap(page: Page, name: str) -> None:
    assert page.evaluate(OVERLAPS, [shown(page, name), LEAST]) == []
