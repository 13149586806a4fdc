"""`load_reference`: what the files bring, what a second run does, and what the loader never does."""

import csv
import shutil
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reference import documents
from reference.actions import load_reference
from reference.models import (
    NOT_RECORDED,
    Cycle,
    Goal,
    PersonsGroup,
    Precision,
    RegionalGroup,
    State,
    StateAlias,
    StateGroupMembership,
    Target,
    Theme,
    ThemeMapping,
    UprSession,
    Vocabulary,
)

NAMES = [f"name_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES]


def run(*arguments) -> str:
    output = StringIO()
    call_command("load_reference", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A copy of the files that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(documents.FOLDER, folder)
    monkeypatch.setattr(documents, "FOLDER", folder)
    return folder


def replace(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_members_and_both_observers_are_there_with_names_in_six_languages(reference):
    members = State.objects.members()

    assert members.count() == 193
    assert not members.filter(regional_group=None).exists()
    assert set(State.objects.filter(kind=State.Kind.OBSERVER).values_list("iso3", flat=True)) == {
        "VAT",
        "PSE",
    }
    assert State.objects.recorded().count() == 195
    for names in State.objects.values_list(*NAMES):
        assert all(names)
        assert not any(name.endswith((" *", "(the)", "(l')", "(la)")) for name in names)


def test_the_regional_groups_have_their_members(reference):
    sizes = {group.code: group.states.count() for group in RegionalGroup.objects.all()}

    assert sizes == {"AFRICA": 54, "ASIA": 54, "EEG": 23, "GRULAC": 33, "WEOG": 29}


@pytest.mark.parametrize(
    ("spelling", "iso3"),
    [
        ("Vietnam", "VNM"),
        ("Macedonia FYR", "MKD"),
        ("DPR Korea", "PRK"),
        ("Republic of Congo", "COG"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Cote d'Ivoire", "CIV"),
        ("Турция", "TUR"),
        ("العربية السعودية", "SAU"),
        ("(Unknown)", NOT_RECORDED),
    ],
)
def test_old_names_and_other_languages_are_understood(reference, spelling, iso3):
    assert State.objects.spelled(spelling).iso3 == iso3


@pytest.mark.parametrize("spelling", ["Korea", "ILO", "NA", ""])
def test_what_could_be_two_states_or_none_is_not_guessed(reference, spelling):
    assert State.objects.spelled(spelling) is None


def test_sessions_and_cycles_are_there_with_what_is_known_of_their_dates(reference):
    first, last = UprSession.objects.get(number=1), UprSession.objects.get(number=54)

    assert (Cycle.objects.count(), UprSession.objects.count()) == (4, 54)
    assert (first.starts_on, first.ends_on, first.precision) == (
        date(2008, 4, 7),
        date(2008, 4, 18),
        Precision.DAY,
    )
    assert (last.precision, last.adopting_session, last.cycle.number) == (Precision.MONTH, None, 4)
    assert not UprSession.objects.filter(precision=Precision.DAY, last_checked=None).exists()


def test_themes_belong_to_vocabularies_that_map_to_one_another(reference):
    issues = Theme.objects.by_label("upr-info")

    assert len(issues) == 54
    assert issues["women's rights"].name_fr == "Droits des femmes"
    assert Vocabulary.objects.filter(themes__code="D43").exists()
    assert ThemeMapping.objects.filter(theme__vocabulary__code="upr-info").exists()
    assert PersonsGroup.objects.exists()


def test_the_2030_agenda_is_whole_in_six_languages(reference):
    assert (Goal.objects.count(), Target.objects.count()) == (17, 169)
    for texts in [*Goal.objects.values_list(*NAMES), *Target.objects.values_list(*NAMES)]:
        assert all(texts)
        assert not any("\u0640" in text for text in texts)
    assert Target.objects.get(code="5.a").goal.number == 5


def test_the_british_left_the_union(reference):
    union = StateGroupMembership.objects.filter(group__code="EU")

    assert union.on(date(2020, 1, 31)).count() == 28
    assert union.on(date(2020, 2, 1)).count() == 27


def test_a_second_run_reads_nothing_and_changes_nothing(reference, django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, lock, checksums, release
        assert load_reference() == []

    assert run() == "Nothing has changed.\n"
    assert "changed: " not in run("--again")


def test_a_changed_file_changes_its_rows_and_says_which(reference, files):
    replace(files / "states.csv", "Czechia", "Bohemia")

    report = run()

    assert "states.csv: 0 new, 1 changed, 0 kept\n  changed: Bohemia" in report
    assert State.objects.spelled("Bohemia").iso3 == "CZE"
    assert "themes.csv" not in report


def test_rows_that_vanish_from_a_file_stay(reference, files):
    replace(files / "themes.csv", "upr-info,detention", "upr-info,detention-2")

    run()

    assert Theme.objects.filter(code__in=["detention", "detention-2"]).count() == 2


def test_dates_checked_later_in_the_portal_are_kept(reference, files):
    UprSession.objects.filter(number=52).update(ends_on="2026-05-16", last_checked="2027-01-01")
    replace(files / "sessions.csv", "2026-05-15", "2026-05-14")

    report = run()

    assert "sessions.csv: 0 new, 0 changed, 1 kept" in report
    assert UprSession.objects.get(number=52).ends_on == date(2026, 5, 16)


def test_spellings_added_by_editors_are_kept(reference, files):
    StateAlias.objects.create(state=State.objects.get(iso3="CZE"), spelling="Bohemia")

    run("--again")

    assert State.objects.spelled("Bohemia").iso3 == "CZE"


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("state_aliases.csv", "AUT,Germany,a slip", "stands for DEU and for AUT"),
        ("state_aliases.csv", "QQQ,Nowhere,a slip", "there is no state “QQQ”"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(db, files, file, line, words):
    with (files / file).open("a", encoding="utf-8") as appended:
        appended.write(line + "\n")

    with pytest.raises(CommandError, match=words):
        run()

    assert not State.objects.exists()


def test_every_column_of_every_file_is_a_field():
    for table in documents.TABLES:
        with (documents.FOLDER / table.file).open(encoding="utf-8") as file:
            columns = next(csv.reader(file))
        assert set(columns) <= {field.name for field in table.model._meta.get_fields()}, table.file
