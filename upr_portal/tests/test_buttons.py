"""Who comes to the address of a button without pressing it reads what to do."""

import pytest
from django.urls import reverse

from consultations.tests.factories import ConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def button(moderator):
    return reverse("consultations:publish", args=[ConsultationFactory(state="draft").slug])


def test_the_address_of_a_button_says_what_to_do(client_of, moderator, button):
    answer = client_of(moderator).get(button)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "press it once more" in answer.text


def test_without_the_guard_there_is_an_empty_page(client_of, moderator, button, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SayItTakesAButton" not in name]

    assert client_of(moderator).get(button).content == b""


def test_other_methods_are_answered_as_before(client_of, moderator, button):
    assert client_of(moderator).put(button).content == b""
