"""What allauth does our way: letters through the outbox, secrets encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from accounts import outbox
from accounts.audit import record
from accounts.models import User
from accounts.names import plain_name

# Letters that whoever types an address causes; the others tell people of what happened to their account.
CAUSED_BY_ANYBODY = {
    "account/email_confirmation",
    "account/email_confirmation_signup",
    "account/account_already_exists",
    "account/unknown_account",
    "account/password_reset_key",
}


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post allauth's letter from our own text, in the reader's language.

        Our templates make their links of `key` and `uid` and our own address, never of the Host header.
        """
        template = template_prefix.replace("/email/", "/")
        person = self.reader_of(email, context)
        said = {
            "to": email,  # not always the person's: it may be one they want to have, or had
            "language": person.language if person else get_language(),
            "reader": person,
            **{name: context[name] for name in ("key", "uid") if name in context},
        }
        if template in CAUSED_BY_ANYBODY:
            outbox.post_to_stranger(template, kind="account", secret=True, **said)
        else:
            outbox.post(template, key=f"{template}:{email}:{timezone.now().isoformat()}"[:200], **said)

    def reader_of(self, email: str, context: dict[str, Any]) -> User | None:
        known = context.get("user")
        if known is None:
            address = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
            known = address and address.user
        return known

    def send_account_already_exists_mail(self, email: str) -> None:
        """Take as long as for a new account, whose password is hashed."""
        make_password(get_random_string(20))
        super().send_account_already_exists_mail(email)

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:
        """A new person has a harmless name and reads the language of the page."""
        user.name = plain_name(form.cleaned_data.get("name", ""), longest=100)
        user.language = get_language()
        user = super().save_user(request, user, form, commit)
        if commit:
            record(user, "signed up", user)
        return user


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps are not readable in the database or its backups."""

    def encrypt(self, text: str) -> str:
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(encrypted_text.encode()).decode()


def vault() -> Fernet:
    """A key for second factors alone, made of the portal's secret key."""
    digest = hashlib.sha256(f"second factors:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
