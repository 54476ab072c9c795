"""The player on a page of its own, as its tests find it: its controls, its charts, and what they show."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

WAIT = 30_000
Open = Callable[..., Locator]
"""Opens a made-up run by its name, and gives the player."""
MARK = "figures => figures.forEach(figure => figure.querySelectorAll('canvas').forEach(canvas => canvas.same = true))"
SAME = "figures => figures.every(figure => [...figure.querySelectorAll('canvas')].every(canvas => canvas.same))"


def shown_row(player: Locator) -> int:
    return int(player.get_attribute("data-row") or 0)


def control(player: Locator, name: str) -> Locator:
    return player.locator(f"[data-control={name}]")


def pause_at(player: Locator, row: int) -> None:
    """Scrubs as a pointer does."""
    script = "(slider, row) => { slider.value = row; slider.dispatchEvent(new Event('input')); }"
    control(player, "scrub").evaluate(script, row)
    expect(player).to_have_attribute("data-row", str(row))


def choose(page: Page, name: str) -> None:
    """Another run, as a visitor who moves a control gets it."""
    page.get_by_role("radiogroup").get_by_text(name, exact=True).click()


def colours(panel: Locator) -> set[tuple[int, ...]]:
    """Every colour that a chart shows."""
    image = np.asarray(Image.open(BytesIO(panel.screenshot())).convert("RGB"), np.int64)
    # One number for each colour, as to sort rows of three takes many times as long.
    return {(code >> 16, code >> 8 & 255, code & 255) for code in np.unique(image @ [1 << 16, 1 << 8, 1]).tolist()}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def hover(run: Locator, panel: str, across: float, down: float = 0.5) -> None:
    """Moves the pointer to a share of the plot area of a chart."""
    area: dict[str, float] = run.evaluate("(host, name) => host.getRootNode().player.picture.charts.area(name)", panel)
    plot = run.locator(f"[data-panel={panel}] .plot")
    plot.scroll_into_view_if_needed()
    plot.hover(position={"x": area["x"] + across * area["width"], "y": area["y"] + down * area["height"]})
