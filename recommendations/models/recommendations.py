"""Recommendations and who made them."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modeltranslation.utils import build_localized_fieldname, resolution_order

from recommendations.models import search
from recommendations.models.positions import PositionValue
from recommendations.models.reviews import Review
from upr_portal.languages import LanguageField


class ActionCategory(models.TextChoices):
    """What is asked for, from minimal to specific action: the ranks of UPR Info's method."""

    MINIMAL = "1", _("1 – Minimal: seek or share help or information, or addressed to other States")
    CONTINUING = "2", _("2 – Continuing: carry on what is being done")
    CONSIDERING = "3", _("3 – Considering: think about a change")
    GENERAL = "4", _("4 – General: act, without saying exactly how")
    SPECIFIC = "5", _("5 – Specific: one definite act")


class Worded:
    """What has a `text` in any of the six languages, and the `original_language` of its source."""

    def text_for(self, reader: str) -> tuple[str, str]:
        """The text and its language: the reader's where there is one, else the first that there is."""
        texts = (
            (getattr(self, build_localized_fieldname("text", code)), code)
            for code in resolution_order(reader)
        )
        return next(((text, code) for text, code in texts if text), ("", self.original_language))


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Recommendations stand in public documents: everybody sees all of them, merged ones too."""
        return self

    def listed(self):
        """Those that lists show and figures count: not what was merged into another or split into parts."""
        return self.filter(is_listed=True)

    def by_relevance(self, words: str, *, reader: str):
        """The best answers to `words` first, those in the reader's language before all others."""
        ranked = self.annotate(rank=search.rank(words, reader))
        return ranked.order_by("-rank", "-review__session__number", "pk")

    def with_source(self):
        """Everything that a row of a list or a file shows, in a fixed number of queries."""
        return self.select_related("review__state", "review__session__cycle", "batch").prefetch_related(
            models.Prefetch("recommenders", Recommender.objects.select_related("state").order_by("pk"))
        )


class RecommendationManager(models.Manager.from_queryset(RecommendationQuerySet)):
    def get_queryset(self):
        return super().get_queryset().defer(*search.SEARCH_COLUMNS)


