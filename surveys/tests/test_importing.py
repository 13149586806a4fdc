"""Questionnaires become drafts: on the command line and in the browser."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from surveys.actions import forget_old_definitions, import_survey, keep_definition, open_survey
from surveys.actions.surveys import what_is_missing
from surveys.definitions.families import read_definition
from surveys.definitions.slugs import free_slug
from surveys.definitions.words import in_words
from surveys.definitions.writing import written_as
from surveys.models import PendingDefinition, Survey
from surveys.questionnaires import questionnaire_of, questionnaires, read_questionnaire
from surveys.tests.definition_files import listed, xlsform
from surveys.tests.factories import SurveyFactory

ROWS = [
    {"type": "select_one fruit", "name": "f", "label": "Which fruit?"},
    {"type": "text", "name": "w", "label": "Why?", "relevant": "${f} = 'pear'"},
    {"type": "geopoint", "name": "g", "label": "Where?"},
]
FORM = xlsform(ROWS, listed("fruit", "apple", "pear"), {"form_title": "Fruit <b>now</b>"})
BROKEN = xlsform([{"type": "calculate", "name": "c", "calculation": "1"}])


def made(reading: dict, slug: str = "made") -> Survey:
    now = timezone.now()
    return import_survey(
        reading, slug=slug, asked_by="We", opens=now, closes=now + timedelta(days=1), by=None
    )


def printed(capsys, *words: str) -> dict:
    call_command("import_survey", *words, "--json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "anything"
    path.write_bytes(FORM)
    return str(path)


# Commands -----------------------------------------------------------------------------------------


def test_the_command_makes_a_draft_and_tells_all_of_it(db, capsys, file):
    told = printed(capsys, file)

    survey = Survey.objects.get(slug=told["slug"])
    assert (survey.slug, survey.state, survey.title_en) == ("fruit-now", Survey.State.DRAFT, "Fruit now")
    assert told["family"] == "xlsform"
    assert [(one["code"], one["kind"], one["languages"]) for one in told["questions"]] == [
        ("f", "single", ["en"]),
        ("w", "short_text", ["en"]),
    ]
    assert told["questions"][1]["shown_if"] == {"question": "f", "equals": "pear"}
    assert told["not_understood"][0]["what"] == "geopoint"
    # What a file of another program does not say is left to the moderator.
    assert what_is_missing(survey) == [
        "1 text is missing in English. Write it, or do not offer this language.",
        "Say who answers questions about the survey.",
    ]
    assert AuditEntry.objects.filter(verb="imported").count() == 1


def test_a_dry_run_saves_nothing(db, capsys, file):
    assert printed(capsys, file, "--dry-run")["slug"] is None
    assert not Survey.objects.exists()


def test_without_json_the_command_speaks_in_lines(db, capsys, file):
    call_command("import_survey", file, "--dry-run")

    assert "xlsform: 2 questions in 2 sections, in en" in capsys.readouterr().out


def test_a_name_that_is_taken_and_a_file_that_is_none_are_refused(db, tmp_path, file):
    SurveyFactory(slug="taken")
    broken = tmp_path / "broken"
    broken.write_bytes(BROKEN)

    with pytest.raises(CommandError, match="There is a survey taken already"):
        call_command("import_survey", file, "--slug", "taken")
    with pytest.raises(CommandError, match="only: calculate"):
        call_command("import_survey", str(broken))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_survey", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("format", ["xlsform", "json"])
@pytest.mark.parametrize("name", questionnaires())
def test_a_survey_goes_out_and_comes_back_the_same(db, tmp_path, capsys, format, name):
    survey = made(read_definition(json.dumps(read_questionnaire(name)).encode(), language="en"))
    path = tmp_path / "file"

    call_command("export_survey", "made", "--format", format, "--output", str(path))
    capsys.readouterr()
    told = printed(capsys, str(path), "--slug", "again")

    assert told["not_understood"] == []
    assert questionnaire_of(Survey.objects.get(slug="again")) == questionnaire_of(survey)


def test_exporting_a_survey_that_is_not_there_names_those_that_are(db):
    SurveyFactory(slug="here")

    with pytest.raises(CommandError, match="There are: here"):
        call_command("export_survey", "nowhere", "--format", "json")


@pytest.mark.parametrize("name", questionnaires())
def test_a_shipped_questionnaire_can_be_opened_as_it_is(name, moderator, private_key, reference):
    survey = made(read_definition(json.dumps(read_questionnaire(name)).encode(), language="en"))
    survey.contact = "An office, office@example.org"
    survey.save()

    assert what_is_missing(survey) == []
    open_survey(survey, by=moderator)


@pytest.mark.parametrize("name", ["post_review", "mid_term"])
def test_the_shipped_questionnaires_are_short_sections_in_four_languages(name):
    data = read_questionnaire(name)
    sections = data["sections"]

    assert 12 <= sum(len(section["questions"]) for section in sections) <= 18
    assert {3 <= len(section["questions"]) <= 5 for section in sections} == {True}
    for section in sections:
        for question in section["questions"]:
            said = [question["text"], *(choice["label"] for choice in question.get("choices", []))]
            assert all(set(text) == {"en", "fr", "es", "ar"} for text in said)


def test_nothing_of_a_draft_stays_where_one_part_cannot_be_kept(db):
    reading = read_definition(FORM, language="en")
    reading["sections"][1]["questions"][0]["kind"] = "hologram"

    with pytest.raises(ValidationError, match="hologram"):
        made(reading)
    assert not Survey.objects.exists()


def test_a_name_in_the_address_is_made_of_the_title_and_is_free(db):
    SurveyFactory(slug="import-2")

    assert free_slug({"en": "Import"}) == "import-3"
    assert free_slug({"ar": "استبيان"}) == "survey"


# In the browser -----------------------------------------------------------------------------------

UPLOAD, CONFIRM = "surveys:import_survey", "surveys:confirm_import"


def send(client, content: bytes, **more):
    data = {"file": SimpleUploadedFile("form.xlsx", content), "language": "en", **more}
    return client.post(reverse(UPLOAD), data)


def confirmation(client, **more) -> dict:
    form = client.get(reverse(CONFIRM)).context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: str(value) for name, value in data.items()} | {"asked_by": "We"} | more


def test_a_file_is_shown_then_confirmed_then_a_draft(client_of, moderator):
    client = client_of(moderator)

    assert send(client, FORM).status_code == 302
    page = client.get(reverse(CONFIRM)).text
    assert not Survey.objects.exists()
    for said in ("Which fruit?", "Label pear", "f is “pear”", "geopoint", "2 questions", "Español"):
        assert said in page, said
    answer = client.post(reverse(CONFIRM), confirmation(client))

    survey = Survey.objects.get()
    assert answer["Location"] == f"{survey.get_absolute_url()}making/"
    assert (survey.state, survey.questions.count(), survey.asked_by) == (Survey.State.DRAFT, 2, "We")
    assert not PendingDefinition.objects.exists()


def test_a_shipped_questionnaire_is_a_beginning_too(client_of, moderator):
    client = client_of(moderator)

    client.post(reverse(UPLOAD), {"language": "en", "template": "mid_term"})
    client.post(reverse(CONFIRM), confirmation(client, slug="half-way"))

    assert Survey.objects.get(slug="half-way").questions.count() == 17


@pytest.mark.parametrize(
    ("content", "template", "says"),
    [
        (BROKEN, "", "only: calculate"),
        (b"", "", "The file is empty"),
        (None, "", "Choose either a file"),
        (FORM, "mid_term", "Choose either a file"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(client_of, moderator, content, template, says):
    files = {} if content is None else {"file": SimpleUploadedFile("form", content)}

    answer = client_of(moderator).post(reverse(UPLOAD), {"language": "en", "template": template} | files)

    assert answer.status_code == 422
    assert says in answer.text
    assert not PendingDefinition.objects.exists()


def test_nothing_is_lost_where_the_confirmation_is_wrong(client_of, moderator):
    client = client_of(moderator)
    SurveyFactory(slug="taken")
    send(client, FORM)

    wrong = confirmation(client, slug="taken", closes="2020-01-01")
    answer = client.post(reverse(CONFIRM), wrong)

    assert answer.status_code == 422
    assert "Another survey has this name" in answer.text
    assert "must not be before" in answer.text
    assert "Which fruit?" in answer.text
    assert client.post(reverse(CONFIRM), confirmation(client)).status_code == 302


def test_only_what_was_shown_is_confirmed(client_of, moderator):
    client = client_of(moderator)
    send(client, FORM)
    shown = confirmation(client)
    send(client, FORM)

    assert client.post(reverse(CONFIRM), shown).status_code == 409
    assert not Survey.objects.exists()


def test_each_moderator_has_a_reading_of_their_own_for_a_day(client_of, moderator):
    send(client_of(moderator), FORM)
    other = UserFactory(moderator=True)

    assert client_of(other).get(reverse(CONFIRM)).status_code == 302
    assert forget_old_definitions() == 0
    PendingDefinition.objects.update(read_at=timezone.now() - timedelta(hours=25))
    assert forget_old_definitions() == 1


def test_the_page_of_a_survey_offers_its_questions_to_moderators(client, client_of, moderator):
    survey = made(read_definition(FORM, language="en"))
    Survey.objects.update(state=Survey.State.OPEN)
    moderators = client_of(moderator)

    assert "questions.xlsx" in moderators.get(survey.get_absolute_url()).text
    assert "questions.xlsx" not in client.get(survey.get_absolute_url()).text
    assert reverse(UPLOAD) in moderators.get(reverse("surveys:index")).text
    assert reverse(UPLOAD) not in client.get(reverse("surveys:index")).text
    answer = moderators.get(reverse("surveys:as_json", args=[survey.slug]))
    assert answer.content == written_as("json", survey)
    assert answer["Content-Disposition"] == 'attachment; filename="made.json"'
    workbook = moderators.get(reverse("surveys:as_xlsform", args=[survey.slug])).content
    assert read_definition(workbook, language="en")["sections"] == questionnaire_of(survey)["sections"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_preview_costs_the_same_queries_however_much_was_read(
    client_of, moderator, django_assert_max_num_queries, size
):
    client = client_of(moderator)
    client.get(reverse("surveys:index"))
    rows = [{"type": "text", "name": f"q{number}", "label": "Q"} for number in range(size)]
    keep_definition(read_definition(xlsform(rows), language="en"), by=moderator)

    with django_assert_max_num_queries(6):
        assert client.get(reverse(CONFIRM)).status_code == 200


def test_conditions_are_shown_in_words():
    tree = {
        "all": [
            {"question": "a", "answered": True},
            {"any": [{"not": {"question": "b", "equals": "x"}}, {"question": "c", "includes": "y"}]},
        ]
    }

    assert in_words(tree) == "a is answered and (not (b is “x”) or “y” is among the answers to c)"
