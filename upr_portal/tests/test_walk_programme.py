"""A consultation from nothing to its first announced change, as a moderator without script walks it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from upr_portal.tests.walker import WalkerAtDesk

pytestmark = pytest.mark.browser

OPEN = "consultations/from-recommendations-to-change/"
OTHER = {"en": "fr", "fr": "en", "ar": "en"}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_programme_is_made_checked_published_and_changed(
    chromium, running_portal, moderator_state, language
):
    walker = Maker(chromium, running_portal, language, moderator_state)

    walker.makes_a_consultation()
    walker.plans_a_meeting()
    walker.writes_the_programme()
    walker.moves_and_removes()
    walker.is_stopped_by_the_check_and_publishes()
    walker.announces_a_change()
    walker.answers_a_need()
    walker.copies_the_programme()
    walker.closes()
    walker.is_sound_so_far()
    walker.context.close()


class Maker(WalkerAtDesk):
    @property
    def slug(self) -> str:
        return f"walk-{self.language}"

    @property
    def workbench(self) -> str:
        return f"consultations/{self.slug}/events/dialogue/prepare/"

    @property
    def day(self):
        return timezone.localdate() + timedelta(days=30)

    def fill(self, **values: str) -> None:
        """Type these; `title` and its like in both languages of the consultation."""
        for name, value in values.items():
            if name in ("title", "summary", "place", "theme", "questions", "speakers", "venue"):
                for code in (self.language, OTHER[self.language]):
                    if self.shows(f"[name={name}_{code}]"):
                        self.page.fill(f"[name={name}_{code}]", f"{value} ({code})" if value else "")
            elif name in ("kind", "mode", "event"):
                self.page.select_option(f"[name={name}]", value)
            else:
                self.page.fill(f"[name={name}]", value)

    def save(self, **values: str) -> None:
        self.fill(**values)
        self.send()

    def makes_a_consultation(self) -> None:
        self.go("consultations/")
        self.follow("/consultations/new/")
        self.send()
        self.refuses("nothing is written")
        for code in (self.language, OTHER[self.language]):
            self.page.check(f"[name=languages_offered][value={code}]")
        self.save(slug=self.slug, title="Water", summary="What should change?")
        assert self.page.url.endswith(f"/{self.slug}/prepare/"), self.text()
        self.follow("/prepare/edit/")
        self.save(title="Water", summary="What should change?")
        for kind, days in (("survey", 0), ("dialogue", 29)):
            self.follow("/prepare/phases/new/")
            starts, ends = (timezone.localdate() + timedelta(days=days + more) for more in (0, 9))
            self.save(kind=kind, starts=f"{starts:%Y-%m-%d}", ends=f"{ends:%Y-%m-%d}")

    def plans_a_meeting(self) -> None:
        self.follow("/prepare/events/new/")
        opens, closes = self.day - timedelta(days=31), self.day - timedelta(days=1)
        self.save(
            slug="dialogue",
            kind="dialogue",
            mode="online",
            time_zone="Europe/Zurich",
            title="Two days",
            place="Geneva time",
            registration_opens=f"{opens:%Y-%m-%d}T09:00",
            registration_closes=f"{closes:%Y-%m-%d}T18:00",
        )
        assert self.page.url.endswith("/prepare/"), self.text()

    def writes_the_programme(self) -> None:
        for number in range(2):
            self.follow("/prepare/days/new/")
            day = self.day + timedelta(days=number)
            self.save(date=f"{day:%Y-%m-%d}", starts="13:00", ends="13:45", theme="Water")
        for kind, minutes in (("opening", "10"), ("break", "5")):
            self.follow("/items/new/")
            self.save(kind=kind, minutes=minutes, title="Opening" if kind == "opening" else "")
        self.follow("/sub-topics/new/")
        opens, closes = self.day - timedelta(days=20), self.day - timedelta(days=2)
        self.save(
            title="Wells",
            questions="Which last?\nWhich do not?",
            requests_open=f"{opens:%Y-%m-%d}T09:00",
            requests_close=f"{closes:%Y-%m-%d}T18:00",
        )
        assert self.shows("main .warning") == 1, "the first day is too full"

    def moves_and_removes(self) -> None:
        self.press("main li button[name=down]")
        self.press("main li button[name=up]")
        self.page.locator("main li summary").nth(1).click()
        self.press("main li details[open] button[name=into]")
        assert self.shows("main .warning") == 0, "it fits, now that the break is on the second day"
        self.click(self.page.locator("main a[href*='/items/'][href$='/remove/']").last)
        self.look()
        self.send()
        self.click(self.page.locator("main a[href*='/days/'][href$='/remove/']").last)
        self.look()
        self.press("main form a")
        self.is_sound_so_far()

    def is_stopped_by_the_check_and_publishes(self) -> None:
        self.go(f"consultations/{self.slug}/prepare/check/")
        assert self.shows("main form") == 0
        assert self.shows("main .noted") == 2, "no joining link, and nobody to ask"
        self.go(f"consultations/{self.slug}/prepare/edit/")
        self.save(contact="UPR Info, info@example.org")
        self.go(f"{self.workbench}edit/")
        self.save(joining_link="https://meet.example.org/x")
        self.go(f"consultations/{self.slug}/prepare/check/")
        self.send()
        assert self.page.url.endswith(f"/{self.slug}/prepare/"), self.text()

    def announces_a_change(self) -> None:
        self.go(self.workbench)
        self.press("main a[href*='/items/']:not([href$='/remove/']):not([href$='/new/'])")
        self.save(minutes="12")
        self.follow("/prepare/announce/")
        self.send()
        assert self.shows("main a[href$='/announce/']") == 0
        self.go(f"{self.workbench}announce/")

    def answers_a_need(self) -> None:
        self.go(f"{OPEN}events/dialogue/prepare/")
        self.follow("/prepare/access/")
        self.press("main li a[href*='/access/']")
        self.send()
        self.refuses("the answer is missing")
        self.save(text="We have live captions.")
        assert self.shows("main .supported") >= 1

    def copies_the_programme(self) -> None:
        self.go(f"consultations/{self.slug}/prepare/events/new/")
        opens = self.day + timedelta(days=30)
        self.save(
            slug="again",
            kind="national",
            mode="online",
            title="Again",
            place="Geneva time",
            registration_opens=f"{opens:%Y-%m-%d}T09:00",
            registration_closes=f"{opens + timedelta(days=9):%Y-%m-%d}T18:00",
        )
        self.go(f"{self.workbench}copy/")
        self.page.select_option("[name=target]", index=1)  # the first is a new meeting
        self.save(first_date=f"{opens + timedelta(days=20):%Y-%m-%d}")
        assert self.page.url.endswith("/again/prepare/"), self.text()
        assert self.shows("main section[id^=day]") == 2

    def closes(self) -> None:
        self.go(f"consultations/{self.slug}/prepare/")
        self.follow("/prepare/close/")
        assert self.shows("main .notice.error") == 1, "a meeting is to come"
        self.follow("/events/dialogue/prepare/cancel/")
        self.is_sound_so_far()
        self.send()
        self.go(f"consultations/{self.slug}/prepare/")
        self.follow("/prepare/close/")
        self.is_sound_so_far()
        self.send()
        self.go(self.workbench)
        assert self.shows("main button") == 0
