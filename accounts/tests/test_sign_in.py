"""Signing up and in: verified addresses, nothing that tells who has an account, two factors for staff."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.urls import reverse

from accounts.actions import add_second_factor
from accounts.middleware import LONGEST_PAUSE, SEEN
from accounts.models import Letter, User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_UP = {"name": "Ann http://evil.example", "email": "Ann@Example.org", "password1": PASSWORD}


def code_of(secret: str) -> str:
    """What an authenticator app would show now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def link_in(letter: Letter) -> str:
    return re.search(r"http://localhost:8000(/\S+)", letter.body).group(1)


def sign_in(client, person, follow=True):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=follow)


def test_who_signs_up_confirms_the_address_and_reads_the_language_of_the_page(client):
    client.post("/fr/accounts/signup/", SIGN_UP)

    person = User.objects.get()
    assert (person.email, person.name, person.language) == ("ann@example.org", "Ann", "fr")
    letter = Letter.objects.get()
    assert (letter.language, letter.is_secret, letter.to) == ("fr", True, "ann@example.org")
    client.post(link_in(letter))
    assert EmailAddress.objects.get().verified
    assert sign_in(client, person).wsgi_request.user == person


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    person = UserFactory(verified=False)

    response = sign_in(client, person)

    assert not response.wsgi_request.user.is_authenticated
    assert Letter.objects.get().template == "account/email_confirmation"


def test_links_in_letters_do_not_follow_the_host_header(client):
    client.post(
        "/en/accounts/signup/", SIGN_UP, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )

    assert "evil.example" not in Letter.objects.get().body
    assert "http://localhost:8000/en/accounts/confirm-email/" in Letter.objects.get().body


def without_tokens(response) -> tuple:
    return response.status_code, response.headers.get("Location"), response.content


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("account_signup", {"name": "Ann", "password1": PASSWORD}),
        ("account_reset_password", {}),
    ],
)
def test_the_answer_does_not_tell_who_has_an_account(client, page, fields):
    UserFactory(email="known@example.org")

    answers = [
        without_tokens(client.post(reverse(page), {"email": email, **fields}))
        for email in ("known@example.org", "new@example.org")
    ]

    assert answers[0] == answers[1]
    assert Letter.objects.count() == 2  # both readers were written to


class CountingHasher(MD5PasswordHasher):
    """Hashing is what takes time; here it is counted."""

    count = 0

    def encode(self, password, salt):
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("page", ["account_signup", "account_login"])
def test_nor_does_the_time_it_takes(client, settings, page):
    UserFactory(email="known@example.org")
    settings.PASSWORD_HASHERS = ["accounts.tests.test_sign_in.CountingHasher"]
    hashes = []

    for email in ("known@example.org", "new@example.org"):
        CountingHasher.count = 0
        fields = {"name": "Ann", "email": email, "password1": PASSWORD, "login": email, "password": "wrong"}
        client.post(reverse(page), fields)
        hashes.append(CountingHasher.count)

    assert hashes == [1, 1]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    UserFactory(email="known@example.org")

    pages = [
        client.post(reverse("account_login"), {"login": email, "password": "wrong"}).content.decode()
        for email in ("known@example.org", "other@example.org")
    ]

    known, other = (
        re.sub(r'value="[^"]*"', "", page.replace("known@", "x@").replace("other@", "x@")) for page in pages
    )
    assert known == other


def test_guessing_a_password_is_stopped(client):
    person = UserFactory()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})

    response = sign_in(client, person)

    assert not response.wsgi_request.user.is_authenticated


def test_a_new_password_is_chosen_by_a_link_in_a_letter(client):
    person = UserFactory()

    client.post(reverse("account_reset_password"), {"email": person.email})

    page = client.get(link_in(Letter.objects.get()), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    person.refresh_from_db()
    assert person.check_password(PASSWORD + "!")
    assert Letter.objects.filter(template="account/password_reset").exists()


def test_a_new_address_is_asked_to_confirm_and_the_old_one_is_told(client):
    person = UserFactory(email="old@example.org", language="fr")
    sign_in(client, person)

    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    asked = Letter.objects.get()
    assert (asked.to, asked.language, person.name in asked.body) == ("new@example.org", "fr", True)
    client.post(link_in(asked))

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert Letter.objects.get(template="account/email_changed").to == "old@example.org"


def test_letters_of_allauth_go_through_the_outbox_only(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        client.post("/en/accounts/signup/", SIGN_UP)

    assert Letter.objects.count() == 1
    assert mail.outbox == []


def test_staff_without_a_second_factor_are_led_to_set_one_up(client_of):
    client = client_of(UserFactory(staff=True))

    for page in ("accounts:home", "reports:home", "admin:index"):
        assert client.get(reverse(page)).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200


def test_others_need_no_second_factor(client_of):
    assert client_of(UserFactory()).get(reverse("accounts:home")).status_code == 200


def test_staff_pass_with_password_and_code(client):
    person = UserFactory(staff=True)
    secret = add_second_factor(person)

    page = sign_in(client, person)
    assert not page.wsgi_request.user.is_authenticated
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert client.get(reverse("admin:index")).status_code == 200


def test_a_session_that_did_not_use_the_second_factor_is_led_to_use_it(client, moderator):
    client.force_login(moderator)  # a session made without allauth

    response = client.get(reverse("admin:index"))

    assert response.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_after_a_pause_staff_show_the_factor_again_and_lose_nothing_they_wrote(client_of):
    person = UserFactory(staff=True)
    secret = add_second_factor(person)
    client = client_of(person)
    session = client.session
    session[SEEN] = time.time() - LONGEST_PAUSE - 1
    session["account_authentication_methods"] = [{"method": "mfa", "at": session[SEEN]}]
    session.save()

    page = client.post(reverse("accounts:settings"), {"name": "Anna", "language": "en"})
    assert page.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(page.headers["Location"], {"code": code_of(secret), "next": reverse("accounts:settings")})

    person.refresh_from_db()
    assert person.name == "Anna"
    assert client.get(reverse("accounts:home")).status_code == 200


def test_signing_out_clears_the_browser(client_of):
    response = client_of(UserFactory()).post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_staff_set_up_a_second_factor_and_go_on(client):
    person = UserFactory(staff=True)
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert person.has_second_factor
    assert client.get(reverse("admin:index")).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
    assert client.get(reverse("admin:index")).status_code == 200


def test_secrets_of_authenticator_apps_are_not_readable_in_the_database():
    person = UserFactory()

    secret = add_second_factor(person)

    assert secret not in str(Authenticator.objects.get().data)
    assert Authenticator.objects.get().wrap().validate_code(code_of(secret))


def test_the_admin_has_no_log_in_of_its_own(client):
    response = client.get(reverse("admin:login"))

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_admin_is_not_for_those_without_a_role(client_of):
    assert client_of(UserFactory()).get(reverse("admin:index"), follow=True).status_code == 403
