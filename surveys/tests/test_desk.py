"""The moderators' desk for surveys, where it is more than a list."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import AuditEntry
from surveys.models import Choice, ContactOptIn, Question, Section, Survey
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory

ADDRESS = "ann@example.org"


def test_a_contact_that_is_taken_out_is_named_nowhere_any_more(client_of, moderator):
    contact = ContactOptIn.objects.create(survey=SurveyFactory(), email=ADDRESS, name="Ann")
    one = reverse("admin:surveys_contactoptin_delete", args=[contact.pk])

    client_of(moderator).post(one, {"post": "yes"})

    assert not ContactOptIn.objects.exists()
    assert not LogEntry.objects.exists(), "Django's history keeps what a row was called"
    entry = AuditEntry.objects.get(verb="deleted")
    assert (entry.thing_key, entry.facts) == (str(contact.pk), {})


def test_several_contacts_are_taken_out_in_the_same_way(client_of, moderator):
    survey = SurveyFactory()
    for name in ("ann", "bo"):
        ContactOptIn.objects.create(survey=survey, email=f"{name}@example.org")
    chosen = {
        "action": "delete_selected",
        "_selected_action": ContactOptIn.objects.values_list("pk", flat=True),
    }

    client_of(moderator).post(reverse("admin:surveys_contactoptin_changelist"), {**chosen, "post": "yes"})

    assert not ContactOptIn.objects.exists() and not LogEntry.objects.exists()
    assert AuditEntry.objects.filter(verb="deleted").count() == 2


def test_choices_are_reached_from_their_question_not_from_the_sidebar(client_of, moderator):
    shown = client_of(moderator).get(reverse("admin:surveys_question_changelist")).text

    assert reverse("admin:surveys_section_changelist") in shown
    assert reverse("admin:surveys_choice_changelist") not in shown


def test_the_desk_says_whose_time_it_shows(client_of, moderator):
    survey = SurveyFactory()

    shown = client_of(moderator).get(reverse("admin:surveys_survey_change", args=[survey.pk])).text

    assert len(re.findall(r">\s*Geneva time\.\s*<", shown)) == 2, "beside the first and the last moment"
    assert "All times are Geneva time." in shown


def test_the_desk_names_no_survey_as_an_address_of_ours(client_of, moderator):
    survey = SurveyFactory()
    address = reverse("admin:surveys_survey_change", args=[survey.pk])

    shown = client_of(moderator).post(address, {"slug": "desk"})

    assert "This name is not free" in shown.text and survey.slug == Survey.objects.get().slug


NO_ROWS = {
    f"{inline}-{number}_FORMS": 0 for inline in ("questions", "choices") for number in ("TOTAL", "INITIAL")
}


@pytest.mark.parametrize(("state", "more"), [({}, 1), ({"open": True}, 0), ({"closed": True}, 0)])
@pytest.mark.parametrize("model", [Section, Question, Choice])
def test_questions_come_into_drafts_only(client_of, moderator, model, state, more):
    section = SectionFactory(survey=SurveyFactory(**state))
    question = QuestionFactory(section=section, kind="single")
    new = {
        Section: {"survey": section.survey.pk, "title_en": "New"},
        Question: {
            "section": section.pk,
            "code": "N",
            "kind": "text",
            "text_en": "New?",
            "sensitivity": "normal",
        },
        Choice: {"question": question.pk, "code": "n", "label_en": "New"},
    }[model]
    before, add = model.objects.count(), reverse(f"admin:surveys_{model._meta.model_name}_add")

    client_of(moderator).post(add, {**new, "position": 9, **NO_ROWS})

    assert model.objects.count() == before + more
