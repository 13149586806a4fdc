"""Redis is away: people read, answer and register; nobody guesses passwords uncounted; /readyz is red."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError

from accounts.models import Letter
from accounts.tests.factories import PASSWORD, UserFactory
from consultations.models import Registration
from consultations.tests.factories import DayFactory
from surveys.models import Response
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from upr_portal.celery import app
from upr_portal.health import sign_of_life

NOBODY = "/no/such/redis.sock"
SIGN_IN = {"login": "ann@example.org", "password": PASSWORD}
pytestmark = pytest.mark.django_db


@pytest.fixture
def redis_is_away(settings, monkeypatch):
    """Cache and broker lead to a socket behind which nobody is; what was said before is there again later."""
    sign_of_life()
    present = settings.CACHES
    settings.CACHES = {"default": {**present["default"], "LOCATION": f"unix://{NOBODY}"}}
    with app.connection_for_write(f"redis+socket://{NOBODY}") as broker:
        # Connections that are open already are set aside for the while, not used.
        monkeypatch.setattr(app, "_pool", None)
        monkeypatch.setattr(app.amqp, "_producer_pool", None)
        monkeypatch.setattr(app, "connection_for_write", lambda *args, **options: broker.clone())
        yield
    settings.CACHES = present


@pytest.mark.parametrize("path", ["", "surveys/", "consultations/", "recommendations/", "reports/", "about/"])
def test_public_pages_are_read(client, redis_is_away, path):
    assert client.get(f"/en/{path}").status_code == 200


def test_a_survey_is_answered(client, redis_is_away):
    survey = SurveyFactory(open=True)
    question = QuestionFactory(section=SectionFactory(survey=survey))
    client.post(f"/en/surveys/{survey.slug}/1/", {question.code: "Too late"})

    sent = client.post(f"/en/surveys/{survey.slug}/check/", follow=True)

    assert "Your reference:" in sent.text
    assert Response.objects.get().answers.get().value == {"text": "Too late"}


def test_somebody_registers_and_the_letter_waits_for_the_clock(
    client, redis_is_away, django_capture_on_commit_callbacks, caplog
):
    newcomer = {
        "name": "Lerato M.",
        "email": "lerato@example.org",
        "stakeholder_kind": "national-ngo",
        "mode": "online",
        "is_under_18": "no",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(DayFactory().event.address_of("register"), newcomer, follow=True)

    assert answer.status_code == 200
    assert Registration.objects.get().email == "lerato@example.org"
    assert Letter.objects.get().state == Letter.State.WAITING
    assert "waits for the clock" in caplog.text


def test_who_is_signed_in_stays_so(client_of, redis_is_away):
    assert client_of(UserFactory()).get(reverse("accounts:home")).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_what_must_be_counted_is_refused_in_words(client, redis_is_away, name):
    UserFactory(email="ann@example.org")
    sent = {**SIGN_IN, "name": "Bo", "email": "bo@example.org", "password1": PASSWORD}

    form, answer = client.get(reverse(name)), client.post(reverse(name), sent)

    assert form.status_code == 200
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "try again in a few minutes" in answer.text


def test_the_same_password_signs_in_while_redis_is_there(client):
    UserFactory(email="ann@example.org")

    assert client.post(reverse("account_login"), SIGN_IN).status_code == 302


def test_the_portal_says_that_it_is_not_ready(client, redis_is_away):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["jobs"] == "no sign of life from worker and clock yet"


def test_with_the_cache_of_django_the_front_page_would_break(client, redis_is_away, settings):
    """The control: the socket is dead indeed, and it is our cache that makes the difference."""
    settings.CACHES = {
        "default": {
            **settings.CACHES["default"],
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
        }
    }

    with pytest.raises(ConnectionError):
        cache.get("anything")
    assert client.get("/en/").status_code == 503
