"""Moderators take passages from what people wrote, say what of them may be shown, and file them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation
from reports.models import Code, ConsentLevel, Excerpt, ExcerptTranslation, Reading
from reports.models.excerpts import levels_up_to
from reports.reading import Text
from reports.redaction import refuse_other_words
from upr_portal.states import WrongState


class KeptElsewhere(Exception):
    """Somebody else kept this since the page was opened; `row` is how it stands now."""

    def __init__(self, row: Model):
        self.row = row


def refuse_if_overtaken(row: Model, version: int) -> None:
    """KeptElsewhere where the row, which is locked, is at another version than the one written on."""
    if row.version != version:
        raise KeptElsewhere(row)


@transaction.atomic
def select_excerpt(consultation: Consultation, text: Text, passage: str, *, by: User) -> Excerpt:
    """Take a passage from a text, word for word; the same passage twice is one excerpt.

    Nobody outside sees it until a moderator says so. ValidationError where it does not stand in the text.
    """
    words = text.passage(passage)
    if not words:
        raise ValidationError(
            _("These words do not stand in the text like this. Copy the passage from it, and change nothing.")
        )
    taken = {"consultation": consultation, "text": words, **text.columns}
    try:
        with transaction.atomic():
            excerpt = Excerpt.objects.create(**taken, language=text.language, selected_by=by)
    except IntegrityError:
        return Excerpt.objects.get(**taken)
    record(by, "selected", excerpt)
    return excerpt


@transaction.atomic
def keep_excerpt(
    excerpt: Excerpt, *, version: int, redacted: str, consent_level: str, codes: Iterable[Code], by: User
) -> Excerpt:
    """Say how an excerpt is shown outside, and file it.

    ValidationError for a level that its source does not allow, or for words that are not the writer's;
    KeptElsewhere if `version` is not the latest.
    """
    standing = Excerpt.objects.select_for_update(of=["self"]).with_sources().get(pk=excerpt.pk)
    refuse_if_overtaken(standing, version)
    if consent_level not in levels_up_to(standing.allowed_level):
        raise ValidationError(_("Its writer does not allow this. Choose a level that says less."))
    if redacted:
        refuse_other_words(standing.text, redacted)
    before = standing.consent_level
    standing.redacted = "" if redacted == standing.text else redacted
    standing.consent_level = ConsentLevel(consent_level)
    standing.version += 1
    standing.save()
    standing.codes.set(codes)
    record(by, "kept", standing, before=before, level=consent_level)
    return standing


@transaction.atomic
def drop_excerpt(excerpt: Excerpt, *, version: int, by: User) -> None:
    """Take it out, wherever it was put. KeptElsewhere if `version` is not the latest; twice is once."""
    standing = Excerpt.objects.select_for_update(of=["self"]).filter(pk=excerpt.pk).first()
    if standing is None:
        return
    refuse_if_overtaken(standing, version)
    record(by, "dropped", standing)
    standing.delete()


@transaction.atomic
def translate_excerpt(
    excerpt: Excerpt, language: str, *, text: str, version: int, by: User
) -> ExcerptTranslation:
    """Write the words as they are shown outside in another language; `version` 0 is for a new translation.

    KeptElsewhere if somebody else wrote one meanwhile; WrongState for the excerpt's own language.
    """
    excerpt = Excerpt.objects.select_for_update(of=["self"]).get(pk=excerpt.pk)
    if language == excerpt.language:
        raise WrongState(f"{excerpt!r} is written in {language}")
    written = excerpt.translations.filter(language=language).first()
    if written is None:
        written = ExcerptTranslation(excerpt=excerpt, language=language, version=0)
    refuse_if_overtaken(written, version)
    written.text, written.of_text = text, excerpt.shown_text
    written.written_by, written.written_at = by, timezone.now()
    written.version += 1
    written.save()
    record(by, "translated", excerpt, language=language)
    return written


def mark_read(consultation: Consultation, text: Text, *, by: User) -> None:
    """Say that a text was read through and nothing more is to be taken from it."""
    Reading.objects.get_or_create(consultation=consultation, **text.columns, defaults={"read_by": by})


def mark_unread(text: Text) -> None:
    Reading.objects.filter(**text.columns).delete()


@transaction.atomic
def keep_codes(
    consultation: Consultation, *, names: dict[int, str], dropped: Iterable[int], added: list[str], by: User
) -> None:
    """Rename codes ({key: name}), take some out and add others; an excerpt loses the codes that go.

    ValidationError where two would have one name.
    """
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    codes = consultation.codes.all()
    codes.filter(pk__in=dropped).delete()
    kept = {code.pk: names.get(code.pk, code.name) for code in codes.all()}
    if len({name.casefold() for name in [*kept.values(), *added]}) < len(kept) + len(added):
        raise ValidationError(_("Two codes have the same name. Give each its own."))
    # Two may change names with one another: so all give theirs up first.
    codes.update(name=Concat(Value("\u200b"), Cast("pk", CharField())))
    for key, name in kept.items():
        codes.filter(pk=key).update(name=name)
    Code.objects.bulk_create(Code(consultation=consultation, name=name) for name in added)
    record(by, "kept", consultation, codes=len(kept) + len(added))
