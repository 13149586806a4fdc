"""Statements and rapporteurs' notes, by sub-topic."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultations.models import Consultation, Note, Statement
from reports.models import Excerpt, Reading
from reports.models.excerpts import MATERIAL
from reports.reading.texts import NOTES, STATEMENTS, Text, Wanted, with_excerpts


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
