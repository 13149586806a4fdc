"""Each kind of question: what it asks, what it keeps."""

import pytest
from django.utils.datastructures import MultiValueDict

from surveys.forms import SectionForm
from surveys.question_types import QUESTION_TYPES
from surveys.tests.factories import QuestionFactory

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
    "state": [({"A": ["KEN"]}, {"choices": ["KEN"]})],
    "states": [({"A": ["KEN", "FRA"]}, {"choices": ["KEN", "FRA"]})],
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
    "short_text": {"A": ["x" * 301]},
    "scale": {"A": ["c"]},
    "yes_no": {"A": ["perhaps"]},
    "state": {"A": ["XXX"]},
    "states": {"A": ["KEN", "XXX"]},
    "contact": {"A.email": ["me@example.org"]},
}


def form_of(kind: str, sent: dict) -> SectionForm:
    question = QuestionFactory(
        code="A",
        kind=kind,
        codes=["a", "b"] if kind in {"single", "multiple", "scale"} else [],
        offers_other=True,
        offers_decline=True,
        invites_comment=True,
    )
    return SectionForm([question], {}, MultiValueDict(sent))


def test_every_kind_has_a_test():
    assert set(KEPT) == set(WRONG) == set(QUESTION_TYPES)


@pytest.mark.parametrize(
    ("kind", "sent", "kept"), [(kind, *case) for kind, cases in KEPT.items() for case in cases]
)
def test_what_a_kind_keeps(reference, kind, sent, kept):
    form = form_of(kind, sent)

    assert form.is_valid(), form.errors
    assert form.values() == {"A": kept}


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
def test_nothing_is_nothing(reference, kind):
    assert form_of(kind, {}).values() == {}


@pytest.mark.parametrize(("kind", "sent"), WRONG.items())
def test_what_a_kind_refuses(reference, kind, sent):
    assert not form_of(kind, sent).is_valid()


def test_kinds_can_grow_without_a_migration():
    from surveys.models import Question
    from surveys.models.surveys import question_kinds

    _name, _path, _args, options = Question._meta.get_field("kind").deconstruct()

    assert options["choices"] is question_kinds


def test_a_help_text_is_plain_text(db):
    question = QuestionFactory(kind="text", help="Say <b>why</b> & how")

    shown = str(SectionForm([question], {}))

    assert "Say &lt;b&gt;why&lt;/b&gt; &amp; how" in shown
