"""Undoing an import on its own page: what goes was shown before; terms go with the import that gave them."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from recommendations.actions import record_position, undo_import
from recommendations.actions.going import Going
from recommendations.actions.merging import merge
from recommendations.documents.readings import Answer
from recommendations.models import (
    Appearance,
    ImportBatch,
    Pledge,
    Position,
    Recommendation,
    Recommender,
)
from recommendations.tests.factories import ImportBatchFactory, RecommendationFactory
from recommendations.tests.readings import (
    TEXTS,
    addendum_reading,
    draft_reading,
    matrix_reading,
    pledge,
    read_row,
    report_reading,
)
from reference.tests.factories import GoalFactory, PersonsGroupFactory, ThemeFactory, VocabularyFactory

pytestmark = pytest.mark.usefixtures("lists")

COUNTED = {
    "recommendations": Recommendation,
    "recommenders": Recommender,
    "pledges": Pledge,
    "positions": Position,
    "links": Recommendation.issues.through,
}


@pytest.fixture
def client(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def terms():
    """A theme, a group of persons and a Goal of OHCHR's list."""
    water = ThemeFactory(vocabulary=VocabularyFactory(code="ohchr-labels"), code="water", name_en="Water")
    children = PersonsGroupFactory(
        vocabulary=VocabularyFactory(code="ohchr-persons"), code="children", name_en="Children"
    )
    return water, children, GoalFactory(number=6)


def named(number: str = "140.1", text: str = TEXTS[0], **fields):
    """A row of a thematic list that names them all."""
    usual = {
        "themes": ["Water"],
        "persons": ["Children"],
        "goals": ["6 - CLEAN WATER"],
        "position": "supported",
    }
    return read_row(number, text, **(usual | fields))


def terms_now() -> list[list]:
    one = Recommendation.objects.get(number="140.1")
    return [list(links.all()) for links in (one.issues, one.persons, one.goals)]


def counts() -> dict[str, int]:
    return {name: model.objects.count() for name, model in COUNTED.items()}


def page_of(batch: ImportBatch) -> str:
    return reverse("recommendations:undo", args=[batch.pk])


def undo(client, batch: ImportBatch):
    return client.post(page_of(batch), {"shown": client.get(page_of(batch)).context["shown"]})


def everything_at_once(bring, terms) -> ImportBatch:
    """A final report that holds one known row, one new one and one that was answered since, with a pledge."""
    bring(draft_reading(read_row("6.1")))
    rows = [named("140.1"), read_row("140.2", TEXTS[1], ["FRA"]), read_row("140.3", TEXTS[2], ["DEU"])]
    batch, _ = bring(report_reading(*rows, pledges=[pledge()]))
    answered = Recommendation.objects.get(number="140.3")
    record_position(answered, by=None, value="noted", language="en", symbol="A/HRC/9/7/Add.1")
    return batch


def test_what_goes_is_what_was_shown(client, bring, terms):
    batch = everything_at_once(bring, terms)
    before, figures = counts(), client.get(page_of(batch)).context["figures"]

    response = undo(client, batch)

    after = counts()
    gone = {name: before[name] - after[name] for name in before}
    assert response["Location"] == batch.get_absolute_url()
    assert figures == {
        "recommendations": 1,
        "recommenders": 1,
        "pledges": 1,
        "positions": 1,
        "terms": 3,
        "staying": 1,
        "kept_back": 1,
    }
    # The position of the recommendation that goes is not counted by itself.
    assert gone == {"recommendations": 1, "recommenders": 1, "pledges": 1, "positions": 2, "links": 1}
    assert AuditEntry.objects.filter(verb="undone", thing_key=str(batch.pk)).count() == 1


def test_the_page_names_what_stays(client, bring, terms):
    batch = everything_at_once(bring, terms)
    kept = Recommendation.objects.get(number="140.3")

    page = client.get(page_of(batch))

    assert kept.citation in page.content.decode()
    assert kept.get_absolute_url() in page.content.decode()
    assert Recommendation.objects.count() == 3


def test_what_changed_since_the_page_was_shown_is_shown_anew(client, bring):
    batch, _ = bring(report_reading(read_row("140.1")))
    shown = client.get(page_of(batch)).context["shown"]
    record_position(Recommendation.objects.get(), by=None, value="noted", language="en", symbol="A/HRC/1/2")

    response = client.post(page_of(batch), {"shown": shown})

    batch.refresh_from_db()
    assert (response["Location"], batch.is_undone) == (page_of(batch), False)


def test_an_import_is_undone_once(client, bring):
    batch, _ = bring(report_reading(read_row("140.1")))
    shown = client.get(page_of(batch)).context["shown"]
    client.post(page_of(batch), {"shown": shown})

    assert client.post(page_of(batch), {"shown": shown}).status_code == 409
    assert client.get(page_of(batch))["Location"] == batch.get_absolute_url()
    assert page_of(batch) not in client.get(batch.get_absolute_url()).content.decode()


