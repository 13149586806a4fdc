"""Printed lines become paragraphs again: PDF, and texts made from PDF."""

import pytest

from recommendations.documents.manuscripts import read_manuscript
from recommendations.documents.pdf import read_pdf
from recommendations.documents.plain import read_plain

from .papers import pdf

HEADS = """
@page { @top-right { content: "A/HRC/99/1" } @bottom-left { content: counter(page) "  GE.26-01234" } }
"""
WORDS = "Continue to strengthen its long-standing efforts for everybody in the country, also those far away "


def entry(place: int) -> str:
    """Other words on each line, as what is alike at the edges of many pages is taken for a running head."""
    words = WORDS.split()
    return " ".join([*words[place % 9 :], *words[: place % 9], f"(Freedonia {place});"])


def test_paragraphs_go_on_over_lines_and_pages_without_what_runs_at_their_edges():
    body = "".join(f"<p>140.{place} {entry(place)}</p>" for place in range(1, 41))

    manuscript = read_pdf(pdf(body, style=HEADS))

    assert [found.number for found in manuscript.paragraphs] == [f"140.{place}" for place in range(1, 41)]
    assert [found.text for found in manuscript.paragraphs] == [entry(place) for place in range(1, 41)]
    assert manuscript.running_heads[0] == "A/HRC/99/1"
    assert max(found.page for found in manuscript.paragraphs) > 3


def test_a_year_or_a_number_at_the_beginning_of_a_line_begins_no_paragraph():
    first = f"1. {WORDS} in the year<br>2025. Then it wrote<br>63 laws, and that was all."
    body = f"<p>{first}</p><p>2. {WORDS}.</p>"

    manuscript = read_pdf(pdf(body))

    assert [found.number for found in manuscript.paragraphs] == ["1", "2"]


@pytest.mark.parametrize("font", ["DejaVu Serif", "Amiri"])
def test_a_number_alone_is_a_heading_and_is_not_lost(font):
    """Also in a font whose letters have a box much higher than their lines."""
    body = f"<p>{WORDS}.</p><p>140.82-85, 87</p><p>{WORDS}.</p><p>140.38</p><p>{WORDS}.</p>"

    texts = [found.text for found in read_pdf(pdf(body, style=f"body {{ font-family: {font} }}")).paragraphs]

    assert (texts[1], texts[3]) == ("140.82-85, 87", "140.38")


def test_notes_at_the_foot_of_a_page_stand_beside_their_paragraph():
    note = "<span style='float: footnote; font-size: 8pt'>As read in the room: adopt it.</span>"
    raised = (
        "::footnote-call, ::footnote-marker { font-size: 55%; vertical-align: super }"
        "::footnote-marker { content: counter(footnote) ' ' }"
    )

    manuscript = read_pdf(pdf(f"<p>1. {WORDS}.{note}</p><p>2. {WORDS}.</p>", style=raised))

    first, second = manuscript.paragraphs
    assert first.text == f"{WORDS}."
    assert (first.footnotes, second.footnotes) == (("As read in the room: adopt it.",), ())


def test_hyphens_at_the_end_of_lines_stay_where_the_document_has_no_word_without_them():
    body = "<p>They follow-<br>up on every rein-<br>forced measure; to reinforce reinforced things.</p>"

    (found,) = read_pdf(pdf(body)).paragraphs

    assert found.text == "They follow-up on every reinforced measure; to reinforce reinforced things."


LAYOUT = """                                                        A/HRC/99/1

     140.  The following recommendations will be examined by
     Freedonia:
           140.1  Ratify the Treaty on all the things that were agreed
           upon (Chile);
           140.2  Sign what was
2                                                      GE.26-01234
\f                                                        A/HRC/99/1

           agreed upon by all (Peru);
           140.3  Keep the promises that were given (Fiji);
3                                                      GE.26-01234
"""


def test_text_of_a_pdf_with_its_layout_is_put_together():
    manuscript = read_plain(LAYOUT.encode())

    assert [(found.number, found.page) for found in manuscript.paragraphs] == [
        ("140", 1),
        ("140.1", 1),
        ("140.2", 1),
        ("140.3", 2),
    ]
    assert manuscript.paragraphs[2].text == "Sign what was agreed upon by all (Peru);"


def test_numbers_on_lines_of_their_own_stand_before_the_text_that_follows():
    text = "1.\nThe Working Group held\nits session.\n(a)\nA report.\n\n2.\n\nIt was held."

    found = read_plain(text.encode()).paragraphs

    assert [each.number for each in found] == ["1", "(a)", "2"]
    assert found[0].text == "The Working Group held its session."


def test_a_line_a_paragraph_in_an_old_code_is_read():
    long = "Improve the women’s situation, " * 10
    text = f"Report\r1. \r{long}and also \r\rgo on (Chile); \r2. {long}(Peru). \r"

    found = read_plain(text.encode("mac_roman")).paragraphs

    assert [each.number for each in found] == ["", "1", "2"]
    assert found[1].text == f"{long}and also go on (Chile);"
    assert found[1].page is None


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_code_of_a_text_is_found(code):
    assert (
        read_manuscript("Élan à Genève – c’est fini.".encode(code))
        .paragraphs[0]
        .text.startswith("Élan à Genève")
    )
