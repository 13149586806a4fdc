"""Passages word for word, shown no more openly than their source allows."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.models import Statement
from reports.actions import excerpts as actions
from reports.actions.excerpts import KeptElsewhere
from reports.models import Code, ConsentLevel, Excerpt
from reports.reading import find_text
from reports.tests.material import Room
from surveys.tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db
NAMED, ORGANISATION, ANONYMOUS, INTERNAL = ConsentLevel


@pytest.fixture
def room(reference, moderator):
    return Room(by=moderator)


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def excerpt(room) -> Excerpt:
    return room.excerpt(room.statement("We ask Ms X for water, and for time."), "We ask Ms X for water")


def page_of(excerpt, name="excerpt", *more) -> str:
    return reverse(f"reports:{name}", args=[excerpt.consultation.slug, excerpt.pk, *more])


def keep(excerpt, **changes) -> Excerpt:
    given = {"version": excerpt.version, "redacted": "", "consent_level": INTERNAL, "codes": []}
    return actions.keep_excerpt(excerpt, by=excerpt.selected_by, **(given | changes))


def test_a_passage_is_taken_word_for_word_and_once(room):
    note = room.note("One said:\r\n\r\nask   us first. Others agreed.")

    taken = room.excerpt(note, "said:\nask us first.")

    assert taken.text == "said:\r\n\r\nask   us first."
    assert (taken.consent_level, taken.language) == (INTERNAL, "en")
    assert room.excerpt(note, "said: ask us first.") == taken
    with pytest.raises(ValidationError):
        room.excerpt(note, "ask them first.")


def test_words_that_are_not_there_are_refused_and_stay_on_the_page(room, desk):
    note = room.note("Ask us first.")
    address = reverse("reports:text", args=[room.consultation.slug, f"note-{note.pk}"])

    answer = desk.post(address, {"passage": "Ask them first."})

    assert answer.status_code == 422 and "Ask them first." in answer.text
    assert "These words do not stand in the text like this." in answer.text
    assert not Excerpt.objects.exists()


@pytest.mark.parametrize(
    ("consents", "most"),
    [
        ({}, NAMED),
        ({"public_name": "organisation"}, ORGANISATION),
        ({"public_name": "representative"}, ANONYMOUS),
        ({"undelivered": False}, INTERNAL),
        ({"may_be_published": False, "moderator_may_read": True}, INTERNAL),
    ],
)
def test_a_statement_is_shown_as_its_writer_agreed_and_never_more_openly(room, consents, most):
    excerpt = room.excerpt(room.statement("We ask for water.", **consents), "for water")

    assert excerpt.allowed_level == most
    assert keep(excerpt, consent_level=most).consent_level == most
    excerpt.refresh_from_db()
    for level in ConsentLevel:
        if list(ConsentLevel).index(level) < list(ConsentLevel).index(most):
            with pytest.raises(ValidationError):
                keep(excerpt, consent_level=level)


def test_the_database_names_nobody_but_who_wrote_a_statement(moderator):
    room = Room(moderator, answers_may_be_quoted=True)
    (answer, *_others) = room.answer(5)
    of_answer, of_note = room.taken(answer), room.excerpt(room.note("Ask us."), "Ask us.")

    for excerpt in (of_answer, of_note):
        with pytest.raises(IntegrityError, match="only_a_statement_names"), transaction.atomic():
            Excerpt.objects.filter(pk=excerpt.pk).update(consent_level=ORGANISATION)
        # The control: what the constraint allows is kept.
        assert keep(excerpt, consent_level=ANONYMOUS).shown_level == ANONYMOUS


@pytest.mark.parametrize(
    ("may_be_quoted", "sensitivity", "most"),
    [
        (True, "normal", ANONYMOUS),
        (True, "personal", INTERNAL),
        (True, "special", INTERNAL),
        (False, "normal", INTERNAL),
    ],
)
def test_an_answer_is_shown_as_its_survey_said(moderator, may_be_quoted, sensitivity, most):
    room = Room(moderator, answers_may_be_quoted=may_be_quoted)
    question = QuestionFactory(section=room.words.section, code="Q5", kind="text", sensitivity=sensitivity)
    (answer,) = room.answer(1, question=question)
    excerpt = room.taken(answer)

    assert excerpt.allowed_level == most
    assert keep(excerpt, consent_level=most).shown_level == most
    assert Excerpt.objects.quotable().exists() == (most == ANONYMOUS)
    with pytest.raises(ValidationError):
        keep(Excerpt.objects.get(), consent_level=levels_above(most)[-1])


def levels_above(most: str) -> list[ConsentLevel]:
    return list(ConsentLevel)[: list(ConsentLevel).index(most)]


def test_what_was_wished_before_surveys_said_so_stays_inside(room):
    (answer,) = room.answer(1)
    Excerpt.objects.filter(pk=room.taken(answer).pk).update(consent_level=ANONYMOUS)

    assert Excerpt.objects.get().shown_level == INTERNAL
    assert not Excerpt.objects.quotable().exists()


@pytest.mark.parametrize(
    ("may_be_quoted", "says"), [(True, "may be quoted without a name"), (False, "only moderators read")]
)
def test_the_page_of_an_excerpt_says_what_its_survey_said(desk, moderator, may_be_quoted, says):
    room = Room(moderator, answers_may_be_quoted=may_be_quoted)
    (answer,) = room.answer(1)
    page = desk.get(page_of(room.taken(answer))).text

    assert says in page
    assert ('value="anonymous"' in page) == may_be_quoted and 'value="organisation"' not in page


def test_an_excerpt_has_one_source(room):
    (answer, *_others) = room.answer(5)
    excerpt = room.taken(answer)

    for change in ({"answer": None, "part": ""}, {"note": room.note("Two")}):
        with pytest.raises(IntegrityError, match="one_source"), transaction.atomic():
            Excerpt.objects.filter(pk=excerpt.pk).update(**change)


def test_a_consent_that_is_taken_back_closes_what_was_open(excerpt):
    keep(excerpt, consent_level=NAMED)
    assert "(Rights Watchers)" in Excerpt.objects.quotable().with_sources().get().credit

    Statement.objects.update(may_be_published=False, moderator_may_read=True)

    excerpt = Excerpt.objects.with_sources().get()
    assert (excerpt.shown_level, excerpt.credit) == (INTERNAL, "")
    assert not Excerpt.objects.quotable().exists()
    assert Excerpt.objects.standing().exists()


def test_outside_the_redacted_words_stand_and_the_original_stays(excerpt, desk):
    typed = {"redacted": "We ask […] for water", "consent_level": ANONYMOUS, "version": excerpt.version}

    assert desk.post(page_of(excerpt), typed).status_code == 302

    excerpt.refresh_from_db()
    assert (excerpt.text, excerpt.shown_text) == ("We ask Ms X for water", "We ask […] for water")
    assert "Ms X" in desk.get(page_of(excerpt)).text


def test_words_of_somebody_else_are_refused_and_named(excerpt, desk):
    typed = {"redacted": "We beg them for water", "consent_level": ANONYMOUS, "version": excerpt.version}

    answer = desk.post(page_of(excerpt), typed)

    excerpt.refresh_from_db()
    assert answer.status_code == 422 and excerpt.redacted == "" and "We beg them for water" in answer.text
    assert "“\u2068beg\u2069”, “\u2068them\u2069”" in answer.text
    with pytest.raises(ValidationError, match="not in the original"):
        keep(excerpt, redacted="We beg them for water")
    # The control: what is explained in brackets is kept.
    assert desk.post(page_of(excerpt), typed | {"redacted": "We ask [them] for water"}).status_code == 302


def test_what_two_keep_at_once_stands_side_by_side(excerpt, desk):
    typed = {"redacted": "We ask […] for water", "consent_level": ANONYMOUS, "version": excerpt.version}
    keep(excerpt, redacted="We ask [a person] for water")

    answer = desk.post(page_of(excerpt), typed)

    excerpt.refresh_from_db()
    assert answer.status_code == 409 and "[…]" in answer.text and "[a person]" in answer.text
    assert excerpt.redacted == "We ask [a person] for water"
    again = typed | {"version": answer.context["form"]["version"].value()}
    assert desk.post(page_of(excerpt), again).status_code == 302
    with pytest.raises(KeptElsewhere):
        actions.drop_excerpt(excerpt, version=excerpt.version, by=excerpt.selected_by)


def test_a_translation_says_who_wrote_it_and_whether_it_still_holds(excerpt, desk, moderator):
    address = page_of(excerpt, "translate_excerpt", "fr")
    assert desk.post(address, {"text": "Nous demandons de l’eau", "version": 0}).status_code == 302
    (written,) = excerpt.translations.all()
    assert (written.written_by, written.is_stale) == (moderator, False)

    keep(excerpt, redacted="We ask […] for water")

    written = excerpt.translations.select_related("excerpt").get()
    assert written.is_stale
    assert desk.post(address, {"text": "Autre chose", "version": 0}).status_code == 409
    assert desk.get(page_of(excerpt, "translate_excerpt", "en")).status_code == 404
    for page in (address, page_of(excerpt)):
        assert '<html lang="en" dir="ltr">' in desk.get(page).text and 'hreflang="ar"' in desk.get(page).text


def test_codes_are_renamed_taken_out_and_added(room, desk):
    one, two = (Code.objects.create(consultation=room.consultation, name=name) for name in ("a", "b"))
    address = reverse("reports:codes", args=[room.consultation.slug])

    desk.post(address, {f"code-{one.pk}": "b", f"code-{two.pk}": "a", "new": "c\n d "})
    assert list(room.consultation.codes.values_list("pk", "name"))[:2] == [(two.pk, "a"), (one.pk, "b")]

    answer = desk.post(address, {f"code-{one.pk}": "", f"code-{two.pk}": "a", "new": "A"})
    assert answer.status_code == 422 and room.consultation.codes.count() == 4
    desk.post(address, {f"code-{one.pk}": "", f"code-{two.pk}": "a", "new": ""})
    assert not Code.objects.filter(pk=one.pk).exists()


def test_an_excerpt_goes_with_the_statement_it_was_taken_from(excerpt):
    Statement.objects.all().delete()

    assert not Excerpt.objects.exists()
    assert find_text(excerpt.consultation, "statement-1") is None
