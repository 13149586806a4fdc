"""What is said about reprisals can be read by the safeguarding officers, and by nothing on the server."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.transaction import atomic

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from surveys.actions import add_safeguarding_key, close_survey, export_sealed_answers, receive_answers
from surveys.models import Answer, Question, Response, SealedAnswer
from surveys.sealing import seal_letter
from surveys.tests.factories import officers_key, shipped_survey

TOOL = Path(__file__).parents[2] / "deploy" / "open_sealed_answers.py"
SECRET = "They took my passport"
REPRISAL = {"choices": ["yes"], "comment": SECRET}


def whole_database() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(encode(t::text::bytea, 'escape'), ' ') FROM \"{table}\" t")
            found.append(cursor.fetchone()[0] or "")
    return " ".join(found)


def tool(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, str(TOOL), *words], capture_output=True, text=True)


def key_file(folder: Path, private_key) -> str:
    path = folder / "officer.key"
    path.write_text(base64.b64encode(bytes(private_key)).decode())
    return str(path)


def test_the_officer_reads_what_the_server_cannot(survey, moderator, private_key, tmp_path):
    receive_answers(survey, values={"Q19": REPRISAL}, language="en")
    receive_answers(survey, values={}, language="en")
    close_survey(survey, by=moderator)
    export = tmp_path / "export.sealed"
    export.write_text(export_sealed_answers(survey, by=moderator))

    opened = tool("open", key_file(tmp_path, private_key), str(export))

    letters = [json.loads(line)["answers"] for line in opened.stdout.splitlines()]
    assert sorted(letters, key=len) == [{}, {"Q19": REPRISAL}]
    assert SECRET not in whole_database()
    assert SECRET.encode().hex() not in whole_database()  # as the database writes bytes
    assert base64.b64encode(bytes(private_key)).decode() not in whole_database()


def test_the_control_an_answer_kept_in_the_clear_would_be_found(survey):
    values = {"Q18": {"text": SECRET}}

    receive_answers(survey, values=values, language="en")

    assert SECRET in whole_database()


def test_another_key_opens_nothing_and_the_tool_says_so(survey, moderator, tmp_path):
    receive_answers(survey, values={"Q19": REPRISAL}, language="en")
    close_survey(survey, by=moderator)
    export = tmp_path / "export.sealed"
    export.write_text(export_sealed_answers(survey, by=moderator))
    assert "public key" in tool("new-key", str(tmp_path / "other.key")).stdout

    opened = tool("open", str(tmp_path / "other.key"), str(export))

    assert opened.returncode == 1
    assert "was not sealed to the key" in opened.stderr


def test_the_database_refuses_an_answer_that_must_be_sealed_or_detached(survey):
    response = Response.objects.create(survey=survey, language="en")
    for code in ("Q19", "Q20"):
        question = Question.objects.get(code=code)
        with pytest.raises(IntegrityError), atomic():
            Answer.objects.create(response=response, question=question, value=REPRISAL, language="en")


def test_all_letters_have_one_size_and_every_sheet_leaves_one(survey, moderator):
    receive_answers(survey, values={"Q19": REPRISAL}, language="en")
    receive_answers(survey, values={"Q19": {"choices": ["no"], "comment": "ш" * 2500}}, language="ru")
    receive_answers(survey, values={}, language="en")

    close_survey(survey, by=moderator)

    sizes = {len(bytes(letter)) for letter in SealedAnswer.objects.values_list("letter", flat=True)}
    assert SealedAnswer.objects.count() == 3
    assert len(sizes) == 1


def test_each_officer_can_open_the_same_letter(moderator):
    keys = [officers_key(moderator) for _ in range(2)]
    public = {str(n): base64.b64encode(bytes(key.public_key)).decode() for n, key in enumerate(keys)}

    letter = json.loads(seal_letter({"answers": {}}, public))

    assert set(letter["keys"]) == {"0", "1"}


def test_a_survey_about_reprisals_needs_an_officers_key_before_it_opens(moderator, reference):
    with pytest.raises(ValidationError, match="public key of a safeguarding officer"):
        shipped_survey(moderator)


def test_what_is_no_public_key_is_refused(moderator):
    with pytest.raises(ValidationError):
        add_safeguarding_key("An officer", "AAAA", by=moderator)


@pytest.mark.parametrize(
    ("role", "status"), [("moderator", 403), ("analyst", 403), ("safeguarding_officer", 200)]
)
def test_only_officers_fetch_the_sealed_letters(client_of, survey, role, status):
    answer = client_of(UserFactory(**{role: True})).post(f"/en/surveys/{survey.slug}/sealed/")

    assert answer.status_code == status
    assert AuditEntry.objects.filter(verb="exported sealed answers").exists() is (status == 200)


def test_strangers_are_led_to_the_sign_in(client, survey):
    assert "/accounts/login/" in client.post(f"/en/surveys/{survey.slug}/sealed/").url
