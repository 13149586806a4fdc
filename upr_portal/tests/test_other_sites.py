"""A real browser reads the data block without complaint, and frames the programme and nothing else."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from consultations.models import Event
from consultations.tests.factories import DayFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVIL = "</script><script>document.title='run'</script>"
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event => refused.push(event.violatedDirective));
"""


@pytest.fixture
def event() -> Event:
    return DayFactory(event__title=EVIL).event


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def refused_on(page, address: str) -> list[str]:
    page.add_init_script(LISTEN)
    page.goto(address)
    return page.evaluate("refused")


def test_the_data_block_is_read_and_offends_no_policy(live_server, page, event):
    assert refused_on(page, live_server.url + event.get_absolute_url()) == []

    block = page.locator('script[type="application/ld+json"]')
    assert json.loads(block.text_content())["name"] == EVIL
    assert page.title() != "run"
    assert page.locator("script").count() == 1


def test_the_control_sees_a_script_that_offends_the_policy(live_server, page, event):
    address = live_server.url + event.get_absolute_url()

    def with_script(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("application/ld+json", "text/javascript"))

    page.route(address, with_script)

    assert refused_on(page, address) == ["script-src-elem"]


class OtherSite(BaseHTTPRequestHandler):
    """A page of somebody else with the frame whose address follows the question mark."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        address = self.path.partition("?")[2]
        self.wfile.write(f'<!doctype html><title>NGO</title><iframe src="{address}"></iframe>'.encode())

    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def other_site():
    """The address of a server of another origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), OtherSite) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def framed(page, other_site: str, address: str) -> str:
    """What a page of another site shows in a frame of this address; "" where the browser refuses."""
    page.goto(f"{other_site}?{address}", wait_until="load")
    main = page.frames[1].locator("main")
    return main.inner_text() if main.count() else ""


def test_another_site_frames_the_programme_and_its_links_leave_the_frame(
    live_server, other_site, page, event
):
    assert EVIL in framed(page, other_site, live_server.url + event.address_of("embed"))

    page.frames[1].locator("h1 a").click()
    page.wait_for_url(live_server.url + event.get_absolute_url())
    assert not page.context.cookies()


def test_another_site_frames_nothing_else(live_server, other_site, page, event):
    assert framed(page, other_site, live_server.url + event.get_absolute_url()) == ""
