"""Whoever walks reads a page when it is whole: servers and networks may be slower than a reader."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread, Timer

import pytest

from upr_portal.tests.walker import arriving

pytestmark = pytest.mark.browser

LAST_LINE = "<footer>The last line</footer>"


class SlowSite(BaseHTTPRequestHandler):
    """A front page with a link; behind it a page whose second half waits for `rest_may_come`."""

    rest_may_come = Event()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b'<!doctype html><title>Slow</title><main><a href="/slow">Go on</a>')
        self.wfile.flush()
        if self.path == "/slow":
            self.rest_may_come.wait(30)
            self.wfile.write(LAST_LINE.encode())

    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def page(chromium):
    """On the front page."""
    SlowSite.rest_may_come.clear()
    context = chromium.new_context(java_script_enabled=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowSite) as server:
        Thread(target=server.serve_forever).start()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
        SlowSite.rest_may_come.set()
        context.close()
        server.shutdown()


def test_who_arrives_sees_the_last_line(page):
    with arriving(page):
        page.locator("a").click()
        Timer(0.5, SlowSite.rest_may_come.set).start()

    assert page.url.endswith("/slow")
    assert page.locator("footer").count() == 1


def test_the_control_who_only_clicks_does_not(page):
    page.locator("a").click()

    assert page.locator("footer").count() == 0
