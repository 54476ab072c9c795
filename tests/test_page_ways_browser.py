"""The ways to a run and back, in a browser: reload, pasted links, Back and Forward, from page to page."""

import re

from playwright.sync_api import Page, expect

from tests.browsing import QUICK, WAIT, Visit, choose, done, ready, sentence


def test_reload_and_a_pasted_link_give_the_same_run(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    before = player.get_attribute("data-run") or ""
    choose(page, "Activation", "Tanh")
    page.wait_for_url(re.compile("activation=tanh"), timeout=WAIT)
    expect(player).not_to_have_attribute("data-run", before, timeout=WAIT)
    done(player)
    run = player.get_attribute("data-run")
    page.reload()
    assert ready(page).get_attribute("data-run") == run
    other = page.context.new_page()
    other.emulate_media(reduced_motion="reduce")
    other.goto(page.url)
    assert ready(other).get_attribute("data-run") == run


def test_back_and_forward_undo_and_redo(visit: Visit, page: Page) -> None:
    visit(QUICK)
    choose(page, "Activation", "Tanh")
    expect(sentence(page)).to_contain_text("tanh", timeout=WAIT)
    page.wait_for_url(re.compile("activation=tanh"), timeout=WAIT)
    page.go_back()
    expect(sentence(page)).to_contain_text("sigmoid", timeout=WAIT)
    page.go_forward()
    expect(sentence(page)).to_contain_text("tanh", timeout=WAIT)


def test_back_leads_to_the_story_before_and_the_run_that_it_brought(visit: Visit, page: Page) -> None:
    visit("")
    told, beside = page.locator(".st-key-story").get_by_role("combobox"), page.locator(".legend li")
    expect(beside).to_contain_text(["this run", "ReLU"], timeout=WAIT)
    page.get_by_role("button", name="Next (2 of 3)").click()
    expect(told).to_have_value("Vanishing · Half of it in every layer", timeout=WAIT)
    expect(beside).to_contain_text(["this run", "weight gain 1"], timeout=WAIT)
    page.go_back()
    expect(told).to_have_value("Vanishing · The vanishing sigmoid", timeout=WAIT)
    expect(beside).to_contain_text(["this run", "ReLU"], timeout=WAIT)


def test_the_menu_of_pages_leads_to_the_numbers_and_back_to_the_same_run(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?{QUICK}")
    run = ready(page).get_attribute("data-run")
    menu = page.get_by_role("navigation", name="Pages")
    menu.locator("summary").press("Enter")
    menu.get_by_role("link", name="Numbers").click()
    expect(sentence(page)).to_have_text("The numbers", timeout=WAIT)
    menu.locator("summary").click()
    menu.get_by_role("link", name="Simulator").click()
    assert ready(page).get_attribute("data-run") == run


def test_a_chart_links_to_its_entry_in_the_numbers(visit: Visit, page: Page) -> None:
    visit(QUICK)
    with page.expect_popup() as opened:
        page.locator("[data-panel=updates] a").click()
    entry = opened.value.locator("#update_ratio")
    expect(entry).to_be_in_viewport(timeout=WAIT)


def test_a_hostile_link_is_answered_in_one_line(visit: Visit, page: Page) -> None:
    visit(f"{QUICK}&activation=<script>document.title='owned'</script>&nothing=" + "x" * 2000)
    notice = page.locator(".st-key-notices")
    expect(notice).to_contain_text("The link was not quite right. 'nothing' is not a setting and was ignored.")
    expect(notice).to_contain_text("it is not on the menu.")
    expect(page).to_have_title("The gradient simulator")
    expect(sentence(page)).to_contain_text("6-layer")
