"""A browser that weighs what travels."""

import gzip
import re
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import brotli

from surveys.tests.browsing import Browser, Page

# What a browser says of itself with each request.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
    "Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
    "Upgrade-Insecure-Requests": "1",
}


class Scales(Browser):
    """A browser that weighs what travels: headers and bodies, as they are on the wire."""

    def __init__(self, address: str, client: str):
        super().__init__(address, client)
        self.down = self.up = self.requests = 0
        self.cookies: dict[str, str] = {}
        self.cached: set[str] = set()

    def ask(self, where, body, headers, jar):
        address = urljoin(self.address, where)
        while True:
            status, found, content = self.travel(address, body, headers)
            if status not in (301, 302, 303):
                break
            address, body, headers = urljoin(address, found["Location"]), None, {}
        text = content.decode()
        for path in re.findall(r'<(?:link|img|script)[^>]*?(?:href|src)="?(/static/[^" >]+)', text):
            if path not in self.cached:
                self.cached.add(path)
                self.travel(urljoin(address, path), None, {})
        return Page(address, status, text)

    def travel(self, address: str, body: bytes | None, headers: dict[str, str]):
        split = urlsplit(address)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said = HEADERS | headers | ({"Cookie": cookies} if cookies else {}) | {"Host": split.netloc}
        said |= {"Content-Length": str(len(body))} if body is not None else {}
        method = "GET" if body is None else "POST"
        target = split.path + (f"?{split.query}" if split.query else "")
        line = HTTPConnection(split.hostname, split.port, timeout=120)
        line.request(method, target, body, said | {"X-Forwarded-For": self.client})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        self.requests += 1
        self.up += len(f"{method} {target} HTTP/1.1\r\n") + size_of(said.items()) + len(body or b"")
        self.down += len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n") + size_of(answer.getheaders())
        self.down += len(content)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
        undo = {"gzip": gzip.decompress, "br": brotli.decompress}.get(answer.headers["Content-Encoding"])
        return answer.status, answer.headers, undo(content) if undo else content


def size_of(headers) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers) + 2
