"""All texts of a survey in one language beside another: nothing is lost, and nobody overwrites anybody."""

import json

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from surveys import actions
from surveys.actions import translating
from surveys.models import Question, Survey
from surveys.outline import Outline
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory


@pytest.fixture
def survey(db) -> Survey:
    survey = SurveyFactory(title="Water", languages=["en", "fr"])
    section = SectionFactory(survey=survey, title="First")
    QuestionFactory(section=section, code="A", kind="single", codes=["a"], text="What?")
    QuestionFactory(section=section, code="B", text="Why?\nReally?", text_fr="Pourquoi ?")
    return survey


def address(survey: Survey, language: str = "fr") -> str:
    return reverse("surveys:translation", args=[survey.slug, language])


def key(code: str, field: str = "text") -> str:
    return f"question-{Question.objects.get(code=code).pk}-{field}"


def sent_back(page) -> dict[str, str]:
    """What a browser sends when nothing is changed: lines end as browsers write them."""
    form = page.context["form"]
    return {field.name: (field.value() or "").replace("\n", "\r\n") for field in form}


def test_what_is_missing_comes_first_and_all_is_saved_at_once(client_of, moderator, survey):
    client = client_of(moderator)
    page = client.get(address(survey))
    names = [field.name for _wording, field, _text in page.context["pairs"]]
    assert names[-1] == key("B") and len(names) == 6
    assert "What?" in page.text and 'dir="ltr"' in page.text

    filled = sent_back(page) | {key("A"): "Quoi ?", f"survey-{survey.pk}-title": "L’eau"}
    answer = client.post(address(survey), filled)

    assert answer.status_code == 302
    survey.refresh_from_db()
    assert survey.title_fr == "L’eau"
    assert Question.objects.get(code="A").text_fr == "Quoi ?"
    assert AuditEntry.objects.get(verb="translated").facts == {"language": "fr", "texts": 2}
    assert client.post(address(survey), sent_back(client.get(address(survey)))).status_code == 302
    assert AuditEntry.objects.filter(verb="translated").count() == 1, "nothing changed, nothing noted"


def test_two_translators_lose_nothing(client_of, moderator, survey):
    client = client_of(moderator)
    mine, theirs = (sent_back(client.get(address(survey))) for _ in range(2))
    client.post(address(survey), theirs | {key("A"): "Leur texte", key("B"): "Et pourquoi ?"})

    answer = client.post(
        address(survey), mine | {key("A"): "Mon texte", f"survey-{survey.pk}-title": "L’eau"}
    )

    assert answer.status_code == 409
    assert "Leur texte" in answer.text and "Mon texte" in answer.text
    survey.refresh_from_db()
    assert survey.title_fr == "L’eau", "what nobody else touched is saved"
    assert Question.objects.get(code="A").text_fr == "Leur texte"
    assert Question.objects.get(code="B").text_fr == "Et pourquoi ?", "what I left alone stays theirs"
    client.post(address(survey), sent_back(answer))
    assert Question.objects.get(code="A").text_fr == "Mon texte", "saved again, knowingly"


def test_without_the_guard_the_second_overwrites_the_first(client_of, moderator, survey, monkeypatch):
    client = client_of(moderator)
    mine, theirs = (sent_back(client.get(address(survey))) for _ in range(2))
    client.post(address(survey), theirs | {key("A"): "Leur texte"})
    monkeypatch.setattr(
        translating,
        "fingerprint",
        lambda text: json.loads(mine["seen"])[key("A")] if text == "Leur texte" else text,
    )

    client.post(address(survey), mine | {key("A"): "Mon texte"})

    assert Question.objects.get(code="A").text_fr == "Mon texte"


def test_a_text_that_is_too_long_loses_no_other(client_of, moderator, survey):
    client = client_of(moderator)
    filled = sent_back(client.get(address(survey))) | {
        f"survey-{survey.pk}-title": "x" * 201,
        key("A"): "Quoi ?",
    }

    answer = client.post(address(survey), filled)

    assert answer.status_code == 422
    assert "x" * 201 in answer.text and "Quoi ?" in answer.text
    assert Question.objects.get(code="A").text_fr in (None, "")


@pytest.mark.parametrize("seen", ["", "no JSON", "[1]"])
def test_a_page_that_does_not_say_what_it_showed_saves_nothing(client_of, moderator, survey, seen):
    filled = sent_back(client_of(moderator).get(address(survey))) | {"seen": seen, key("A"): "Quoi ?"}

    assert client_of(moderator).post(address(survey), filled).status_code == 422


def test_once_opened_only_what_is_missing_in_other_languages_is_written(client_of, moderator, survey):
    Question.objects.filter(code="A").update(text_es="¿Qué?")
    Survey.objects.filter(pk=survey.pk).update(state="open")
    client = client_of(moderator)

    assert "There is nothing to write here." in client.get(address(survey, "fr")).text
    page = client.get(address(survey, "es"))
    fields = {field.name for field in page.context["form"]}
    assert key("A") not in fields and key("B") in fields
    client.post(address(survey, "es"), sent_back(page) | {key("B"): "¿Por qué?", key("A"): "Otra"})

    assert Question.objects.get(code="B").text_es == "¿Por qué?"
    assert Question.objects.get(code="A").text_es == "¿Qué?"


def test_the_action_itself_refuses_to_change_what_people_were_asked(moderator, survey):
    from surveys.outline import fingerprint
    from upr_portal.states import WrongState

    Survey.objects.filter(pk=survey.pk).update(state="open")

    for language, code in [("fr", "A"), ("fr", "B"), ("en", "A")]:
        standing = getattr(Question.objects.get(code=code), f"text_{language}") or ""
        with pytest.raises(WrongState):
            texts = {key(code): (fingerprint(standing), "Other")}
            actions.translate_survey(survey, language, texts, by=moderator)


def test_a_language_that_does_not_exist_is_not_found(client_of, moderator, survey):
    assert client_of(moderator).get(address(survey, "xx")).status_code == 404


def test_after_the_last_text_a_language_is_complete(client_of, moderator, survey):
    client = client_of(moderator)
    page = client.get(address(survey))
    client.post(address(survey), {name: text or "Texte" for name, text in sent_back(page).items()})

    assert Outline(Survey.objects.get(pk=survey.pk)).missing("fr") == []


def test_the_workbench_names_the_languages_in_which_something_is_missing(client_of, moderator):
    survey = SurveyFactory(languages=["en", "fr", "zh-hans"])
    QuestionFactory(section=SectionFactory(survey=survey), code="Q1")

    page = client_of(moderator).get(reverse("surveys:making", args=[survey.slug])).content.decode()

    names = '<span lang="fr" dir="ltr">Français</span> · <span lang="zh-hans" dir="ltr">中文</span>'
    assert f"Missing in: {names}" in page