def test_the_list_leads_to_the_import_and_this_to_undoing(client, bring):
    batch, _ = bring(report_reading(read_row("140.1")))

    assert batch.get_absolute_url() in client.get(reverse("recommendations:batches")).content.decode()
    assert page_of(batch) in client.get(batch.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", [{}, {"analyst": True}, {"translator": True}])
def test_nobody_else_looks_at_imports_or_undoes_one(client_of, db, who):
    batch, client = ImportBatchFactory(), client_of(UserFactory(**who))

    for address in (reverse("recommendations:batches"), batch.get_absolute_url(), page_of(batch)):
        assert client.get(address).status_code == 403
    assert client.post(page_of(batch)).status_code == 403


def test_the_list_takes_as_many_queries_for_three_imports_as_for_one(client, django_assert_max_num_queries):
    address = reverse("recommendations:batches")
    ImportBatchFactory()
    with django_assert_max_num_queries(20) as few:
        client.get(address)

    for _ in range(2):
        ImportBatchFactory()
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_goes_is_found_in_a_fixed_number_of_queries(bring, terms, rows, django_assert_num_queries):
    texts = [(f"140.{place}", TEXTS[place]) for place in range(rows)]
    bring(report_reading(*(read_row(*one) for one in texts)))
    batch, _ = bring(matrix_reading(*(named(*one) for one in texts)))

    with django_assert_num_queries(12):
        assert Going(batch).figures["terms"] == 3 * rows


def test_what_a_person_made_at_the_desk_stays(bring):
    bring(report_reading(read_row("140.1")))
    made = RecommendationFactory(
        review=Recommendation.objects.get().review, number="140.2", text_en=TEXTS[1], recommenders=[]
    )
    batch, _ = bring(addendum_reading(Answer(["140.1", "140.2"], "supported")))

    undo_import(batch, by=None)

    made.refresh_from_db()
    assert made.position == "pending"


def test_terms_go_with_the_import_that_gave_them(bring, terms):
    bring(report_reading(read_row("140.1")))
    batch, _ = bring(matrix_reading(named()))
    assert terms_now() == [[term] for term in terms]

    undo_import(batch, by=None)

    assert terms_now() == [[], [], []]


def test_terms_that_nobody_wrote_down_would_stay(bring, terms):
    """The control: without what the appearance remembers, undoing does not know whose they are."""
    bring(report_reading(read_row("140.1")))
    batch, _ = bring(matrix_reading(named()))
    Appearance.objects.update(brought={})

    undo_import(batch, by=None)

    assert terms_now() == [[term] for term in terms]


@pytest.mark.parametrize("undone", [1, 2])
def test_terms_that_two_imports_name_go_with_the_last_of_them(bring, terms, undone):
    bring(report_reading(read_row("140.1")))
    batches = {place: bring(matrix_reading(named(), symbol=f"A/{place}"))[0] for place in (1, 2)}

    undo_import(batches.pop(undone), by=None)
    assert terms_now() == [[term] for term in terms]
    undo_import(batches.popitem()[1], by=None)
    assert terms_now() == [[], [], []]


def test_terms_that_a_person_gave_before_stay(bring, terms):
    bring(report_reading(read_row("140.1")))
    Recommendation.objects.get().issues.add(terms[0])
    batch, _ = bring(matrix_reading(named()))

    undo_import(batch, by=None)

    assert terms_now() == [[terms[0]], [], []]


def test_terms_that_a_merged_source_has_too_stay(bring, terms, moderator):
    bring(report_reading(read_row("140.1")))
    kept = Recommendation.objects.get()
    other = RecommendationFactory(review=kept.review, text_en=TEXTS[0])
    other.issues.add(terms[0])
    batch, _ = bring(matrix_reading(named()))
    merge(kept, other, by=moderator)

    undo_import(batch, by=None)

    assert terms_now() == [[terms[0]], [], []]


def test_the_preview_says_which_terms_come_and_which_are_in_no_list(client, read_as, terms):
    read_as(matrix_reading(named(themes=["Water", "Mills"])))

    page = client.get(reverse("recommendations:confirm"))

    assert page.context["terms"] == {"issues": 1, "persons": 1, "goals": 1, "unknown": ["Mills"]}
    assert "Mills" in page.content.decode()


def test_a_document_without_terms_says_nothing_of_them(client, read_as):
    read_as(report_reading())

    assert client.get(reverse("recommendations:confirm")).context["terms"] is None


def test_that_a_document_was_imported_before_is_said_before_confirming(client, read_as, bring):
    batch, _ = bring(report_reading(read_row("140.1")))
    said = "This document was imported before"

    read_as(report_reading(read_row("140.1", text=TEXTS[0] + "!")))  # another file with the same symbol
    assert said in client.get(reverse("recommendations:confirm")).content.decode()

    undo_import(batch, by=None)
    assert said not in client.get(reverse("recommendations:confirm")).content.decode()
