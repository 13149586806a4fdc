"""Texts can name addresses; the typesetter must not go there, nor read files of this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdf
import pytest

from reports import paper
from upr_portal.typesetting import load_weasyprint


class Listener(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture
def listener():
    """A server on this machine that writes down what it is asked for: `listener.asked`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.asked, server.address = [], f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def page_with_every_way_out(here: str, secret: Path) -> str:
    return f"""<!doctype html><html lang="en"><head><title>A page</title>
        <link rel="stylesheet" href="{here}/sheet">
        <link rel="stylesheet" href="file://{secret}">
        <link rel="attachment" href="file://{secret}">
        <link rel="attachment" href="{here}/attached">
        <base href="{here}/base/">
        <style>@import url({here}/imported);
          @font-face {{ font-family: Far; src: url({here}/font) }}
          body {{ font-family: Far; background: url({here}/background) }}
          li {{ list-style-image: url({here}/marker) }}
          p::before {{ content: url({here}/before) }}</style></head>
        <body><p>Text</p><ul><li>One</li></ul>
        <img src="{here}/image" alt=""><img src="file://{secret}" alt=""><img src="relative" alt="">
        <a rel="attachment" href="file://{secret}">attached</a>
        <object data="{here}/object"></object><embed src="{here}/embed">
        <svg width="9" height="9"><image href="{here}/inside-svg" width="9" height="9"/></svg>
        </body></html>"""


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("not for the world")
    return path


def typeset(html: str, tmp_path) -> pypdf.PdfReader:
    paper.typeset(html, tmp_path / "page.pdf")
    return pypdf.PdfReader(tmp_path / "page.pdf")


def test_nothing_is_fetched_and_no_file_is_read(listener, secret, tmp_path):
    document = typeset(page_with_every_way_out(listener.address, secret), tmp_path)

    assert listener.asked == []
    assert dict(document.attachments) == {}
    assert b"not for the world" not in (tmp_path / "page.pdf").read_bytes()


def test_the_control_weasyprints_own_fetcher_goes_everywhere(listener, secret, tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "confined_fetcher", lambda weasyprint: weasyprint.urls.URLFetcher())

    document = typeset(page_with_every_way_out(listener.address, secret), tmp_path)

    assert len(set(listener.asked)) >= 8, listener.asked
    attached = [content for contents in document.attachments.values() for content in contents]
    assert b"not for the world" in attached


def test_pictures_inside_the_page_are_allowed(tmp_path):
    load_weasyprint()
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"

    document = typeset(f'<html lang="en"><title>A page</title><img src="{dot}" alt="a dot"></html>', tmp_path)

    assert len(document.pages) == 1
