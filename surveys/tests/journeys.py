"""Random journeys of one respondent, with all that goes wrong on the way. Nothing typed may get lost.

`run_journeys(place, …)` plays them against a server; see test_faults.py and bench/faults.py.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from surveys.models import Survey
from surveys.tests.browsing import ASKED, BEGUN, TOKEN, Browser, Page, Texts
from surveys.tests.respondent import (
    DAYS,
    LANGUAGES,
    MOST_FILES,
    NUMBERS,
    RANKINGS,
    SECTIONS,
    TEXTS,
    WRONG_DAYS,
    WRONG_NUMBERS,
    WRONG_RANKINGS,
    Draft,
    Sheet,
    stored,
    typed_anew,
)

CODE = re.compile(r'<bdi dir="ltr">(\d{4} \d{4} \d{4} \d{4})</bdi>')
MOST_TABS = 4
HIDDEN = {TOKEN, ASKED, BEGUN}
SIGNS = "aé ßЖ中العو😀<>&\"'\\{}%;\u200f\u00a0"
PASSAGES = (
    "What stands in the way of organisations is <b>not</b> said & asked.",
    "Les pouvoirs publics n’ont pas répondu « à temps » : l’été dernier, rien.",
    "¿Quién preguntó? Nadie; la sociedad civil esperó ocho años.",
    "لم تُنشر التوصيات باللغة العربية، ولم يُدعَ أحد (٢٠٢٣).",
    "建议没有翻译成中文，民间社会没有参加。",
    "Никто не ответил, хотя срок прошёл 100 % давно.",
    "{{ nothing }} %s \\n ;--\u200f",
)


def words(draw: Random, most: int) -> str:
    """Sentences in many scripts, or a few odd signs."""
    if draw.random() < 0.3:
        return "".join(draw.choices(SIGNS, k=draw.randint(1, 30)))
    return " ".join(draw.choices(PASSAGES, k=draw.randint(1, most)))


def lines(draw: Random) -> str:
    return "\n".join(words(draw, 4) * (draw.random() < 0.8) for _ in range(draw.randint(1, 8)))


def answers_of(seed: int) -> Texts:
    """What somebody types who fills in about two fields of three."""
    draw = Random(seed)  # noqa: S311
    typed = {
        "A": [draw.choice(["yes", "yes", "yes", "no"])],
        "T": [words(draw, 2)],
        "N": [draw.choice([*NUMBERS, *NUMBERS, *WRONG_NUMBERS])],
        "B": [lines(draw)],
        "C": sorted(draw.sample(["a", "b"], draw.randint(0, 2))),
        "C.other": [words(draw, 1)],
        "D": list(draw.choice([*DAYS, *DAYS, *WRONG_DAYS])),
        "R": list(draw.choice([*RANKINGS, *RANKINGS, *WRONG_RANKINGS])),
        "E": [lines(draw)],
        "G": [lines(draw)],
    }
    return {name: texts for name, texts in typed.items() if draw.random() < 0.7}


def right_answers_of(seed: int) -> Texts:
    """What somebody types who fills in everything, and nothing wrongly."""
    draw = Random(seed)  # noqa: S311
    days, places = draw.choice(list(DAYS)), draw.choice(list(RANKINGS))
    sure = {"A": ["yes"], "T": ["Sure"], "N": [draw.choice(list(NUMBERS))], "E": ["Sure"]}
    return answers_of(seed) | sure | {"D": list(days), "R": list(places)}


# A seed, not a text sign by sign: long texts come as cheap as short ones.
ANSWERS = st.integers(0, 2**32).map(answers_of)
RIGHT_ANSWERS = st.integers(0, 2**32).map(right_answers_of)
POSITIONS = st.sampled_from(list(SECTIONS))
FILES = st.integers(0, 9999).map(lambda number: f"What file {number} says.\n".encode())


@dataclass
class Tally:
    """What happened on all journeys. `typed` counts the characters that were typed anew, `lost` those of
    fields that were later shown or stored in another way than they were typed, `doubled` sheets."""

    journeys: int = 0
    steps: int = 0
    sent: int = 0
    typed: int = 0
    lost: int = 0
    doubled: int = 0


@dataclass
class Place:
    """Where journeys go: the address of a server, the survey there, and how that server is restarted."""

    address: str
    survey: Survey
    restart: Callable[[], None]
    tally: Tally = field(default_factory=Tally)
    clients: count = field(default_factory=count)

    def new_browser(self) -> Browser:
        """Behind an address of its own, so that nobody is asked to wait for others."""
        number = next(self.clients)
        address = f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250 + 1}"
        return Browser(f"{self.address}/en/surveys/{self.survey.slug}/", address)


def run_journeys(
    place: Place, *, journeys: int, steps: int, phases=(Phase.generate,), derandomize: bool = False
) -> None:
    """AssertionError, after the steps that led to it, if anything typed is lost or any sheet doubled.

    With `derandomize` the journeys are the same for the same code.
    """
    wanted = settings(
        max_examples=journeys,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        derandomize=derandomize,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: Journey(place), settings=wanted)


class Journey(RuleBasedStateMachine):
    """One respondent. `draft` is what this browser has the key to, `coded` what the code opens, `sheet` what
    was sent; `tabs` are pages that still stand open."""

    def __init__(self, place: Place):
        super().__init__()
        self.place, self.tally = place, place.tally
        self.tally.journeys += 1
        self.browser = place.new_browser()
        self.before = set(place.survey.responses.values_list("pk", flat=True))
        self.draft: Draft | None = None
        self.coded: Draft | None = None
        self.sheet: Sheet | None = None
        self.code = ""
        self.tabs: list[Page] = []

    # What the respondent knows -------------------------------------------------------------------

    @property
    def is_stray(self) -> bool:
        """Begun by an old page after the rest was sent, or with its key lost: not to be sent as well."""
        return bool(self.draft and self.draft is not self.coded and (self.coded or self.sheet))

    @property
    def has_sent_key(self) -> bool:
        return bool(self.sheet and self.browser.cookie(f"sent-{self.place.survey.pk}"))

    def compare(self, shown: Texts, wanted: Texts, where: str) -> None:
        """Count and tell what is shown in another way than it was typed."""
        told = {name: texts for name, texts in shown.items() if any(texts) and name not in HIDDEN}
        wrong = {name for name in told | wanted if told.get(name) != wanted.get(name)}
        self.tally.lost += sum(len(text) for name in wrong for text in wanted.get(name, []))
        assert not wrong, f"{where}: {wrong} typed {wanted}, shown {told}"

    # What the respondent does --------------------------------------------------------------------

    def open(self, section: int) -> Page | None:
        """The page of a section, compared with what was typed; None if nothing is asked there."""
        page = self.browser.get(f"{section}/")
        draft = self.draft or Draft()
        assert page.status == 200
        if not any(draft.asks(name) for name in SECTIONS[section]):
            assert not page.path.endswith(f"/{section}/")
            return None
        self.compare(page.form.fields, draft.shown(section), page.path)
        if section == 4 and not draft.is_change:
            assert len(takers(page)) == len(draft.files), "files"
        self.tabs = [*self.tabs, page][-MOST_TABS:]
        return page

    def press(self, page: Page, answers: Texts, *, is_lost: bool = False, file: bytes = b"", **buttons):
        """Type into a page and press a button; after the page was forgotten, once more."""
        names = page.form.names - HIDDEN
        fields = page.form.fields | {name: texts for name, texts in answers.items() if name in names}
        pressed = {name: [text] for name, text in buttons.items()}
        files = {"F": file} if file else {}
        if is_lost:
            self.browser.post(page.address, fields | pressed, files=files, is_lost=True)
        answer = self.browser.post(page.address, fields | pressed, files=files)
        typed = {name: texts for name, texts in fields.items() if any(texts) and name not in HIDDEN}
        self.tally.typed += sum(len(text) for name in answers.keys() & names for text in answers[name])
        if answer.status in (403, 409):
            self.compare(answer.form.fields, typed, "the page that was forgotten, or whose sheet was sent")
            answer = self.browser.post(answer.address, answer.form.fields | pressed, files=files)
        assert answer.status in (200, 422), answer.status
        if self.draft is None:
            self.draft = Draft()
        section = section_of(page)
        self.draft.keep(section, names, typed)
        if answer.status == 422 and section_of(answer) == section:
            self.compare(answer.form.fields, self.draft.shown(section), "the page with what is wrong")
        return answer

    @rule(section=POSITIONS, answers=ANSWERS, button=st.sampled_from(["", "", "back", *LANGUAGES]))
    def type_and_send(self, section, answers, button):
        if page := self.open(section):
            buttons = {"switch": button} if button in LANGUAGES else {button: "1"} if button else {}
            answer = self.press(page, answers, **buttons)
            if button in LANGUAGES:
                assert f"/{button}/" in answer.address
            self.arrive(answer)

    def arrive(self, page: Page) -> None:
        """Where pressing led to: what was typed there before stands there."""
        if page.status == 200 and (section := section_of(page)):
            self.compare(page.form.fields, self.draft.shown(section), page.path)

    @rule(answers=RIGHT_ANSWERS)
    def fill_in_all_of_it(self, answers):
        """So that it can be sent."""
        for section in SECTIONS:
            if page := self.open(section):
                self.press(page, answers)

    @precondition(lambda self: self.tabs)
    @rule(number=st.integers(0, MOST_TABS - 1), answers=ANSWERS)
    def type_in_another_tab(self, number, answers):
        page = self.tabs[number % len(self.tabs)]
        self.press(page, answers)
        self.open(section_of(page))

    @rule(section=POSITIONS, answers=ANSWERS)
    def lose_the_connection_and_press_again(self, section, answers):
        if page := self.open(section):
            self.press(page, answers, is_lost=True)
            self.open(section)

    @rule()
    def lose_the_cookie_against_forgery(self):
        self.browser.lose("csrf")

    @rule(section=POSITIONS, answers=ANSWERS)
    def lose_the_key_while_typing(self, section, answers):
        """What is on the page is kept in a draft of its own. A code still opens the former one."""
        if page := self.open(section):
            self.browser.lose(f"answers-{self.place.survey.pk}")
            self.draft = None
            self.press(page, answers)
            self.open(section)

    # Answers begun after the rest was sent would have a code of their own, and this respondent knows one.
    @precondition(lambda self: not self.is_stray and not (self.sheet and self.draft is None))
    @rule(section=POSITIONS, answers=ANSWERS, is_lost=st.booleans())
    def save(self, section, answers, is_lost):
        if page := self.open(section):
            answer = self.press(page, answers, is_lost=is_lost, keep="1")
            assert answer.path.endswith("/kept/")
            if self.draft is not self.coded:
                self.code, self.coded = CODE.search(answer.text)[1], self.draft

    @precondition(lambda self: self.draft and not self.is_stray)
    @rule(is_lost=st.booleans())
    def save_at_the_check(self, is_lost):
        page = self.browser.get("check/")
        for _ in range(is_lost):
            self.browser.post(page.address, page.form.fields | {"keep": ["1"]}, is_lost=True)
        answer = self.browser.post(page.address, page.form.fields | {"keep": ["1"]})
        assert answer.path.endswith("/kept/")
        if self.draft is not self.coded:
            self.code, self.coded = CODE.search(answer.text)[1], self.draft

    @precondition(lambda self: self.code and (self.draft in (None, self.coded) or self.is_stray))
    @rule()
    def come_back_in_a_new_browser(self):
        self.browser, self.tabs = self.place.new_browser(), []
        page = self.browser.get("come-back/")
        answer = self.browser.post(page.address, page.form.fields | {"code": [self.code]})
        assert answer.status == 200 and not answer.path.endswith("/come-back/"), "the code opens nothing"
        self.draft = self.coded
        self.look()

    @rule()
    def restart_the_server(self):
        self.place.restart()

    @precondition(lambda self: not (self.draft and self.draft.is_change))
    @rule(file=FILES, answers=ANSWERS, is_lost=st.booleans())
    def attach(self, file, answers, is_lost):
        page = self.open(4)
        had_room = len(self.draft.files if self.draft else []) < MOST_FILES
        if had_room and self.browser.cookie("csrf"):
            self.press(page, answers, is_lost=is_lost, file=file, attach="F")
            if file not in self.draft.files:
                self.draft.files.append(file)
            self.open(4)

    @precondition(lambda self: self.draft and self.draft.files and not self.draft.is_change)
    @rule(number=st.integers(0, MOST_FILES - 1), is_lost=st.booleans())
    def take_away(self, number, is_lost):
        page = self.open(4)
        number %= len(self.draft.files)
        self.press(page, {}, is_lost=is_lost, take_away=takers(page)[number])
        del self.draft.files[number]
        self.open(4)

    @precondition(lambda self: self.draft and not self.is_stray)
    @rule(is_lost=st.booleans(), again=st.booleans())
    def send(self, is_lost, again):
        page = self.browser.get("check/")
        for _ in range(is_lost):
            self.browser.post(page.address, page.form.fields, is_lost=True)
        answer = self.browser.post(page.address, page.form.fields)
        if not self.draft.is_right:
            assert answer.status == 422
            return
        assert answer.path.endswith("/received/"), (answer.status, answer.path)
        self.tally.sent += 1
        files = self.sheet.files if self.draft.is_change else self.draft.files
        self.sheet = Sheet(self.draft.values, files)
        if self.draft is not self.coded:
            self.code = CODE.search(answer.text)[1]
        self.draft = self.coded = None
        if again:
            assert self.browser.post(page.address, page.form.fields).path.endswith("/received/")
        self.look()

    @precondition(lambda self: self.has_sent_key)
    @rule()
    def change_sent(self):
        page = self.browser.get("sent/")
        answer = self.browser.post(page.address, page.form.fields)
        assert answer.path.endswith("/check/")
        if self.is_stray:
            return self.look()  # other answers are in this browser: they come first
        if self.coded is None:
            self.coded = typed_anew(self.sheet.values)
        self.draft = self.coded
        self.look()

    @precondition(lambda self: self.draft or self.has_sent_key)
    @rule()
    def download(self):
        if self.draft:
            self.read_copy("copy.json", {name: self.draft.text(name) for name in TEXTS})
        if self.has_sent_key:
            texts = {name: self.sheet.values.get(name, {}).get("text", "") for name in TEXTS}
            self.read_copy("sent/copy.json", texts)

    def read_copy(self, where: str, wanted: dict[str, str]) -> None:
        told = json.loads(self.browser.get(where).text)["answers"]
        words = {row["question"]: "".join(row["answer"]).replace("\r\n", "\n") for row in told}
        shown = {name: [words[name]] for name in TEXTS if words.get(name)}
        self.compare(shown, {name: [text] for name, text in wanted.items() if text}, where)

    @precondition(lambda self: self.has_sent_key)
    @rule()
    def erase_sent(self):
        page = self.browser.get("sent/erase/")
        self.browser.post(page.address, page.form.fields)
        if self.draft is self.coded:
            self.draft = None
        self.sheet, self.coded, self.code = None, None, ""

    @precondition(lambda self: self.draft)
    @rule()
    def erase_draft(self):
        page = self.browser.get("check/")
        self.browser.post(page.address, page.form.fields | {"erase": ["1"]})
        if self.draft is self.coded:
            self.coded = None
            self.code = self.code if self.sheet else ""
        self.draft = None

    @rule()
    def look(self):
        for section in SECTIONS:
            self.open(section)

    # What must always be so ----------------------------------------------------------------------

    @invariant()
    def one_sheet_at_most_and_all_of_it(self):
        self.tally.steps += 1
        here = self.place.survey.responses.exclude(pk__in=self.before)
        self.tally.doubled += max(0, len(here) - 1)
        assert len(here) == (self.sheet is not None), f"{len(here)} sheets"
        for response in here:
            found = stored(response)
            wanted = {code: json.dumps(value, sort_keys=True) for code, value in self.sheet.values.items()}
            told = {code: json.dumps(value, sort_keys=True) for code, value in found.values.items()}
            self.compare(
                {code: [text] for code, text in told.items()},
                {code: [text] for code, text in wanted.items()},
                "the sheet",
            )
            assert sorted(found.files) == sorted(self.sheet.files), "files of the sheet"

    def teardown(self):
        self.look()


def section_of(page: Page) -> int:
    last = page.path.rstrip("/").rsplit("/", 1)[-1]
    return int(last) if last.isdigit() else 0


def takers(page: Page) -> list[str]:
    """What the buttons say that take files away."""
    return [text for name, text in page.form.buttons if name == "take_away"]
