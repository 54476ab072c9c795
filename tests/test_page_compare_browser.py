"""Runs side by side in a real browser: four of them pinned by hand, the cells raced, a remedy beside what it cured."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Locator, Page, expect

from tests.browsing import WAIT, Visit, choose, done, sentence, verdict

DEEP = "depth=4&width=8&batch_size=16&steps=30"
SEQUENCE = "kind=sequence&task=recall_first&sequence_length=6&width=8&batch_size=16&steps=20"
PAINTED = """([player, count]) => {
    const canvases = [...player.querySelectorAll(".maps canvas")];
    const full = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
        .every((value, i) => i % 4 < 3 || value === 255);
    return canvases.length === count && canvases.every(full);
}"""
"""Whether every training step of each pinned run is on its map."""
SIGMOID, RELU, TANH = "Sigmoid, Xavier (normal), shortcuts none", "ReLU, shortcuts none", "shortcuts none"


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def cross(page: Page, numeral: str) -> Locator:
    """The button that lets go of a pinned run."""
    return page.locator(".legend").get_by_role("button", name=f"Unpin {numeral}")


def row(page: Page, label: str) -> Locator:
    """What each run has in a row of the table."""
    return page.get_by_role("row", name=re.compile(f"^{label} ")).locator("td:not(:first-child)")


def pins(page: Page) -> list[str]:
    """The pinned runs as the address has them."""
    return parse_qs(urlparse(page.url).query).get("pin", [])


def pin(page: Page) -> None:
    button(page, "Pin").click()
    expect(button(page, "Unpin")).to_be_visible(timeout=WAIT)


def change(page: Page, label: str, option: str, address: str) -> None:
    """Picks a row of a menu and waits until the page has it."""
    choose(page, label, option)
    page.wait_for_url(re.compile(address), timeout=WAIT)
    expect(button(page, "Pin")).to_be_enabled(timeout=WAIT)


def stand_together(page: Page, labels: Mapping[str, str]) -> None:
    """This run and the pinned ones, numeral -> label, are in legend, table and maps, each trained to its end."""
    said = [f"{numeral} {label}" for numeral, label in labels.items()]
    expect(page.locator(".player .legend li span")).to_have_text(["this run", *said], timeout=WAIT)
    heads = ["Compared", "This run", *(f"Pinned {numeral}" for numeral in labels)]
    expect(page.locator("th")).to_have_text(heads, timeout=WAIT)
    ended = [re.compile(r"^(\d+) of \1 steps$")] * (len(labels) + 1)
    expect(row(page, "Training")).to_have_text(ended, timeout=WAIT)
    keys = re.compile(rf"^\w{{12}}( \w{{12}}){{{len(labels) - 1}}}$")
    expect(page.locator(".player")).to_have_attribute("data-pinned", keys, timeout=WAIT)
    expect(page.locator(".player .maps p")).to_have_text(said, timeout=WAIT)
    player = page.locator(".player").element_handle()
    page.wait_for_function(PAINTED, arg=[player, len(labels)], polling=100, timeout=WAIT)


def stands_alone(page: Page) -> None:
    """No other run is beside the one on the page."""
    expect(page.locator(".player")).to_have_attribute("data-pinned", "", timeout=WAIT)
    expect(page.locator(".player .legend")).to_be_hidden(timeout=WAIT)
    expect(page.locator(".player .maps canvas")).to_have_count(0, timeout=WAIT)
    expect(page.locator("th")).to_have_count(0, timeout=WAIT)


def hover(page: Page, panel: str) -> None:
    """Moves the pointer to the middle of a chart."""
    plot = page.locator(f"[data-panel={panel}] .plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_four_runs_stand_together_until_one_is_unpinned_and_the_address_keeps_the_others(
    visit: Visit, page: Page
) -> None:
    player = visit(DEEP)
    stands_alone(page)
    pin(page)
    change(page, "Activation", "ReLU", "activation=relu")
    change(page, "Starting weights", "He (normal)", "init=he_normal")
    pin(page)
    change(page, "Activation", "Tanh", "activation=tanh")
    pin(page)
    change(page, "Shortcuts", "Residual", "skip=residual")
    stand_together(page, {"①": SIGMOID, "②": RELU, "③": TANH})
    # Below the buttons and as wide as they, for beside them four runs would be a tall column.
    legend, choice = (page.locator(f".player .{name}").bounding_box() for name in ("legend", "choice"))
    assert legend and choice and legend["width"] == choice["width"] and legend["height"] < 80
    expect(row(page, "Activation")).to_have_text(["Tanh", "Sigmoid", "ReLU", "Tanh"])
    for panel in ("profile", "loss"):
        hover(page, panel)
        expect(page.locator(".tip")).to_contain_text(re.compile("① .*② .*③ ", re.DOTALL), timeout=WAIT)
    keys, held = str(player.get_attribute("data-pinned")).split(), pins(page)
    cross(page, "②").click()
    stand_together(page, {"①": SIGMOID, "②": TANH})
    assert str(player.get_attribute("data-pinned")).split() == [keys[0], keys[2]]
    assert pins(page) == [held[0], held[2]]
    page.reload()
    stand_together(page, {"①": SIGMOID, "②": TANH})
    assert pins(page) == [held[0], held[2]]
    page.go_back()
    stand_together(page, {"①": SIGMOID, "②": RELU, "③": TANH})


def test_one_click_races_the_cells_to_their_end(visit: Visit, page: Page) -> None:
    player = visit(SEQUENCE)
    button(page, "Race the cells").click()
    stand_together(page, {"①": "LSTM", "②": "GRU"})
    done(player)
    expect(row(page, "Cell")).to_have_text(["Plain RNN", "LSTM", "GRU"])
    assert [re.findall(r"cell\.(\w+)", text) for text in pins(page)] == [["lstm"], ["gru"]]


def test_runs_are_pinned_raced_and_unpinned_by_keyboard_alone(visit: Visit, page: Page) -> None:
    visit(SEQUENCE)
    button(page, "Pin").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Unpin")).to_be_visible(timeout=WAIT)
    button(page, "Race the cells").focus()
    page.keyboard.press("Enter")
    stand_together(page, {"②": "LSTM", "③": "GRU"})
    cross(page, "②").focus()
    page.keyboard.press("Enter")
    stand_together(page, {"②": "GRU"})
    cross(page, "②").focus()
    page.keyboard.press("Space")
    stands_alone(page)
    assert len(pins(page)) == 1


def test_who_opens_the_page_sees_a_gradient_die_and_one_that_is_rescued_and_rescues_it_in_two_clicks(
    visit: Visit, page: Page
) -> None:
    visit("")
    stand_together(page, {"①": "ReLU, He (normal), learning rate 0.02"})
    died, lives = row(page, "Verdict at the last step").all_text_contents()
    assert died == "Vanishing" and lives in ("Healthy", "Solved")
    button(page, "What to do?").click()
    page.locator("[class*=st-key-remedy_]").first.get_by_role("button").click(timeout=WAIT)
    expect(row(page, "Verdict at the last step")).to_have_text(
        [re.compile("Healthy|Solved"), re.compile("Healthy|Solved"), "Vanishing"], timeout=WAIT
    )


def test_a_remedy_stands_beside_the_run_that_it_cured_until_it_is_undone(visit: Visit, page: Page) -> None:
    done(visit(f"{DEEP}&depth=20"))
    expect(verdict(page)).to_contain_text("Vanishing", timeout=WAIT)
    before = str(sentence(page).text_content())
    button(page, "What to do?").click()
    expect(page.get_by_text("What helps.")).to_be_visible(timeout=WAIT)
    page.locator("[class*=st-key-remedy_]").first.get_by_role("button").click()
    expect(page.get_by_text("The run before is pinned beside it.")).to_be_visible(timeout=WAIT)
    expect(page.locator(".player .legend li")).to_have_count(2, timeout=WAIT)
    expect(row(page, "Verdict at the last step")).to_have_text(["Healthy", "Vanishing"], timeout=WAIT)
    assert len(pins(page)) == 1
    button(page, "Undo").click()
    stands_alone(page)
    expect(sentence(page)).to_have_text(before, timeout=WAIT)
    expect(verdict(page)).to_contain_text("Vanishing", timeout=WAIT)
    assert not pins(page)
