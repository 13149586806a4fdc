"""What the sentence above a list says, by wordings that are data."""

import csv
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from recommendations.documents.lead_ins import match_lead_in, qualifier_in
from recommendations.documents.lists import LeadInWording, Lists
from recommendations.models import LeadIn
from recommendations.tests.reports import LISTS, WORDINGS
from upr_portal.languages import language_choices


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        (
            "The recommendations listed below have been examined by Ghana and enjoy the support of Ghana:",
            "supported",
        ),
        ("The recommendations below did not enjoy the support of the Kingdom of Ghana:", "noted"),
        ("The following recommendations have been examined by Ghana and have been noted by Ghana:", "noted"),
        ("Ghana considers that the recommendations below cannot be accepted:", "noted"),
        ("Ghana partially supports the following recommendations:", "noted"),
        (
            "The following recommendations will be examined by Ghana, which will provide responses:",
            "pending",
        ),
        ("The response of Ghana to these recommendations will be included in the outcome report:", "pending"),
        ("In the course of the discussion, the following recommendations were made to Ghana:", "unclear"),
        ("Ghana considers the recommendations below already implemented:", "unclear"),
        ("The following enjoy the support of Ghana, which considers them already implemented:", "supported"),
        ("All conclusions and/or recommendations contained in the present report reflect …", "end"),
        ("Voluntary pledges and commitments", "pledges"),
        ("A sentence of another kind:", ""),
    ],
)
def test_a_sentence_says_what_its_longest_wording_says(sentence, meaning):
    assert match_lead_in(sentence, LISTS, "en").meaning == meaning


@pytest.mark.parametrize(
    ("language", "sentence", "meaning"),
    [
        (
            "fr",
            "Les recommandations ci-après ont été examinées par le Ghana et recueillent son adhésion :",
            "supported",
        ),
        ("fr", "Les recommandations ci-après n’ont pas recueilli l’adhésion du Ghana :", "noted"),
        ("fr", "Le Ghana a pris note des recommandations suivantes :", "noted"),
        (
            "fr",
            "Les recommandations ci-après seront examinées par le Ghana, qui y répondra en temps voulu :",
            "pending",
        ),
        ("fr", "Toutes les conclusions et/ou recommandations figurant dans le présent rapport", "end"),
        ("es", "Ghana dio su apoyo a las que figuran a continuación:", "supported"),
        ("es", "Ghana no dio su apoyo a las recomendaciones que figuran a continuación:", "noted"),
        (
            "es",
            "Ghana examinará las siguientes recomendaciones y les dará respuesta a su debido tiempo:",
            "pending",
        ),
        ("ar", "التوصيات التالية تحظى بتأييد غانا:", "supported"),
        ("ar", "التوصيات التالية لم تحظ بتأييد غانا:", "noted"),
        ("ru", "Следующие рекомендации пользуются поддержкой Ганы:", "supported"),
        ("ru", "Следующие рекомендации не пользуются поддержкой Ганы:", "noted"),
        ("zh-hans", "下列建议得到加纳的支持：", "supported"),
        ("zh-hans", "下列建议未得到加纳的支持：", "noted"),
    ],
)
def test_other_languages_have_wordings_of_their_own(language, sentence, meaning):
    matched = match_lead_in(sentence, LISTS, language)

    assert (matched.meaning, matched.language) == (meaning, language)


def test_a_sentence_in_another_language_than_expected_is_understood():
    matched = match_lead_in("Ghana no dio su apoyo a las recomendaciones siguientes:", LISTS, "en")

    assert (matched.meaning, matched.language) == ("noted", "es")


def test_two_positions_in_one_sentence_are_unclear():
    sentence = "Some enjoy the support of Ghana, while others will be examined by Ghana:"

    matched = match_lead_in(sentence, LISTS, "en")

    assert matched.meaning == "unclear" and matched.says_more


def test_a_wording_added_by_a_person_counts():
    lists = Lists(lead_ins=[LeadInWording("en", "were warmly * welcomed by", "supported")])

    assert match_lead_in("They were warmly and gladly welcomed by Ghana:", lists, "en").meaning == "supported"
    assert not match_lead_in("They were welcomed by Ghana:", lists, "en").meaning


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("considers them as already implemented", "implemented"),
        ("ya se han aplicado o se están aplicando", "implemented"),
        ("supports in part", "in-part"),
        ("in particular", ""),
        ("accepte en principe", "in-principle"),
    ],
)
def test_qualifiers_are_found(sentence, qualifier):
    assert qualifier_in(sentence) == qualifier


def test_every_wording_of_ours_is_understood_by_itself():
    """Some say two things by accident of words; none may say another position than its own."""
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    wrong = [
        row["wording"]
        for row in rows
        if match_lead_in(row["wording"].replace("*", "Ghana"), LISTS, row["language"]).meaning
        != row["meaning"]
    ]

    assert wrong == []
    assert {row["language"] for row in rows} == {code for code, _name in language_choices()}
    assert all(row["source"] and len(row["wording"]) <= 300 for row in rows)


@pytest.mark.django_db
def test_missing_wordings_are_loaded_and_those_of_people_are_kept():
    migration = import_module("recommendations.migrations.0004_lead_ins")
    changed = LeadIn.objects.get(language="en", wording="enjoy the support of")
    LeadIn.objects.filter(pk=changed.pk).update(meaning="unclear", source="seen elsewhere")
    LeadIn.objects.get(language="es", wording="dio su apoyo").delete()

    with connection.schema_editor() as schema_editor:
        migration.add_missing_wordings(apps, schema_editor)

    changed.refresh_from_db()
    assert (changed.meaning, changed.source) == ("unclear", "seen elsewhere")
    assert LeadIn.objects.filter(language="es", wording="dio su apoyo").count() == 1
    assert len(Lists.load().wordings("en")) == LeadIn.objects.filter(language="en").count()
