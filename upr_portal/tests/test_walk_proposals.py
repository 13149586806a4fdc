"""From a number printed in a report to what stands behind it and where it led, and back: by clicks alone."""

import pytest

from upr_portal.tests.running import eventually
from upr_portal.tests.walker import Walker, is_sound

pytestmark = pytest.mark.browser

REPORT, PRINTED = "reports/outcome-2021/", "recommendation-2-3"
PATIENCE = 90  # seconds: in its first minutes the worker makes the demo's reports


@pytest.mark.parametrize(("who", "width"), [("visitor", 320), ("moderator", 1280)])
def test_a_printed_number_leads_to_what_is_behind_it_and_to_what_came_of_it(
    chromium, running_portal, request, who, width
):
    walker = Walker(chromium, running_portal, "en", width)
    if who == "moderator":
        walker.context.add_cookies(request.getfixturevalue("moderator_state")["cookies"])
    page = walker.page
    report = f"{running_portal.address}/en/{REPORT}"

    def is_made() -> bool:
        page.goto(report)
        return page.locator("main a[hreflang=en]").count() > 0

    assert eventually(is_made, PATIENCE), running_portal.logs()

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
    is_sound(walker)
    walker.context.close()
