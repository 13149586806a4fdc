"""A survey from the shipped questionnaire to its results, as a moderator without script walks it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from upr_portal.tests.walker import LANGUAGES, WalkerAtDesk

pytestmark = pytest.mark.browser

PATIENCE = 120  # seconds: in its first minutes the worker makes the demo's reports
ANSWERS = [
    ("national-ngo", "fully", "all", "yes"),
    ("nhri", "hardly", "some", "no"),
    ("un", "mostly", "none", "yes"),
]
ADDRESSES = """organisation; kind; address; language
Rights Now; national-ngo; office-{0}@rights.example; fr
; nhri; not an address;
; nhri; contact-{0}@nhri.example; ar
Again; ; office-{0}@rights.example;"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_survey_is_made_tried_opened_closed_and_read(
    chromium, running_portal, moderator_state, language, tmp_path
):
    walker = Moderator(chromium, running_portal, language, moderator_state)

    walker.makes_a_draft()
    walker.puts_it_in_order()
    walker.sets_a_condition()
    walker.translates()
    walker.tries_it()
    walker.opens_it()
    walker.invites()
    walker.prolongs()
    walker.closes()
    walker.imports_answers(tmp_path)
    walker.reads_the_results()
    walker.takes_the_answers_away()
    walker.imports_the_definition()
    walker.context.close()


