"""A survey that is offered in all six languages: each page speaks the reader's, or says whose it borrows."""

import re

import pytest
from django.conf import settings

from surveys.models import Choice, Question, Section, Survey
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from upr_portal.languages import direction

LANGUAGES = [language for language, _name in settings.LANGUAGES]
WRITTEN = {"en": "Written in English", "fr": "Écrit en français", "es": "Escrito en español"}


def in_three(name: str) -> dict[str, str]:
    return {f"{name}_{language}": f"{text}: {name}" for language, text in WRITTEN.items()}


@pytest.fixture
def survey(db) -> Survey:
    """Its texts stand in English, French and Spanish."""
    survey = SurveyFactory(open=True, languages=LANGUAGES)
    question = QuestionFactory(
        section=SectionFactory(survey=survey), code="A", kind="single", codes=["a", "b"]
    )
    Survey.objects.update(**in_three("title"), **in_three("introduction"))
    Section.objects.update(**in_three("title"))
    Question.objects.update(**in_three("text"))
    Choice.objects.filter(question=question).update(**in_three("label"))
    return survey


def borrowed(page: str) -> list[tuple[str, str]]:
    """(language, text) of what is marked as being in another language than the page, of our own texts."""
    return re.findall(r'<span lang="(\w+)" dir="ltr">(Written[^<]*)</span>', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_start_section_check_and_receipt_exist_in_each_language(client, survey, language):
    address = f"/{language}/surveys/{survey.slug}/"
    pages = [client.get(address), client.get(f"{address}1/")]
    client.post(f"{address}1/", {"A": "b"})
    pages.append(client.get(f"{address}check/"))
    sent = client.post(f"{address}check/", follow=True)
    pages.append(sent)

    assert sent.redirect_chain[-1][0] == f"{address}received/"
    for page in pages:
        assert page.status_code == 200
        assert f'<html lang="{language}" dir="{direction(language)}">' in page.text
    texts = [page.text for page in pages[:3]]
    if language in WRITTEN:
        assert all(WRITTEN[language] in text and not borrowed(text) for text in texts)
    else:
        assert all(borrowed(text) and {one for one, _text in borrowed(text)} == {"en"} for text in texts)
    assert survey.responses.get().language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_leads_to_the_same_page_in_all_others(client, survey, language):
    start = client.get(f"/{language}/surveys/{survey.slug}/").text
    section = client.get(f"/{language}/surveys/{survey.slug}/1/").text

    for other in LANGUAGES:
        mark = f'lang="{other}" dir="{direction(other)}"'
        assert mark in start, "the languages that are offered are named in their own words"
        assert other == language or re.search(rf'name="switch" value="{other}" {mark}', section)
