"""The three ways through a page: by mouse, by finger, and by keyboard alone."""

from typing import Any, ClassVar, Literal

from playwright.sync_api import Locator, Page, expect

from tests.test_present_browser import DRAWN

HAS_FOCUS = """e => {
    let now = document.activeElement;
    while (now?.shadowRoot?.activeElement) now = now.shadowRoot.activeElement;
    return e === now;
}"""
COVERED = """e => {
    const hides = e.parentElement.getBoundingClientRect().width < 3; // Streamlit's slider: a range, and a thumb for it
    if (hides) e = e.parentElement.parentElement;
    const { left, right, top, bottom } = e.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + Math.min(bottom, innerHeight)) / 2];
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot) {
        const inner = found.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === found) break;
        found = inner;
    }
    return !found || !(e.contains(found) || found.contains(e) || e.getRootNode().host?.contains(found));
}"""
"""Whether the middle of what has the focus lies below something else, or outside of the screen."""
IN_FOCUS = """() => {
    let now = document.activeElement;
    while (now?.shadowRoot?.activeElement) now = now.shadowRoot.activeElement;
    return { types: now.matches("textarea, input:not([type=range])"), told: now.outerHTML.slice(0, 160) };
}"""
"""What has the focus, and whether letters are typed there."""
TABS = 150
"""Presses of Tab after which what is looked for cannot be come to."""


class Way:
    """How somebody presses, draws and chooses; ``size`` is that of the window, ``scheme`` its colours."""

    name: ClassVar[str]
    size: ClassVar[tuple[int, int]]
    scheme: ClassVar[Literal["light", "dark"]] = "light"
    context: ClassVar[dict[str, Any]] = {}
    """What the browser is besides."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        """What was in the way."""

    def press(self, target: Locator) -> None:
        """A button or a link."""
        target.click()

    def go_on(self, back: bool = False) -> None:
        """To the next screen of a lesson, or back."""
        self.press(self.page.locator(f".st-key-way_{'left' if back else 'right'} button"))

    def present(self, on: bool) -> None:
        """Lets the player fill the screen, or no longer."""
        self.press(self.page.locator("[data-control=present]"))
        self.is_presenting(on)

    def is_presenting(self, on: bool) -> None:
        """Waits until the player fills the screen, or no longer; who had the focus is said where it does not."""
        focus = self.page.evaluate(IN_FOCUS)["told"]
        expect(self.page.locator(".player"), f"focus on {focus}").to_have_attribute("data-present", str(on).lower())

    def stroke(self, drawing: Locator) -> None:
        """Draws a line downwards from right to left."""
        raise NotImplementedError

    def slide(self, slider: Locator, place: int, places: int) -> None:
        """Sets a slider to one of its places, counted from 0."""
        raise NotImplementedError

    def choose(self, box: Locator, option: str) -> None:
        """Picks a row of a menu, which closes again where the page is still being scrolled."""
        box.scroll_into_view_if_needed()
        self.page.evaluate(DRAWN)
        self.press(box)
        self.press(self.page.get_by_role("option", name=option, exact=True))

    def fill(self, box: Locator, text: str) -> None:
        """Types into a box, and leaves it."""
        self.press(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")


def points(area: Locator) -> list[tuple[float, float]]:
    """A line across an area, from its right edge to its left, falling."""
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    return [
        (box["x"] + box["width"] * (0.95 - 0.8 * i / 8), box["y"] + box["height"] * (0.15 + 0.07 * i)) for i in range(9)
    ]


def spot(slider: Locator, place: int, places: int) -> tuple[float, float]:
    """Where the thumb of a slider would be at a place."""
    slider.scroll_into_view_if_needed()
    inside = "xpath=ancestor::*[@data-testid='stSlider']//*[@role='group']/*[1]"  # Streamlit's own hides its range
    track = slider.locator(inside) if slider.locator(inside).count() else slider
    box = track.bounding_box()
    assert box
    thumb = 16 if track is slider else 0
    return box["x"] + thumb / 2 + (box["width"] - thumb) * place / (places - 1), box["y"] + box["height"] / 2


class Mouse(Way):
    name = "mouse"
    size = (1400, 900)

    def stroke(self, drawing: Locator) -> None:
        first, *rest = points(drawing)
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point)
        self.page.mouse.up()

    def slide(self, slider: Locator, place: int, places: int) -> None:
        self.page.mouse.click(*spot(slider, place, places))


class Touch(Way):
    name = "touch"
    size = (390, 844)
    context: ClassVar[dict[str, Any]] = {"has_touch": True, "is_mobile": True}

    def press(self, target: Locator) -> None:
        target.tap()

    def stroke(self, drawing: Locator) -> None:
        finger = self.page.context.new_cdp_session(self.page)
        first, *rest = points(drawing)
        for kind, at in [("touchStart", first), *(("touchMove", point) for point in rest), ("touchEnd", None)]:
            self.page.wait_for_timeout(20)
            touches = [{"x": at[0], "y": at[1]}] if at else []
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        finger.detach()
        self.page.wait_for_timeout(500)  # a tap that follows sooner stops what was flung, and presses nothing

    def slide(self, slider: Locator, place: int, places: int) -> None:
        self.page.touchscreen.tap(*spot(slider, place, places))


class Keyboard(Way):
    name = "keyboard"
    size = (1024, 768)
    scheme: ClassVar[Literal["light", "dark"]] = "dark"

    def tab_to(self, target: Locator) -> None:
        """Goes on by Tab until it has the focus; what then cannot be seen is noted."""
        target.wait_for(state="attached")
        for _ in range(TABS):
            if target.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"cannot be come to by Tab: {target}")
        if target.evaluate(COVERED):
            self.found.append(f"has the focus below something else: {target}")

    def press(self, target: Locator) -> None:
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def go_on(self, back: bool = False) -> None:
        self.page.keyboard.press("p" if back else "n")

    def present(self, on: bool) -> None:
        if on and self.page.evaluate(IN_FOCUS)["types"]:  # there an f is a letter
            super().present(on)
        else:
            self.page.keyboard.press("f" if on else "Escape")
            self.is_presenting(on)

    def stroke(self, drawing: Locator) -> None:
        self.tab_to(drawing)
        for key in ("End", "ArrowDown", "ArrowLeft", "ArrowDown", "ArrowDown", "Home", "PageDown", "ArrowUp"):
            self.page.keyboard.press(key)

    def slide(self, slider: Locator, place: int, places: int) -> None:
        self.tab_to(slider)
        self.page.keyboard.press("Home")
        for _ in range(place):
            self.page.keyboard.press("ArrowRight")

    def choose(self, box: Locator, option: str) -> None:
        self.tab_to(box)
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option, exact=True).wait_for()
        self.page.keyboard.press("Enter")


WAYS = {way.name: way for way in (Mouse, Touch, Keyboard)}
