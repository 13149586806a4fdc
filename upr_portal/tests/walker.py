"""Walks the portal as a person with a browser does: with script off, and looks at every page it comes by."""

import hashlib
import hmac
import os
import re
import struct
import time
from base64 import b32decode
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from upr_portal.tests.running import RunningPortal, eventually

# Screenshots of every page of the walk are laid into this folder, if it is named.
SCREENSHOTS = os.environ.get("PORTAL_SCREENSHOTS")
LANGUAGES, WIDTHS = ("en", "fr", "ar"), (320, 1280)
WALKS = [(language, width) for language in LANGUAGES for width in WIDTHS]
WIDE_ENOUGH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def arriving(page: Page):
    """What is done within leads to another page; afterwards that page is whole, so that it may be read.

    A click by itself waits until the next page begins, which may be long before its last line.
    """
    with page.expect_event("framenavigated", lambda frame: frame.parent_frame is None):
        yield
    page.wait_for_load_state()


class Walker:
    """One person, one language, one width; `seen` holds the addresses of the pages it came by."""

    def __init__(self, browser: Browser, portal: RunningPortal, language: str, width: int):
        self.browser, self.portal, self.language, self.width = browser, portal, language, width
        self.seen: list[str] = []
        self.context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 800}, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.elsewhere: list[str] = []
        self.page.on("request", lambda request: self.note(request.url))

    def note(self, address: str) -> None:
        if not address.startswith((self.portal.address, "data:")):
            self.elsewhere.append(address)

    def go(self, path: str) -> Page:
        """Open an address of the portal, such as "recommendations/"."""
        answer = self.page.goto(f"{self.portal.address}/{self.language}/{path}")
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()
        return self.page

    def look(self, name: str = "") -> None:
        """Remember this page, and take its picture where pictures are wanted."""
        address = self.page.url.split("#")[0]
        if not name:
            self.seen.append(address)
        if SCREENSHOTS:
            words = (
                re.sub(r"\W+", "-", name or address.removeprefix(self.portal.address)).strip("-") or "front"
            )
            folder = Path(SCREENSHOTS) / f"{self.language}-{self.width}"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(
                path=folder / f"{len(list(folder.iterdir())):02}-{words[:60]}.png", full_page=True
            )

    def press(self, selector: str) -> None:
        """Follow a link or send a form, and look at what comes."""
        self.click(self.page.locator(selector).first)
        self.look()

    def click(self, there: Locator) -> None:
        """The same without looking: what comes is not to be looked at, or later."""
        with arriving(self.page):
            there.click()

    def follow(self, ending: str) -> None:
        """Follow the first link whose address ends so."""
        self.press(f'main a[href$="{ending}"]')

    def send(self) -> None:
        """Send the page's form."""
        self.press('main form[method="post"] button:not(.secondary):not(.link)')

    def settle(self, seconds: float, moving: str = "main progress") -> None:
        """Wait until nothing moves any more on a page that is being watched.

        It loads itself again, so nobody else may; and its foot is waited for, as half a page shows no
        progress either.
        """
        settled = self.page.locator(f"body:has(footer):not(:has({moving}))")
        try:
            settled.wait_for(timeout=seconds * 1000)
        except PlaywrightTimeout as late:
            raise AssertionError(self.portal.logs()) from late
        self.page.wait_for_load_state()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def open_letter(self, to: str) -> None:
        """Open the link of the latest letter to an address, as soon as it has come."""
        assert self.page.goto(link_written_to(self.portal, to)).status == 200
        self.look()


def link_written_to(portal: RunningPortal, to: str) -> str:
    """The link to somebody's own page in the latest letter to an address, as soon as it has come."""
    assert eventually(lambda: portal.letters_to(to), 30), portal.logs()
    letter = portal.letters_to(to)[-1]
    parts = [part for part in letter.walk() if part.get_content_type() == "text/plain"]
    text = parts[0].get_payload(decode=True).decode()
    link = re.search(rf"{re.escape(portal.address)}/\S+/link/\S+", text)
    assert link, text
    return link.group(0)


def faults_of(browser: Browser, portal: RunningPortal, addresses: list[str], state: dict, width: int) -> dict:
    """What is wrong with pages, seen with script on: {address: [words]} of axe, width and console."""
    context = browser.new_context(
        storage_state=state, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    faults = {}
    for address in dict.fromkeys(addresses):
        said.clear()
        answer = page.goto(address)
        if answer.status != 200 or page.url.split("#")[0] != address:
            continue  # gone or led elsewhere by now, such as a form that is done with
        if found := [*(f"console: {words}" for words in said), *faults_on(page)]:
            faults[address] = found
    context.close()
    return faults


def faults_on(page: Page) -> list[str]:
    """What axe finds on a page that runs scripts, and whether it fits its screen."""
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if (too_wide := page.evaluate(WIDE_ENOUGH)) > 0:
        found.append(f"{too_wide} px wider than the screen")
    return found


def answer_with(source: str, route: Route) -> None:
    route.fulfill(body=source, content_type="text/html; charset=utf-8")


def faults_of_answers(browser: Browser, portal: RunningPortal, answers: dict[str, str], width: int) -> dict:
    """The same for pages that cannot be asked for again, such as a form with errors: {name: its source}."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for name, source in answers.items():
        address = f"{portal.address}/en/looked-at/"
        page.route(address, partial(answer_with, source))
        page.goto(address)
        if found := faults_on(page):
            faults[name] = found
        page.unroute(address)
    context.close()
    return faults


def is_sound(walker: Walker) -> None:
    """No page of the walk asked anybody else, and each is accessible and fits its screen."""
    assert walker.elsewhere == []
    state = walker.context.storage_state()
    assert faults_of(walker.browser, walker.portal, walker.seen, state, walker.width) == {}


class WalkerAtDesk(Walker):
    """A moderator on a telephone; each page is looked at on a wide screen, too.

    Pages that a step takes away are looked at before it (`is_sound_so_far`).
    """

    def __init__(self, browser: Browser, portal: RunningPortal, language: str, state: dict):
        super().__init__(browser, portal, language, min(WIDTHS))
        self.answers: dict[str, str] = {}
        self.context.add_cookies(state["cookies"])

    def look(self, name: str = "") -> None:
        for self.width in sorted(WIDTHS, reverse=True):
            self.page.set_viewport_size({"width": self.width, "height": 800})
            super().look(name)
        if name:
            self.answers[name] = self.page.content()

    def refuses(self, name: str) -> None:
        """The form that was sent comes again, with its errors first; the page is looked at as it is."""
        assert self.page.locator("#errors:focus").count() == 1, self.text()
        self.answers[name] = self.page.content()

    def is_sound_so_far(self) -> None:
        assert self.elsewhere == []
        state = self.context.storage_state()
        for width in WIDTHS:
            assert faults_of(self.browser, self.portal, self.seen, state, width) == {}
            assert faults_of_answers(self.browser, self.portal, self.answers, width) == {}
        self.seen.clear()
        self.answers.clear()

    def shows(self, selector: str) -> int:
        return self.page.locator(selector).count()


def code_of(secret: str) -> str:
    """The six digits that an authenticator shows now (RFC 6238)."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
