"""From a number printed in a report to what stands behind it and where it led, and back: by clicks alone."""

import pytest

from upr_portal.tests.running import eventually
from upr_portal.tests.walker import Walker, is_sound

pytestmark = pytest.mark.browser

REPORT, PRINTED = "reports/outcome-2021/", "recommendation-2-3"
WORKBENCH = "consultations/strengthening-the-4th-cycle/key-issues/prepare/"
OTHER_WORDS = "These words were written after the report was published."
PATIENCE = 90  # seconds: in its first minutes the worker makes the demo's reports
PEOPLE = pytest.mark.parametrize(("who", "width"), [("visitor", 320), ("moderator", 1280)])


@pytest.fixture
def walker(chromium, running_portal, request, who, width):
    walker = Walker(chromium, running_portal, "en", width)
    if who == "moderator":
        walker.context.add_cookies(request.getfixturevalue("moderator_state")["cookies"])
    yield walker
    walker.context.close()


@PEOPLE
def test_a_printed_number_leads_to_what_is_behind_it_and_to_what_came_of_it(walker, who):
    follow_the_chain(walker, who)
    is_sound(walker)


@PEOPLE
def test_it_does_after_the_proposal_was_moved_and_reworded(walker, who, moved_and_reworded):
    follow_the_chain(walker, who)

    walker.press(f"#{PRINTED} a")
    assert walker.page.locator("main .quote").first.inner_text() == moved_and_reworded
    is_told = "The draft has another number" in walker.text() and OTHER_WORDS in walker.text()
    assert is_told == (who == "moderator")
    assert (OTHER_WORDS in walker.text()) == (who == "moderator")
    is_sound(walker)


def follow_the_chain(walker: Walker, who: str) -> None:
    """From the report over the proposal to recommendations and excerpts, and back to the paragraph."""
    page, portal = walker.page, walker.portal
    report = f"{portal.address}/en/{REPORT}"

    def is_made() -> bool:
        page.goto(report)
        return page.locator("main a[hreflang=en]").count() > 0

    assert eventually(is_made, PATIENCE), portal.logs()

    walker.press(f"#{PRINTED} a")
    proposal = page.url
    assert proposal.endswith("/2.3/")
    assert "Rapporteurs’ notes" in page.locator("#behind dl").inner_text(), "counts, for everybody"
    walker.press("#recommendations a[href*='/recommendations/']")
    assert page.locator("main .tag").first.inner_text(), "its position"
    walker.press("#proposals + ul a[href$='/2.3/']")
    assert page.url == proposal

    if who == "moderator":
        walker.press("#behind li a")
        assert "/reading-room/excerpts/" in page.url
        page.go_back()
    else:
        assert page.locator("#behind blockquote").count() == 0
    walker.press(f"#in-print a[href$='#{PRINTED}']")
    assert page.url == f"{report}#{PRINTED}"


@pytest.fixture
def moved_and_reworded(chromium, running_portal, moderator_state):
    """Proposal 2.3 is 2.2 in the draft and has other words there until the test is over; gives its words."""
    desk = Walker(chromium, running_portal, "en", 1280)
    desk.context.add_cookies(moderator_state["cookies"])
    printed = reword(desk, "2.3", OTHER_WORDS)
    desk.press(f"{card('2.3')} button[name=up]")
    yield printed
    desk.go(WORKBENCH)
    desk.press(f"{card('2.2')} button[name=down]")
    reword(desk, "2.3", printed)
    desk.context.close()


def card(number: str) -> str:
    return f"li.card:has(h3 bdi:text-is('{number}'))"


def reword(desk: Walker, number: str, words: str) -> str:
    """Write the English words of a proposal on the workbench; what they were before."""
    desk.go(WORKBENCH)
    desk.press(f"{card(number)} .actions a")
    before = desk.page.locator("[name=text_en]").input_value()
    desk.page.fill("[name=text_en]", words)
    desk.send()
    return before
