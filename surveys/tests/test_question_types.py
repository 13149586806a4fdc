"""Each kind of question: what it asks, what it keeps."""

import pytest
from django.utils.datastructures import MultiValueDict

from reference.tests.factories import StateFactory
from surveys.forms import SectionForm
from surveys.forms.sections import Asked, typed_into
from surveys.question_types import QUESTION_TYPES
from surveys.tests.factories import QuestionFactory

FILE = {"id": "7d9f", "key": "secret", "type": "application/pdf", "size": 12345}
# kind → what is sent, and what is kept of it.
KEPT = {
    "single": [
        ({"A": ["a"]}, {"choices": ["a"]}),
        ({"A.other": ["Tea"]}, {"choices": ["other"], "other": "Tea"}),
        ({"A": ["a"], "A.other": ["Tea"]}, {"choices": ["a"], "other": "Tea"}),
        ({"A": ["declined"]}, {"choices": ["declined"]}),
    ],
    "multiple": [
        ({"A": ["a", "b", "b"]}, {"choices": ["a", "b"]}),
        ({"A": ["a"], "A.other": ["Tea"]}, {"choices": ["a", "other"], "other": "Tea"}),
    ],
    "text": [({"A": ["Words\nand more"]}, {"text": "Words\nand more"})],
    "short_text": [({"A": ["Words"]}, {"text": "Words"})],
    "scale": [({"A": ["b"], "A.comment": ["Why"]}, {"choices": ["b"], "comment": "Why"})],
    "yes_no": [({"A": ["yes"]}, {"choices": ["yes"]})],
    "number": [({"A": ["12,5"]}, {"number": 12.5}), ({"A": ["٠"]}, {"number": 0})],
    "date": [({"A": ["31", "1", "2026"]}, {"date": "2026-01-31"})],
    "state": [({"A": ["KEN"]}, {"choices": ["KEN"]}), ({"A": ["declined"]}, {"choices": ["declined"]})],
    "states": [({"A": ["KEN", "FRA"]}, {"choices": ["KEN", "FRA"]})],
    "ranking": [
        ({"A": ["a:2", "b:1"]}, {"ranking": ["b", "a"]}),
        ({"A": ["", "b:1"]}, {"ranking": ["b"]}),
    ],
    "file": [
        (
            {"A": [FILE, FILE | {"id": "8e01", "type": "text/plain"}]},
            {
                "files": [
                    {"id": "7d9f", "name": "A-1.pdf", "type": "application/pdf", "size": 12345},
                    {"id": "8e01", "name": "A-2.txt", "type": "text/plain", "size": 12345},
                ]
            },
        )
    ],
    "contact": [
        (
            {"A": ["yes"], "A.email": ["me@example.org"]},
            {"name": "", "organisation": "", "email": "me@example.org"},
        ),
    ],
}
WRONG = {
    "single": {"A": ["c"]},
    "multiple": {"A": ["a", "declined"]},
    "text": {"A": ["word " * 601]},
    "short_text": {"A": ["x" * 501]},
    "scale": {"A": ["c"]},
    "yes_no": {"A": ["perhaps"]},
    "number": {"A": ["twelve"]},
    "date": {"A": ["31", "2", "2026"]},
    "state": {"A": ["XXX"]},
    "states": {"A": ["KEN", "XXX"]},
    "ranking": {"A": ["a:1", "b:1"]},
    "file": {"A": [FILE] * 4},
    "contact": {"A.email": ["me@example.org"]},
}
DECLINED_BESIDE = [kind for kind, one in QUESTION_TYPES.items() if one.declines_beside]


@pytest.fixture
def states(db) -> None:
    """Two States: enough to choose from."""
    StateFactory(iso3="KEN", name="Kenya")
    StateFactory(iso3="FRA", name="France")


def form_of(kind: str, sent: dict, **about) -> SectionForm:
    options = {"offers_other": True, "offers_decline": True, "invites_comment": True} | about
    codes = ["a", "b"] if QUESTION_TYPES[kind].needs_choices else []
    question = QuestionFactory(code="A", kind=kind, codes=codes, **options)
    return SectionForm([question], {}, MultiValueDict(sent))


def errors(form: SectionForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def test_every_kind_has_a_test():
    assert set(KEPT) == set(WRONG) == set(QUESTION_TYPES)


@pytest.mark.parametrize(
    ("kind", "sent", "kept"), [(kind, *case) for kind, cases in KEPT.items() for case in cases]
)
def test_what_a_kind_keeps(states, kind, sent, kept):
    form = form_of(kind, sent)

    assert form.is_valid(), form.errors
    assert form.values() == {"A": kept}


@pytest.mark.parametrize(
    ("kind", "kept"), [(kind, kept) for kind, cases in KEPT.items() for _sent, kept in cases]
)
def test_the_answer_lies_where_its_kind_says(kind, kept):
    part = QUESTION_TYPES[kind].part

    assert part == "contact" or part in kept or kept == {"choices": ["declined"]}


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        (kind, kept)
        for kind, cases in KEPT.items()
        for _sent, kept in cases
        if QUESTION_TYPES[kind].is_changeable and not QUESTION_TYPES[kind].is_detached
    ],
)
def test_what_was_kept_can_be_typed_anew(reference, kind, kept):
    parts = QUESTION_TYPES[kind].typed(kept)
    form = form_of(kind, {f"A.{part}" if part else "A": texts for part, texts in parts.items()})

    assert form.values() == {"A": kept}


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_nothing_is_nothing(states, kind):
    assert form_of(kind, {}).values() == {}


