import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "SECRET_KEY": "q8#Jw" * 12,
    "DJANGO_SETTINGS_MODULE": "upr_portal.settings",
}


def check_deploy(**changes):
    # What the tests allow themselves is not production's.
    ours = {name: word for name, word in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**ours, **PRODUCTION, **changes},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check():
    checked = check_deploy()

    assert checked.returncode == 0, checked.stderr


def test_the_deployment_check_sees_a_portal_without_https():
    assert check_deploy(SITE_URL="http://portal.example.org").returncode == 1


@pytest.mark.django_db
def test_public_pages_allow_no_inline_script_no_inline_style_and_no_third_party(client):
    policy = client.get("/en/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_the_admin_alone_has_a_wider_policy_and_still_no_third_party(client):
    policy = client.get("/en/admin/").headers["Content-Security-Policy"]

    assert "'unsafe-eval'" in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/en/").headers

    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
