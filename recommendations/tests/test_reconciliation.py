"""A report and the reply to it: the sum comes out, and nothing is guessed."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from recommendations.documents.readings import Answer, DocumentReading, ReadRow
from recommendations.documents.reconciliation import reconcile


def report(*rows):
    """Rows from "140.1", ("140.2", "supported") or ("26", "noted", "e")."""
    made = []
    for row in rows:
        number, *rest = (row,) if isinstance(row, str) else row
        position, part = (*rest, *("pending", "")[len(rest) :])
        made.append(ReadRow(number, f"Do what {number} {part} says", position=position, part=part))
    return DocumentReading("report", rows=made)


def reply(**answers):
    """`supported=["140.1"]`; lists of one position make one answer."""
    return DocumentReading(
        "addendum",
        answers=[Answer(numbers, position.split("_")[0]) for position, numbers in answers.items()],
    )


def final(found):
    return {f"{row.number}{row.part}": row.position for row in found.rows}


def test_the_sum_of_a_whole_reply_comes_out():
    found = reconcile(report("140.1", "140.2", "140.3"), reply(supported=["140.1", "140.3"], noted=["140.2"]))

    assert final(found) == {"140.1": "supported", "140.2": "noted", "140.3": "supported"}
    assert (found.received, found.supported, found.noted, found.unanswered) == (3, 2, 1, 0)
    assert (found.numbers_twice, found.numbers_unknown, found.contradictions) == ([], [], [])


def test_what_is_not_answered_stays_pending():
    found = reconcile(report("140.1", "140.2"), reply(supported=["140.1"]))

    assert final(found) == {"140.1": "supported", "140.2": "pending"}
    assert (found.unanswered, found.numbers_unanswered) == (1, ["140.2"])


def test_double_and_unknown_numbers_and_contradictions_are_listed():
    answers = reply(
        supported=["140.1", "140.2"], supported_again=["140.1"], noted=["140.2", "140.9"], unclear=["140.3"]
    )

    found = reconcile(report("140.1", "140.2", "140.3"), answers)

    assert final(found) == {"140.1": "supported", "140.2": "unclear", "140.3": "unclear"}
    assert found.numbers_twice == ["140.1", "140.2"]
    assert found.numbers_unknown == ["140.9"]
    assert [(each.number, each.positions) for each in found.contradictions] == [
        ("140.2", ["supported", "noted"])
    ]
    assert (found.received, found.unanswered, found.unclear) == (3, 2, ["140.2", "140.3"])


def test_positions_of_the_report_are_kept_unless_the_reply_changes_them():
    found = reconcile(
        report(("6.1", "supported"), ("6.2", "noted"), ("7.1", "pending")),
        reply(noted=["6.1"], supported=["7.1"]),
    )

    assert final(found) == {"6.1": "noted", "6.2": "noted", "7.1": "supported"}
    assert found.changed == ["6.1"]
    assert found.unanswered == 0


def test_parts_are_answered_one_by_one_and_a_number_answers_all_its_parts():
    parts = report(
        ("26", "pending", "a"), ("26", "pending", "b"), ("29", "pending", "a"), ("29", "pending", "b")
    )

    found = reconcile(parts, reply(supported=["26 (a)", "29"], noted=["26 (b)"]))

    assert final(found) == {"26a": "supported", "26b": "noted", "29a": "supported", "29b": "supported"}


def test_a_text_answered_in_two_parts_is_noted_until_it_is_split():
    found = reconcile(report("140.12"), reply(supported=["140.12 (a)"], noted=["140.12 (b)"]))

    assert final(found) == {"140.12": "noted"}
    assert found.rows[0].qualifier == "in-part"
    assert "140.12 (a): supported" in found.rows[0].doubts[0]


def test_numbers_without_their_paragraph_are_known_where_there_is_only_one():
    assert final(reconcile(report("98.1", "98.2"), reply(supported=["1"], noted=["2"]))) == {
        "98.1": "supported",
        "98.2": "noted",
    }
    assert reconcile(report("98.1", "99.1"), reply(supported=["1"])).numbers_unknown == ["1"]


def test_readings_are_not_changed():
    before = report("140.1")

    reconcile(before, reply(supported=["140.1"]))

    assert before == report("140.1")


numbers = st.lists(st.integers(1, 30).map(lambda place: f"140.{place}"), unique=True)


@given(numbers, numbers, numbers)
def test_the_sum_always_comes_out(known, supported, noted):
    found = reconcile(report(*known), reply(supported=supported, noted=noted))

    assert found.received == found.supported + found.noted + found.unanswered == len(known)
    assert set(found.numbers_unknown) == {*supported, *noted} - {*known}
    assert set(found.numbers_twice) == {*supported} & {*noted} & {*known}


REPORT = """140. The following recommendations will be examined by Chile, which will provide responses in due
time, but no later than the sixty-third session of the Human Rights Council:

140.1 Ratify the Convention (France);

140.2 Ensure that all children go to school (Germany) (Morocco);

140.3 Continue its efforts (Viet Nam).

141. All conclusions and/or recommendations contained in the present report reflect the position of the
submitting States and the State under review. They should not be construed as endorsed by the Working Group
as a whole.
"""
REPLY = """Chile thanks all States that took part in its review and examined their recommendations with care.

Chile accepts recommendations 140.1-2 and will report on them in its next national report to the Council.

140.9: Noted.
"""


@pytest.fixture
def files(tmp_path, lists) -> tuple[Path, Path]:
    (tmp_path / "report.txt").write_text(REPORT)
    (tmp_path / "reply.txt").write_text(REPLY)
    return tmp_path / "report.txt", tmp_path / "reply.txt"


def test_the_command_prints_what_was_brought_together(files, capsys):
    call_command("reconcile", *map(str, files), "--json", "--language", "en")

    found = json.loads(capsys.readouterr().out)
    assert [(row["number"], row["position"]) for row in found["rows"]] == [
        ("140.1", "supported"),
        ("140.2", "supported"),
        ("140.3", "pending"),
    ]
    assert (found["received"], found["supported"], found["noted"], found["unanswered"]) == (3, 2, 0, 1)
    assert found["numbers_unknown"] == ["140.9"]


def test_the_command_says_which_file_cannot_be_read(files, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("Nothing was decided.")

    with pytest.raises(CommandError, match=r"empty\.txt"):
        call_command("reconcile", str(files[0]), str(empty), "--language", "en")


@pytest.mark.real_data
def test_slovenia_answered_all_recommendations_and_ohchr_says_the_same(real_data, reference, capsys):
    folder = real_data / "slovenia-cycle-4"
    matrix = str(folder / "upr48-slovenia-thematic-list-of-recommendatio.docx")
    addendum = str(folder / "g2505828.pdf")

    call_command("reconcile", str(folder / "g2502644.pdf"), addendum, "--json")
    found = json.loads(capsys.readouterr().out)
    call_command("read_document", matrix, "--json")
    listed = json.loads(capsys.readouterr().out)

    assert (found["received"], found["supported"], found["noted"], found["unanswered"]) == (254, 217, 37, 0)
    assert (found["numbers_twice"], found["numbers_unknown"], found["contradictions"]) == ([], [], [])
    assert {row["number"]: (row["position"], row["states"]) for row in found["rows"]} == {
        row["number"]: (row["position"], row["states"]) for row in listed["rows"]
    }
