"""Search: each language with its own dictionary, the reader's first, slips of the pen forgiven."""

import pytest
from django.http import QueryDict

from recommendations.catalogue import catalogue
from recommendations.forms import RecommendationFilter
from recommendations.models import Recommendation
from recommendations.results import Found
from recommendations.tests.factories import DocumentFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db

# The folder's name of a language and ours.
PARALLEL = {"en": "en", "fr": "fr", "es": "es", "ar": "ar", "ru": "ru", "zh": "zh-hans"}


def found(words: str, reader: str = "en") -> Found:
    kept = catalogue()
    data = QueryDict(mutable=True)
    data["q"] = words
    return Found(RecommendationFilter(data, kept.names_in(reader)), reader, kept)


def keys(words: str, reader: str = "en") -> list[int]:
    return list(found(words, reader).keys())


def marked(words: str) -> str:
    return found(words)[:20][0].marked


@pytest.mark.parametrize(
    ("column", "text", "words", "marks"),
    [
        ("text_en", "Establish schools for all children.", "establishing school", ["Establish", "schools"]),
        ("text_fr", "Protéger les défenseurs des droits.", "protegez defenseur", ["Protéger", "défenseurs"]),
        ("text_es", "Garantizar la educación de las niñas.", "educacion nina", ["educación", "niñas"]),
        ("text_ar", "حماية المدافعين عن الحقوق", "مدافعين حماية", ["حماية", "المدافعين"]),
        ("text_ru", "Обеспечить защиту женщин и детей.", "защита женщины", ["защиту", "женщин"]),
        ("text_zh_hans", "加强对少数群体语言的保护。", "少数群体 保护", ["少数群体", "保护"]),
    ],
)
def test_words_are_found_and_marked_in_the_forms_of_their_own_language(column, text, words, marks):
    one = RecommendationFactory(**({"text_en": None} | {column: text}))
    RecommendationFactory(text_en="Plant trees.")

    assert keys(words) == [one.pk]
    assert [part.partition("</mark>")[0] for part in marked(words).split("<mark>")[1:]] == marks


@pytest.mark.parametrize("typed", ["المياه", "مياه", "ميـاه", "مِيَاه", "الميــاه"])
def test_arabic_is_found_with_and_without_article_vowels_and_kashida(typed):
    one = RecommendationFactory(text_en=None, text_ar="الحُصُول على ميــاه الشُّرب")

    assert keys(typed) == [one.pk]
    assert marked(typed) == "الحُصُول على <mark>ميــاه</mark> الشُّرب"


@pytest.mark.parametrize(("written", "typed"), [("أطفال", "اطفال"), ("إنسان", "انسان"), ("مستشفى", "مستشفي")])
def test_arabic_letters_that_people_write_both_ways_are_one(written, typed):
    one = RecommendationFactory(text_en=None, text_ar=f"حماية {written}")

    assert keys(typed) == keys(written) == [one.pk]


@pytest.mark.parametrize(("reader", "first"), [("en", "text_en"), ("fr", "text_fr")])
def test_texts_in_the_readers_language_come_first(reader, first):
    for column in ("text_en", "text_fr"):
        RecommendationFactory(**({"text_en": None} | {column: "Participation"}))

    best = Recommendation.objects.get(pk=keys("participation", reader)[0])

    assert getattr(best, first) == "Participation"


def test_the_better_answer_comes_first():
    RecommendationFactory(text_en="Protect trees, lakes, rivers, mountains and the animals that live there.")
    best = RecommendationFactory(text_en="Trees: plant trees.")

    assert keys("trees")[0] == best.pk


def test_quotes_or_and_minus_mean_what_people_expect():
    trees = RecommendationFactory(text_en="Plant old trees.").pk
    lakes = RecommendationFactory(text_en="Clean old lakes.").pk

    assert keys('"old trees"') == [trees]
    assert set(keys("trees or lakes")) == {trees, lakes}
    assert keys("old -trees") == keys('old -"old trees"') == [lakes]
    assert keys("-lakes") == [trees]


