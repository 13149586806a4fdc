"""Passages taken from what people wrote, with what may be told of who wrote them.

Why each source allows no more than it does is written in docs/decisions/0021-excerpts.md.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models import Registration, Statement
from surveys.models import Question
from upr_portal.languages import LanguageField


class ConsentLevel(models.TextChoices):
    """How the writer is named where an excerpt is shown; from the most open to the most careful."""

    NAMED = "named", _("With the name")
    ORGANISATION = "organisation", _("With the organisation")
    ANONYMOUS = "anonymous", _("Without a name")
    INTERNAL = "internal", _("Not to be shown outside")


LEVELS = list(ConsentLevel)  # the first says the most
NAMELESS = [ConsentLevel.ANONYMOUS, ConsentLevel.INTERNAL]
ONE_SOURCE = (
    Q(answer__isnull=False, statement=None, note=None) & ~Q(part="")
    | Q(answer=None, statement__isnull=False, note=None, part="")
    | Q(answer=None, statement=None, note__isnull=False, part="")
)
MATERIAL = Q(handed_in_at__isnull=False) & (Q(moderator_may_read=True) | Q(may_be_published=True))


def levels_up_to(most: str) -> list[ConsentLevel]:
    """This level and those that say less."""
    return LEVELS[LEVELS.index(ConsentLevel(most)) :]


def allowed_by(statement: Statement) -> ConsentLevel:
    """What the writer of a statement agreed to today: it is shown only if it was not delivered and may be
    published then, under the name that the writer chose for the public list."""
    if not statement.is_published:
        return ConsentLevel.INTERNAL
    registration = statement.request.registration
    if not registration.consents_to_listing:
        return ConsentLevel.ANONYMOUS
    return {
        Registration.PublicName.FULL: ConsentLevel.NAMED,
        Registration.PublicName.ORGANISATION: ConsentLevel.ORGANISATION,
    }.get(registration.public_name, ConsentLevel.ANONYMOUS)


class Code(models.Model):
    """A word under which moderators file excerpts of one consultation."""

    consultation = models.ForeignKey(
        "consultations.Consultation", models.CASCADE, related_name="codes", verbose_name=_("consultation")
    )
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = pgettext_lazy("of excerpts", "code")
        verbose_name_plural = pgettext_lazy("of excerpts", "codes")
        ordering = ["consultation", "name"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "name"], name="one_code_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_code_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class FromSource(models.Model):
    """Something about one text: a part of an answer, a statement or a rapporteur's note."""

    consultation = models.ForeignKey(
        "consultations.Consultation",
        models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("consultation"),
    )
    # It goes with its source: who deletes a statement takes back what was taken from it.
    answer = models.ForeignKey("surveys.Answer", models.CASCADE, null=True, related_name="%(class)ss")
    part = models.CharField(_("part of the answer"), max_length=10, blank=True)
    statement = models.ForeignKey(
        "consultations.Statement", models.CASCADE, null=True, related_name="%(class)ss"
    )
    note = models.ForeignKey("consultations.Note", models.CASCADE, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def source(self) -> tuple[str, object, str]:
        """(name of the field, its key, part): what tells one text from another."""
        for field in ("answer", "statement", "note"):
            if key := getattr(self, f"{field}_id"):
                return field, key, self.part
        raise ValueError(f"{self.pk} has no source")


class ExcerptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The original words are for moderators."""
        return self if user.is_authenticated and user.is_moderator else self.none()

    def standing(self):
        """Those whose writer still agrees that they are material: what was taken back does not count."""
        statements = Statement.objects.filter(MATERIAL).values("pk")
        return self.filter(
            Q(answer__isnull=False) | Q(note__handed_in_at__isnull=False) | Q(statement__in=statements)
        )

    def quotable(self):
        """Those that may be shown outside, as `shown_text` and under `shown_level`."""
        published = Q(statement__may_be_published=True, statement__undelivered_at__isnull=False)
        may_be_quoted = Q(
            answer__question__survey__answers_may_be_quoted=True,
            answer__question__sensitivity=Question.Sensitivity.NORMAL,
        )
        open_to_all = self.standing().exclude(consent_level=ConsentLevel.INTERNAL)
        return open_to_all.filter(Q(note__isnull=False) | may_be_quoted | published)

    def with_translations(self):
        """With their translations, each with who wrote it, and their codes."""
        written = ExcerptTranslation.objects.select_related("written_by")
        return self.prefetch_related("codes", models.Prefetch("translations", written))

    def with_sources(self):
        """With what `allowed_level` and `credit` look at."""
        return self.select_related(
            "answer__question__survey", "note__sub_topic", "statement__request__sub_topic"
        ).select_related("statement__request__registration__region")


class Excerpt(FromSource):
    """A passage, word for word, of one text. `redacted` takes its place outside, where it is given.

    It is made of the passage's own words in their order (redaction.py). No constraint holds that, since the
    database does not tell words from brackets: the action does, and what was kept before may say more.
    `version` counts how often it was kept.
    """

    text = models.TextField(_("passage"))
    language = LanguageField(_("language"))
    redacted = models.TextField(
        _("as it is shown outside"),
        blank=True,
        help_text=_("Empty: as it was written. The original stays for moderators."),
    )
    consent_level = models.CharField(
        _("how its writer is named"),
        max_length=20,
        choices=ConsentLevel.choices,
        default=ConsentLevel.INTERNAL,
    )
    codes = models.ManyToManyField(Code, blank=True, related_name="excerpts", verbose_name=_("codes"))
    selected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("selected by")
    )
    selected_at = models.DateTimeField(_("selected on"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ExcerptQuerySet.as_manager()

    class Meta:
        verbose_name = _("excerpt")
        verbose_name_plural = _("excerpts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="an_excerpt_has_one_source"),
            models.CheckConstraint(condition=~Q(text=""), name="an_excerpt_has_words"),
            models.CheckConstraint(
                condition=Q(statement__isnull=False) | Q(consent_level__in=NAMELESS),
                name="only_a_statement_names_its_writer",
            ),
            *(
                models.UniqueConstraint(
                    F(source),
                    F("part"),
                    MD5("text"),
                    condition=Q(**{f"{source}__isnull": False}),
                    name=f"a_passage_of_one_{source}_once",
                )
                for source in ("answer", "statement", "note")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def allowed_level(self) -> ConsentLevel:
        """The most that its source allows to be told, as it is today."""
        if self.statement_id:
            return allowed_by(self.statement)
        if self.answer_id and not self.answer.question.may_be_quoted:
            return ConsentLevel.INTERNAL
        return ConsentLevel.ANONYMOUS

    @property
    def shown_level(self) -> ConsentLevel:
        """What moderators chose, or less where the writer agrees to less today."""
        return max(ConsentLevel(self.consent_level), self.allowed_level, key=LEVELS.index)

    @property
    def shown_text(self) -> str:
        """The words for eyes outside."""
        return self.redacted or self.text

    @property
    def credit(self) -> str:
        """Who said it, for eyes outside; "" where nobody is named."""
        if self.shown_level in NAMELESS:
            return ""
        registration = self.statement.request.registration
        if self.shown_level == ConsentLevel.ORGANISATION:
            return registration.organisation_name
        return registration.listed_as


class ExcerptTranslation(models.Model):
    """The words of an excerpt in another language, as a moderator wrote them.

    `of_text` is what was translated: where the excerpt is shown in other words now, it no longer holds.
    """

    excerpt = models.ForeignKey(Excerpt, models.CASCADE, related_name="translations")
    language = LanguageField(_("language"))
    text = models.TextField(_("translation"))
    of_text = models.TextField(editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("translation of an excerpt")
        verbose_name_plural = _("translations of excerpts")
        ordering = ["excerpt", "language"]
        constraints = [
            models.UniqueConstraint(fields=["excerpt", "language"], name="one_translation_a_language"),
            models.CheckConstraint(condition=~Q(text=""), name="a_translation_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.excerpt_id} {self.language}"

    @property
    def is_stale(self) -> bool:
        return self.of_text != self.excerpt.shown_text


class Reading(FromSource):
    """That a moderator has read a text through, so that others need not."""

    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="a_reading_has_one_source"),
            *(
                models.UniqueConstraint(
                    fields=[source, "part"],
                    condition=Q(**{f"{source}__isnull": False}),
                    name=f"one_{source}_is_read_once",
                )
                for source in ("answer", "statement", "note")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
