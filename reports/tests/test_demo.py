"""`manage.py seed_demo`: once, whole, and only for the eyes of the installation's owner."""

import json
import stat
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.models import User
from consultations.models import Consultation
from recommendations.models import Recommendation
from reports.backing import backing_of
from reports.models import ExcerptTranslation, PrintedProposal, Proposal, Rendering, Report
from reports.sections import facts_now
from surveys.models import Response, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def counts() -> dict[str, int]:
    models = (User, Recommendation, Survey, Response, Consultation, Report, Rendering)
    return {model.__name__: model.objects.count() for model in models}


def test_the_demonstration_is_loaded_once_with_all_its_parts(data_dir, capsys):
    call_command("seed_demo")
    first = counts()

    call_command("seed_demo")

    assert counts() == first
    assert "there already" in capsys.readouterr().out
    assert first["Consultation"] == first["Survey"] == 2
    assert first["Recommendation"] >= 2500 and first["Response"] > 123
    assert Rendering.objects.filter(state="queued").count() == 12
    assert all(Consultation.objects.values_list("is_generated", flat=True))


def borrowed_texts(facts, language: str) -> Iterator[str]:
    """Texts among the facts of a report that are written in another language."""
    if isinstance(facts, dict) and {"text", "language"} <= set(facts):
        if facts["language"] != language:
            yield facts["text"]
    elif isinstance(facts, dict | list):
        for part in facts.values() if isinstance(facts, dict) else facts:
            yield from borrowed_texts(part, language)


def test_its_report_borrows_no_text_from_another_language(data_dir):
    call_command("seed_demo")
    report = Report.objects.get(kind="outcome")

    borrowed = {}
    for language in [*report.languages, "ru"]:
        with translation.override(language):
            borrowed[language] = list(borrowed_texts(facts_now(report), language))

    assert report.languages == ["en", "fr", "es", "ar"]
    assert [borrowed[language] for language in report.languages] == [[], [], [], []]
    assert len(borrowed["ru"]) > 50


def test_excerpts_stand_behind_its_proposals_and_are_told_by_kind_and_region(data_dir):
    call_command("seed_demo")
    consultation = Report.objects.get(kind="outcome").consultation

    found = backing_of(consultation)
    told = [one.answers for one in found.proposals.values() if one.answers.total.count]

    assert len(told) == 6 and any(one.by_kind or one.by_region for one in told)
    assert any(one.notes for one in found.proposals.values())
    assert {excerpt.language for excerpt in consultation.excerpts.all()} >= {"en", "fr", "es"}
    of_answers = consultation.excerpts.quotable().filter(answer__isnull=False).with_sources()
    assert {excerpt.shown_level for excerpt in of_answers} == {"anonymous"}
    assert Survey.objects.filter(answers_may_be_quoted=True).count() == 1
    assert ExcerptTranslation.objects.count() == 4


def test_its_report_prints_the_key_issues_and_proposals(data_dir):
    call_command("seed_demo")
    consultation = Report.objects.get(kind="outcome").consultation

    printed = PrintedProposal.objects.newest().filter(key_issue__report__consultation=consultation)

    told = Proposal.objects.filter(key_issue__consultation=consultation)
    assert {str(one) for one in printed} == {str(one) for one in told} != set()


def test_its_sign_ins_work_and_only_the_owner_reads_them(data_dir, client):
    call_command("seed_demo")

    file = data_dir / "demo-signins.json"
    sign_ins = json.loads(file.read_text())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [sign_in["role"] for sign_in in sign_ins] == ["moderator", "CSO", "NHRI"]
    assert [bool(sign_in["totp_secret"]) for sign_in in sign_ins] == [True, False, False]
    for sign_in in sign_ins:
        assert User.objects.get(email=sign_in["email"]).check_password(sign_in["password"])


def test_if_the_sign_ins_cannot_be_written_nothing_is_loaded(data_dir):
    (data_dir / "demo-signins.part").mkdir()

    with pytest.raises(OSError):
        call_command("seed_demo")

    assert not Report.objects.exists()
