"""Walks the portal with the keys alone, and sees at each stop whether the focus can be seen."""

from playwright.sync_api import Browser, Locator

from upr_portal.tests.running import RunningPortal
from upr_portal.tests.walker import arriving

WRITTEN = "Typed by keyboard"
# How each thing looks before it has the focus: a ring or a shadow marks that it has.
NOTE_LOOKS = """() => {
  window.looks = one => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one);
    return (outlineStyle === 'none' ? '' : outlineStyle + outlineWidth + outlineColor) + boxShadow;
  };
  window.before ??= new Map([...document.querySelectorAll('*')].map(one => [one, looks(one)]));
}"""
IS_SEEN = "one => looks(one) !== before.get(one)"
# What the key Tab must come by: of a group of circles it is one.
WHAT_TAB_MUST_FIND = """() => {
  window.named = one => one.type === 'radio' && one.name || one;
  window.missing = new Set([...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden')
    .map(named));
  return missing.size;
}"""
HOW_MANY_ARE_MISSING = "() => { missing.delete(named(document.activeElement)); return missing.size; }"
MOST_STOPS = 400


class KeyboardUser:
    """`stops` counts where the focus came; `invisible` holds what did not show that it had it."""

    def __init__(self, browser: Browser, portal: RunningPortal, *, runs_scripts: bool):
        self.portal = portal
        self.context = browser.new_context(
            java_script_enabled=runs_scripts, viewport={"width": 1280, "height": 800}, bypass_csp=True
        )
        self.page = self.context.new_page()
        self.stops, self.invisible = 0, []
        self.texts: dict[str, str] = {}

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.portal.address}/{path}")
        self.remembers()

    def remembers(self) -> None:
        self.texts[self.page.url] = self.page.locator("main").inner_text()
        self.page.evaluate(NOTE_LOOKS)

    def seen_on(self, ending: str) -> str:
        return next(text for address, text in self.texts.items() if address.endswith(ending))

    @property
    def focused(self) -> Locator:
        return self.page.locator("*:focus")

    def has_focus(self, selector: str) -> bool:
        return self.page.locator(f"{selector}:focus").count() == 1

    def goes_on(self, key: str = "Tab") -> None:
        """One stop further; beyond the last thing of a page lies the browser's own frame."""
        self.page.keyboard.press(key)
        here = self.focused
        if here.count():
            self.stops += 1
            if not here.evaluate(IS_SEEN):
                self.invisible.append(here.evaluate("one => one.outerHTML.slice(0, 160)"))

    def goes_to(self, selector: str) -> None:
        """With Tab; the page may have to be gone round once."""
        for _stop in range(MOST_STOPS):
            self.goes_on()
            if self.has_focus(selector):
                return
        raise AssertionError(f"the focus does not come to {selector} on {self.page.url}")

    def goes_round_and_back(self) -> None:
        """Tab comes by all that can be used, and so does Shift+Tab: nothing holds the focus."""
        for key in ("Tab", "Shift+Tab"):
            missing = self.page.evaluate(WHAT_TAB_MUST_FIND)
            for _stop in range(2 * missing + 5):  # from wherever one stands
                self.goes_on(key)
                if not (missing := self.page.evaluate(HOW_MANY_ARE_MISSING)):
                    break
            assert not missing, f"{key} does not come by {missing} things on {self.page.url}"

    def enters(self, selector: str) -> None:
        """Follow a link."""
        self.goes_to(selector)
        with arriving(self.page):
            self.page.keyboard.press("Enter")
        self.remembers()

    presses = enters

    def answers_all_on_the_page(self, form: str = "form#answers") -> None:
        """From the focus on: the second circle by an arrow, the first box by Space, words into each text."""
        self.page.keyboard.press("Home")
        done: set[str] = set()
        for _stop in range(MOST_STOPS):
            if self.has_focus(f"{form} .actions button") or self.has_focus("footer a"):
                return
            here = self.focused
            if here.count() and self.page.locator(f"{form} *:focus").count():
                self.answers(here, done)
            self.goes_on()

    def answers(self, here: Locator, done: set[str]) -> None:
        name = here.get_attribute("name") or ""
        kind = here.evaluate("one => one.type || one.localName")
        if kind == "summary" and "summary" not in done:
            self.page.keyboard.press("Enter")
            done.add("summary")
        elif kind == "radio" and name not in done:
            self.page.keyboard.press("Space")
            self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("ArrowUp")
        elif kind == "checkbox" and name not in done and not name.endswith(".declined"):
            self.page.keyboard.press("Space")
        elif kind == "email":
            self.page.keyboard.type("keys@example.org")
        elif kind in ("text", "textarea"):
            self.page.keyboard.type(WRITTEN)
        elif kind == "select-one":
            self.page.keyboard.press("ArrowDown")
        done.add(name)
