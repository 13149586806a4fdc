"""A report is read before it is published by who has a link, as long as that stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import pdf
from reports.actions.publishing import make_public
from reports.actions.sharing import FORGOTTEN_AFTER, forget_ended_links, set_embargo, share
from reports.models import Rendering, Report, SharedLink
from reports.models.sharing import SharedLinkQuerySet
from reports.tests.factories import RenderingFactory, ReportFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    report = ReportFactory()
    pdf.render(RenderingFactory(report=report, version=1, format="html").pk)
    return report


@pytest.fixture
def addresses(report, moderator):
    """The page and the file behind a new link."""
    expires_at = timezone.now() + timedelta(days=14)
    token = share(report, for_whom="facilitators", expires_at=expires_at, by=moderator)
    return [
        reverse("reports:shared", args=[token]),
        reverse("reports:shared_file", args=[token, "en", "html"]),
    ]


def found(client, addresses) -> list[int]:
    return [client.get(address).status_code for address in addresses]


def test_who_has_the_link_reads_page_and_file_and_nobody_keeps_or_passes_on_the_address(client, addresses):
    page, file = (client.get(address) for address in addresses)

    assert "A short summary." in page.text and addresses[1] in page.text
    assert "A short summary." in b"".join(file.streaming_content).decode()
    for answer in (page, file):
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
        assert "no-store" in answer["Cache-Control"]
    assert SharedLink.objects.get().fetched == 2


def expire():
    long_ago = timezone.now() - timedelta(days=20)
    SharedLink.objects.update(made_at=long_ago, expires_at=long_ago + timedelta(days=14))


ENDS = {
    "expired": lambda moderator: expire(),
    "revoked": lambda moderator: SharedLink.objects.update(revoked_at=timezone.now(), revoked_by=moderator),
    "superseded": lambda moderator: Report.objects.update(state="superseded", published_at=timezone.now()),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_ended_answers_as_one_that_never_was(client, moderator, addresses, end):
    assert found(client, addresses) == [200, 200]

    ENDS[end](moderator)

    never = client.get(reverse("reports:shared", args=["x" * 32]))
    assert found(client, addresses) == [404, 404]
    assert [client.get(address).text.split("<main")[1] for address in addresses] == [
        never.text.split("<main")[1]
    ] * 2
    assert never["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("end", ENDS)
def test_the_control_where_nobody_looks_again_the_link_still_leads_there(
    client, moderator, addresses, monkeypatch, end
):
    monkeypatch.setattr(SharedLinkQuerySet, "standing", lambda links: links)
    ENDS[end](moderator)

    assert 404 not in found(client, addresses)


def test_a_published_report_is_read_at_its_own_address(client, report, addresses):
    Report.objects.update(state="published", published_at=timezone.now())

    assert client.get(addresses[0])["Location"] == report.get_absolute_url()


def test_moderators_see_a_link_once_and_take_it_back(client_of, moderator, report):
    desk, page = client_of(moderator), reverse("reports:sharing", args=[report.slug])
    until = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")

    made = desk.post(page, {"for_whom": "The chair", "expires_at": until}).text
    link = SharedLink.objects.get()
    later = desk.get(page).text
    desk.post(reverse("reports:revoke_link", args=[report.slug, link.pk]))
    again = desk.post(reverse("reports:revoke_link", args=[report.slug, link.pk]))

    link.refresh_from_db()
    assert "/shared-reports/" in made and "/shared-reports/" not in later and "The chair" in later
    assert (link.is_revoked, link.revoked_by, again.status_code) == (True, moderator, 409)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"for_whom": ""}, "Say for whom the link is"),
        ({"expires_at": "2020-01-01T10:00"}, "Choose a time to come."),
        ({"expires_at": "2090-01-01T10:00"}, "A link is good for 90 days at most."),
    ],
)
def test_a_link_names_its_readers_and_ends(client_of, moderator, report, given, said):
    until = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"for_whom": "The chair", "expires_at": until, **given}

    answer = client_of(moderator).post(reverse("reports:sharing", args=[report.slug]), sent)

    assert (answer.status_code, SharedLink.objects.count()) == (422, 0)
    assert said in answer.text


def test_links_are_forgotten_a_while_after_they_end(moderator, report):
    for days in (14, 80):
        made = timezone.now() - timedelta(days=50)
        share(report, for_whom=str(days), expires_at=timezone.now() + timedelta(days=1), by=moderator)
        SharedLink.objects.filter(for_whom=str(days)).update(
            made_at=made, expires_at=made + timedelta(days=days)
        )
    assert timedelta(days=50 - 14) > FORGOTTEN_AFTER

    forget_ended_links()

    assert [link.for_whom for link in SharedLink.objects.all()] == ["80"]


def test_before_the_embargo_is_over_nobody_publishes_and_page_and_cover_say_so(client_of, moderator):
    report, desk = ReportFactory(approved=True), client_of(moderator)
    desk.post(reverse("reports:embargo", args=[report.slug]), {"embargo_until": "2090-07-01T00:30"})
    report.refresh_from_db()
    file = RenderingFactory(report=report, format="html")
    pdf.render(file.pk)
    words = "Under embargo until 1 July 2090, 00:30, Geneva time (30 June 2090, 22:30 UTC)"
    token = share(report, for_whom="x", expires_at=timezone.now() + timedelta(days=1), by=moderator)

    refused = desk.post(reverse("reports:publishing", args=[report.slug]), {"verb": "publish_report"})

    assert words in Rendering.objects.get(pk=file.pk).file.read().decode()
    assert words in desk.get(reverse("reports:shared", args=[token])).text
    assert refused.status_code == 422
    assert f"{words}. Publish it then, or lift the embargo." in refused.text
    with pytest.raises(WrongState):
        make_public(report, by=moderator)


def test_once_the_embargo_is_over_or_lifted_it_is_published(moderator):
    over, lifted = ReportFactory(approved=True), ReportFactory(approved=True)
    Report.objects.update(embargo_until=timezone.now() - timedelta(minutes=1))
    set_embargo(lifted, timezone.now() + timedelta(days=1), by=moderator)
    set_embargo(lifted, None, by=moderator)

    for report in (over, lifted):
        make_public(Report.objects.get(pk=report.pk), by=moderator)

    with pytest.raises(WrongState):
        set_embargo(over, timezone.now() + timedelta(days=1), by=moderator)
