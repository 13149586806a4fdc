"""A browser without a screen: real HTTP, a jar of cookies, and forms read from the pages as browsers do."""

import secrets
import urllib.error
import urllib.request
from copy import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import Cookie, CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

TOKEN = "csrfmiddlewaretoken"
ASKED = ".asked"
BEGUN = ".begun"
# A machine that does much else answers late.
PATIENCE = 120  # seconds
Texts = dict[str, list[str]]


@dataclass
class Form:
    """`fields` is what a browser would send, {name: texts}; `names` also those that would send nothing.

    `options` are the values of boxes and circles, ticked or not.
    """

    attributes: dict[str, str | None]
    fields: Texts = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    options: Texts = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.area: str | None = None
        self.list: str | None = None
        # As browsers do with the ends of lines, whoever wrote them.
        self.feed(text.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name, kind = found.get("name"), found.get("type")
        if tag == "form":
            self.forms.append(Form(found))
        elif tag == "option" and self.list and "selected" in found:
            self.forms[-1].fields[self.list][-1] = found.get("value") or ""
        elif not self.forms or not name:
            return
        elif tag == "button":
            self.forms[-1].buttons.append((name, found.get("value") or ""))
        elif tag == "textarea":
            self.add(name)
            self.area, self.written = name, ""
        elif tag == "select":
            self.list = name
            self.add(name, "")
        elif tag == "input":
            is_choice = kind in ("radio", "checkbox")
            if is_choice:
                self.forms[-1].options.setdefault(name, []).append(found.get("value") or "on")
            is_sent = kind != "file" and (not is_choice or "checked" in found)
            self.add(name, *([found.get("value") or ""] if is_sent else []))

    def add(self, name: str, *texts: str) -> None:
        self.forms[-1].names.add(name)
        if texts:
            self.forms[-1].fields.setdefault(name, []).extend(texts)

    def handle_data(self, data):
        if self.area is not None:
            self.written += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area is not None:
            self.add(self.area, self.written.removeprefix("\n"))
            self.area = None
        elif tag == "select":
            self.list = None
        elif tag == "form" and self.forms:
            # What follows belongs to no form.
            self.forms.append(Form({}))


class Page:
    """An answer of the server: where it came from in the end, its status, its text and its form."""

    def __init__(self, address: str, status: int, text: str):
        self.address, self.status, self.text = address, status, text
        self.path = urlsplit(address).path

    @property
    def form(self) -> Form:
        """The form of the answers, or the one that is sent to the page itself."""
        forms = FormReader(self.text).forms
        own = [form for form in forms if form.attributes.get("id") == "answers"]
        own += [form for form in forms if urlsplit(form.attributes.get("action") or "-").path == self.path]
        return own[0]


class StayHere(urllib.request.HTTPRedirectHandler):
    """Leaving a survey leads to another site: it is not asked for."""

    def redirect_request(self, request, fp, code, msg, headers, newurl):
        if urlsplit(newurl).netloc != urlsplit(request.full_url).netloc:
            return None
        return super().redirect_request(request, fp, code, msg, headers, newurl)


class Browser:
    """`client` is the network address it comes from, as a proxy names it."""

    def __init__(self, address: str, client: str):
        self.address, self.client, self.jar = address, client, CookieJar()

    def get(self, where: str) -> Page:
        return self.ask(where, None, {}, self.jar)

    def post(
        self, where: str, fields: Texts, *, files: dict[str, bytes] | None = None, is_lost: bool = False
    ) -> Page:
        """With `is_lost` the connection breaks after the server answered: no cookie of it arrives."""
        if files:
            boundary = secrets.token_hex(16)
            body, kind = multipart(fields, files, boundary), f"multipart/form-data; boundary={boundary}"
        else:
            body, kind = urlencode(sent(fields), doseq=True).encode(), "application/x-www-form-urlencoded"
        return self.ask(where, body, {"Content-Type": kind}, copied(self.jar) if is_lost else self.jar)

    def ask(self, where: str, body: bytes | None, headers: dict[str, str], jar: CookieJar) -> Page:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), StayHere)
        request = urllib.request.Request(
            urljoin(self.address, where), body, {"X-Forwarded-For": self.client} | headers
        )
        try:
            answer = opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.geturl(), answer.status, answer.read().decode())

    def cookie(self, name: str) -> Cookie | None:
        return next((cookie for cookie in self.jar if cookie.name.removeprefix("__Host-") == name), None)

    def lose(self, name: str) -> None:
        if cookie := self.cookie(name):
            self.jar.clear(cookie.domain, cookie.path, cookie.name)


def copied(jar: CookieJar) -> CookieJar:
    other = CookieJar()
    for cookie in jar:
        other.set_cookie(copy(cookie))
    return other


def sent(fields: Texts) -> Texts:
    """Browsers end lines with two characters."""
    return {name: [text.replace("\n", "\r\n") for text in texts] for name, texts in fields.items()}


def multipart(fields: Texts, files: dict[str, bytes], boundary: str) -> bytes:
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode()
        for name, texts in sent(fields).items()
        for text in texts
    ]
    parts += [
        f'Content-Disposition: form-data; name="{name}"; filename="notes.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n".encode()
        + content
        for name, content in files.items()
    ]
    opened = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return opened + b"--" + boundary.encode() + b"--\r\n"
