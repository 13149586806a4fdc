"""Importing: all or nothing, never twice, accounted for to the row, and taken back."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from accounts.models import AuditEntry
from recommendations.actions import FileRefused, import_reading, preview, record_position, undo_import
from recommendations.documents.upr_info import read_upr_info
from recommendations.models import (
    ImportBatch,
    Pledge,
    Position,
    PositionValue,
    Recommendation,
    Recommender,
    Review,
)
from recommendations.tests.factories import ImportBatchFactory, export, row
from upr_portal.states import WrongState

pytestmark = pytest.mark.usefixtures("lists")

TWO_STATES_ONE_TEXT = [row(), row(recommender="Viet Nam"), row(text="Clean the rivers.", response="Noted")]
MODELS = [Review, Recommendation, Recommender, Position, Pledge, ImportBatch]


def bring(*rows, by=None, language="en", **options):
    content = export(*rows)
    reading = read_upr_info(content, language=language)
    known = {"kind": ImportBatch.Kind.UPR_INFO, "file_name": "export.csv", "sha256": str(hash(content))}
    return import_reading(reading, by=by, language=language, **known, **options)


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def test_rows_alike_are_one_recommendation_and_each_state_a_row_of_its_own(moderator):
    batch, account = bring(*TWO_STATES_ONE_TEXT, by=moderator)

    assert (account.recommendations_new, account.recommenders_new, account.rows_read) == (2, 3, 3)
    shared = Recommendation.objects.get(text_en="Plant trees in every schoolyard.")
    assert {made.state.iso3 for made in shared.recommenders.all()} == {"CHL", "VNM"}
    assert [(one.value, one.own_words) for one in shared.positions.all()] == [("supported", "Accepted")]
    assert [issue.name_en for issue in shared.issues.all()] == ["Environment"]
    assert AuditEntry.objects.filter(verb="imported", by=moderator, thing_key=str(batch.pk)).count() == 1


def test_the_same_file_twice_lets_nothing_grow():
    bring(*TWO_STATES_ONE_TEXT)
    before = counts()

    batch, account = bring(*TWO_STATES_ONE_TEXT)

    assert batch is None
    assert (account.recommenders_new, account.recommenders_existing) == (0, 3)
    assert counts() == before


def test_a_longer_file_adds_only_what_is_new():
    bring(*TWO_STATES_ONE_TEXT)

    _, account = bring(*TWO_STATES_ONE_TEXT, row(recommender="Canada"))

    assert (account.recommendations_new, account.recommenders_new, account.recommenders_existing) == (0, 1, 3)
    assert Recommendation.objects.count() == 2


def test_a_position_that_changed_since_does_not_make_the_old_file_grow():
    bring(row())
    record_position(Recommendation.objects.get(), by=None, value=PositionValue.NOTED, language="en")

    _, account = bring(row(), row(recommender="Canada"))

    assert account.recommendations_new == 0
    assert Recommendation.objects.get().position == PositionValue.NOTED


def test_an_exact_repeat_is_reported_with_the_line_that_it_repeats():
    reading = read_upr_info(export(row(), row(recommender="Canada"), row()), language="en")

    shown = preview(reading)

    assert (shown.account.repeats, shown.repeats) == (1, [(4, 2)])


def test_voluntary_pledges_are_kept_apart():
    _, account = bring(
        row(), row(text="We shall plant trees.", response="Voluntary Pledge", recommender="Morocco")
    )

    assert (account.pledges_new, account.recommenders_new) == (1, 1)
    assert [pledge.text_en for pledge in Pledge.objects.all()] == ["We shall plant trees."]
    assert Recommendation.objects.count() == 1


def test_one_bad_row_and_nothing_is_saved():
    with pytest.raises(FileRefused):
        bring(row(), row(state="Atlantis"))

    assert counts() == [0] * len(MODELS)


def test_bad_rows_are_left_out_when_asked_and_kept_in_the_account():
    batch, account = bring(row(), row(state="Atlantis"), skip_bad_rows=True)

    assert (account.rows_refused, account.recommenders_new) == (1, 1)
    assert batch.refusals[0]["line"] == 3


def test_a_failure_in_the_middle_saves_nothing(monkeypatch):
    def fail(*args):
        raise RuntimeError("the last step")

    monkeypatch.setattr("recommendations.actions.saving.save_pledges", fail)
    with pytest.raises(RuntimeError):
        bring(row())

    assert counts() == [0] * len(MODELS)


def test_a_trial_run_saves_nothing_and_the_import_after_it_does():
    reading = read_upr_info(export(*TWO_STATES_ONE_TEXT), language="en")

    shown = preview(reading)

    assert counts() == [0] * len(MODELS)
    assert bring(*TWO_STATES_ONE_TEXT)[1] == shown.account
    assert Recommender.objects.count() == 3


@pytest.mark.parametrize("reader", ["en", "fr", "ar"])
def test_the_text_goes_into_the_column_of_its_own_language(reader):
    with translation.override(reader):
        bring(row(text="Planter des arbres."), language="fr")

    one = Recommendation.objects.get()
    assert (one.text_fr, one.text_en, one.text_ar, one.original_language) == (
        "Planter des arbres.",
        None,
        None,
        "fr",
    )


def test_the_account_must_add_up():
    with pytest.raises(IntegrityError, match="every_row_is_accounted_for"):
        ImportBatchFactory(rows_read=3, recommenders_new=2)


def test_undoing_takes_back_everything_that_the_import_alone_brought(moderator):
    before = counts()
    batch, _ = bring(*TWO_STATES_ONE_TEXT, row(response="Voluntary pledge"))

    removed = undo_import(batch, by=moderator)

    assert removed == 4
    assert counts() == [*before[:-1], 1]
    assert batch.state == ImportBatch.State.UNDONE


def test_undoing_leaves_what_another_import_brought_too():
    first, _ = bring(*TWO_STATES_ONE_TEXT)
    bring(row(recommender="Viet Nam"), row(recommender="Canada"))

    undo_import(first, by=None)

    left = Recommendation.objects.get()
    assert {made.state.iso3 for made in left.recommenders.all()} == {"VNM", "CAN"}
    assert left.positions.count() == 1


def test_undoing_leaves_a_recommendation_that_got_a_position_since():
    batch, _ = bring(*TWO_STATES_ONE_TEXT)
    answered = Recommendation.objects.get(text_en="Clean the rivers.")
    record_position(answered, by=None, value=PositionValue.SUPPORTED, language="en", symbol="A/HRC/1/2/Add.1")

    undo_import(batch, by=None)

    assert list(Recommendation.objects.all()) == [answered]
    assert answered.recommenders.count() == 1


def test_undoing_leaves_a_review_of_which_more_is_known():
    batch, _ = bring(*TWO_STATES_ONE_TEXT)
    Review.objects.update(report_symbol="A/HRC/1/2")

    undo_import(batch, by=None)

    assert Review.objects.get().report_symbol == "A/HRC/1/2"


def test_an_import_is_undone_once_and_can_be_made_again():
    batch, _ = bring(row())
    undo_import(batch, by=None)

    with pytest.raises(WrongState):
        undo_import(batch, by=None)

    again, account = bring(row())
    assert (again.pk != batch.pk, account.recommenders_new) == (True, 1)


def test_an_import_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    bring(row(text="First."))
    with django_assert_max_num_queries(40) as few:
        bring(row(text="Second."))

    with django_assert_max_num_queries(len(few)):
        bring(*(row(text=f"Number {number}.") for number in range(50)))
