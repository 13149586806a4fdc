"""`manage.py import_upr_info`, and the real export through it."""

import io
import tracemalloc
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from recommendations.demo import seed_recommendations
from recommendations.models import ImportBatch, Pledge, Recommendation, Recommender
from recommendations.tests.factories import export, row

pytestmark = pytest.mark.django_db


def run(file, *options) -> str:
    out = io.StringIO()
    call_command("import_upr_info", str(file), *options, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path, lists):
    def written(*rows):
        path = tmp_path / "export.csv"
        path.write_bytes(export(*rows))
        return path

    return written


def test_the_command_imports_and_tells_where_each_row_went(file):
    said = run(file(row(), row(recommender="Canada"), row()))

    assert "3 rows read = 2 new and 0 known recommending States + 1 repeats" in said
    assert Recommender.objects.count() == 2


def test_a_dry_run_names_repeats_and_saves_nothing(file):
    said = run(file(row(), row()), "--dry-run")

    assert "line 3 repeats line 2" in said
    assert "nothing was saved" in said
    assert not Recommendation.objects.exists()


def test_a_bad_row_stops_the_command_unless_it_may_be_skipped(file):
    path = file(row(), row(state="Atlantis"))

    with pytest.raises(CommandError, match="Nothing was saved"):
        run(path)
    assert not Recommendation.objects.exists()

    assert "line 3: The State under review “Atlantis”" in run(path, "--skip-bad-rows")
    assert Recommendation.objects.count() == 1


def test_the_language_of_the_texts_is_an_option(file):
    run(file(row(text="Planter des arbres.")), "--language", "fr")

    assert Recommendation.objects.get().text_fr == "Planter des arbres."


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read"):
        run(tmp_path / "nowhere.csv")


@pytest.mark.real_data
def test_the_real_export_imports_whole_and_only_once(real_data, reference):
    tracemalloc.start()
    said = run(real_data / "upr-info" / "sessions-1-5.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    batch = ImportBatch.objects.get()
    assert batch.rows_read == 6094 == batch.recommenders_new + batch.repeats + batch.pledges_new, said
    assert Recommender.objects.count() + Pledge.objects.count() + batch.repeats == 6094
    assert peak < 300 * 1024 * 1024
    run(real_data / "upr-info" / "sessions-1-5.csv")
    assert (ImportBatch.objects.count(), Recommender.objects.count()) == (1, batch.recommenders_new)


@pytest.mark.real_data
def test_the_real_excel_file_holds_the_same_rows_as_the_csv(real_data, reference):
    run(real_data / "upr-info" / "sessions-1-5.csv")
    recommendations = Recommendation.objects.count()

    said = run(real_data / "upr-info" / "sessions-1-5.xls")

    assert "0 new and 6094 known recommending States" in said
    assert Recommendation.objects.count() == recommendations


def test_generated_examples_are_the_same_each_time_and_made_once(reference):
    batch = seed_recommendations(by=None, count=60, today=date(2026, 11, 22))

    again = seed_recommendations(by=None, count=60, today=date(2026, 11, 22))

    assert again == batch
    assert batch.is_generated
    assert Recommendation.objects.filter(batch=batch).count() == batch.recommendations_new == 60


def test_generated_examples_stand_in_every_language(reference):
    seed_recommendations(by=None, count=200, today=date(2026, 11, 22))

    languages = set(Recommendation.objects.values_list("original_language", flat=True))
    assert languages == {"en", "fr", "es", "ar", "ru", "zh-hans"}
