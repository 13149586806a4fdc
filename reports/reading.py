"""What moderators read before they write: answers in people's own words, statements, rapporteurs' notes.

Answers come from closed surveys only, in an order that says nothing, and under a kind of stakeholder or a
region only where enough others stand there, too (docs/decisions/0021-excerpts.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultations.models import Consultation, Note, Statement, SubTopic
from reports.models import Excerpt, Reading
from reports.models.excerpts import MATERIAL
from reports.stakeholders import PEOPLE, names_of_kinds, names_of_regions, parameters_of_people, rows_of
from surveys.models import Question, Survey
from surveys.results import free_answers_of

ANSWERS, STATEMENTS, NOTES = "answer", "statement", "note"
TEXTS = f"""
    WITH people AS ({PEOPLE}), texts AS (
        SELECT answer.id, question_id, part, value ->> part AS text, language, kind, region,
            md5(answer.id::text || part) AS key
        FROM surveys_answer answer
        JOIN people USING (response_id)
        JOIN unnest(%(questions)s::bigint[], %(parts)s::text[]) AS readable (question_id, part)
            USING (question_id)
        WHERE value ? part
    )
"""  # noqa: S608 – constants of ours
HAS_EXCERPT = (
    "EXISTS (SELECT 1 FROM reports_excerpt excerpt WHERE excerpt.answer_id = texts.id"
    " AND excerpt.part = texts.part {more})"
)
IS_READ = (
    "EXISTS (SELECT 1 FROM reports_reading reading WHERE reading.answer_id = texts.id"
    " AND reading.part = texts.part)"
)
HAS_CODE = "AND excerpt.id IN (SELECT excerpt_id FROM reports_excerpt_codes WHERE code_id = %(code)s)"
IN_A_GROUP = (
    "(question_id, part, kind, region) IN (SELECT * FROM unnest(%(of_question)s::bigint[],"
    " %(of_part)s::text[], %(of_kind)s::text[], %(of_region)s::text[]))"
)
Group = tuple[str, str]  # kind and region; "" for what is not told
NEITHER: Group = ("", "")


@dataclass
class Text:
    """One text to read. `token` names it in addresses and tells nothing else."""

    source: tuple[str, object, str]
    token: str
    text: str
    language: str
    kind: str = ""
    region: str = ""
    question: Question | None = None
    sub_topic: SubTopic | None = None
    is_read: bool = False
    labels: list[str] = field(default_factory=list)  # kind and region in words, as far as they are told
    excerpts: list[Excerpt] = field(default_factory=list)

    @property
    def columns(self) -> dict:
        """What a row about it (`FromSource`) has in its columns."""
        name, key, part = self.source
        return {f"{name}_id": key, "part": part}

    @property
    def is_taken_whole(self) -> bool:
        return any(excerpt.text == self.text.strip() for excerpt in self.excerpts)

    def passage(self, typed: str) -> str:
        """The words of the text that were typed, as they stand in it; "" where they do not. Line breaks and
        blanks may differ: browsers change them."""
        words = [re.escape(word) for word in typed.split()]
        found = re.search(r"\s+".join(words), self.text) if words else None
        return found.group() if found else ""


@dataclass
class Wanted:
    """What is looked for. Empty values narrow nothing."""

    source: str = ANSWERS
    question: Question | None = None
    sub_topic: SubTopic | None = None
    language: str = ""
    kind: str = ""
    region: str = ""
    code: object = None
    is_left: bool = False


def closed_surveys_of(consultation: Consultation) -> list[Survey]:
    return list(
        Survey.objects.filter(phases__consultation=consultation, state=Survey.State.CLOSED)
        .distinct()
        .order_by("pk")
    )


def texts_of(consultation: Consultation, wanted: Wanted):
    """The texts that are wanted, to be counted and sliced."""
    if wanted.source == ANSWERS:
        return Answers(consultation, wanted)
    return Spoken(consultation, wanted)


def find_text(consultation: Consultation, token: str) -> Text | None:
    """The text of this name, if it may be read in this consultation."""
    source, _dash, key = token.partition("-")
    if source == ANSWERS and key:
        return next(iter(Answers(consultation, Wanted(), key=key)[:1]), None)
    if source in (STATEMENTS, NOTES) and key.isascii() and key.isdigit() and len(key) < 19:
        return next(iter(Spoken(consultation, Wanted(source), key=int(key))[:1]), None)
    return None


def groups_of(counts: dict[Group, int], threshold: int) -> dict[Group, Group]:
    """Under which kind and region each text is found, such that every group has enough texts: under both,
    else under its kind, else under neither.

    `counts` are the texts to one question by their true kind and region.
    """
    left: dict[str, int] = {}
    for (kind, _region), count in counts.items():
        left[kind] = left.get(kind, 0) + (count if count < threshold else 0)
    groups = {
        (kind, region): (kind, region)
        if count >= threshold
        else (kind if left[kind] >= threshold else "", "")
        for (kind, region), count in counts.items()
    }
    # The rest must be a group of enough texts as well.
    while 0 < (sizes := sizes_of(groups, counts)).get(NEITHER, 0) < threshold and len(sizes) > 1:
        smallest = min((group for group in sizes if group != NEITHER), key=sizes.__getitem__)
        groups = {known: NEITHER if group == smallest else group for known, group in groups.items()}
    return groups


def sizes_of(groups: dict[Group, Group], counts: dict[Group, int]) -> dict[Group, int]:
    sizes: dict[Group, int] = {}
    for known, group in groups.items():
        sizes[group] = sizes.get(group, 0) + counts[known]
    return sizes


class Answers:
    """Answers in people's own words to the closed surveys of a consultation."""

    def __init__(self, consultation: Consultation, wanted: Wanted, key: str = ""):
        surveys = closed_surveys_of(consultation)
        self.consultation = consultation
        readable = [(free, survey) for survey in surveys for free in free_answers_of(survey) if free.count]
        self.questions = {free.question.pk: free.question for free, _survey in readable}
        self.thresholds = {free.question.pk: survey.threshold for free, survey in readable}
        self.parameters = {
            "questions": [free.question.pk for free, _survey in readable],
            "parts": [free.part for free, _survey in readable],
            **parameters_of_people(surveys),
        }
        self.groups = self.known_groups() if readable else {}
        self.conditions = list(self.narrow(wanted, key))

    def known_groups(self) -> dict[tuple, Group]:
        """{(question, part, kind, region): under what it is found}."""
        counted: dict[tuple, dict[Group, int]] = {}
        query = f"{TEXTS} SELECT question_id, part, kind, region, count(*) FROM texts GROUP BY 1, 2, 3, 4"  # noqa: S608
        for row in rows_of(query, self.parameters):
            of_part = counted.setdefault((row["question_id"], row["part"]), {})
            of_part[row["kind"], row["region"]] = row["count"]
        return {
            (question, part, *known): group
            for (question, part), counts in counted.items()
            for known, group in groups_of(counts, self.thresholds[question]).items()
        }

    def narrow(self, wanted: Wanted, key: str) -> Iterable[str]:
        if key:
            self.parameters["key"] = key
            yield "key = %(key)s"
        if wanted.question:
            self.parameters["question"] = wanted.question.pk
            yield "question_id = %(question)s"
        if wanted.sub_topic:
            self.parameters["grounds"] = [question.pk for question in wanted.sub_topic.grounds.all()]
            yield "question_id = ANY(%(grounds)s)"
        if wanted.language:
            self.parameters["language"] = wanted.language
            yield "language = %(language)s"
        if wanted.kind or wanted.region:
            yield self.in_a_group(wanted)
        if wanted.code:
            self.parameters["code"] = wanted.code.pk
            yield HAS_EXCERPT.format(more=HAS_CODE)
        if wanted.is_left:
            yield f"NOT {HAS_EXCERPT.format(more='')} AND NOT {IS_READ}"

    def in_a_group(self, wanted: Wanted) -> str:
        fitting = [
            place
            for place, (kind, region) in self.groups.items()
            if wanted.kind in ("", kind) and wanted.region in ("", region)
        ]
        names = ("of_question", "of_part", "of_kind", "of_region")
        columns = zip(*fitting, strict=True) if fitting else [()] * len(names)
        self.parameters |= {name: list(column) for name, column in zip(names, columns, strict=True)}
        return IN_A_GROUP

    @property
    def where(self) -> str:
        return " AND ".join(["true", *self.conditions])

    def count(self) -> int:
        if not self.questions:
            return 0
        query = f"{TEXTS} SELECT count(*) FROM texts WHERE {self.where}"  # noqa: S608
        return rows_of(query, self.parameters)[0]["count"]

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, place: slice) -> list[Text]:
        """By random keys: an order of its own for each question and part."""
        if not self.questions:
            return []
        start = place.start or 0
        page = {"most": place.stop - start, "start": start}
        query = (
            f"{TEXTS} SELECT *, {IS_READ} AS is_read FROM texts WHERE {self.where}"  # noqa: S608
            " ORDER BY key LIMIT %(most)s OFFSET %(start)s"
        )
        return with_excerpts(
            self.consultation, [self.text_of(row) for row in rows_of(query, self.parameters | page)]
        )

    def text_of(self, row: dict) -> Text:
        kind, region = self.groups[row["question_id"], row["part"], row["kind"], row["region"]]
        return Text(
            (ANSWERS, row["id"], row["part"]),
            f"{ANSWERS}-{row['key']}",
            row["text"],
            row["language"],
            kind,
            region,
            question=self.questions[row["question_id"]],
            is_read=row["is_read"],
        )


