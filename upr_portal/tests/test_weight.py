"""Every public page within its budget: found by following links as a stranger does."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import brotli
import pytest
from django.conf import settings

# The mark has the test database made before `scenery` fills it.
pytestmark = pytest.mark.django_db

FIRST_VIEW = 14_600  # bytes: what arrives in the first round trip (RFC 6928)
BUDGETS = ((r"/surveys/[^/]+/results/", 30_000), (r"/reports/[^/]+/", 60_000), (r"", FIRST_VIEW))
MOST_REQUESTS = 3


class Page(HTMLParser):
    """Links and subresources of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.links, self.resources = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag in ("img", "script", "iframe") and found.get("src"):
            self.resources.add(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload"):
            self.resources.add(found["href"])


def budget_of(path: str) -> int:
    return next(size for pattern, size in BUDGETS if re.search(pattern, path))


def bytes_of(resource: str) -> int:
    """A static file as WhiteNoise sends it to a browser that takes brotli."""
    path = urlsplit(resource).path.removeprefix("/").removeprefix("static/")
    file = next(folder / path for folder in map(Path, settings.STATICFILES_DIRS) if (folder / path).exists())
    return len(brotli.compress(file.read_bytes()))


def weigh(response) -> int:
    """Bytes on the wire of a page and all it asks for, headers included."""
    page = Page(response.unzipped)
    headers = sum(len(name) + len(value) + 4 for name, value in response.headers.items())
    return len(response.content) + headers + sum(map(bytes_of, page.resources if page.resources else ()))


def ask(client, address: str):
    """The page as it travels, compressed, with its text beside it."""
    import gzip

    response = client.get(address, headers={"accept-encoding": "gzip"})
    if response.get("Content-Type", "").startswith("text/html"):
        packed = response.get("Content-Encoding") == "gzip"
        response.unzipped = (gzip.decompress(response.content) if packed else response.content).decode()
    return response


def shape(address: str) -> str:
    """Addresses that differ only in numbers, States, filters or names of files show the same kind of page."""
    split = urlsplit(address)
    path = re.sub(r"/(\d+|[A-Z]{3})/", "/#/", split.path)
    return re.sub(r"/reports/[^/]+/tables/[^/]+$", "/tables/#", path) + ("?" if split.query else "")


def public_pages(client, start: str = "/en/", most: int = 200):
    """Every kind of page that a stranger reaches from the front page by links."""
    waiting, seen = [start], set()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        response = ask(client, address)
        if response.status_code != 200 or not hasattr(response, "unzipped"):
            continue
        yield address, response
        for link in Page(response.unzipped).links:
            link = urldefrag(urljoin(address, link)).url
            if link.startswith("/en/"):
                waiting.append(link)


def test_every_public_page_is_within_its_budget(scene):
    weights = {
        address: (weigh(page), budget_of(address)) for address, page in public_pages(scene.client("stranger"))
    }

    assert len(weights) > 15, weights
    assert {address: both for address, both in weights.items() if both[0] > both[1]} == {}


def test_every_public_page_takes_three_requests_at_most(scene):
    requests = {
        address: 1 + len(Page(page.unzipped).resources)
        for address, page in public_pages(scene.client("stranger"))
    }

    assert {address: count for address, count in requests.items() if count > MOST_REQUESTS} == {}


def test_an_arabic_page_is_within_its_budget_too(scene):
    page = ask(scene.client("stranger"), "/ar/recommendations/")

    assert weigh(page) <= FIRST_VIEW


def test_a_heavy_page_is_caught(client):
    page = ask(client, "/en/")
    page._container = [bytes(FIRST_VIEW)]

    assert weigh(page) > budget_of("/en/")