class Recommendation(Worded, models.Model):
    """One numbered text in one review; of several texts under one number each is a `part`. Where a source
    gives no number, rows alike in text, position and action category are one.

    `number` is that of the final report, `draft_number` the one of the draft circulated in the room. One that
    was found to be the same as another is kept behind it (`merged_into`), and one that was split stays behind
    its parts (`split_from`); neither is listed, and nothing of them is lost.

    `fingerprint` is what a source without numbers knows it by (`documents/`); it stays when the position
    changes, so that reading the old file again finds it. `position` repeats the value of the latest
    `Position` and is written only by `actions.record_position` and the import.
    """

    review = models.ForeignKey(
        Review, models.PROTECT, related_name="recommendations", verbose_name=_("review")
    )
    number = models.CharField(_("paragraph number"), max_length=20, blank=True)
    draft_number = models.CharField(_("paragraph number in the draft"), max_length=20, blank=True)
    part = models.CharField(
        _("part"),
        max_length=10,
        blank=True,
        help_text=_("Where several texts stand under one number: a, b, c …"),
    )
    # Blank: none of the six languages is required, English no more than others.
    text = models.TextField(_("text"), blank=True)
    original_language = LanguageField(_("language of the source"))
    text_as_read = models.TextField(
        _("text as read in the room"),
        blank=True,
        help_text=_("Where a footnote of the report keeps another wording, in the language of the source."),
    )
    position = models.CharField(
        _("position"), max_length=10, choices=PositionValue, default=PositionValue.PENDING, editable=False
    )
    action_category = models.CharField(_("action category"), max_length=1, choices=ActionCategory, blank=True)
    is_action_confirmed = models.BooleanField(_("action category confirmed by a person"), default=False)
    # Of any vocabulary: UPR Info's issues and OHCHR's themes lie side by side.
    issues = models.ManyToManyField(
        "reference.Theme", related_name="recommendations", blank=True, verbose_name=_("issues and themes")
    )
    persons = models.ManyToManyField(
        "reference.PersonsGroup",
        related_name="recommendations",
        blank=True,
        verbose_name=_("groups of persons"),
    )
    goals = models.ManyToManyField(
        "reference.Goal",
        related_name="recommendations",
        blank=True,
        verbose_name=_("Sustainable Development Goals"),
    )
    targets = models.ManyToManyField(
        "reference.Target", related_name="recommendations", blank=True, verbose_name=_("targets")
    )
    repeats = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("repeats an earlier recommendation"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("the same as"),
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="parts",
        verbose_name=_("part of"),
    )
    is_listed = models.BooleanField(default=True, editable=False, db_index=True)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    batch = models.ForeignKey(
        "ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recommendations",
        verbose_name=_("import"),
    )
    search_en = search.search_column("en")
    search_fr = search.search_column("fr")
    search_es = search.search_column("es")
    search_ar = search.search_column("ar")
    search_ru = search.search_column("ru")
    search_zh_hans = search.search_column("zh-hans")

    objects = RecommendationManager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        indexes = [GinIndex(fields=[column], name=f"words_{column}") for column in search.SEARCH_COLUMNS]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "fingerprint"],
                condition=~models.Q(fingerprint=""),
                name="alike_rows_are_one_recommendation",
            ),
            models.UniqueConstraint(
                fields=["review", "number", "part"],
                condition=~models.Q(number="") & models.Q(is_listed=True),
                name="a_number_is_given_once_in_a_review",
            ),
            models.UniqueConstraint(
                fields=["review", "draft_number", "part"],
                condition=~models.Q(draft_number="") & models.Q(is_listed=True),
                name="a_draft_number_is_given_once_in_a_review",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(is_listed=False),
                name="what_was_merged_is_not_listed",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk"))
                & ~models.Q(split_from=models.F("pk"))
                & ~models.Q(repeats=models.F("pk")),
                name="a_recommendation_is_not_its_own_source",
            ),
            models.CheckConstraint(
                condition=models.Q(part="") | ~models.Q(number="") | ~models.Q(draft_number=""),
                name="a_part_is_of_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(position__in=PositionValue.values),
                name="a_recommendation_has_an_official_position",
            ),
            models.CheckConstraint(
                condition=models.Q(action_category__in=["", *ActionCategory.values]),
                name="an_action_category_is_one_to_five",
            ),
        ]

    def __str__(self):
        return self.citation

    def clean(self):
        if not self.text_for(self.original_language or "en")[0]:
            raise ValidationError(_("Write the text in at least one language."))
        if self.repeats_id and not self.may_repeat(self.repeats):
            raise ValidationError(
                {"repeats": _("Choose a recommendation of an earlier review of the same State.")}
            )

    def may_repeat(self, earlier: "Recommendation") -> bool:
        """Only what the same State was asked in an earlier review is asked again."""
        review, before = self.review, earlier.review
        return review.state_id == before.state_id and review.session.number > before.session.number

    def get_absolute_url(self):
        return reverse("recommendations:detail", args=[self.pk])

    @property
    def recommending_states(self) -> list[str]:
        """The names of the States that made it, in the source's order."""
        return [made.state.name for made in self.recommenders.all()]

    @property
    def paragraph(self) -> str:
        """Its paragraph number – until the final report, the draft's –, with its part: "119.22 (b)"."""
        number = self.number or self.draft_number
        return f"{number} ({self.part})" if self.part else number

    @property
    def name(self) -> str:
        """Its paragraph, or our own number where the source gives none."""
        return self.paragraph or f"#{self.pk}"

    @property
    def citation(self) -> str:
        comma = pgettext("between names", ", ")
        return comma.join([self.review.state.name, str(self.review.session), self.name])

    @property
    def is_generated(self) -> bool:
        """Whether it is an example made by the portal and was never made in a review."""
        return self.batch is not None and self.batch.is_generated


class Recommender(models.Model):
    """A State that made a recommendation. UPR Info's figures count these rows."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="recommenders")
    state = models.ForeignKey(
        "reference.State",
        models.PROTECT,
        related_name="recommendations_made",
        verbose_name=_("recommending State"),
    )
    spelling = models.CharField(_("as the source spells it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("recommending State")
        verbose_name_plural = _("recommending States")
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "state"], name="a_state_recommends_once"),
        ]

    def __str__(self):
        return str(self.state)