def statements_of(consultation: Consultation) -> QuerySet[Statement]:
    """Handed in by people who agreed that a moderator reads them out, or that they are published."""
    found = Statement.objects.filter(MATERIAL, request__sub_topic__event__consultation=consultation)
    return found.select_related("request__sub_topic", "request__registration__region")


def notes_of(consultation: Consultation) -> QuerySet[Note]:
    found = Note.objects.filter(handed_in_at__isnull=False, sub_topic__event__consultation=consultation)
    return found.select_related("sub_topic")


class Spoken:
    """Statements or notes, by sub-topic."""

    def __init__(self, consultation: Consultation, wanted: Wanted, key: int | None = None):
        self.consultation, self.name = consultation, wanted.source
        found = (statements_of if self.name == STATEMENTS else notes_of)(consultation)
        self.rows = self.narrow(found, wanted).order_by(self.path("sub_topic"), "pk")
        if key is not None:
            self.rows = self.rows.filter(pk=key)

    def path(self, field: str) -> str:
        return f"request__{field}" if self.name == STATEMENTS else field

    def narrow(self, found: QuerySet, wanted: Wanted) -> QuerySet:
        excerpts = Excerpt.objects.filter(**{self.name: OuterRef("pk")})
        is_read = Exists(Reading.objects.filter(**{self.name: OuterRef("pk")}))
        found = found.annotate(is_read=is_read)
        if wanted.question:
            found = found.filter(**{self.path("sub_topic__grounds"): wanted.question})
        if wanted.sub_topic:
            found = found.filter(**{self.path("sub_topic"): wanted.sub_topic})
        if wanted.language:
            found = found.filter(language=wanted.language)
        if wanted.code:
            found = found.filter(Exists(excerpts.filter(codes=wanted.code)))
        if wanted.is_left:
            found = found.filter(~Exists(excerpts), is_read=False)
        return self.of_stakeholders(found, wanted)

    def of_stakeholders(self, found: QuerySet, wanted: Wanted) -> QuerySet:
        """A note is nobody's word alone: it stands under no kind and no region."""
        if not (wanted.kind or wanted.region):
            return found
        if self.name == NOTES:
            return found.none()
        writer = Q()
        if wanted.kind:
            writer &= Q(request__registration__stakeholder_kind=wanted.kind)
        if wanted.region:
            writer &= Q(request__registration__region__code=wanted.region)
        return found.filter(writer)

    def count(self) -> int:
        return self.rows.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, place: slice) -> list[Text]:
        return with_excerpts(self.consultation, [self.text_of(row) for row in self.rows[place]])

    def text_of(self, row: Statement | Note) -> Text:
        request = getattr(row, "request", None)
        writer = request.registration if request else None
        return Text(
            (self.name, row.pk, ""),
            f"{self.name}-{row.pk}",
            row.text,
            row.language,
            writer.stakeholder_kind if writer else "",
            writer.region.code if writer and writer.region else "",
            sub_topic=request.sub_topic if request else row.sub_topic,
            is_read=row.is_read,
        )


def with_excerpts(consultation: Consultation, texts: list[Text]) -> list[Text]:
    """The same texts, each with what was taken from it, and in words who wrote it."""
    kinds, regions = names_of_kinds(), names_of_regions()
    for text in texts:
        text.labels = [name for name in (kinds.get(text.kind), regions.get(text.region)) if name]
    by_source = {text.source: text for text in texts}
    keys: dict[str, list] = {ANSWERS: [], STATEMENTS: [], NOTES: []}
    for name, key, _part in by_source:
        keys[name].append(key)
    of_texts = Q(answer__in=keys[ANSWERS]) | Q(statement__in=keys[STATEMENTS]) | Q(note__in=keys[NOTES])
    found = consultation.excerpts.filter(of_texts).with_translations().order_by("pk")
    for excerpt in found:
        if text := by_source.get(excerpt.source):
            text.excerpts.append(excerpt)
    return texts
