"""What is looked at on every screen: axe, what is cut, what fills the screen, what was left unsaid."""

from collections.abc import Iterator

from playwright.sync_api import Page

from benchmarks.walks.ways import Way
from tests.test_axe_browser import ALL, OF_COLOUR, violations
from tests.test_present_browser import SEEN

NARROW = (360, 740)
"""The narrowest phone on which nothing is to be cut."""
CUT = """() => {
    const found = [];
    const main = document.querySelector(".stMain");
    if (main.scrollWidth > main.clientWidth) found.push(`the page is ${main.scrollWidth} wide`);
    const scrolls = (e) => {
        for (; e; e = e.parentElement ?? e.getRootNode().host) {
            if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e !== main && !e.contains(main)) return true;
        }
        return false;
    };
    const look = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            const shown = e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
            if (!own || !shown || e.closest(".katex-mathml")) continue;
            const { left, right, width, height } = e.getBoundingClientRect();
            if (width < 3 || height < 3 || /script|style|option/i.test(e.tagName)) continue;
            const text = e.textContent.trim().slice(0, 60);
            if ((right > innerWidth + 1 || left < -1) && !scrolls(e)) found.push(`beyond the edge: ${text}`);
            const { overflowX, textOverflow } = getComputedStyle(e);
            if (/hidden|clip/.test(overflowX) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth) {
                found.push(`cut: ${text}`);
            }
        }
    };
    look(document);
    return found;
}"""
WHOLE = "() => 100 + document.querySelector('.stMain').scrollHeight"
UNSAID = r"""() => [...document.querySelectorAll(".lesson")].map(e => e.textContent)
    .filter(text => /[{}]|…(?!\s*$)|undefined|\bnan\b/.test(text))"""
"""Texts in which a number is still missing."""
SMALLEST = 9.0
"""Pixels of the smallest type where the screen is shown at 640 x 360, as from the back row."""


def looked(page: Page, way: Way) -> Iterator[str]:
    """What is wrong with the screen as it stands."""
    rules = OF_COLOUR if way.scheme == "dark" else ALL
    if way.name == "touch":  # as high as all of it, for what sticks to an edge hides now this, now that
        _resize(page, way.size[0], page.evaluate(WHOLE))
    for rule, nodes in violations(page, rules):
        yield f"axe {rule}: {' | '.join(nodes)[:300]}"
    yield from page.evaluate(CUT)
    if way.name == "touch":
        _resize(page, *NARROW)
        yield from (f"at {NARROW[0]} px {said}" for said in page.evaluate(CUT))
        _resize(page, *way.size)
    yield from (f"unsaid: {text[:120]}" for text in page.evaluate(UNSAID))


def _resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise(drawn => setTimeout(drawn, 150))")


def presented(page: Page, way: Way) -> Iterator[str]:
    """What is wrong with the player where it fills the screen."""
    if page.locator(".player[data-view=walk]").count():
        page.locator("[data-waiting=false] svg .strong").first.wait_for()
    page.evaluate("window.written = []")
    seen = page.evaluate(SEEN)
    if not seen["fits"]:
        yield "Present: it does not fit"
    if seen["fills"] != [0, 0, *way.size]:
        yield f"Present: it fills {seen['fills']} of {way.size}"
    scale = min(640 / way.size[0], 360 / way.size[1])
    if way.name != "touch" and min(seen["type"]) * scale < SMALLEST:
        yield f"Present: type of {min(seen['type']):.1f} px"
    if seen["pale"][0] < 4.5:
        yield f"Present: pale {seen['pale']}"
