"""Texts of a survey are translated: many at once, each only where nobody changed it meanwhile."""

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from surveys.models import Survey
from surveys.outline import Outline, Wording, fingerprint, tidy
from upr_portal.states import WrongState


def may_be_written(survey: Survey, wording: Wording, language: str) -> bool:
    """Of a draft, everything. Later only what is missing, in languages that the survey is not offered in:
    what people were asked stays as it was."""
    return survey.is_draft or (language not in survey.languages and not wording.text(language))


@transaction.atomic
def translate_survey(
    survey: Survey, language: str, texts: dict[str, tuple[str, str]], *, by: User
) -> list[Wording]:
    """Write texts ({key: (fingerprint of what the translator saw, new text)}) where they differ from what
    stands there.

    Returns those that somebody else changed meanwhile: they stay as that person wrote them. WrongState where
    a text must not be written (any more), or is gone.
    """
    outline = Outline(Survey.objects.select_for_update().get(pk=survey.pk))
    wordings = {wording.key: wording for wording in outline.wordings()}
    if not texts.keys() <= wordings.keys():
        raise WrongState(f"{survey!r} has other texts")
    changed, conflicts = [], []
    for key, (seen, text) in texts.items():
        wording, text = wordings[key], tidy(text)
        standing = wording.text(language)
        if text == standing or fingerprint(text) == seen:
            continue
        if fingerprint(standing) != seen:
            conflicts.append(wording)
            continue
        if not may_be_written(outline.survey, wording, language):
            raise WrongState(f"{wording.key} of {survey!r} is fixed")
        write(wording, language, text)
        changed.append(wording)
    if changed:
        record(by, "translated", survey, language=language, texts=len(changed))
    return conflicts


def write(wording: Wording, language: str, text: str) -> None:
    type(wording.row)._base_manager.filter(pk=wording.row.pk).update(**{wording.column(language): text})
