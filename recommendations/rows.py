"""Recommendations as lists show them: read without models, as a page shows few facts of each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape  # Django's own asks of each piece whether it is lazy

from django.db import connection
from django.utils.safestring import SafeString, mark_safe
from modeltranslation.utils import build_localized_fieldname, resolution_order

from recommendations.models import ImportBatch
from recommendations.models.search import ARABIC_MARKS, CHINESE, words_that_answer
from recommendations.names import Name

# As SQL: putting it together from the models took longer than the database takes to answer.
FACTS = """
select r.id, s.iso3, u.number, r.number, r.draft_number, r.part, r.position, r.action_category,
    r.original_language, b.kind,
    array(
        select made_by.iso3 from recommendations_recommender m
        join reference_state made_by on made_by.id = m.state_id
        where m.recommendation_id = r.id order by m.id
    ),
    {texts}
from unnest(%s::bigint[]) with ordinality as asked (id, place)
join recommendations_recommendation r on r.id = asked.id
join recommendations_review v on v.id = r.review_id
join reference_state s on s.id = v.state_id
join reference_uprsession u on u.id = v.session_id
left join recommendations_importbatch b on b.id = r.batch_id
order by asked.place
"""
LETTER = f"[\\w{ARABIC_MARKS}]"
WORD = re.compile(f"{LETTER}+")


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
    def words(self) -> SafeString:
        """The text as HTML, with the words marked that were looked for."""
        return mark_safe(escape(self.text)) if self.marked is None else self.marked  # noqa: S308 – escaped

    @property
    def is_generated(self) -> bool:
        """Whether it is an example made by the portal and was never made in a review."""
        return self.kind == ImportBatch.Kind.GENERATED


def rows_of(pks: list[int], names: dict[str, dict[str, Name]], language: str) -> list[Row]:
    """The rows in the order of `pks`, with names in `language`; one query."""
    texts = ", ".join(f"r.{build_localized_fieldname('text', code)}" for code in resolution_order(language))
    with connection.cursor() as cursor:
        cursor.execute(FACTS.format(texts=texts), [pks])
        return [row_of(values, names, language) for values in cursor.fetchall()]


def row_of(values: tuple, names: dict[str, dict[str, Name]], language: str) -> Row:
    pk, iso3, session, number, draft, part, position, action, original, kind, made_by, *texts = values
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
        recommenders=[names["recommender"][state].text for state in made_by],
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
            row.marked = with_marks(row.text, f"({any_of(characters)})")
        elif words := answering.get(row.language):
            row.marked = with_marks(row.text, f"(?<!{LETTER})({any_of(words)})(?!{LETTER})")


def any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


def with_marks(text: str, pattern: str) -> SafeString:
    """The text as HTML; what the one group of `pattern` finds is marked."""
    pieces = re.split(pattern, text)
    pieces[::2] = [escape(piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<mark>{escape(piece)}</mark>" for piece in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308 – every piece is escaped