class Moderator(WalkerAtDesk):
    """Each walk has a survey of its own, named by its language. The desk itself is a library's: its pages are
    used, not looked at."""

    @property
    def slug(self) -> str:
        return f"walk-{self.language}"

    def of_survey(self, path: str = "") -> str:
        return f"surveys/{self.slug}/{path}"

    def makes_a_draft(self) -> None:
        self.go("surveys/")
        self.follow("/surveys/desk/")
        self.follow("/surveys/import/")
        self.send()
        self.refuses("neither a file nor a questionnaire is chosen")
        self.page.select_option("[name=template]", "post_review")
        self.send()
        assert self.page.url.endswith("/import/confirm/")
        self.is_sound_so_far()
        self.page.fill("[name=slug]", "desk")
        self.page.fill("[name=asked_by]", "Rights Now")
        self.page.fill("[name=opens]", f"{timezone.localdate():%Y-%m-%d}")
        self.send()
        self.refuses("this name is an address of the portal's own")
        self.page.fill("[name=slug]", self.slug)
        self.send()
        assert self.page.url.endswith(f"/{self.slug}/making/")

    def puts_it_in_order(self) -> None:
        self.go(self.of_survey("making/"))

        def codes() -> list[str]:
            return [title.split(".")[0] for title in self.page.locator("main h4").all_inner_texts()]

        before = codes()
        self.press("main ol li button[name=down]")
        moved = codes()
        assert moved[:2] == [before[1], before[0]] and moved[2:] == before[2:]
        self.press("main ol li button[name=up]")
        assert codes() == before
        self.page.locator("main li:has(h4:has-text('P3')) summary").click()
        chosen = self.page.locator("main li:has(h4:has-text('P3')) select")
        chosen.select_option(index=0)
        self.press("main li:has(h4:has-text('P3')) button[name=into]")
        assert codes().index("P3") == before.index("P3") + 4, "at the end of the second section"

    def sets_a_condition(self) -> None:
        self.follow("/making/P7/condition/")
        self.page.select_option("[name=choice_1]", index=1)
        self.press("main form[method=post] button:not(.secondary)")
        self.refuses("the question is missing")
        self.page.select_option("[name=question_1]", "P1")
        self.page.select_option("[name=choice_1]", "P1/nhri")
        self.is_sound_so_far()
        self.press("main form[method=post] button:not(.secondary)")
        assert "#question-" in self.page.url

    def translates(self) -> None:
        self.follow("/making/languages/ru/")
        self.page.select_option("[name=source]", "en")
        self.press("main form.filters button")
        assert "source=en" in self.page.url
        self.page.locator("main form[method=post] input[lang=ru]").first.fill("После обзора")
        self.press("main .sticky button")
        assert self.page.locator("main input[lang=ru]").last.input_value() == "После обзора"
        self.is_sound_so_far()

    def tries_it(self) -> None:
        self.go(self.of_survey("making/"))
        self.follow(f"/preview/{self.language}/")
        self.press("main .actions a.button")
        self.send_trial()
        self.refuses("the first question must be answered")
        while self.page.locator("form#answers").count():
            for group in self.page.locator("form#answers fieldset").all():
                if (box := group.locator("input[type=radio], input[type=checkbox]").first).is_visible():
                    box.check()
            for text in self.page.locator("#answers textarea").all():
                text.fill("A trial")
            for address in self.page.locator("#answers input[type=email]").all():
                address.fill("trial@example.org")
            if self.shows("#answers select"):
                self.page.select_option("#answers select", index=1)
            self.send_trial()
            assert self.shows("#errors") == 0, self.text()
        assert self.page.url.split("#")[0].endswith("/check/")
        self.is_sound_so_far()
        self.press("main form[method=post] button")
        assert "/received/" in self.page.url
        self.is_sound_so_far()

    def send_trial(self) -> None:
        self.press("form#answers .actions button:not(.secondary)")

    def opens_it(self) -> None:
        """The check finds that nobody is named who answers questions, and leads to that field of the desk."""
        self.go(self.of_survey("making/check/"))
        assert self.shows("main a.button") == 0
        self.is_sound_so_far()
        self.click(self.page.locator("main a[href$='#id_contact']"))
        assert self.page.locator("#id_contact:target").count() == 1
        self.page.fill("#id_contact", "An office, office@rights.example")
        self.press("[name=_save]")
        assert "/making/" in self.page.url, "who came from the workbench comes back to it"
        self.follow("/making/check/")
        self.follow("/making/open/")
        self.is_sound_so_far()
        self.send()
        assert self.shows("main .tag.open") == 1

    def invites(self) -> None:
        self.go(self.of_survey("invitations/"))
        self.follow("/invitations/access/")
        self.page.locator("[name=access][value=both]").check()
        self.send()
        self.follow("/invitations/addresses/")
        self.page.fill("[name=pasted]", ADDRESSES.format(self.language))
        self.send()
        assert self.shows("table:has(#first) tbody tr") == 2
        assert self.shows("table:has(#left-out) tbody tr") == 2
        self.look("the list tried")
        self.send()
        self.refuses("a row with an error must be left out knowingly")
        self.page.locator("[name=leaves_out_bad_rows]").check()
        self.send()
        assert self.page.url.endswith("/invitations/")
        self.follow("/invitations/send/")
        assert self.shows("main blockquote") == 2 and "office@rights.example" in self.text()
        self.is_sound_so_far()
        self.send()
        assert self.page.url.endswith("/invitations/letters/") and self.shows("main tbody tr") == 2
        self.follow("/invitations/returned/")
        self.go(self.of_survey("invitations/targets/"))
        self.page.locator("[name=choice]").select_option(index=1)
        self.page.fill("[name=wanted]", "30")
        self.send()
        self.is_sound_so_far()

    def prolongs(self) -> None:
        self.go(self.of_survey("prolong/"))
        self.page.fill("[name=day]", f"{timezone.localdate():%Y-%m-%d}")
        self.send()
        self.refuses("an end is only made later")
        self.page.fill("[name=day]", f"{timezone.localdate() + timedelta(days=60):%Y-%m-%d}")
        self.send()
        assert self.shows("main .notice.success") == 1
        self.go("surveys/desk/?state=open")
        self.is_sound_so_far()

    def closes(self) -> None:
        self.page.goto(f"{self.portal.address}/{self.language}/admin/surveys/survey/?q={self.slug}")
        self.page.locator("[name=_selected_action]").check()
        self.page.select_option("[name=action]", "close")
        self.click(self.page.locator("[name=index]").first)
        self.go(self.of_survey())
        assert self.shows("main .tag.closed") == 1

    def imports_answers(self, folder) -> None:
        """Nothing is shown of nobody; then a table comes in on the server."""
        self.go(self.of_survey("results/"))
        assert self.shows("main .empty") == 1
        table = folder / "answers.csv"
        lines = ["P1,P6,P8,P10", *(",".join(row) for row in ANSWERS for _ in range(10))]
        table.write_text("\n".join(lines))
        self.portal.run("manage.py", "import_answers", self.slug, str(table))

    def reads_the_results(self) -> None:
        page = self.go(self.of_survey("results/"))
        assert self.shows("main table") >= 4
        page.select_option("[name=by]", "P1")
        self.press("main form.filters button")
        assert self.shows("main table.groups") >= 2
        self.go(self.of_survey("free-answers/"))
        self.is_sound_so_far()
        refused = page.goto(page.url.replace("free-answers/", "results/?by=Q99"))
        assert refused.status == 404 and page.locator("main .notice a[href$='by=P1']").count() == 1
        self.look("divided by nothing")

    def takes_the_answers_away(self) -> None:
        self.go(self.of_survey("exports/"))
        self.send()
        self.settle(PATIENCE)
        self.look()
        with self.page.expect_download() as begun:
            self.page.locator("main .card a").first.click()
        assert begun.value.path().read_bytes().startswith(b"PK"), "a workbook"
        self.go(self.of_survey("exports/"))
        self.is_sound_so_far()

    def imports_the_definition(self) -> None:
        """What was exported here comes in again, up to the page that asks whether it shall be a draft."""
        whole = self.context.request.get(
            f"{self.portal.address}/{self.language}/{self.of_survey('questions.json')}"
        )
        self.go("surveys/import/")
        file = {"name": "questions.json", "mimeType": "application/json", "buffer": whole.body()}
        self.page.set_input_files("[name=file]", file)
        self.send()
        assert self.shows("main .card") == 17
        self.is_sound_so_far()
