"""From a draft to its readers: steps, who took them, editions; and what is published stays."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.tests.factories import UserFactory
from reports.actions import compile_report, make_report, publishing
from reports.actions.comments import comment_on
from reports.actions.composing import write_section
from reports.models import Comment, Proposal, Rendering, Report, ReportMove
from reports.tests.factories import ReportFactory
from reports.tests.made import in_english, with_files
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


def page_of(report: Report) -> str:
    return reverse("reports:publishing", args=[report.slug])


@pytest.fixture
def published(moderator) -> Report:
    report = with_files(in_english(ReportFactory()), by=moderator)
    publishing.ask_for_review(report, by=moderator)
    publishing.approve(report, by=moderator)
    publishing.publish_report(report, by=moderator)
    return report


def test_a_report_goes_from_draft_to_readers_and_each_step_is_kept(desk, moderator, client):
    report = with_files(in_english(ReportFactory()), by=moderator)

    for verb, note in [
        ("ask_for_review", "Ready."),
        ("send_back", "Say who was asked."),
        ("ask_for_review", ""),
        ("approve", ""),
        ("publish_report", ""),
    ]:
        before = client.get(report.get_absolute_url()).status_code
        assert before == 404
        assert desk.post(page_of(report), {"verb": verb, "note": note}).status_code == 302

    page = desk.get(page_of(report)).content.decode()
    steps = list(ReportMove.objects.values_list("to_state", flat=True))
    assert steps == ["in_review", "draft", "in_review", "approved", "published"]
    assert "Say who was asked." in page and "approved what they had asked to be reviewed themselves" in page
    assert client.get(report.get_absolute_url()).status_code == 200


def test_who_approves_what_another_asked_for_is_not_told_so(desk, moderator):
    report = in_english(ReportFactory())
    publishing.ask_for_review(report, by=UserFactory(moderator=True))
    publishing.approve(report, by=moderator)

    assert "approved what they had asked" not in desk.get(page_of(report)).content.decode()


def test_sending_back_without_a_word_is_refused_and_a_late_step_too(desk, moderator):
    report = in_english(ReportFactory())
    publishing.ask_for_review(report, by=moderator)

    silent = desk.post(page_of(report), {"verb": "send_back", "note": " "})
    late = desk.post(page_of(report), {"verb": "ask_for_review"})

    assert (silent.status_code, late.status_code) == (422, 409)
    assert "Say what is to be mended" in silent.content.decode()


def test_what_must_be_mended_stops_approving_and_publishing(desk, moderator):
    report = ReportFactory()  # in English and French, written in English only
    publishing.ask_for_review(report, by=moderator)

    refused = desk.post(page_of(report), {"verb": "approve", "note": "As it is."})
    in_english(report)
    publishing.approve(report, by=moderator)
    without_files = desk.post(page_of(report), {"verb": "publish_report"})

    report.refresh_from_db()
    assert (refused.status_code, without_files.status_code) == (422, 422)
    page = refused.content.decode()
    assert "has no text in French" in page and "As it is." in page
    assert "There is no file in English yet." in without_files.content.decode()
    assert report.state == Report.State.APPROVED


def test_the_texts_of_an_approved_report_stand_still(moderator):
    report = ReportFactory(approved=True)

    with pytest.raises(WrongState):
        write_section(report, "summary", by=moderator, text_en="Other words.")
    publishing.take_back(report, by=moderator)
    write_section(report, "summary", by=moderator, text_en="Other words.")


STAYS = {
    "a section": ("reports_reportsection", lambda report: report.sections.update(text_en="Other words.")),
    "a removed section": ("reports_reportsection", lambda report: report.sections.first().delete()),
    "a title": (
        "reports_report",
        lambda report: Report.objects.filter(pk=report.pk).update(title_en="Other"),
    ),
    "a step": ("reports_reportmove", lambda report: report.moves.update(note="Never said.")),
}


@pytest.mark.parametrize("what", STAYS)
def test_the_database_refuses_to_change_what_is_published(published, what):
    table, change = STAYS[what]

    with pytest.raises(IntegrityError), transaction.atomic():
        change(published)

    with connection.cursor() as cursor:  # control: it is the trigger that refuses
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    change(published)


def test_a_published_version_is_compiled_in_other_formats_from_its_own_facts(published, moderator):
    key_issue = published.consultation.key_issues.get()
    key_issue.narrative_en = "Said later."
    key_issue.save()

    again = compile_report(published, "en", format="html", by=moderator)
    other = compile_report(published, "en", format="docx", by=moderator)
    french = compile_report(published, "fr", format="html", by=moderator)

    assert (again.state, again.version) == (Rendering.State.DONE, 1)
    assert (other.state, other.version, french.version) == (Rendering.State.QUEUED, 1, 1)
    assert published.renderings.count() == 3


def test_a_new_edition_takes_the_place_of_the_one_before_and_says_what_changed(published, desk, moderator):
    change = reverse("reports:what_changed", args=[published.slug])

    begun = desk.post(change, {"what_changed_en": ""})
    edition = Report.objects.get(revises=published)
    twice = desk.post(change, {"what_changed_en": ""})
    assert (begun.status_code, twice.status_code, begun["Location"]) == (302, 409, page_of(edition))
    assert (edition.slug, edition.edition, edition.state) == (f"{published.slug}-2", 2, "draft")
    assert edition.sections.get(kind="summary").text_en == "A short summary."

    publishing.ask_for_review(edition, by=moderator)
    silent = desk.post(page_of(edition), {"verb": "approve"})
    assert "Write what changed since the edition before" in silent.content.decode()
    publishing.tell_what_changed(edition, by=moderator, what_changed_en="A figure was mended.")
    edition.refresh_from_db()
    publishing.approve(edition, by=moderator)
    with_files(edition, by=moderator)
    publishing.publish_report(edition, by=moderator)

    published.refresh_from_db()
    page = desk.get(edition.get_absolute_url()).content.decode()
    assert published.state == Report.State.SUPERSEDED
    assert "This is edition 2." in page and "A figure was mended." in page
    cover = edition.renderings.get().facts["report"]
    assert (cover["edition"], cover["what_changed"]["text"]) == (2, "A figure was mended.")


def test_a_comment_is_answered_and_settled(desk, moderator):
    report = in_english(ReportFactory())
    address = reverse("reports:comment", args=[report.slug])
    said = {"section": "summary", "text": "Qui a répondu ?", "language": "fr"}

    empty = desk.post(address, {**said, "text": ""})
    desk.post(address, said)
    comment = Comment.objects.get()
    desk.post(address, {"text": "It is said below.", "language": "en", "answers": comment.pk})
    open_page = desk.get(page_of(report)).content.decode()
    desk.post(reverse("reports:settle_comment", args=[report.slug, comment.pk]))

    assert empty.status_code == 422
    assert "1 comment is open." in open_page and 'lang="fr" dir="ltr"><p>Qui a répondu ?' in open_page
    assert "It is said below." in open_page
    comment.refresh_from_db()
    assert comment.settled_by == moderator
    assert "comment is open" not in desk.get(page_of(report)).content.decode()


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("comment", {"text": "Say who.", "section": "summary", "language": "en"}),
        ("publishing", {"verb": "send_back", "note": "Say who."}),
        ("what_changed", {"what_changed_en": "Say who."}),
        ("compose", {"title_en": "Say who.", "seen": "1"}),
    ],
)
def test_who_was_signed_out_meanwhile_gets_back_what_they_wrote(client, desk, page, sent):
    report = ReportFactory(summary="A secret.")

    answer = client.post(reverse(f"reports:{page}", args=[report.slug]), sent)

    assert answer.status_code == 403 and report.title not in answer.text and "A secret" not in answer.text
    form = answer.context["form"]
    again = dict(form.carried) | {field.name: field.value() for field in form}
    assert again == sent, "all of it, so that it can be sent once more"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_comment_as_for_three(
    desk, moderator, rows, django_assert_max_num_queries
):
    report = in_english(ReportFactory())
    for number in range(rows):
        comment_on(report, text=f"Point {number}", language="en", by=UserFactory(moderator=True))
        publishing.ask_for_review(report, by=moderator)
        publishing.send_back(report, by=moderator, note="Again.")
    desk.get(page_of(report))

    with django_assert_max_num_queries(26):
        desk.get(page_of(report))


def approved_by(moderator) -> Report:
    report = in_english(ReportFactory())
    publishing.ask_for_review(report, by=moderator)
    publishing.approve(report, by=moderator)
    return report


def test_what_was_reworded_after_approval_is_not_published_until_it_is_approved(moderator):
    report = approved_by(moderator)
    reworded = Proposal.objects.get(key_issue__consultation=report.consultation)
    Proposal.objects.filter(pk=reworded.pk).update(text_en="Nobody has approved this.")
    with_files(report, by=moderator)

    with pytest.raises(publishing.NotReady, match="to mend") as refused:
        publishing.publish_report(report, by=moderator)

    assert "changed after the report was approved" in refused.value.missing[0]
    publishing.take_back(report, by=moderator)
    publishing.ask_for_review(report, by=moderator)
    publishing.approve(report, by=moderator)
    publishing.publish_report(report, by=moderator)


def test_without_what_was_approved_the_same_words_would_be_published(moderator):
    report = approved_by(moderator)
    Report.objects.filter(pk=report.pk).update(approved_words="")
    Proposal.objects.filter(key_issue__consultation=report.consultation).update(text_en="Not approved.")

    publishing.publish_report(with_files(report, by=moderator), by=moderator)


def test_whoever_publishes_reads_what_it_replaces(desk, moderator, published, client):
    other = make_report(published.consultation, kind="outcome", languages=["en"], by=moderator)
    page = desk.get(page_of(other)).text
    edition = publishing.begin_edition(published, by=moderator, what_changed_en="A figure.")

    assert "takes the place of" in page and published.get_absolute_url() in page
    assert "It is not an edition of that" in page
    assert "It is not an edition of that" not in desk.get(page_of(edition)).text

    Report.objects.filter(pk=published.pk).update(state=Report.State.SUPERSEDED)
    Report.objects.filter(pk=other.pk).update(
        state=Report.State.PUBLISHED, published_at=published.published_at
    )
    assert other.get_absolute_url() in client.get(published.get_absolute_url()).text
