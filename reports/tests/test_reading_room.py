"""Moderators read answers, statements and notes; nobody learns more of a writer than enough others share."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from reports.actions.excerpts import mark_read
from reports.models import Code
from reports.reading import NEITHER, Answers, Wanted, find_text, groups_of, sizes_of
from reports.tests.material import Room
from surveys.actions import shuffle

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(reference, moderator):
    return Room(by=moderator)


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


def room_of(room, **filters) -> str:
    return reverse("reports:reading_room", args=[room.consultation.slug], query=filters)


def test_answers_of_an_open_survey_are_not_there_and_cannot_be_taken(room, desk):
    room.answer(5, text="Give us time.")
    (text, *_others) = Answers(room.consultation, Wanted())[0:5]
    address = reverse("reports:text", args=[room.consultation.slug, text.token])
    room.set_state("open")

    assert "Give us time." not in desk.get(room_of(room)).text
    assert desk.post(address, {"passage": "Give us time."}).status_code == 404

    # The control: closed, the same texts are read and taken.
    room.set_state("closed")
    assert "Give us time." in desk.get(room_of(room)).text
    assert desk.post(address, {"passage": "Give us time."}).status_code == 302


def test_too_few_answers_to_a_question_are_not_read(room):
    room.answer(4, text="Few")
    assert room.texts() == []

    room.answer(1, text="Few")
    assert room.texts() == ["Few"] * 5


def test_filters_narrow_by_question_language_sub_topic_code_and_what_is_left(room):
    room.answer(4, text="Time")
    (french,) = room.answer(1, text="Du temps", language="fr")
    room.answer(5, text="Money", question=room.others)
    room.sub_topic.grounds.add(room.words)
    code = Code.objects.create(consultation=room.consultation, name="time")
    room.taken(french).codes.add(code)

    assert room.texts(question=room.others) == ["Money"] * 5
    assert room.texts(language="fr") == ["Du temps"]
    assert room.texts(sub_topic=room.sub_topic) == ["Du temps", *["Time"] * 4]
    assert room.texts(code=code) == ["Du temps"]
    assert len(room.texts(is_left=True)) == 9


def test_what_was_read_is_not_left(room, moderator):
    room.answer(5)
    text = Answers(room.consultation, Wanted())[0:1][0]

    mark_read(room.consultation, text, by=moderator)

    assert len(room.texts(is_left=True)) == 4


def test_an_answer_is_found_by_kind_and_region_only_among_enough_others(room):
    room.answer(5, kind="nhri", region="AFRICA", text="African institutions")
    room.answer(4, kind="nhri", region="ASIA", text="Asian institutions")
    room.answer(1, kind="nhri", text="An institution")
    room.answer(2, kind="un", text="The United Nations")
    room.answer(3, kind="academia", text="Universities")

    assert room.texts(kind="nhri", region="AFRICA") == ["African institutions"] * 5
    assert room.texts(kind="nhri", region="ASIA") == []
    assert len(room.texts(kind="nhri")) == 10
    assert room.texts(kind="un") == room.texts(kind="academia") == []
    assert len(room.texts()) == 15


@pytest.mark.parametrize(
    "counts",
    [
        {("a", "x"): 5, ("b", "x"): 1},
        {("a", "x"): 5, ("a", "y"): 4, ("b", ""): 6, ("", ""): 2},
        {("a", "x"): 3, ("a", "y"): 2, ("b", "x"): 2, ("c", "y"): 9},
        {("a", "x"): 1, ("b", "y"): 4},
    ],
)
def test_every_group_has_enough_texts(counts):
    sizes = sizes_of(groups_of(counts, 5), counts)

    assert all(size >= 5 for size in sizes.values())
    # The control: the true groups have not.
    assert min(counts.values()) < 5 and (len(sizes) > 1 or NEITHER in sizes)


def test_statements_need_a_consent_and_drafts_are_nobodys(room):
    room.statement("To be published")
    room.statement("To be read out", may_be_published=False, moderator_may_read=True, undelivered=False)
    room.statement("For interpreters", may_be_published=False, interpreters_may_read=True, undelivered=False)
    room.statement("A draft", handed_in_at=None, undelivered=False)
    room.note("Handed in")
    room.note("Not yet", handed_in_at=None)

    assert room.texts(source="statement") == ["To be published", "To be read out"]
    assert room.texts(source="statement", kind="national-ngo", language="en") == [
        "To be published",
        "To be read out",
    ]
    assert room.texts(source="note") == ["Handed in"]
    assert room.texts(source="note", kind="nhri") == []


def test_a_page_says_no_name_no_time_and_no_key_of_an_answer(room, desk):
    answers = room.answer(5)
    statement = room.statement("We ask for water.")

    pages = desk.get(room_of(room)).text + desk.get(room_of(room, source="statement")).text

    assert "We ask for water." in pages and "We need time." in pages
    assert statement.request.registration.name not in pages
    assert not any(str(answer.pk) in pages or str(answer.response_id) in pages for answer in answers)


def test_each_text_stands_in_its_language_and_direction(room, desk):
    room.answer(5, text="نحتاج إلى وقت", language="ar")

    assert '<blockquote lang="ar" dir="rtl">' in desk.get(room_of(room)).text


def test_excerpts_stay_when_rows_of_answers_are_written_anew(room):
    (answer, *_others) = room.answer(5)
    excerpt = room.taken(answer)

    shuffle(room.survey)

    excerpt.refresh_from_db()
    assert excerpt.answer == answer


def test_nonsense_in_the_address_narrows_nothing(room, desk):
    room.answer(5)

    page = desk.get(room_of(room, question="x", kind="nobody", page="last", source="rumours"))

    assert page.text.count("We need time.</p>") == 5
    assert find_text(room.consultation, "answer-") is find_text(room.consultation, "note-x") is None


@pytest.mark.parametrize("source", ["answer", "statement", "note"])
def test_a_page_asks_as_often_for_five_texts_as_for_seven(room, desk, source, django_assert_max_num_queries):
    def write(texts: int) -> None:
        if source == "answer":
            for answer in room.answer(texts, kind="nhri", region="AFRICA"):
                room.taken(answer)
        else:
            for _ in range(texts):
                room.excerpt(getattr(room, source)("Some words."), "words")

    def count() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert desk.get(room_of(room, source=source)).status_code == 200
        return len(counted)

    write(5)
    five = count()
    write(2)
    assert count() == five


def test_only_moderators_enter(room, client_of):
    assert client_of(UserFactory()).get(room_of(room)).status_code == 403
