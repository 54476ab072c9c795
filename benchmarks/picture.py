"""The picture in the README, made by the app itself. ``python -m benchmarks.picture``"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.server import CHROMIUM, running_app

PICTURE = Path(__file__).with_name("picture.png")


def main() -> None:
    """Opens the page as a visitor would, waits until the first run is trained and played, and photographs it."""
    with running_app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(server.url)
        page.locator("[data-done=true][data-playing=false]").wait_for(state="attached", timeout=60_000)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
