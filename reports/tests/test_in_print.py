"""What is printed of key issues and proposals stays as it was printed; drafts are the moderators'."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from recommendations.tests.factories import RecommendationFactory
from reports import pdf
from reports.actions import compile_report
from reports.actions import key_issues as actions
from reports.actions.follow_up import keep_links
from reports.actions.printing import hold_key_issues
from reports.chain import Links
from reports.in_print import says_the_same
from reports.models import KeyIssue, PrintedKeyIssue, PrintedProposal, Proposal, Report
from reports.tests.factories import KeyIssueFactory, ProposalFactory, ReportFactory
from reports.tests.made import in_new_edition, published, with_files
from reports.tests.material import Room
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

PRINTED, DRAFT = "Consult civil society all through the cycle.", "Ask nobody."


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def report(moderator) -> Report:
    """It prints proposals 1.1 and 1.2."""
    report = ReportFactory()
    ProposalFactory(key_issue=report.consultation.key_issues.get(), number=2, text="Publish papers earlier.")
    return published(report, by=moderator)


@pytest.fixture
def proposals(report) -> list[Proposal]:
    return list(Proposal.objects.with_place().order_by("number"))


def address(report: Report, number: str) -> str:
    return f"/en/proposals/{report.consultation.slug}/{number}/"


def write(row, by, **texts) -> None:
    row.refresh_from_db()
    actions.write(row, version=row.version, by=by, **texts)


def move(row, step: int, by) -> None:
    seen = actions.order_of(actions.consultation_of(row))
    actions.move(row, step=step, seen=seen, by=by)


def merge(into, other, by) -> None:
    into.refresh_from_db(), other.refresh_from_db()
    actions.merge(into, other, version=into.version, other_version=other.version, by=by)


def public_pages(report: Report) -> dict[str, str]:
    """Where everybody reads of proposal 1.1."""
    slug = report.consultation.slug
    return {
        "proposal": address(report, "1.1"),
        "key issue": reverse("reports:key_issue", args=[slug, 1]),
        "key issues": reverse("reports:key_issues", args=[slug]),
        "program": f"/api/v1/consultations/{slug}/proposals/",
        "recommendation": RecommendationFactory._meta.model.objects.get().get_absolute_url(),
    }


@pytest.mark.parametrize("page", ["proposal", "key issue", "key issues", "program", "recommendation"])
def test_a_draft_is_read_by_nobody_before_a_new_edition_prints_it(client, moderator, report, proposals, page):
    linked = Links(frozenset({RecommendationFactory().pk}))
    keep_links(proposals[0], by=moderator, wanted=linked, seen=Links())
    write(proposals[0], moderator, text_en=DRAFT)

    before = client.get(public_pages(report)[page]).text
    in_new_edition(report, by=moderator)
    after = client.get(public_pages(report)[page]).text

    assert PRINTED in before and DRAFT not in before
    assert DRAFT in after and PRINTED not in after


def test_the_consultation_names_its_key_issues_as_they_are_printed(client, moderator, report):
    page = report.consultation.get_absolute_url()
    write(KeyIssue.objects.get(), moderator, title_en="Renamed")
    KeyIssueFactory(consultation=report.consultation, position=2, title="Never printed")

    before = client.get(page).text
    in_new_edition(report, by=moderator)
    after = client.get(page).text

    assert "Working together" in before and "Renamed" not in before and "Never printed" not in before
    assert "Renamed" in after and "Never printed" in after and "Working together" not in after


def test_a_proposal_that_is_not_printed_exists_for_moderators_alone(client, desk, report, proposals):
    new = ProposalFactory(key_issue=proposals[0].key_issue, number=3, text=DRAFT)

    assert client.get(address(report, "1.3")).status_code == 404
    assert client.get(address(report, "1.2")).status_code == 200, "the control"
    assert client.get(new.get_absolute_url()).status_code == 302
    for page in (address(report, "1.3"), new.get_absolute_url()):
        told = desk.get(page).text
        assert DRAFT in told and "Only moderators see this page." in told


def test_a_printed_number_leads_to_the_same_words_after_the_order_has_changed(
    client, desk, moderator, report, proposals
):
    first = proposals[0]
    move(first, 1, moderator)

    page = client.get(address(report, "1.1")).text
    assert PRINTED in page and "Publish papers" not in page
    assert "Publish papers earlier." in client.get(address(report, "1.2")).text
    told = desk.get(first.get_absolute_url()).text
    assert "Proposal 1.1" in told and "The draft has another number" in told
    assert "The draft has another number" not in page


def test_a_moved_proposal_names_the_place_at_which_it_is_printed(client, moderator, report, proposals):
    with_files(report, by=moderator)
    move(proposals[0], 1, moderator)

    first, second = (client.get(address(report, number)).text for number in ("1.1", "1.2"))

    assert f"{report.get_absolute_url()}#recommendation-1-1" in first and "#recommendation-1-2" not in first
    assert f"{report.get_absolute_url()}#recommendation-1-2" in second


def test_moderators_see_where_a_draft_report_prints_it(desk, moderator):
    report = with_files(ReportFactory(), by=moderator)

    page = desk.get(Proposal.objects.get().get_absolute_url()).text

    assert f"{report.get_absolute_url()}#recommendation-1-1" in page


def test_a_number_that_only_an_older_edition_printed_says_where_it_stands_now(
    client, moderator, report, proposals
):
    new = KeyIssueFactory(consultation=report.consultation, position=2)
    Proposal.objects.filter(pk=proposals[1].pk).update(key_issue=new, number=1, text_en="Sooner.")
    edition = in_new_edition(report, by=moderator)

    old, now = (client.get(address(report, number)).text for number in ("1.2", "2.1"))

    assert "Publish papers earlier." in old and "Printed so in edition 1" in old
    assert report.get_absolute_url() in old and f'<a href="{address(edition, "2.1")}">Number 2.1</a>' in old
    assert "Sooner." in now and "Printed so in edition" not in now
    assert client.get(address(report, "1.3")).status_code == 404, "the control"


def test_a_number_that_was_given_anew_tells_what_it_was_before(client, moderator, report, proposals):
    move(proposals[0], 1, moderator)
    in_new_edition(report, by=moderator)

    page = client.get(address(report, "1.1")).text
    before = client.get(f"{address(report, '1.1')}?report={report.slug}").text

    assert "Publish papers earlier." in page and "prints something else under this number" in page
    assert f"{address(report, '1.1')}?report={report.slug}" in page
    assert PRINTED in before and ">Number 1.2</a>" in before
    assert f"{address(report, '1.1')}?report={report.slug}</bdi>" in before, "it is cited so, too"
    assert f"/key-issues/1/?report={report.slug}" in before
    assert client.get(f"{address(report, '1.1')}?report=unknown").status_code == 404


def test_the_numbers_in_an_older_report_lead_to_what_it_printed(client, moderator, report, proposals):
    with_files(report, by=moderator)
    of_newest = client.get(report.get_absolute_url()).text
    move(proposals[0], 1, moderator)
    with_files(in_new_edition(report, by=moderator), by=moderator)

    of_older = client.get(report.get_absolute_url()).text

    assert f'href="{address(report, "1.1")}"' in of_newest and "?report=" not in of_newest
    own = f"{address(report, '1.1')}?report={report.slug}"
    assert f'href="{own}"' in of_older and PRINTED in client.get(own).text


def test_one_that_is_no_longer_printed_is_read_under_its_old_number_alone(
    client, moderator, report, proposals
):
    """It can leave print where it was merged, or where the section was left out."""
    merge(proposals[0], proposals[1], moderator)
    in_new_edition(report, by=moderator)

    old = client.get(address(report, "1.2")).text
    listed = client.get(reverse("reports:key_issues", args=[report.consultation.slug])).text

    assert "Printed so in edition 1" in old and "it was merged with another one" in old
    assert "Proposal 1.1" in listed and "Proposal 1.2" not in listed


def test_a_merged_proposal_keeps_its_number_and_words_and_leads_on(client, moderator, report, proposals):
    into, other = proposals
    made = RecommendationFactory()
    keep_links(into, by=moderator, wanted=Links(frozenset({made.pk})), seen=Links())
    assert made.get_absolute_url() not in client.get(address(report, "1.2")).text

    merge(into, other, moderator)

    page = client.get(address(report, "1.2")).text
    assert "Publish papers earlier." in page and PRINTED not in page
    assert "it was merged with another one" in page and ">Number 1.1</a>" in page
    assert made.get_absolute_url() in page
    assert "merged" not in client.get(address(report, "1.1")).text


def test_a_merged_key_issue_keeps_its_number_and_words_and_leads_on(client, moderator, report):
    other = KeyIssueFactory(consultation=report.consultation, position=2, title="Papers")
    edition = in_new_edition(report, by=moderator)

    merge(KeyIssue.objects.get(position=1), other, moderator)

    page = client.get(reverse("reports:key_issue", args=[edition.consultation.slug, 2])).text
    assert "Papers" in page and "it was merged with another one" in page and ">Number 1</a>" in page


def test_what_is_printed_cannot_be_deleted(desk, moderator, report, proposals):
    proposal = proposals[1]
    new = ProposalFactory(key_issue=proposal.key_issue, number=3)
    slug = report.consultation.slug
    for row in (f"proposal-{proposal.pk}", f"issue-{proposal.key_issue_id}"):
        page = reverse("reports:delete", args=[slug, row])
        assert "so it cannot be deleted" in desk.get(page).text
        assert desk.post(page, {"version": 1}).status_code == 409

    with pytest.raises(WrongState):
        actions.delete(proposal, version=1, by=moderator)
    actions.delete(new, version=1, by=moderator)
    assert list(Proposal.objects.all()) == proposals, "the control: what is not printed can"


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_delete_what_is_printed(report, proposals):
    with pytest.raises(ProtectedError):
        proposals[1].delete()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_proposal WHERE id = %s", [proposals[1].pk])

    new = ProposalFactory(key_issue=proposals[0].key_issue, number=3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_proposal WHERE id = %s", [new.pk])
    assert list(Proposal.objects.all()) == proposals, "the control"


def add_a_print(report: Report) -> None:
    issue, proposal = PrintedKeyIssue.objects.get(), Proposal.objects.first()
    PrintedProposal.objects.create(key_issue=issue, proposal=proposal, number=9, text_en=DRAFT)


STAYS = {
    "words": ("proposal", lambda report: PrintedProposal.objects.update(text_en=DRAFT)),
    "a number": ("proposal", lambda report: PrintedProposal.objects.filter(number=2).update(number=3)),
    "what it leads to": (
        "proposal",
        lambda report: PrintedProposal.objects.update(proposal=Proposal.objects.last()),
    ),
    "a print taken out": ("proposal", lambda report: PrintedProposal.objects.first().delete()),
    "a print put in": ("proposal", add_a_print),
    "a title": ("keyissue", lambda report: PrintedKeyIssue.objects.update(title_fr="Autre")),
    "a position": ("keyissue", lambda report: PrintedKeyIssue.objects.update(position=4)),
}


@pytest.mark.parametrize("what", STAYS)
def test_the_database_refuses_to_change_what_is_printed(report, what):
    table, change = STAYS[what]

    with pytest.raises(IntegrityError), transaction.atomic():
        change(report)

    with connection.cursor() as cursor:  # control: it is the trigger that refuses
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE reports_printed{table} DISABLE TRIGGER USER")
    change(report)


@pytest.mark.parametrize(
    ("constraint", "again"),
    [
        ("a_report_prints_one_key_issue_at_a_position", {"position": 1}),
        ("a_report_prints_one_proposal_under_a_number", {"number": 1}),
    ],
)
def test_a_report_prints_one_thing_under_a_number(constraint, again):
    draft = ReportFactory()
    issue, proposal = KeyIssue.objects.get(), Proposal.objects.get()
    printed = PrintedKeyIssue.objects.create(report=draft, key_issue=issue, position=1)
    PrintedProposal.objects.create(key_issue=printed, proposal=proposal, number=1)

    with pytest.raises(IntegrityError, match=constraint):
        if "position" in again:
            PrintedKeyIssue.objects.create(report=draft, key_issue=issue, **again)
        PrintedProposal.objects.create(key_issue=printed, proposal=proposal, **again)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_held", [True, False])
def test_nobody_writes_in_what_is_being_printed(report, is_held):
    """The control: where the rows are not held, somebody else can change them."""

    def is_free() -> bool:
        try:
            with transaction.atomic():
                return bool(Proposal.objects.select_for_update(nowait=True).first())
        except OperationalError:
            return False
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        if is_held:
            hold_key_issues(report)
        assert pool.submit(is_free).result() is not is_held


def test_figures_are_printed_as_they_were_counted_then(client, reference, moderator):
    room = Room(moderator)
    report = ReportFactory(consultation=room.consultation)
    room.answer(6, kind="nhri")
    words = {"text_en": "All [[responses]] agree.", "text_fr": "Les [[responses]] sont d’accord."}
    Proposal.objects.update(**words)
    published(report, by=moderator)
    room.answer(3, kind="nhri")

    printed = PrintedProposal.objects.get()

    assert (printed.text_en, printed.text_fr) == ("All 6 agree.", "Les 6 sont d’accord.")
    assert "All 6 agree." in client.get(address(report, "1.1")).text


def test_a_figure_that_nobody_counted_leaves_the_page_readable(client, moderator):
    report = ReportFactory()
    Proposal.objects.update(text_en="In all [[responses]] agree.")
    published(report, by=moderator)

    assert "In all [[responses]] agree." in client.get(address(report, "1.1")).text


def test_a_file_made_later_prints_what_was_printed(moderator, report, proposals):
    write(proposals[0], moderator, text_en=DRAFT, text_fr="Ne demander à personne.")

    later = compile_report(report, "fr", format="html", by=moderator)
    pdf.render(later.pk)

    later.refresh_from_db()
    spelled = str(later.facts)
    assert PRINTED in spelled and "Ne demander" not in spelled
    with_files(in_new_edition(report, by=moderator), by=moderator)
    assert "Ne demander" in str(Report.objects.get(edition=2).renderings.get(language="fr").facts)


def test_a_report_without_key_issues_prints_none(moderator):
    report = ReportFactory()
    report.sections.filter(kind="key_issues").update(switched_on=False)

    published(report, by=moderator)

    assert not PrintedKeyIssue.objects.exists()


def test_the_workbench_says_how_the_draft_differs(desk, moderator, report, proposals):
    page = reverse("reports:grouping", args=[report.consultation.slug])
    same = desk.get(page).text
    write(proposals[0], moderator, text_en=DRAFT)
    move(proposals[0], 1, moderator)
    ProposalFactory(key_issue=proposals[0].key_issue, number=3)

    told = desk.get(page).text

    assert same.count("The draft stands as it is printed.") == 3 and "other words" not in same
    for sentence in ("The draft has other words", "Printed as number 1.2", "Not in the newest published"):
        assert told.count(sentence) == 1
    assert DRAFT in told and PRINTED in told and told.count("The draft has another number") == 2


def test_the_workbench_tells_nothing_of_print_before_there_is_any(desk):
    report = ReportFactory()

    page = desk.get(reverse("reports:grouping", args=[report.consultation.slug])).text

    assert PRINTED in page and "newest published report:" not in page and "as it is printed" not in page


def test_a_moderator_reads_the_draft_beside_what_is_printed(client, desk, moderator, report, proposals):
    write(proposals[0], moderator, text_en=DRAFT)

    for page in (address(report, "1.1"), proposals[0].get_absolute_url()):
        told = desk.get(page).text
        assert PRINTED in told and DRAFT in told and "The draft has other words" in told


@pytest.mark.parametrize(
    ("draft", "printed", "is_same"),
    [
        ("All [[responses]] agree.", "All 6 agree.", True),
        ("All [[responses]] agree.", "All 6 disagree.", False),
        ("[[share Q1 yes]], or [[count Q1 yes]].", "5%, or 6.", True),
        ("Plain (words).", "Plain (words).", True),
        ("", "", True),
        ("", "Words.", False),
    ],
)
def test_words_are_compared_without_their_figures(draft, printed, is_same):
    assert says_the_same(draft, printed) is is_same


@pytest.mark.parametrize("rows", [1, 3])
def test_the_workbench_asks_as_often_for_one_print_as_for_three(
    desk, moderator, django_assert_num_queries, rows
):
    report = ReportFactory()
    for number in range(2, rows + 1):
        issue = KeyIssueFactory(consultation=report.consultation, position=number)
        ProposalFactory(key_issue=issue)
    published(report, by=moderator)
    page = reverse("reports:grouping", args=[report.consultation.slug])

    with django_assert_num_queries(21):
        assert desk.get(page).text.count("as it is printed.") == 2 * rows


# --- Reports that were published before prints were kept ---------------------------------------------------


def printed_before(report: Report) -> None:
    """As if the report had been published before; then the migration."""
    migration = import_module("reports.migrations.0013_what_was_printed")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("proposal", "keyissue"):
            cursor.execute(f"ALTER TABLE reports_printed{table} DISABLE TRIGGER USER")
    PrintedProposal.objects.all().delete()
    PrintedKeyIssue.objects.all().delete()
    migration.keep_what_was_printed(apps, None)


def words_in_print() -> list[tuple]:
    rows = PrintedProposal.objects.order_by("key_issue__position", "number")
    return list(rows.values_list("key_issue__position", "number", "proposal", "text_en"))


def test_a_report_published_before_prints_what_its_files_say(moderator, report, proposals):
    with_files(report, by=moderator)
    stood = words_in_print()
    move(proposals[0], 1, moderator)
    write(proposals[0], moderator, text_en=DRAFT)

    printed_before(report)

    assert words_in_print() == stood
    assert PrintedKeyIssue.objects.get().title_en == "Working together"


def test_one_without_files_prints_what_stands_today(moderator, report, proposals):
    write(proposals[0], moderator, text_en=DRAFT)

    printed_before(report)

    assert words_in_print()[0] == (1, 1, proposals[0].pk, DRAFT)
    assert len(words_in_print()) == 2


def test_files_made_before_facts_had_keys_go_by_numbers(moderator, report, proposals):
    with_files(report, by=moderator)
    for rendering in report.renderings.all():
        for section in rendering.facts["sections"]:
            for printed in [one for issue in section.get("key_issues", ()) for one in issue["proposals"]]:
                del printed["key"]
        rendering.save()

    printed_before(report)

    assert [row[:3] for row in words_in_print()] == [(1, 1, proposals[0].pk), (1, 2, proposals[1].pk)]