def test_a_word_left_out_is_left_out_in_every_language():
    RecommendationFactory(text_en="Plant trees.", text_fr="Planter des arbres.")

    assert keys("plant -arbre") == []


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("140.12", True),
        ("140.12 (b)", True),
        ("140.12 b", True),
        ("140.12 (a)", False),
        ("140.1", False),
        ("A/HRC/99/7", True),
        ("a/hrc/99/7/add.1", True),
        ("A/HRC/99/8", False),
    ],
)
def test_a_number_or_a_symbol_finds_what_it_names(words, fits):
    review = ReviewFactory(report_symbol="A/HRC/99/7")
    DocumentFactory(review=review, symbol="A/HRC/99/7/Add.1")
    one = RecommendationFactory(review=review, number="140.12", part="b")

    assert keys(words) == ([one.pk] if fits else [])


def test_our_own_number_finds_its_recommendation():
    one = RecommendationFactory(text_en="Plant trees.")
    RecommendationFactory(text_en="Plant trees.")

    assert keys(f"#{one.pk}") == [one.pk]


@pytest.mark.parametrize(
    ("typed", "text", "alike"),
    [
        ("chidlren", "Establish schools for all children.", "children"),
        ("défenseurz", "Protéger les défenseurs.", "défenseurs"),
        ("защитта", "Обеспечить: защита детей", "защита"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven_and_the_page_says_what_was_looked_for(client, typed, text, alike):
    language = {"E": "en", "P": "fr", "О": "ru"}[text[0]]
    one = RecommendationFactory(**{"text_en": None, f"text_{language}": text, "original_language": language})

    response = client.get("/en/recommendations/", {"q": typed})

    assert [row.pk for row in response.context["page"]] == [one.pk]
    assert f"<mark>{alike}</mark>" in response.content.decode()
    assert "Nothing was found" in response.content.decode()


def test_what_was_found_as_typed_is_not_corrected():
    one = RecommendationFactory(text_en="Plant a tree.")
    RecommendationFactory(text_en="Build three houses.")

    assert found("tree").answer.alike == ()
    assert keys("tree") == [one.pk]


def test_words_like_no_other_find_nothing():
    RecommendationFactory()

    assert keys("xylophonist") == []


@pytest.mark.parametrize("words", ["", "  ", "?!", "&|!():*", "'"])
def test_words_that_hold_nothing_narrow_nothing(words):
    RecommendationFactory()

    assert found(words).count == 1


@pytest.mark.parametrize(
    "words", ["a & | b", "x:* <-> y", "'; drop table", "\\", '"open', "-", "%_%", "-'", '-"', "#" + "9" * 40]
)
def test_no_words_break_the_search(words):
    RecommendationFactory()

    assert len(found(words)[:20]) in (0, 1)


def test_marks_leave_no_way_for_a_tag():
    RecommendationFactory(text_en="Plant <script>trees</script> & trees.")

    html = marked("trees")

    assert html == "Plant &lt;script&gt;<mark>trees</mark>&lt;/script&gt; &amp; <mark>trees</mark>."


@pytest.mark.real_data
@pytest.mark.parametrize(("folder", "language"), PARALLEL.items())
def test_a_word_of_a_real_sentence_finds_it_in_each_language(real_data, folder, language):
    file = real_data / "parallel" / f"UNv1.0.devset.1-1000.{folder}"
    sentences = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()[:200]]
    column = f"text_{language.replace('-', '_')}"
    rows = [
        RecommendationFactory(**{"text_en": None, column: sentence, "original_language": language})
        for sentence in sentences[::10]
    ]

    for row in rows:
        sentence = getattr(row, column)
        word = sentence[:4] if language == "zh-hans" else max(sentence.replace("/", " ").split(), key=len)
        assert row.pk in keys(f'"{word.strip(".,;:()«»")}"', language), word


@pytest.mark.parametrize("words", ['"clean rivers"', "“clean rivers”", "« clean rivers »", "„clean rivers“"])
def test_a_phrase_stands_in_the_quotation_marks_of_any_language(words):
    side_by_side = RecommendationFactory(text_en="Keep clean rivers for all.")
    RecommendationFactory(text_en="Clean the streets and name the rivers.")

    assert keys(words) == [side_by_side.pk]
