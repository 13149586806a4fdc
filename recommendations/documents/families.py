"""The families of documents and their readers: which one a file belongs to, and what that one reads in it."""

import re
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from recommendations.documents.addendum import read_addendum
from recommendations.documents.lists import UNNAMED, Lists
from recommendations.documents.manuscripts import Manuscript, Unreadable, read_manuscript, refuse_large
from recommendations.documents.matrix import read_matrix
from recommendations.documents.readings import DocumentReading, ReadPledge, ReadRow
from recommendations.documents.report import read_report
from recommendations.documents.rows import CheckedRow
from recommendations.documents.tongues import language_of
from recommendations.documents.uhri import read_uhri
from recommendations.documents.upr_info import HEADINGS, read_upr_info
from reference.models import NOT_RECORDED

READERS: dict[str, Callable[..., DocumentReading]] = {
    "report": read_report,
    "addendum": read_addendum,
    "matrix": read_matrix,
}
FAMILIES = {
    "report": gettext_lazy("report of the Working Group"),
    "addendum": gettext_lazy("addendum to the report"),
    "matrix": gettext_lazy("thematic list of recommendations"),
    "upr-info": gettext_lazy("UPR Info's export"),
    "uhri": gettext_lazy("export of the Universal Human Rights Index"),
}
COVER = 20  # paragraphs at the beginning in which a document says what it is
ADDENDUM = re.compile(r"(?:addendum|additif|adición|добавление|إضافة|增编)\W*$", re.IGNORECASE)
ADDENDUM_SYMBOL = re.compile(r"\bA/HRC/\d+/\d+/Add\.\d+\b", re.IGNORECASE)
REPORT = re.compile(
    r"(?:draft )?(?:report of the working group|rapport du groupe de travail|informe del grupo de trabajo"
    r"|доклад рабочей группы)|تقرير الفريق العامل|工作组报告",
    re.IGNORECASE,
)
BY_A_STATE = re.compile(r"\([A-ZÀ-Þ][^()]*(?:\([^()]*\))?[^()]*\)\s*[;.,]?$")
FEWEST_BY_STATES = 5
LONGEST_HEADING = 80
MATRIX_HEADINGS = (re.compile(r"\brecomm", re.IGNORECASE), re.compile(r"\bposition\b", re.IGNORECASE))


def read_document(
    content: bytes, *, lists: Lists, family: str = "", language: str = "", file_name: str = ""
) -> DocumentReading:
    """What the reader of a family finds in a file; family and language are found out where not given.

    Raises Unreadable, which says what was seen and what to do.
    """
    refuse_large(len(content))
    if family == "uhri" or (not family and is_json(content)):
        return read_uhri(content, language=language or "en", lists=lists)
    if family == "upr-info":
        return read_export(content, language=language or "en")
    manuscript = read_manuscript(content, file_name=file_name)
    seen = family_of(manuscript)
    if not family and seen == "upr-info":
        return read_export(content, language=language or "en")
    if not (family or seen):
        raise Unreadable(
            _(
                "It could not be found out what kind of document this is. "
                "Say it if it is a report, an addendum or a list of recommendations."
            )
        )
    refuse_another_family(family, seen)
    language = language_read(manuscript, language)
    return READERS[family or seen or ""](manuscript, language=language, lists=lists)


def guess_family(content: bytes, *, file_name: str = "") -> str | None:
    """The family of a file, or None where it does not say. Raises Unreadable where it cannot be opened."""
    refuse_large(len(content))
    return "uhri" if is_json(content) else family_of(read_manuscript(content, file_name=file_name))


def is_json(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") and b'"' in content


def family_of(manuscript: Manuscript) -> str | None:
    """The family that a document shows by its columns, its symbol, its title or its list."""
    for table in manuscript.tables:
        for row in table[:10]:
            cells = {cell.casefold().strip() for cell in row}
            if all(cells.intersection(HEADINGS[column]) for column in ("state", "recommender", "response")):
                return "upr-info"
            short = [cell for cell in row if len(cell) < LONGEST_HEADING]
            if all(any(map(heading.search, short)) for heading in MATRIX_HEADINGS):
                return "matrix"
    cover = [paragraph.text for paragraph in manuscript.paragraphs[:COVER]]
    if any(map(ADDENDUM.match, cover)) or any(
        ADDENDUM_SYMBOL.search(line) for line in [*manuscript.running_heads, manuscript.file_title]
    ):
        return "addendum"
    if any(map(REPORT.match, cover)) or lists_recommendations(manuscript):
        return "report"
    return None


def lists_recommendations(manuscript: Manuscript) -> bool:
    """Whether many of the numbered paragraphs end with a name in brackets."""
    numbered = [paragraph for paragraph in manuscript.paragraphs if paragraph.number]
    named = sum(1 for paragraph in numbered if BY_A_STATE.search(paragraph.text))
    return named >= FEWEST_BY_STATES and named > 0.2 * len(numbered)


def refuse_another_family(asked: str, seen: str | None) -> None:
    """A report may lack its cover, so only what shows plainly that it is another kind is refused."""
    if asked and seen in ("addendum", "matrix", "upr-info") and asked != seen:
        raise Unreadable(
            _("This is another kind of document: %(seen)s, not %(asked)s. Choose the kind that it is.")
            % {"seen": FAMILIES[seen], "asked": FAMILIES[asked]}
        )


def language_read(manuscript: Manuscript, asked: str) -> str:
    """The language in which the document is read: the one asked for, or the one that was found.

    Raises Unreadable where the document is plainly in another one.
    """
    seen = language_of(manuscript.text)
    ours = dict(settings.LANGUAGES)
    if seen and seen not in ours:
        raise Unreadable(
            _("The text is in a language that we do not read: %(language)s. Choose the document in another.")
            % {"language": name_of(seen)}
        )
    if asked and seen and asked != seen:
        raise Unreadable(
            _("The text is in another language: %(seen)s, not %(asked)s. Choose the language that it is in.")
            % {"seen": name_of(seen), "asked": name_of(asked)}
        )
    return asked or seen or "en"


def name_of(language: str) -> str:
    return _("unknown") if language == "other" else get_language_info(language)["name_translated"]


def read_export(content: bytes, *, language: str) -> DocumentReading:
    """UPR Info's export in the form of all readings; rows that it cannot place are problems."""
    found = read_upr_info(content, language=language)
    reading = DocumentReading(family="upr-info", language=language)
    reading.rows = [row_of(row) for row in found.rows if not row.is_pledge]
    reading.pledges = [
        ReadPledge("", row.text, raw=row.own_words, line=row.line) for row in found.rows if row.is_pledge
    ]
    reading.problems = [
        _("Line %(line)s: %(reasons)s") % {"line": refusal.line, "reasons": " ".join(refusal.reasons)}
        for refusal in found.refusals
    ]
    states = {row.state.iso3 for row in found.rows}
    reading.state = states.pop() if len(states) == 1 else None
    return reading


def row_of(row: CheckedRow) -> ReadRow:
    iso3 = row.recommender.iso3 if row.recommender else NOT_RECORDED
    return ReadRow(
        number="",
        text=row.text,
        raw=row.text,
        states=[None if iso3 == NOT_RECORDED else iso3],
        spellings=[row.spelling or UNNAMED],
        position=row.position,
        own_words=row.own_words,
        line=row.line,
        themes=[theme.name_en or "" for theme in row.issues],
        review_state=row.state.iso3,
        session=row.session.number,
        action_category=row.action_category,
    )
