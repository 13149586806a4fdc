"""The recommendations walked in a browser without script: what everybody reads, and what moderators do."""

import pytest

from recommendations.tests.factories import export, row
from recommendations.tests.papers import paragraph, word
from upr_portal.tests.walker import LANGUAGES, WalkerAtDesk, is_sound

pytestmark = pytest.mark.browser

# Each walk imports the review of another State, in a session of which the demo has nothing.
STATES = {"en": ("Ghana", "GHA"), "fr": ("Togo", "TGO"), "ar": ("Malta", "MLT")}
SESSION = 3
PATIENCE = 180  # seconds: in its first minutes the worker makes the demo's reports
TREES = "Plant a tree in every schoolyard of the country"
LIBRARIES = "Open the public libraries on Sundays and count their visitors"
RIVERS = "Measure the water of the rivers each month and publish the figures"
BRIDGES = "Teach the history of bridges in the second grade of primary school"


def report_of(state: str, symbol: str) -> bytes:
    """A Working Group report as a Word file; nobody knows the State that recommends the third."""
    lines = [
        symbol,
        "Report of the Working Group on the Universal Periodic Review",
        state,
        "II. Conclusions and/or recommendations",
        f"108. The following recommendations will be examined by {state}, which will provide responses "
        "in due time, but no later than the next session of the Human Rights Council:",
        f"108.1 {TREES} (Spain, Peru);",
        f"108.2 {LIBRARIES} (Chile);",
        f"108.3 {RIVERS} (Freedonia);",
        f"108.4 {BRIDGES} (Norway);",
        "109. All conclusions and/or recommendations contained in the present report reflect the position of "
        "the submitting State(s) and/or the State under review.",
        "III. Voluntary pledges and commitments",
        f"110. {state} pledges to plant one million trees.",
    ]
    return word("".join(map(paragraph, lines)))


def reply_of(state: str, symbol: str) -> bytes:
    """Its addendum: two are answered plainly, one is not in the report, one is left open."""
    lines = [
        f"{symbol}/Add.1",
        "Report of the Working Group on the Universal Periodic Review",
        state,
        "Addendum",
        "Views on conclusions and/or recommendations, voluntary commitments and replies presented by the "
        "State under review",
        f"1. {state} accepts recommendations 108.1 and 108.9.",
        f"2. {state} takes note of recommendation 108.3.",
    ]
    return word("".join(map(paragraph, lines)))


def export_of(state: str) -> bytes:
    """One of the same recommendations as UPR Info has it: without a number."""
    return export(
        row(state=state, session=str(SESSION), text=LIBRARIES, recommender="Chile", issue="Development")
    )


def test_recommendations_are_found_read_and_looked_at_from_all_sides(walker):
    page = walker.go("")
    walker.go("recommendations/")
    page.fill("[name=q]", "water")
    walker.press("form[role=search] button")
    walker.press("main aside a[href*='position=supported']")
    walker.press("main a[href*='/charts/']")
    page.go_back()
    walker.press("main ol a[href*='/recommendations/']")
    assert page.locator("h1").count() == 1
    walker.press("main aside a[href*='/states/']")
    walker.press("main table th a[href*='/states/']")
    walker.go("recommendations/calendar/")
    walker.go("recommendations/programs/")
    walker.go("recommendations/filters/issue/")

    assert len(walker.seen) == 11
    is_sound(walker)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moderator_imports_a_review_answers_it_and_takes_the_imports_back(
    chromium, running_portal, moderator_state, language
):
    state, iso3 = STATES[language]
    symbol = f"A/HRC/{10 + LANGUAGES.index(language)}/7"
    walker = Moderator(chromium, running_portal, language, moderator_state)
    review = f"recommendations/states/{iso3}/{SESSION}/"

    walker.imports_a_report(report_of(state, symbol), iso3)
    walker.imports_a_reply(reply_of(state, symbol))
    walker.imports_an_export(export_of(state))
    walker.merges(review)
    walker.answers_by_hand(review)
    walker.looks_at_the_desks_of(review)
    for _ in range(3):
        walker.undoes_the_latest()
    walker.is_sound_so_far()

    walker.go(f"recommendations/?state={iso3}&session={SESSION}")
    assert walker.page.locator("main ol.agenda > li").all_inner_texts()[0].count(BRIDGES) == 1
    assert walker.shows("main ol.agenda > li") == 1, "only what was answered by hand is left"
    walker.context.close()


