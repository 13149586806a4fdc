"""Recommendations as lists show them: read without models, as a page shows few facts of each."""

import re
from dataclasses import dataclass, field

from django.db.models import F
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from modeltranslation.utils import build_localized_fieldname, resolution_order

from recommendations.models import ImportBatch, Recommendation, Recommender
from recommendations.models.search import ARABIC_MARKS, CHINESE, words_that_answer
from recommendations.names import Name

COLUMNS = [
    "pk",
    "review__state__iso3",
    "review__session__number",
    "number",
    "draft_number",
    "part",
    "position",
    "action_category",
    "original_language",
    "batch__kind",
]
WORD = re.compile(f"([\\w{ARABIC_MARKS}]+)")


@dataclass
class Row:
    """One recommendation of a list, in the words of the reader's language."""

    pk: int
    iso3: str
    session_number: int
    paragraph: str
    position: str
    action: str
    kind: str | None
    text: str
    language: str
    state: str
    session: str
    position_name: str
    recommenders: list[str] = field(default_factory=list)
    marked: SafeString | None = None

    @property
    def name(self) -> str:
        """Its paragraph, or our own number where the source gives none."""
        return self.paragraph or f"#{self.pk}"

    @property
    def words(self) -> str:
        """The text, with the words marked that were looked for."""
        return self.text if self.marked is None else self.marked

    @property
    def made_by(self) -> str:
        states = pgettext("between names", ", ").join(self.recommenders)
        return gettext("Recommended by %(states)s") % {"states": states}

    @property
    def leads_to(self) -> str:
        return gettext("Position, issues and source of %(name)s") % {"name": self.name}

    @property
    def is_generated(self) -> bool:
        """Whether it is an example made by the portal and was never made in a review."""
        return self.kind == ImportBatch.Kind.GENERATED


def rows_of(pks: list[int], names: dict[str, dict[str, Name]], language: str) -> list[Row]:
    """The rows in the order of `pks`, with names in `language`; two queries."""
    texts = [F(build_localized_fieldname("text", code)) for code in resolution_order(language)]
    facts = Recommendation.objects.filter(pk__in=pks).order_by().values_list(*COLUMNS, *texts)
    rows = {values[0]: row_of(values, names, language) for values in facts}
    made = Recommender.objects.filter(recommendation__in=pks).order_by("pk")
    for pk, state in made.values_list("recommendation", "state__iso3"):
        if pk in rows:
            rows[pk].recommenders.append(names["recommender"][state].text)
    return [rows[pk] for pk in pks if pk in rows]


def row_of(values: tuple, names: dict[str, dict[str, Name]], language: str) -> Row:
    pk, iso3, session, number, draft, part, position, action, original, kind, *texts = values
    paragraph = number or draft
    written = zip(texts, resolution_order(language), strict=True)
    text, written_in = next(((text, code) for text, code in written if text), ("", original))
    return Row(
        pk=pk,
        iso3=iso3,
        session_number=session,
        paragraph=f"{paragraph} ({part})" if part else paragraph,
        position=position,
        action=action,
        kind=kind,
        text=text,
        language=written_in,
        state=names["state"][iso3].text,
        session=names["session"][str(session)].text,
        position_name=names["position"][position].text,
    )


def mark(rows: list[Row], terms: list[str]) -> None:
    """Mark the words that were looked for in the texts of `rows`; one query, whatever the languages."""
    texts: dict[str, set[str]] = {}
    for row in rows:
        texts.setdefault(row.language, set()).update(WORD.findall(row.text))
    answering = words_that_answer(texts, terms)
    characters = [term for term in terms if CHINESE.search(term)]
    for row in rows:
        if row.language == "zh-hans" and characters:
            pieces = re.split(f"({'|'.join(map(re.escape, characters))})", row.text)
            row.marked = joined(pieces, set(characters))
        else:
            row.marked = joined(WORD.split(row.text), answering.get(row.language, set()))


def joined(pieces: list[str], answering: set[str]) -> SafeString:
    html = (
        format_html("<mark>{}</mark>", piece) if piece in answering else escape(piece) for piece in pieces
    )
    return mark_safe("".join(html))  # noqa: S308 – every piece is escaped
