"""Somebody answers with nothing but a keyboard, or at four hundred per cent."""

import pytest

from upr_portal.tests.keyboard import KeyboardUser
from upr_portal.tests.walker import LANGUAGES, WIDE_ENOUGH, arriving

pytestmark = pytest.mark.browser

# 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10), and the spacing that everybody may set for themselves (1.4.12).
FOUR_HUNDRED_PER_CENT = {"width": 320, "height": 256}
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
SECTIONS = 6
# Boxes that hold more than they show, without being meant for screen readers alone.
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(one => {
  const look = getComputedStyle(one);
  if (one.closest('.hidden, .skip, svg') || !one.checkVisibility()) return false;
  const cuts = ['hidden', 'clip'];
  return cuts.includes(look.overflowX) && one.scrollWidth > one.clientWidth + 1
    || cuts.includes(look.overflowY) && one.scrollHeight > one.clientHeight + 1;
}).map(one => one.outerHTML.slice(0, 120))"""
# Of each thing that can be focused: is it to be seen once it has the focus, or does another lie upon it?
COVERED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
.filter(one => one.checkVisibility() && one.tabIndex >= 0 && one.type !== 'hidden').filter(one => {
  one.focus();
  const box = one.getClientRects()[0];  // of a link over two lines the first
  const across = Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2));
  const down = Math.min(innerHeight - 1, Math.max(0, box.top + Math.min(box.height, 20) / 2));
  const there = document.elementFromPoint(across, down);
  return !(there && (one.contains(there) || there.contains(one) || there.closest('label')));
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("runs_scripts", [False, True], ids=["script-off", "script-on"])
def test_the_whole_survey_is_answered_by_keyboard_alone(chromium, running_portal, runs_scripts):
    user = KeyboardUser(chromium, running_portal, runs_scripts=runs_scripts)
    user.opens("en/surveys/open-now/")
    user.goes_round_and_back()

    user.enters("main a[href$='/open-now/1/']")
    user.goes_round_and_back()
    user.presses("main form#answers .actions button:not(.secondary)")
    assert user.has_focus("#errors"), "the list of errors is where one stands"
    user.enters("#errors a")
    assert user.has_focus("[name=Q1]"), "its link leads to the question"
    for _section in range(SECTIONS):
        user.answers_all_on_the_page()
        user.presses("main form#answers .actions button:not(.secondary)")
        assert not user.page.locator("#errors").count(), user.page.locator("#errors").inner_text()
    assert user.page.url.endswith("/open-now/check/")
    user.goes_round_and_back()
    user.presses("main form .actions button:not(.secondary)")

    assert user.page.url.endswith("/open-now/received/")
    assert "Typed by keyboard" in user.seen_on("check/")
    user.goes_round_and_back()
    assert user.invisible == [] and user.stops > 200, user.invisible
    user.context.close()


def test_a_focus_that_cannot_be_seen_would_be_found(chromium, running_portal):
    user = KeyboardUser(chromium, running_portal, runs_scripts=True)
    user.opens("en/surveys/open-now/")
    user.page.add_style_tag(content="main a:focus-visible { outline: 0 }")

    user.goes_round_and_back()

    assert user.invisible and all("<a " in one for one in user.invisible)
    user.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_four_hundred_per_cent_nothing_is_cut_off_covered_or_scrolled_sideways(
    chromium, running_portal, language
):
    context = chromium.new_context(viewport=FOUR_HUNDRED_PER_CENT, bypass_csp=True)
    page = context.new_page()
    survey = f"{running_portal.address}/{language}/surveys/open-now/"
    begun(page, f"{survey}1/")
    places = ["", *(f"{number}/" for number in range(1, SECTIONS + 1)), "check/", "come-back/", "paper/"]

    faults = {}
    for place in places:
        page.goto(f"{survey}{place}")
        assert page.url.endswith(place), page.url
        faults |= {f"{place}: {name}": found for name, found in narrow_faults(page).items() if found}
    page.goto(f"{survey}check/")
    with arriving(page):
        page.locator("main form button:not(.secondary):not(.link)").click()
    assert page.url.endswith("/received/")
    faults |= {f"received/: {name}": found for name, found in narrow_faults(page).items() if found}

    assert faults == {}
    context.close()


def test_what_is_cut_off_or_covered_would_be_found(chromium, running_portal):
    context = chromium.new_context(viewport=FOUR_HUNDRED_PER_CENT, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{running_portal.address}/en/surveys/open-now/")
    page.add_style_tag(content="footer { position: fixed; inset: 0 } h1 { height: 1em; overflow: hidden }")

    faults = narrow_faults(page)

    assert faults["covered"] and any("<h1" in one for one in faults["cut off when spaced"])
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_it_is_on_the_pages_on_which_a_survey_is_made(chromium, running_portal, moderator_state, language):
    context = chromium.new_context(
        viewport=FOUR_HUNDRED_PER_CENT, bypass_csp=True, storage_state=moderator_state
    )
    page = context.new_page()
    surveys = f"{running_portal.address}/{language}/surveys/"
    places = ["desk/", "import/"]
    places += [
        f"open-now/{place}"
        for place in (
            "making/",
            "making/check/",
            "making/languages/ru/",
            "invitations/",
            "invitations/addresses/",
        )
    ]
    places += ["june-2021/results/", "june-2021/results/?by=Q1", "june-2021/exports/"]

    faults = {}
    for place in places:
        assert page.goto(f"{surveys}{place}").status == 200
        faults |= {f"{place}: {name}": found for name, found in narrow_faults(page).items() if found}

    assert faults == {}
    context.close()


def begun(page, first: str) -> None:
    """The first section is filled in, so that all sections may be looked at."""
    page.goto(first)
    page.locator("[name=Q1]").first.check()
    page.locator("[name=Q4]").first.check()
    with arriving(page):
        page.locator("form#answers .actions button:not(.secondary)").click()


def narrow_faults(page) -> dict[str, object]:
    """What is wrong as the page comes, and with wider letters, words and lines."""
    faults = {"too wide": max(0, page.evaluate(WIDE_ENOUGH)), "covered": page.evaluate(COVERED)}
    page.add_style_tag(content=SPACING)
    return faults | {
        "too wide when spaced": max(0, page.evaluate(WIDE_ENOUGH)),
        "cut off when spaced": page.evaluate(CUT_OFF),
        "covered when spaced": page.evaluate(COVERED),
    }
