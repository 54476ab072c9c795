"""The page in a browser, as its tests find it: the player, its words, the controls, what the console complains of."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (  # type: ignore[attr-defined]  # it has LocatorAssertions without listing it
    Locator,
    LocatorAssertions,
    Page,
    TimeoutError,
    expect,
)

from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.link import PIN, from_query

PATIENCE = 20_000
"""Milliseconds for what is waited for, which may share its core with other tests."""
OFTEN = 1_000
"""Milliseconds after which Playwright is asked anew, before it begins to look seldom."""
WAIT = 60_000
"""Milliseconds for what a busy machine may take long to do."""
QUICK = "depth=6&width=8&batch_size=16&steps=40"
PLAYER = ".player[data-embed][data-row]"
AT_REST = """() => {
    const player = [...document.querySelectorAll("*")].map(e => e.shadowRoot?.querySelector(".player")).find(Boolean);
    const open = document.querySelectorAll("details[open], [data-testid=stPopoverBody], [role=listbox], [role=dialog]");
    return location.pathname === "/" && player?.dataset.done === "true" && !open.length
        && document.querySelector("[data-testid=stSidebar]")?.dataset.collapsed === "false"
        && innerWidth === 1400 && innerHeight === 900 && matchMedia("(prefers-color-scheme: light)").matches;
}"""
"""Nothing is under way or open on the page, and the window is the one in which each test begins."""
AS_OPENED = """host => {
    const { state } = host.getRootNode().player;
    const own = { view: "watch", speed: 30 };
    const still = { playing: "", presenting: false, helped: false, saving: false, leaving: "", telling: "" };
    const places = { position: 0, awaited: 0, picture: 0, question: -1, stayed: 0 };
    const site = Math.ceil(state.run.sites / 2);
    Object.assign(state, own, still, places, { own, site, moment: { phase: "forward", site: 0 } });
    document.activeElement?.blur();
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
}"""
"""The player as it opens, and nothing has the focus."""
GO_ON = "query => { history.pushState(null, '', `/?${query}`); dispatchEvent(new PopStateEvent('popstate')); }"
ARRIVED = """([player, before, pins]) => player.dataset.run !== before
    && player.dataset.pinned.split(" ").filter(Boolean).length === pins
    && document.querySelector("[data-test-script-state=notRunning]")"""
"""Another run stands there, with ``pins`` pinned ones beside it, and the page around it is whole."""
CLICK = "buttons => buttons.forEach(button => button.click())"
"""Presses all at once."""
SOON = 5_000
Visit = Callable[[str], Locator]
"""Opens the simulator with a link, and gives the player."""


def look_often() -> None:
    """What is expected of a page is looked for ten times a second until it is there.

    Playwright looks twice a second once it has waited for a quarter, but with a short timeout it goes on as it began.
    """
    for name in [name for name in vars(LocatorAssertions) if name.startswith(("to_", "not_to_"))]:
        setattr(LocatorAssertions, name, _looking_often(getattr(LocatorAssertions, name)))


def _looking_often(holds: Callable[..., None]) -> Callable[..., None]:
    @wraps(holds)
    def waits(*given: Any, timeout: float = PATIENCE, **named: Any) -> None:
        end = time.monotonic() + timeout / 1000
        # What is not so yet is no failure while there is time left; the last look tells the test what was wrong.
        while (left := 1000 * (end - time.monotonic())) > OFTEN:
            with suppress(AssertionError):
                return holds(*given, timeout=OFTEN, **named)
        holds(*given, timeout=max(left, 1), **named)

    return waits


def watched(page: Page) -> list[str]:
    """What the browser complains about from now on."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def ready(page: Page) -> Locator:
    """The player, once the network at initialization can be seen."""
    player = page.locator(PLAYER)
    expect(player).to_have_count(1, timeout=WAIT)
    expect(verdict(page)).to_have_text(re.compile("Vanish|Explod|ealthy|Solved|Diverged|No gradient"), timeout=WAIT)
    return player


def may_go_on(page: Page) -> bool:
    """Whether the next visit may go on from here: what its link says is then all that it finds."""
    return page.url.startswith("http") and bool(page.evaluate(AT_REST))


def goes_on(page: Page, query: str, *, anew: bool) -> bool:
    """Goes on to a link from a page where that is allowed; not to one that says more than what to train.

    The run that stands there already begins from its first step, without that it plays by itself; not so where it is
    to be shown ``anew``. A control that was used just before wins, as with Back: then the page does not go on either.
    """
    (now, nothing_else), (then, plain) = _asked(urlsplit(page.url).query), _asked(query)
    same = now == then
    if not plain or (same and (anew or not nothing_else)) or (now[0] == then[0] and not same):
        return False
    player = page.locator(PLAYER)
    player.evaluate(AS_OPENED)
    if not same:
        before = player.get_attribute("data-run") or ""
        page.evaluate(GO_ON, query)
        try:
            page.wait_for_function(ARRIVED, arg=[player.element_handle(), before, len(then) - 1], timeout=SOON)
        except TimeoutError:
            return False
    return True


def _asked(query: str) -> tuple[list[Experiment], bool]:
    """The experiments of a link, as far as their settings matter, and whether the link says nothing else."""
    asked = parse_qs(query)
    experiment, pins, ignored = from_query(asked)
    plain = bool(asked) and not ignored and asked.keys() <= {*FIELDS, PIN}
    return [one.canonical() for one in (experiment, *pins)], plain


def verdict(page: Page) -> Locator:
    return page.locator(".player .verdict")


def sentence(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def trained(player: Locator) -> int:
    return int(player.get_attribute("data-n") or 0)


def choose(page: Page, label: str, option: str) -> None:
    """Picks a row of a menu in the sidebar, as a visitor does who types its first letters."""
    box = page.locator("[data-testid=stSelectbox]", has=page.get_by_text(label, exact=True)).get_by_role("combobox")
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def choose_by_keyboard(menu: Locator, option: str) -> None:
    """Types into a menu that has the focus, and takes the row that is marked then.

    A busy page may pass over what is typed as the focus comes, and marks a row some pictures after it shows it.
    """
    expect(menu).to_be_focused(timeout=WAIT)
    marked = menu.page.locator("[role=option][data-focused=true]")
    for _ in range(3):
        menu.fill(option)
        with suppress(AssertionError):
            expect(marked).to_have_text(re.compile(option), timeout=SOON)
            break
    expect(marked).to_have_text(re.compile(option))
    menu.press("Enter")


def done(player: Locator) -> None:
    expect(player).to_have_attribute("data-done", "true", timeout=WAIT)