@pytest.mark.parametrize(("kind", "sent"), WRONG.items())
def test_what_a_kind_refuses(states, kind, sent):
    assert not form_of(kind, sent).is_valid()


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_nothing_is_chosen_beforehand(states, kind):
    question = form_of(kind, {}).questions[0]

    shown = str(SectionForm([question], {}))

    assert "checked" not in shown and " selected" not in shown.replace('value="" selected', "")


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_was_typed_comes_back_right_or_wrong(states, kind):
    for sent in [WRONG[kind], *(sent for sent, _kept in KEPT[kind])]:
        form = form_of(kind, {})
        question = form.questions[0]
        typed = typed_into([Asked(question)], MultiValueDict(sent))

        shown = SectionForm([question], sent if kind == "file" else typed)

        for name, texts in sent.items():
            back = shown[name].value()
            assert (texts == back) if isinstance(back, list) else (texts[-1] == back)
        question.delete()


@pytest.mark.parametrize("kind", DECLINED_BESIDE)
def test_who_prefers_not_to_say_need_not_answer(states, kind):
    form = form_of(kind, {"A.declined": ["on"]}, required=True)

    assert form.is_valid(), form.errors
    assert form.values() == {"A": {"choices": ["declined"]}}
    question = form.questions[0]
    assert list(question.type.words(question, form.values()["A"])) == ["I prefer not to say"]


@pytest.mark.parametrize("kind", DECLINED_BESIDE)
def test_one_answers_or_prefers_not_to_say(states, kind):
    form = form_of(kind, KEPT[kind][0][0] | {"A.declined": ["on"]})

    assert "Take one of them away" in errors(form)
    assert list(form.errors) == ["A"], "said beside the question, whose words lead the sentence"


@pytest.mark.parametrize("kind", [kind for kind in QUESTION_TYPES if kind != "contact"])
def test_nobody_is_offered_to_decline_where_the_question_does_not(states, kind):
    assert "prefer not to say" not in str(form_of(kind, {}, offers_decline=False))
    assert "prefer not to say" in str(form_of(kind, {}))


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_an_answer_can_be_read_before_it_is_sent(states, kind):
    form = form_of(kind, KEPT[kind][0][0])
    question = form.questions[0]

    assert list(question.type.words(question, form.values()["A"]))


def test_a_ranking_is_read_in_its_order(db):
    form = form_of("ranking", {"A": ["a:2", "b:1"]})
    question = form.questions[0]

    assert list(question.type.words(question, form.values()["A"])) == ["1. Label b", "2. Label a"]


def test_kinds_can_grow_without_a_migration():
    from surveys.models import Question
    from surveys.models.questions import question_kinds

    _name, _path, _args, options = Question._meta.get_field("kind").deconstruct()

    assert options["choices"] is question_kinds


def test_a_help_text_is_plain_text(db):
    question = QuestionFactory(kind="text", help="Say <b>why</b> & how")

    shown = str(SectionForm([question], {}))

    assert "Say &lt;b&gt;why&lt;/b&gt; &amp; how" in shown


# How many --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "is_right"),
    [
        ({"A": ["a", "b"]}, False),
        ({"A": ["a"], "A.other": ["Tea"]}, False),
        ({"A": ["a"]}, True),
        ({"A": ["declined"]}, True),
    ],
)
def test_several_choices_are_limited_where_the_question_says_so(db, sent, is_right):
    form = form_of("multiple", sent, most=1)

    assert form.is_valid() is is_right
    assert "Choose up to 1." in str(form)
    assert is_right or "You chose 2. Please choose 1 at most." in errors(form)


def test_several_states_are_limited_where_the_question_says_so(states):
    assert not form_of("states", {"A": ["KEN", "FRA"]}, most=1).is_valid()


def test_a_ranking_offers_no_more_places_than_the_question_says(db):
    form = form_of("ranking", {"A": ["a:2", ""]}, most=1)

    assert not form.is_valid()
    assert 'value="a:1"' in str(form) and 'value="a:2"' not in str(form)


# Words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "short_text"])
@pytest.mark.parametrize(("words", "is_right"), [(20, True), (21, False)])
def test_twice_as_many_words_as_are_asked_for_are_taken(db, kind, words, is_right):
    form = form_of(kind, {"A": ["word " * words]}, words_hinted=10)

    assert form.is_valid() is is_right
    assert "Up to 10 words." in str(form)
    assert f"You have written {words} words." in str(form)
    assert "maxlength" not in str(form)


def test_before_anything_is_written_no_count_is_shown(db):
    question = form_of("text", {}).questions[0]

    assert "You have written" not in str(SectionForm([question], {}))
    assert "You have written 2 words." in str(SectionForm([question], {"A": ["Two words"]}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One, two – three", 3),
        ("الحق في السكن", 3),
        ("人权理事会", 5),
        ("Le droit : oui", 3),
        ("...", 0),
    ],
)
def test_words_are_counted_in_any_script(text, words):
    from surveys.fields import count_words

    assert count_words(text) == words
