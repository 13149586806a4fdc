"""The whole chain walked in a browser without script: three languages, a telephone and a desk."""

import re

import pytest

from upr_portal.tests.running import eventually
from upr_portal.tests.walker import WALKS, Walker, is_sound

pytestmark = pytest.mark.browser

OPEN = "consultations/from-recommendations-to-change/"
WRITTEN = "Words of a walker"


def test_somebody_registers_without_an_account_asks_for_a_seat_and_withdraws(walker):
    address = f"walker-{walker.language}-{walker.width}@example.org"
    page = walker.go("consultations/")
    walker.follow(f"/{OPEN}")
    walker.press("main a[href*='/events/']")
    walker.follow("register/")
    walker.send()
    assert page.locator("#errors:focus").count() == 1
    page.fill("[name=name]", "A. Walker")
    page.fill("[name=email]", address)
    page.select_option("[name=stakeholder_kind]", index=1)
    page.locator("[name=mode]").first.check()
    page.locator("[name=is_under_18][value=no]").check()
    walker.send()
    walker.open_letter(address)
    walker.press("main a[href*='/ask/']")
    page.select_option("[name=language]", "fr")
    page.locator("[name=public_name]").first.check()
    walker.send()
    asked = page.locator("main a[href*='/give-back/']").count()
    assert "#" not in page.url
    walker.press("main a[href*='/give-back/']")
    walker.send()

    assert asked == 1
    assert page.locator("main a[href*='/give-back/']").count() == 0
    is_sound(walker)


def test_the_report_is_read_and_its_file_downloaded(walker):
    page = walker.go("reports/")
    walker.follow("/reports/outcome-2021/")
    link = page.locator("main a[href$='.pdf']").first

    def has_file() -> bool:
        page.reload()
        return link.count() > 0

    assert eventually(has_file, 90), walker.portal.logs()
    file = walker.context.request.get(walker.portal.address + link.get_attribute("href"))
    assert file.body().startswith(b"%PDF-")
    is_sound(walker)


def test_the_closed_survey_and_its_results(walker):
    walker.go("surveys/")
    walker.press("main a[href*='2021']")
    walker.go(walker.page.url.split(f"/{walker.language}/")[1].removesuffix("results/") + "results/")

    assert walker.page.locator("main table").count() > 5
    is_sound(walker)


def test_the_open_survey_is_answered_checked_and_sent(walker):
    for path in ("come-back/", "paper/"):
        walker.go(f"surveys/open-now/{path}")
    page = walker.go("surveys/open-now/")
    walker.follow("/surveys/open-now/1/")
    walker.send()
    assert page.locator("#errors:focus").count() == 1, "the first section has a required question"
    fill_in(page)
    before = typed_on(page)
    turn_to_another_language_and_back(walker)
    assert typed_on(page) == before, "what is typed outlives a change of language"
    sections = 0
    while re.search(r"/open-now/\d+/$", page.url.split("#")[0]):
        fill_in(page)
        walker.look("filled in")
        walker.send()
        sections += 1
        assert page.locator("#errors").count() == 0, walker.text()
    assert sections > 5
    assert page.url.split("#")[0].endswith("/open-now/check/")
    answers = walker.text()
    # The pages of a survey are looked at before its key is handed in.
    is_sound(walker)
    walker.send()
    reference = page.locator("main strong").inner_text()
    page.reload()

    assert WRITTEN in answers
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", reference)
    assert page.locator("main strong").inner_text() == reference
    assert not [cookie for cookie in walker.context.cookies() if cookie["name"].startswith("answers-")]
    is_sound(walker)


def fill_in(page) -> None:
    """The first choice of each question, words in each text; the address alone must be one."""
    for group in page.locator("main fieldset").all():
        if (box := group.locator("input[type=radio], input[type=checkbox]").first).is_visible():
            box.check()
    for text in page.locator("#answers textarea, #answers input[type=text]").all():
        text.fill(WRITTEN)
    for address in page.locator("#answers input[type=email]").all():
        address.fill("walker@example.org")
    for chooser in page.locator("#answers select").all():
        chooser.select_option(index=1)


def typed_on(page) -> list[str]:
    """Names and contents of all that is filled in or ticked on the page."""
    fields = page.locator("#answers textarea, #answers input[type=text], #answers input:checked")
    return [f"{field.get_attribute('name')}={field.input_value()}" for field in fields.all()]


def turn_to_another_language_and_back(walker) -> None:
    """By the buttons of the form, which keep what is typed; the survey may not speak the walker's."""
    language = walker.page.locator("main button[name=switch]").first.get_attribute("value")
    walker.press(f"main button[name=switch][value={language}]")
    assert f"/{language}/surveys/" in walker.page.url
    back = walker.page.locator(f"main button[name=switch][value={walker.language}]")
    if back.count():
        walker.press(f"main button[name=switch][value={walker.language}]")
    else:
        walker.go(walker.page.url.split(f"/{language}/")[1])


def test_pages_that_belong_to_everything(walker):
    for path in ("about/", "accessibility/", "privacy/", "safety/", "accounts/login/", "accounts/signup/"):
        walker.go(path)

    is_sound(walker)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk[0]}-{walk[1]}")
def test_a_moderator_compiles_a_file_and_opens_the_desk(chromium, running_portal, moderator_state, walk):
    walker = Walker(chromium, running_portal, *walk)
    walker.context.add_cookies(moderator_state["cookies"])
    page = walker.go("reports/outcome-2021/compile/")
    page.locator("[name=languages]").first.check()
    walker.send()
    walker.settle(90, moving="main progress, main .tag.pending")
    assert page.locator("main .tag.supported").count() > 0
    assert page.locator(".tag.noted").count() == 0
    for path in ("accounts/", "surveys/june-2021/", "surveys/open-now/prolong/"):
        walker.go(path)
    walker.go("surveys/june-2021/free-answers/")
    walker.press("main dd a")
    assert page.locator("main blockquote").count() == 20
    is_sound(walker)
    walker.context.close()
