"""Working Group reports, invented in the forms of real ones, become rows with States and positions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.documents.manuscripts import Manuscript, Paragraph, Unreadable
from recommendations.documents.report import read_report
from recommendations.tests.reports import FINAL, LISTS, in_short, manuscript, read


def test_a_final_report_is_read_with_positions():
    reading = read(FINAL)

    assert in_short(reading) == [
        ("108.1", "Plant more trees", "supported", ["ESP", "PER"]),
        ("108.2a", "Sign the Treaty on Bees (OPBEE)", "supported", ["IRN"]),
        ("108.2b", "adopt a law on honey", "supported", ["NLD"]),
        ("108.3", "Protect rivers", "supported", ["CHL"]),
        ("109.1", "Consider a museum of rivers", "pending", [None]),
        ("110.1", "Close the mill", "noted", ["DEU", "CAN"]),
        ("26 (b)", "that it paint them", "noted", ["CHL"]),
        ("29", "Japan recommended that Ghana count sheep", "noted", ["JPN"]),
    ]


def test_the_cover_is_read():
    reading = read(FINAL)

    assert (reading.family, reading.state, reading.symbol, reading.session, reading.stage) == (
        "report",
        "GHA",
        "A/HRC/21/9",
        14,
        "final",
    )
    assert reading.deadline == "no later than the twenty-second session of the Human Rights Council"


def test_rows_keep_the_sentence_above_them_and_their_own_words():
    first = read(FINAL).rows[0]

    assert first.lead_in.endswith("enjoy the support of Ghana:")
    assert first.raw == "Plant more trees (Spain, Peru);"


def test_what_the_state_says_of_numbers_is_kept_beside_them():
    first, *_others = read(FINAL).rows

    assert (first.position, first.qualifier, first.position_source) == ("supported", "implemented", "111")
    assert "already implemented" in first.own_words


def test_recommendations_in_the_account_of_the_dialogue_are_doubtful():
    spoken = read(FINAL).rows[-2:]

    assert all("112" in row.doubts[0] and row.position_source == "112" for row in spoken)


@pytest.mark.parametrize(
    "paragraph",
    [
        "3. The United Kingdom spoke of Ghana. It recommended that Ghana plant trees.",
        "3. Noting that Ghana has mills, the United Kingdom recommended that Ghana plant trees.",
    ],
)
def test_who_speaks_in_the_dialogue_is_the_recommending_state(paragraph):
    reading = read(f"""
        Ghana
        {paragraph}
        II. Conclusions and/or recommendations
        6. The recommendation in paragraph 3 did not enjoy the support of Ghana.
    """)

    assert [row.states for row in reading.rows] == [["GBR"]]


def test_pledges_are_told_apart():
    reading = read(FINAL)

    assert [(pledge.number, pledge.text) for pledge in reading.pledges] == [
        ("114", "Ghana pledges to plant one million trees.")
    ]


def test_own_numbers_stand_behind_the_number_of_their_paragraph():
    reading = read("""
        II. CONCLUSIONS AND/OR RECOMMENDATIONS
        77. In the course of the discussion, the following recommendations were made to Ghana:
        1. Plant trees (Canada);
        2. Open a library (France); water it (Chile);
        78. The response of Ghana to these recommendations will be included in the outcome report adopted by
        the Human Rights Council at its tenth session.
    """)

    assert in_short(reading) == [
        ("77.1", "Plant trees", "pending", ["CAN"]),
        ("77.2a", "Open a library", "pending", ["FRA"]),
        ("77.2b", "water it", "pending", ["CHL"]),
    ]
    assert reading.deadline == "adopted by the Human Rights Council at its tenth session"
    assert {row.position_source for row in reading.rows} == {"78"}


def test_own_numbers_may_reach_the_number_of_the_next_paragraph():
    entries = "\n".join(f"{number}. Plant tree {number} (Canada);" for number in range(1, 14))

    reading = read(f"""
        12. The recommendations listed below enjoy the support of Ghana:
        {entries}
        13. The recommendations below did not enjoy the support of Ghana:
        1. Close the mill (Peru).
    """)

    assert [row.number for row in reading.rows] == [*(f"12.{number}" for number in range(1, 14)), "13.1"]
    assert reading.rows[-1].position == "noted"


@pytest.mark.parametrize(
    "entries",
    [
        " Plant trees (Canada); open a library (Peru).",
        "\nPlant trees (Canada);\nOpen a library (Peru).",
        "\n- Plant trees (Canada);\n- Open a library (Peru).",
        "\n(a) Plant trees (Canada);\n(b) Open a library (Peru).",
        "\n1. Plant trees (Canada);\n2. Open a library (Peru).",
        " 1. Plant trees (Canada); 2. Open a library (Peru).",
        "\n6.1 Plant trees (Canada);\n6.2. Open a library (Peru).",
        "\n6.1 Plant trees (Canada); 6.2 Open a library (Peru).",
    ],
)
@pytest.mark.parametrize("number", ["6. ", ""])
def test_recommendations_are_found_in_many_ways_of_numbering(number, entries):
    reading = read(f"{number}The following recommendations enjoy the support of Ghana:{entries}")

    found = [(row.text.capitalize(), row.states, row.position) for row in reading.rows]
    assert found == [("Plant trees", ["CAN"], "supported"), ("Open a library", ["PER"], "supported")]


def test_word_s_automatic_numbers_count_like_typed_ones():
    paragraphs = [
        Paragraph("The following recommendations have been noted by Ghana:", number="8."),
        Paragraph("Plant trees (Canada);", number="8.1"),
        Paragraph("Open a library (Peru).", number="8.2", footnotes=()),
    ]

    reading = read_report(Manuscript(paragraphs=paragraphs), lists=LISTS)

    assert [(row.number, row.position) for row in reading.rows] == [("8.1", "noted"), ("8.2", "noted")]


def test_a_bare_list_has_no_positions():
    reading = read("6.1\tPlant trees (Canada);\n6.2\tOpen a library (France); (Chile);")

    assert in_short(reading) == [
        ("6.1", "Plant trees", "unclear", ["CAN"]),
        ("6.2", "Open a library", "unclear", ["FRA", "CHL"]),
    ]
    assert {row.lead_in for row in reading.rows} == {""}
    assert len(reading.problems) == 1


def test_an_unknown_sentence_is_unclear_and_shown():
    reading = read("6. Something new about the following:\n6.1 Plant trees (Canada);")

    assert reading.rows[0].position == "unclear"
    assert "Something new about the following:" in reading.problems[0]


def test_support_in_part_is_noted():
    reading = read("6. Ghana partially supports the following recommendations:\n6.1 Plant trees (Canada);")

    assert (reading.rows[0].position, reading.rows[0].qualifier) == ("noted", "in-part")


def test_a_list_and_a_later_paragraph_that_disagree_are_unclear():
    reading = read("""
        6. The following recommendations enjoy the support of Ghana:
        6.1 Plant trees (Canada);
        7. Recommendation 1 in paragraph 6 did not enjoy the support of Ghana.
    """)

    assert reading.rows[0].position == "unclear"
    assert reading.rows[0].doubts


def test_gaps_and_repeats_in_the_numbers_are_named():
    reading = read("6.1 Plant (Canada);\n6.3 Water (Canada);\n6.3 Open (Peru);\n6.6 Close (Peru);")

    assert "Numbers are missing: 6.2, 6.4, 6.5." in reading.problems
    assert "Numbers stand twice: 6.3." in reading.problems
    assert [row.number + row.part for row in reading.rows] == ["6.1", "6.3a", "6.3b", "6.6"]


def test_comments_of_the_state_are_no_recommendations():
    reading = read("""
        60. The following recommendations enjoy the support of Ghana:
        1. Plant trees (Canada).
        61. With regard to the other recommendations, the State under review offers the following comments:
        1. Mills are old.
    """)

    assert [row.number for row in reading.rows] == ["60.1"]
    assert any("Mills are old." in problem for problem in reading.problems)


def test_a_paragraph_behind_a_recommendation_is_kept_as_words_of_the_state():
    reading = read("""
        60. The following recommendations enjoy the support of Ghana:
        1. Plant trees (Canada).
        With respect to trees, Ghana will think about the kind.
    """)

    assert reading.rows[0].own_words == "With respect to trees, Ghana will think about the kind."
    assert reading.rows[0].doubts


def test_a_reference_that_leads_nowhere_is_a_problem():
    reading = read("""
        6. The following recommendations enjoy the support of Ghana:
        6.1 Plant trees (Canada).
        7. The recommendations in paragraph 3 (c) did not enjoy the support of Ghana.
    """)

    assert len(reading.rows) == 1
    assert any("3 (c)" in problem for problem in reading.problems)


def test_recommendations_behind_the_end_are_not_lost():
    reading = read("""
        6. The following recommendations enjoy the support of Ghana:
        6.1 Plant trees (Canada).
        7. All conclusions and/or recommendations contained in the present report reflect positions.
        Open a library (Peru).
    """)

    assert [(row.text, row.position) for row in reading.rows] == [
        ("Plant trees", "supported"),
        ("Open a library", "unclear"),
    ]


def test_page_furniture_is_taken_out():
    reading = read("""
        6. The following recommendations enjoy the support of Ghana:
        6.1 Plant trees (Canada); 16 GE.09-16252
        A/HRC/21/9
        6.2 Open a library A/HRC/21/9 Page 15 for all (Peru);
    """)

    assert [row.raw for row in reading.rows] == ["Plant trees (Canada);", "Open a library for all (Peru);"]


def test_words_in_the_room_are_given_to_their_recommendation():
    reading = read("""
        6. The following recommendations enjoy the support of Ghana:
        6.1 Plant all kinds of trees in the north (Canada);
        6.2 Open a public library in each village (Canada); 1
        Annex
        1 The recommendation as read during the interactive dialogue: open libraries in villages (Canada).
    """)

    assert [row.as_read for row in reading.rows] == ["", "open libraries in villages"]
    assert reading.rows[1].text == "Open a public library in each village"


def test_a_draft_is_known_by_its_cover():
    text = FINAL.replace("A/HRC/21/9", "A/HRC/WG.6/14/L.3").replace("Report of", "Draft report of", 1)

    reading = read(text)

    assert (reading.symbol, reading.stage) == ("A/HRC/WG.6/14/L.3", "draft")


FRENCH = """
Rapport du Groupe de travail sur l’Examen périodique universel
Ghana
II. Conclusions et/ou recommandations
6. Les recommandations formulées au cours du dialogue et énumérées ci-après recueillent l’adhésion du Ghana :
6.1 Planter des arbres (Suisse) (Pays-Bas) ;
6.2 Ouvrir un musée (Belgique et Japon) ; adopter une loi sur le miel (Chili) ;
7. Les recommandations ci-après seront examinées par le Ghana, qui y répondra en temps voulu,
mais au plus tard à la quarantième session du Conseil des droits de l’homme :
7.1 Peindre le pont (Côte d’Ivoire, Pays-Bas) ;
8. Les recommandations ci-après n’ont pas recueilli l’adhésion du Ghana et ont donc été notées :
8.1 Fermer le moulin (Allemagne).
9. Le Ghana considère que la recommandation figurant au paragraphe 6.1 est en cours d’application.
10. Toutes les conclusions et/ou recommandations figurant dans le présent rapport reflètent une position.
"""
SPANISH = """
II. Conclusiones y/o recomendaciones
98. Ghana examinó las recomendaciones formuladas y dio su apoyo a las que figuran a continuación:
1. Plantar árboles (España); abrir una biblioteca (Suiza);
2. Pintar el puente (Alemania y Perú);
99. Ghana considera que las recomendaciones Nos. 1, 2 enunciadas en el párrafo 98 ya se han aplicado.
100. Ghana no dio su apoyo a las recomendaciones que figuran a continuación:
1. Cerrar el molino (Irán (República Islámica del));
101. Ghana examinará las siguientes recomendaciones y les dará respuesta a su debido tiempo,
a más tardar en el 15º período de sesiones del Consejo de Derechos Humanos:
1. Abrir un museo (Francia).
102. Todas las conclusiones y/o recomendaciones que figuran en el presente informe reflejan una posición.
"""


@pytest.mark.parametrize("expected_language", ["fr", "en"])
def test_a_french_report_is_read(expected_language):
    reading = read(FRENCH, expected_language)

    assert reading.language == "fr"
    assert reading.deadline == "au plus tard à la quarantième session du Conseil des droits de l’homme"
    assert in_short(reading) == [
        ("6.1", "Planter des arbres", "supported", ["CHE", "NLD"]),
        ("6.2a", "Ouvrir un musée", "supported", ["BEL", "JPN"]),
        ("6.2b", "adopter une loi sur le miel", "supported", ["CHL"]),
        ("7.1", "Peindre le pont", "pending", ["CIV", "NLD"]),
        ("8.1", "Fermer le moulin", "noted", ["DEU"]),
    ]
    assert reading.rows[0].qualifier == "implemented"


def test_a_spanish_report_is_read():
    reading = read(SPANISH, "es")

    assert reading.deadline == "a más tardar en el 15º período de sesiones del Consejo de Derechos Humanos"
    assert in_short(reading) == [
        ("98.1a", "Plantar árboles", "supported", ["ESP"]),
        ("98.1b", "abrir una biblioteca", "supported", ["CHE"]),
        ("98.2", "Pintar el puente", "supported", ["DEU", "PER"]),
        ("100.1", "Cerrar el molino", "noted", ["IRN"]),
        ("101.1", "Abrir un museo", "pending", ["FRA"]),
    ]
    assert {row.qualifier for row in reading.rows[:3]} == {"implemented"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "6. التوصيات التالية تحظى بتأييد غانا:\n6.1 زرع الأشجار (فرنسا) (ألمانيا)؛"),
        (
            "ru",
            "6. Следующие рекомендации пользуются поддержкой Ганы:\n6.1 Сажать деревья (Франция) (Германия);",
        ),
        ("zh-hans", "6. 下列建议得到加纳的支持：\n6.1 植树（法国）（德国）；"),
    ],
)
def test_a_report_in_arabic_russian_or_chinese_is_read(language, text):
    (row,) = read(text, language).rows

    assert (row.number, row.position, row.states) == ("6.1", "supported", ["FRA", "DEU"])


def test_a_document_without_recommendations_is_refused():
    with pytest.raises(Unreadable, match="No list of recommendations"):
        read("1. A letter about mills and rivers.\n2. Nothing else.")


def test_a_reading_goes_into_json_and_back():
    reading = read(FINAL)

    assert type(reading).from_json(reading.as_json()) == reading


LINES = st.sampled_from(
    [
        "II. Conclusions and/or recommendations",
        "6. The following recommendations enjoy the support of Ghana:",
        "7. The recommendations in paragraphs 3 (a), 6.1 and 9 did not enjoy the support of Ghana:",
        "The response of Ghana to these recommendations will be included.",
        "6.1 Plant trees (Canada); (Peru);",
        "1. Plant trees (Canada) and adopt a law (Peru), which is good.",
        "(a) Plant trees (Canada);",
        "Plant trees (",
        "3. Chile said (a) one; (b) two.",
        "Annex",
        "III. Voluntary pledges and commitments",
        "1",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=60), max_size=15))
def test_no_document_breaks_the_reader(lines):
    document = manuscript("\n".join(lines))

    try:
        reading = read_report(document, lists=LISTS)
    except Unreadable:
        return

    assert reading.rows
    assert all(len(row.states) == len(row.spellings) >= 1 for row in reading.rows)
    assert len({(row.number, row.part) for row in reading.rows if row.number}) == sum(
        bool(row.number) for row in reading.rows
    )
