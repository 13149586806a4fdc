"""A whole event: made, published, asked for, withdrawn from, changed – and all its letters."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from upr_portal.tests.keyboard import KeyboardUser
from upr_portal.tests.running import eventually
from upr_portal.tests.test_walk_programme import Maker
from upr_portal.tests.walker import LANGUAGES, Walker, is_sound, link_written_to

pytestmark = pytest.mark.browser

EVENT = "consultations/whole-event/events/dialogue/"
SEATS, PEOPLE = 6, 8
OPEN = "en/consultations/from-recommendations-to-change/events/dialogue/"
FORM = "main form[method=post]"


def test_an_event_is_prepared_filled_changed_and_told(chromium, running_portal, moderator_state):
    maker = WholeEvent(chromium, running_portal, "en", moderator_state)
    maker.prepares()
    people = [Visitor(chromium, running_portal, number) for number in range(PEOPLE)]
    for visitor in people:
        visitor.registers_and_asks()
    assert seats_taken(maker) == SEATS
    assert [visitor.asked_again() for visitor in people] == [False] * SEATS + [True] * 2, "two wait"

    people[2].withdraws_the_request()
    people[SEATS].is_told(1, "promoted")
    assert seats_taken(maker) == SEATS
    assert people[SEATS].has_a_seat() and not people[SEATS + 1].has_a_seat()
    before = [visitor.calendar() for visitor in people]

    maker.moves_the_opening()
    for visitor, first in zip(people, before, strict=True):
        visitor.is_told(1, "changed")
        now = visitor.calendar()
        assert now["UID"] == first["UID"]
        assert (first["SEQUENCE"], now["SEQUENCE"]) == (0, 2), "once for the change, once for the letter"

    people[0].withdraws()
    assert people[0].calendar()["STATUS"] == "CANCELLED"
    for visitor in people:
        is_sound(visitor)
        visitor.context.close()
    maker.is_sound_so_far()
    maker.context.close()


def test_somebody_registers_asks_and_withdraws_by_keyboard_alone(chromium, running_portal):
    user = KeyboardUser(chromium, running_portal, runs_scripts=False)
    user.opens(OPEN)
    user.goes_round_and_back()
    user.enters("main a[href$='/register/']")
    user.goes_round_and_back()
    user.presses(f"{FORM} .actions button")
    assert user.has_focus("#errors"), "the list of errors is where one stands"
    user.answers_all_on_the_page(FORM)
    user.presses(f"{FORM} .actions button")
    user.opens(link_written_to(running_portal, "keys@example.org").removeprefix(f"{running_portal.address}/"))
    user.goes_round_and_back()
    user.enters("main a[href*='/ask/']")
    user.answers_all_on_the_page(FORM)
    user.presses(f"{FORM} .actions button")
    assert user.page.url.endswith("/my-registration/"), user.page.locator("main").inner_text()
    user.enters("main a[href*='/give-back/']")
    user.presses(f"{FORM} button")

    assert "Your request to speak is withdrawn." in user.page.locator("main").inner_text()
    assert user.invisible == [] and user.stops > 150, user.invisible
    user.context.close()


def test_a_moderator_prepares_by_keyboard_alone(chromium, running_portal, moderator_state):
    user = KeyboardUser(chromium, running_portal, runs_scripts=False)
    user.context.add_cookies(moderator_state["cookies"])
    user.opens(f"{OPEN}prepare/")
    user.goes_round_and_back()
    user.enters("main a[href$='/items/new/']")
    user.goes_round_and_back()
    user.goes_to("[name=minutes]")
    user.page.keyboard.type("5")
    user.presses(f"{FORM} button")
    assert user.page.url.split("#")[0].endswith("/prepare/"), user.page.locator("main").inner_text()
    items = user.page.locator("main a[href*='/items/'][href$='/remove/']").count()
    user.enters("main a[href*='/items/'][href$='/remove/']")
    user.goes_round_and_back()
    user.presses(f"{FORM} button")

    assert user.page.locator("main a[href*='/items/'][href$='/remove/']").count() == items - 1
    assert user.invisible == [] and user.stops > 100, user.invisible
    user.context.close()


def seats_taken(walker: Walker) -> int:
    return walker.go(EVENT).locator("ol.seats li.taken").count()


class WholeEvent(Maker):
    """The moderator, who makes an event of one day and one sub-topic that takes requests at once."""

    @property
    def slug(self) -> str:
        return "whole-event"

    def prepares(self) -> None:
        self.makes_a_consultation()
        self.plans_a_meeting()
        self.follow("/prepare/days/new/")
        self.save(date=f"{self.day:%Y-%m-%d}", starts="13:00", ends="15:00", theme="Water")
        self.follow("/items/new/")
        self.save(kind="opening", minutes="10", title="Opening")
        self.follow("/sub-topics/new/")
        opens, closes = timezone.localdate() - timedelta(days=1), self.day - timedelta(days=2)
        self.save(
            title="Wells",
            questions="Which last?",
            requests_open=f"{opens:%Y-%m-%d}T09:00",
            requests_close=f"{closes:%Y-%m-%d}T18:00",
        )
        self.is_stopped_by_the_check_and_publishes()

    def moves_the_opening(self) -> None:
        """The whole day begins half an hour later."""
        self.go(self.workbench)
        self.press("main a[href*='/days/']:not([href$='/remove/']):not([href$='/new/'])")
        self.save(starts="13:30")
        self.follow("/prepare/announce/")
        self.send()


class Visitor(Walker):
    """Somebody without an account, with a telephone, in one of three languages."""

    def __init__(self, browser, portal, number: int):
        super().__init__(browser, portal, LANGUAGES[number % len(LANGUAGES)], 320)
        self.address = f"whole-{number}@example.org"
        self.read = 0

    def registers_and_asks(self) -> None:
        page = self.go(f"{EVENT}register/")
        page.fill("[name=name]", "A. Visitor")
        page.fill("[name=email]", self.address)
        page.select_option("[name=stakeholder_kind]", index=1)
        page.locator("[name=mode]").first.check()
        page.locator("[name=is_under_18][value=no]").check()
        self.send()
        self.open_letter(self.address)
        self.press("main a[href*='/ask/']")
        page.select_option("[name=language]", self.language)
        page.locator("[name=public_name]").first.check()
        self.send()
        self.is_told(2, "registered, and what became of the request")

    def letters(self) -> list:
        return self.portal.letters_to(self.address)

    def is_told(self, more: int, why: str) -> None:
        """So many letters have come since, and no other."""
        assert eventually(lambda: len(self.letters()) >= self.read + more, 60), (why, self.portal.logs())
        assert len(self.letters()) == self.read + more, [letter["Subject"] for letter in self.letters()]
        self.read += more

    def calendar(self):
        """The event of the latest calendar entry that came by letter."""
        entries = [part for letter in self.letters() for part in letter.walk() if part.get_filename()]
        [event] = Calendar.from_ical(entries[-1].get_payload(decode=True)).walk("VEVENT")
        return event

    def own_page(self):
        return self.go(f"{EVENT}my-registration/")

    def has_a_seat(self) -> bool:
        """Who holds a seat can propose to swap it."""
        return self.own_page().locator("main a[href*='/my-registration/swap/']").count() == 1

    def asked_again(self) -> bool:
        return not self.has_a_seat()

    def withdraws_the_request(self) -> None:
        self.own_page()
        self.press("main a[href*='/give-back/']")
        self.send()
        self.is_told(1, "withdrawn")

    def withdraws(self) -> None:
        self.own_page()
        self.press("main a[href$='/withdraw/']")
        self.send()
        assert eventually(lambda: self.calendar().get("STATUS") == "CANCELLED", 60), self.portal.logs()
