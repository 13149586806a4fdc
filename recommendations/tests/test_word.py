"""Word documents: the numbers that Word prints, and only what a person sees."""

import pytest

from recommendations.documents.docx import read_docx

from .papers import definition, level, numbered_list, paragraph, row, run, word

DRAFT = definition(0, level(0, "6.%1"))


def read(body: str, **parts) -> list[tuple[str, str]]:
    return [(found.number, found.text) for found in read_docx(word(body, **parts)).paragraphs]


def test_automatic_numbers_are_read_as_word_prints_them():
    body = paragraph("Ratify it (Chile);", numbered=(1, 0)) + paragraph("Sign it (Peru);", numbered=(1, 0))

    found = read(body, numbering=DRAFT + numbered_list(1, of=0))

    assert found == [("6.1", "Ratify it (Chile);"), ("6.2", "Sign it (Peru);")]


def test_typed_numbers_leave_the_text():
    body = paragraph("<w:r><w:t>6.12</w:t><w:tab/><w:t>Ratify the Treaty;</w:t></w:r>")

    assert read(body) == [("6.12", "Ratify the Treaty;")]


def test_a_number_alone_stays_text():
    assert read(paragraph("140.38") + paragraph("It is law.")) == [("", "140.38"), ("", "It is law.")]


def test_lower_levels_begin_anew_and_show_the_numbers_above():
    levels = definition(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", form="lowerLetter"))
    places = [0, 1, 1, 2, 0, 1, 2]
    body = "".join(paragraph("x", numbered=(1, place)) for place in places)

    found = read(body, numbering=levels + numbered_list(1, of=0))

    assert [number for number, _text in found] == ["1", "1.1", "1.2", "(a)", "2", "2.1", "(a)"]


def test_a_level_may_go_on_counting():
    levels = definition(0, level(0, "%1."), level(1, "%2)", more='<w:lvlRestart w:val="0"/>'))
    body = "".join(paragraph("x", numbered=(1, place)) for place in [0, 1, 0, 1])

    found = read(body, numbering=levels + numbered_list(1, of=0))

    assert [number for number, _text in found] == ["1", "1", "2", "2"]


def test_lists_of_one_definition_count_together_unless_one_says_where_it_starts():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="40"/></w:lvlOverride>'
    lists = numbered_list(1, of=0) + numbered_list(2, of=0) + numbered_list(3, of=0, overrides=override)
    body = "".join(paragraph("x", numbered=(name, 0)) for name in [1, 2, 1, 3, 3])

    found = read(body, numbering=DRAFT + lists)

    assert [number for number, _text in found] == ["6.1", "6.2", "6.3", "6.40", "6.41"]


def test_a_style_brings_its_list_and_its_level():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Inner"><w:name w:val="Inner"/>'
        '<w:basedOn w:val="Listed"/></w:style>'
    )
    levels = definition(0, level(0, "%1."), level(1, "%1.%2", more='<w:pStyle w:val="Inner"/>'))
    body = paragraph("x", style="Listed") + paragraph("x", style="Inner") + paragraph("x", style="Inner")

    found = read(body, styles=styles, numbering=levels + numbered_list(1, of=0))

    assert [number for number, _text in found] == ["1", "1.1", "1.2"]


@pytest.mark.parametrize(
    ("form", "start", "printed"),
    [("lowerRoman", 4, "iv"), ("upperRoman", 9, "IX"), ("upperLetter", 28, "BB"), ("decimalZero", 7, "07")],
)
def test_numbers_have_many_forms(form, start, printed):
    numbering = definition(0, level(0, "%1", form=form, start=start)) + numbered_list(1, of=0)

    assert read(paragraph("x", numbered=(1, 0)), numbering=numbering) == [(printed, "x")]


def test_bullets_are_no_numbers():
    numbering = definition(0, level(0, "•", form="bullet")) + numbered_list(1, of=0)

    assert read(paragraph("x", numbered=(1, 0)), numbering=numbering) == [("", "x")]


def test_deleted_and_hidden_text_is_not_read_and_inserted_text_is():
    body = paragraph(
        run("Ratify ")
        + f"<w:ins>{run('and apply ')}</w:ins>"
        + "<w:del><w:r><w:delText>soon </w:delText></w:r></w:del>"
        + run("secretly ", "<w:vanish/>")
        + run("the Treaty")
    )

    manuscript = read_docx(word(body))

    assert [found.text for found in manuscript.paragraphs] == ["Ratify and apply the Treaty"]
    assert "tracked changes" in manuscript.problems[0]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    ended = (
        '<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Ratify </w:t></w:r></w:p>'
    )
    body = ended + paragraph("the Treaty", numbered=(1, 0))

    assert read(body, numbering=DRAFT + numbered_list(1, of=0)) == [("6.1", "Ratify the Treaty")]


def test_footnotes_stand_beside_their_paragraph():
    notes = f'<w:footnote w:id="2">{paragraph("As read in the room: Sign it.")}</w:footnote>'
    body = paragraph(run("Ratify it") + '<w:r><w:footnoteReference w:id="2"/></w:r>')

    (found,) = read_docx(word(body, footnotes=notes)).paragraphs

    assert (found.text, found.footnotes) == ("Ratify it", ("As read in the room: Sign it.",))


def test_headers_are_kept_apart():
    manuscript = read_docx(word(paragraph("Text"), header=paragraph("A/HRC/99/1")))

    assert [found.text for found in manuscript.paragraphs] == ["Text"]
    assert manuscript.running_heads == ["A/HRC/99/1"]


def test_a_line_broken_by_hand_begins_a_paragraph_only_with_a_number():
    body = paragraph("<w:r><w:t>6.1 Sign</w:t><w:br/><w:t>it;</w:t><w:br/><w:t>6.2 Keep it;</w:t></w:r>")

    assert read(body) == [("6.1", "Sign it;"), ("6.2", "Keep it;")]


def test_tables_keep_their_columns_where_cells_are_merged():
    wide = '<w:gridSpan w:val="2"/>'
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:tbl>"
        + row("Theme: Treaties", merged=wide)
        + row("1", "Sign it")
        + f"<w:tr><w:tc><w:tcPr>{begins}</w:tcPr>{paragraph('2')}</w:tc><w:tc>{paragraph('a')}</w:tc></w:tr>"
        + f"<w:tr><w:tc><w:tcPr>{goes_on}</w:tcPr>{paragraph('')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr>"
        + "</w:tbl>"
    )

    manuscript = read_docx(word(paragraph("Before") + body + paragraph("After")))

    assert manuscript.tables == [[["Theme: Treaties", ""], ["1", "Sign it"], ["2", "a"], ["2", "b"]]]
    outside = [found.text for found in manuscript.paragraphs if not found.in_table]
    assert outside == ["Before", "After"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {compatible}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = paragraph(run("Text") + f"<w:r>{both}</mc:AlternateContent></w:r>")

    assert read(body) == [("", "Text"), ("", "In a box")]
