"""A State's reply, in the forms that States use; all of them invented after real ones."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.documents.addendum import read_addendum
from recommendations.documents.lists import LeadInWording, Lists
from recommendations.documents.manuscripts import Manuscript, Paragraph, Unreadable, read_manuscript

LISTS = Lists(
    states={"Freedonia": "FRE", "Chile": "CHL", "Viet Nam": "VNM"},
    lead_ins=[
        LeadInWording("en", "enjoy the support of", "supported"),
        LeadInWording("en", "did not enjoy the support of", "noted"),
        LeadInWording("en", "accepted in part", "noted"),
    ],
)


def reply(*texts, tables=(), language="en"):
    """The reading of paragraphs; those that begin with "# " are headings."""
    paragraphs = [
        Paragraph(text.removeprefix("# "), is_heading=text.startswith("# "))
        if isinstance(text, str)
        else Paragraph(text[1], number=text[0])
        for text in texts
    ]
    return read_addendum(Manuscript(paragraphs, list(tables)), language=language, lists=LISTS)


def positions(reading):
    """ "supported": ["140.1" …], in-part as "noted/in-part"."""
    found = defaultdict(list)
    for row in reading.rows:
        number = f"{row.number} ({row.part})" if row.part else row.number
        found["/".join(filter(None, [row.position, row.qualifier]))].append(number)
    return dict(found)


def places(*numbers, paragraph=140):
    return [f"{paragraph}.{number}" for number in numbers]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            ["Freedonia accepts recommendations 140.1-3 and takes note of recommendations 140.4, 5."],
            {"supported": places(1, 2, 3), "noted": places(4, 5)},
        ),
        (
            ["Recommendations 140.1-140.3 enjoy the support of Freedonia; 140.4 and 140.5 are noted."],
            {"supported": places(1, 2, 3), "noted": places(4, 5)},
        ),
        (
            ["Recommendations 140.1, 140.2 and 140.3 did not enjoy the support of Freedonia."],
            {"noted": places(1, 2, 3)},
        ),
        (
            ["Freedonia supports 140.1 on children, and recommendations 140.2-3 are not accepted."],
            {"supported": places(1), "noted": places(2, 3)},
        ),
        (
            ["Freedonia partially accepts recommendations 140.1-2 and accepts 140.3 and 140.4 in principle."],
            {"noted/in-part": places(1, 2), "noted/in-principle": places(3, 4)},
        ),
        (
            ["Freedonia does not support recommendations 140.1 (Chile) and 140.2 (Viet Nam)."],
            {"noted": places(1, 2)},
        ),
        (
            ["Recommendations 140.1 and 140.2 have not been wholly accepted."],
            {"unclear": places(1, 2)},
        ),
        (
            ["The following recommendations enjoy the support of Freedonia:", "140.1, 140.2; 140.3-5"],
            {"supported": places(1, 2, 3, 4, 5)},
        ),
        (
            [
                "# I. Accepted recommendations",
                "140.1",
                "We act.",
                "140.2-3",
                "# II. Noted recommendations",
                "140.4",
            ],
            {"supported": places(1, 2, 3), "noted": places(4)},
        ),
        (
            [
                "# A. Accepted, already implemented",
                "140.1 and 140.2",
                "# B. General remarks",
                "140.3 We think.",
            ],
            {"supported/implemented": places(1, 2), "unclear": places(3)},
        ),
        (
            ["# Recommendations accepted in part", "Freedonia accepts 140.1-2.", "# Rejected", "140.3"],
            {"noted/in-part": places(1, 2), "noted": places(3)},
        ),
        (
            [
                "Recommendation 140.1: Accepted. A law is being written.",
                "140.2 – Noted.",
                "140.3: Not accepted.",
            ],
            {"supported": places(1), "noted": places(2, 3)},
        ),
        (
            ["140.1", "Response: Supported.", "140.2", "Position of the State: Noted", "140.3", "Accepted"],
            {"supported": places(1, 3), "noted": places(2)},
        ),
        (
            ["140.1", "Freedonia accepts this recommendation.", "140.2", "This recommendation is noted."],
            {"supported": places(1), "noted": places(2)},
        ),
        (
            ["Freedonia supports 140.12 (a) and notes 140.12 (b)."],
            {"supported": ["140.12 (a)"], "noted": ["140.12 (b)"]},
        ),
        (
            ["Supported (3):", "140.1, 140.2, 140.4", "Noted:", "140.3"],
            {"supported": places(1, 2, 4), "noted": places(3)},
        ),
        (
            ["Accepted", "140.1", "140.2", "Not accepted", "140.3"],
            {"supported": places(1, 2), "noted": places(3)},
        ),
        (
            ["140.1 (Chile): Supported.", "140.2 (Chile) (Viet Nam) – Noted.", "140.3 (Chile) is rejected."],
            {"supported": places(1), "noted": places(2, 3)},
        ),
        (
            [
                "140.1 Ratify the Convention (Chile). Accepted. It is done.",
                "140.2 Do it (Viet Nam).",
                "Noted",
            ],
            {"supported": places(1), "noted": places(2)},
        ),
        (
            [
                "Freedonia accepts all recommendations except 140.3 and 140.4.",
                "140.1: Accepted.",
                "140.3: Noted.",
            ],
            {"supported": places(1), "noted": places(3)},
        ),
        (
            ["Recommendations Nos. 1–3, 7 of paragraph 98 are accepted. Recommendation 4 is noted."],
            {"supported": places(1, 2, 3, 7, paragraph=98), "noted": places(4, paragraph=98)},
        ),
    ],
)
def test_answers_are_found_in_the_forms_of_states(texts, expected):
    assert positions(reply(*texts)) == expected


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        (
            "fr",
            [
                "La Freedonie accepte les recommandations 140.1 à 140.3"
                " et prend note des recommandations 140.4 et 5."
            ],
            {"supported": places(1, 2, 3), "noted": places(4, 5)},
        ),
        (
            "fr",
            [
                "Les recommandations 140.1 et 140.2 n’ont pas été acceptées.",
                "La recommandation 140.3 est acceptée.",
            ],
            {"noted": places(1, 2), "supported": places(3)},
        ),
        (
            "es",
            [
                "Freedonia acepta las recomendaciones 140.1 a 140.3 y 140.5,"
                " y toma nota de la recomendación 140.4."
            ],
            {"supported": places(1, 2, 3, 5), "noted": places(4)},
        ),
        (
            "es",
            ["Las recomendaciones 140.1 y 140.2 no cuentan con el apoyo de Freedonia."],
            {"noted": places(1, 2)},
        ),
    ],
)
def test_answers_are_found_in_french_and_spanish(language, texts, expected):
    assert positions(reply(*texts, language=language)) == expected


def test_a_comment_keeps_the_position_of_the_list_that_names_its_number():
    reading = reply(
        "# I. Accepted recommendations",
        ("3", "The Government accepts the following recommendations: 140.1, 140.2."),
        "# II. Noted recommendations",
        ("4", "The Government takes note of recommendations 140.3 and 140.4, and explains:"),
        "140.2-3",
        "Freedonia supports the work of the courts.",
    )

    assert positions(reading) == {"supported": places(1, 2), "noted": places(3, 4)}
    assert [(answer.numbers, answer.own_words, answer.paragraph) for answer in reading.answers] == [
        (["140.1"], "The Government accepts the following recommendations: ….", "3"),
        (["140.2"], "Freedonia supports the work of the courts.", "3"),
        (["140.3"], "Freedonia supports the work of the courts.", "4"),
        (["140.4"], "The Government takes note of recommendations …, and explains:", "4"),
    ]
    assert any("140.2" in problem for problem in reading.problems)


def test_a_comment_that_supports_something_else_takes_no_position():
    reading = reply(
        "# Noted recommendations",
        "140.55 Freedonia supports international efforts against hunger.",
        "140.56 In 2024, 99.9% of cases were closed under article 14.2.",
    )

    assert positions(reading) == {"noted": places(55, 56)}


def test_two_answers_to_one_number_are_both_given():
    reading = reply("Freedonia accepts 140.1 and 140.2.", "Freedonia takes note of recommendations 140.2-3.")

    assert positions(reading) == {"supported": places(1), "unclear": places(2), "noted": places(3)}
    assert [answer.numbers for answer in reading.answers] == [
        places(1, 2),
        places(2, 3),
    ]


def test_a_number_that_is_only_mentioned_is_not_answered_but_told():
    reading = reply("Freedonia accepts 140.1.", "140.2: Noted. See also what is said under 140.3 above.")

    assert positions(reading) == {"supported": places(1), "noted": places(2)}
    assert any("140.3 is mentioned" in problem for problem in reading.problems)


def test_a_position_without_numbers_is_told():
    reading = reply("Freedonia accepts 140.1. All other recommendations are noted.")

    assert positions(reading) == {"supported": places(1)}
    assert any("All other recommendations are noted" in problem for problem in reading.problems)


def test_a_table_with_marks_below_positions_is_read():
    table = [["No.", "Supported", "Noted", "Comments"], ["140.1", "x", "", "Done."], ["140.2", "", "X", ""]]

    reading = reply(tables=[table])

    assert positions(reading) == {"supported": places(1), "noted": places(2)}
    assert reading.rows[0].own_words == "Done."


def test_a_table_of_numbers_and_answers_is_read():
    table = [
        ["Recommendation", "Position", "Comments"],
        ["140.1 Ratify the Convention (Chile);", "Supported", "It was ratified."],
        ["140.2-3", "Noted", ""],
        ["140.4", "Supported in part", "Freedonia notes the second part."],
        ["140.5", "Under consideration", ""],
    ]

    reading = reply("Freedonia", tables=[table])

    assert positions(reading) == {
        "supported": places(1),
        "noted": places(2, 3),
        "noted/in-part": places(4),
        "pending": places(5),
    }
    first = reading.rows[0]
    assert (first.text, first.states, first.own_words) == (
        "Ratify the Convention",
        ["CHL"],
        "Supported\nIt was ratified.",
    )
    assert reading.state == "FRE"


def test_a_table_with_a_column_for_each_position_is_read():
    table = [["Supported", "Noted"], ["140.1-3, 5", "140.4"], ["140.7", ""]]

    assert positions(reply(tables=[table])) == {"supported": places(1, 2, 3, 5, 7), "noted": places(4)}


def test_a_table_below_a_heading_has_its_position():
    tables = [[["No.", "Comment"], ["140.1", "We act."]], [["No.", "Comment"], ["140.2", "We do not."]]]
    manuscript = Manuscript(
        [
            Paragraph("Recommendations that enjoy the support of Freedonia", is_heading=True),
            Paragraph("No.", in_table=True),
            Paragraph("Recommendations that did not enjoy the support of Freedonia", is_heading=True),
            Paragraph("No.", in_table=True),
        ],
        tables,
    )

    reading = read_addendum(manuscript, language="en", lists=LISTS)

    assert positions(reading) == {"supported": places(1), "noted": places(2)}


def test_a_document_without_answers_is_refused():
    with pytest.raises(Unreadable, match="reply"):
        reply("Freedonia thanks all States for their 254 recommendations.")


WORDS = st.sampled_from(
    [
        "140.1",
        "140.2-5",
        "-",
        "accepts",
        "notes",
        "not",
        "recommendations",
        "(a)",
        "in part",
        ".",
        ";",
        ":",
        "Ü",
    ]
)


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30), max_size=6))
def test_no_words_make_the_reader_stumble(texts):
    try:
        reading = reply(*texts, tables=[[texts]] if texts else [])
    except Unreadable:
        return

    assert {row.position for row in reading.rows} <= {"supported", "noted", "pending", "unclear"}
    numbers = [f"{row.number}{row.part}" for row in reading.rows]
    assert len(numbers) == len(set(numbers))


@pytest.mark.real_data
def test_the_reply_of_slovenia_is_read_whole(real_data, reference):
    content = (real_data / "slovenia-cycle-4" / "g2505828.pdf").read_bytes()

    reading = read_addendum(read_manuscript(content), language="en", lists=Lists.load())

    found = positions(reading)
    assert (reading.state, reading.symbol) == ("SVN", "A/HRC/59/15/Add.1")
    assert {name: len(numbers) for name, numbers in found.items()} == {
        "supported": 178,
        "supported/implemented": 39,
        "noted": 37,
    }
    assert len(reading.rows) == len({row.number for row in reading.rows}) == 254
    assert reading.problems == [
        "The comment on 140.73 stands in another group than their answer.",
        "The comment on 140.241 stands in another group than their answer.",
    ]
