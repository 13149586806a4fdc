import time

import pytest
from django.core.cache import cache

from upr_portal import health
from upr_portal.celery import app


@pytest.fixture
def signs():
    """Every worker has just been heard of."""
    health.sign_of_life()
    health.sign_of_life_of_paper()


def test_the_web_process_says_it_is_alive_without_asking_the_database(client):
    # No django_db mark: a query would raise.
    assert client.get("/healthz").json() == {"ok": True}


@pytest.mark.django_db
def test_ready_means_database_jobs_and_disk(client, signs):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ok": True, "database": "ok", "jobs": "ok", "paper": "ok", "disk": "ok"}


@pytest.mark.django_db
def test_a_silent_worker_or_clock_is_seen(client):
    cache.set(health.SIGN, time.time() - health.SIGN_IS_OLD_AFTER - 1)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "silent" in response.json()["jobs"]


@pytest.mark.django_db
def test_a_sign_from_before_a_restart_says_nothing_of_today(client, signs, monkeypatch):
    assert client.get("/readyz").status_code == 200

    monkeypatch.setattr(health, "STARTED", time.time() + 1)

    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_long_silent_worker_of_pdfs_is_seen_and_one_at_a_long_pdf_is_not(client, monkeypatch):
    health.sign_of_life()
    monkeypatch.setattr(health, "STARTED", time.time() - 10)
    assert client.get("/readyz").json()["paper"] == "ok"

    monkeypatch.setattr(health, "STARTED", time.time() - health.PAPER_IS_SILENT_AFTER - 1)
    assert "worker of PDFs silent" in client.get("/readyz").json()["paper"]

    health.sign_of_life_of_paper()
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("job", "queue"),
    [
        ("reports.pdf.render", "paper"),
        ("upr_portal.health.sign_of_life_of_paper", "paper"),
        ("upr_portal.health.sign_of_life", "celery"),
        ("accounts.emails.deliver", "celery"),
    ],
)
def test_nothing_waits_behind_a_pdf_but_pdfs(job, queue):
    assert job in app.tasks

    found = app.amqp.router.route({}, job)["queue"]

    assert (found.name, found.routing_key) == (queue, queue)


@pytest.mark.django_db
def test_a_check_that_breaks_is_a_finding_and_no_crash(client, settings):
    health.sign_of_life()
    settings.DATA_DIR = "/no/such/folder"

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["disk"] == "failed: FileNotFoundError"