class Moderator(WalkerAtDesk):
    """A moderator who knows the pages of documents that come in."""

    def uploads(self, name: str, content: bytes) -> None:
        """Choose a file, and wait until the worker has read it."""
        self.go("recommendations/import/")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.set_input_files("[name=file]", file)
        self.press("main form[enctype] button")
        self.settle(PATIENCE)
        self.seen.clear()
        self.go("recommendations/import/confirm/")

    def imports_a_report(self, content: bytes, iso3: str) -> None:
        self.uploads("report.docx", content)
        assert self.page.locator("[name=state]").input_value() == iso3
        self.page.select_option("[name=session]", str(SESSION))
        self.page.select_option("[name=stage]", "final")
        self.press("#decisions button.secondary")
        assert self.shows("[name=import]") == 0, "the row of a State that nobody knows is to be decided"
        self.press("main a[href^='?show=doubts']")
        self.press("#decisions .notice.warning a[href*='/rows/']")
        self.press("main form[method=post] button")
        assert self.shows("#errors:focus") == 1, "Freedonia is in no list"
        self.page.fill("[name=states]", "Viet Nam")
        self.is_sound_so_far()
        self.press("main form[method=post] button")
        self.seen.clear()
        self.press("[name=import]")
        assert "/imports/" in self.page.url
        assert self.page.locator("main .figures .number").first.inner_text() == "4"
        self.is_sound_so_far()

    def imports_a_reply(self, content: bytes) -> None:
        self.uploads("reply.docx", content)
        self.page.select_option("[name=session]", str(SESSION))
        self.press("#decisions button.secondary")
        figures = self.page.locator("main .figures .number").all_inner_texts()
        assert figures == ["4", "1", "1", "2"], "received, supported, noted, unanswered"
        self.press("main a[href*='/answers/']")
        self.page.fill("[name=numbers]", "108.1, 108.2")
        self.is_sound_so_far()
        self.press("main form[method=post] button")
        figures = self.page.locator("main .figures .number").all_inner_texts()
        assert figures == ["4", "2", "1", "1"]
        self.press("[name=import]")
        self.seen.clear()

    def imports_an_export(self, content: bytes) -> None:
        self.uploads("export.csv", content)
        self.is_sound_so_far()
        self.press("main form:has([name=sha256]) button")
        self.settle(PATIENCE)
        assert "/imports/" in self.page.url
        self.seen.clear()
        self.look()

    def merges(self, review: str) -> None:
        self.go(review)
        self.press("main a[href*='/merge/']")
        assert self.shows("main section.card") == 1
        self.is_sound_so_far()
        self.press("main form[method=post] button")
        assert self.shows("main form[action*='/unmerge/']") == 1
        self.is_sound_so_far()

    def answers_by_hand(self, review: str) -> None:
        """Record a position on what was left open, then split what was accepted as a whole."""
        self.go(review)
        self.press("main a[href*='position=pending']")
        self.press("main ol a[href*='/recommendations/']")
        self.press("main a[href$='/position/']")
        self.page.locator("[name=value][value=noted]").check()
        self.press("main form[method=post] button")
        assert self.shows("#errors:focus") == 1, "the source is missing"
        self.page.fill("[name=own_words]", "We teach it already.")
        self.press("main form[method=post] button")
        self.press("main a[href$='/split/']")
        for number, value in ((1, "supported"), (2, "noted")):
            self.page.fill(f"[name=text_{number}]", f"Part {number} of it")
            self.page.select_option(f"[name=value_{number}]", value)
        self.page.fill("[name=own_words]", "Half of it.")
        self.press("main form[method=post] button")
        assert self.shows("main form[action*='/unsplit/']") == 1
        self.is_sound_so_far()
        self.press("main form[action*='/unsplit/'] button")
        self.seen.clear()

    def looks_at_the_desks_of(self, review: str) -> None:
        for page in ("repeats/", "categories/"):
            self.go(f"{review}{page}")
        self.go(review)
        self.press("main a[href*='/close/']")
        self.is_sound_so_far()

    def undoes_the_latest(self) -> None:
        """Where it is undone, "undo" is no longer there; the next one is the import made before it."""
        self.go("recommendations/imports/")
        self.press("main ul.agenda li:not(:has(.tag)) a")
        self.press("main a[href$='/undo/']")
        self.is_sound_so_far()
        self.press("main form[method=post] button")
        assert self.shows("main a[href$='/undo/']") == 0
