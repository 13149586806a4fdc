"""Several who keep a section, or press the composer's buttons, in the same moment, each over a connection.

The controls show that the tests can fail: without the lock, and without asking what was seen, words are lost.
"""

import pytest

from accounts.tests.factories import UserFactory
from consultations.tests.test_seats_race import all_at_once
from reports.actions import composing as actions
from reports.actions.excerpts import KeptElsewhere
from reports.models import Report
from reports.tests.factories import ReportFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 12


@pytest.fixture
def report() -> Report:
    return ReportFactory()


def summary_of(report: Report) -> str:
    return report.sections.get(kind="summary").text_en


def test_of_many_who_keep_a_section_at_once_one_does_and_all_others_are_told(report):
    seen = actions.print_of_section(report.sections.get(kind="summary"))
    by = UserFactory(moderator=True)

    def keep(text: str):
        return actions.write_section(report, "summary", seen=seen, by=by, text_en=text)

    found = all_at_once(keep, [f"Version {number}." for number in range(CROWD)])

    told = [one for one in found if isinstance(one, KeptElsewhere)]
    (kept,) = [one for one in found if not isinstance(one, Exception)]
    assert len(told) == CROWD - 1
    assert summary_of(report) == kept.text_en
    assert {one.row.text_en for one in told} == {kept.text_en}, "each is shown what stands there"


def test_many_who_overwrite_one_another_lose_no_word(report):
    by = UserFactory(moderator=True)
    texts = [f"Version {number}." for number in range(CROWD)]

    all_at_once(lambda text: actions.write_section(report, "summary", by=by, text_en=text), texts)

    remembered = list(report.section_texts.order_by("pk").values_list("text", flat=True))
    assert sorted(remembered) == sorted(["A short summary.", *texts])
    assert remembered[-1] == summary_of(report), "the last one stands"


def test_of_many_who_move_a_section_at_once_one_does(report):
    seen = actions.order_of(report)
    by = UserFactory(moderator=True)

    found = all_at_once(
        lambda kind: actions.move_section(report, kind, step=1, seen=seen, by=by),
        ["summary", "methodology", "key_issues"] * 4,
    )

    assert sum(isinstance(one, WrongState) for one in found) == CROWD - 1
    assert sum(isinstance(one, Exception) for one in found) == CROWD - 1
    assert list(report.sections.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def keep_carelessly(report: Report, seen: str, text: str) -> str:
    """Look and write, as one would without thinking of others: nothing is held meanwhile."""
    section = report.sections.get(kind="summary")
    if actions.print_of_section(section) != seen:
        raise KeptElsewhere(section)
    section.text_en = text
    section.save()
    return text


def test_without_the_lock_several_believe_that_theirs_stands(report):
    seen = actions.print_of_section(report.sections.get(kind="summary"))

    found = all_at_once(
        lambda text: keep_carelessly(report, seen, text), [f"Version {number}." for number in range(CROWD)]
    )

    believing = [one for one in found if isinstance(one, str)]
    assert len(believing) > 1 and summary_of(report) in believing
