"""Saving what a report or an addendum says: only what was confirmed, never twice, taken back wholly."""

import pytest

from accounts.models import AuditEntry
from recommendations.actions import record_position, undo_import
from recommendations.actions.numbered import plan_document
from recommendations.documents.decided import Decided
from recommendations.documents.families import read_document
from recommendations.documents.lists import Lists
from recommendations.documents.readings import Answer
from recommendations.models import (
    Appearance,
    ImportBatch,
    Pledge,
    Position,
    Recommendation,
    Recommender,
    Review,
)
from recommendations.tests.conftest import planned
from recommendations.tests.readings import (
    SUPPORTS,
    TEXTS,
    addendum_reading,
    draft_reading,
    matrix_reading,
    pledge,
    read_row,
    report_reading,
)
from upr_portal.states import WrongState

pytestmark = pytest.mark.usefixtures("lists")

MODELS = [Review, Recommendation, Recommender, Position, Pledge, Appearance]


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def paragraphs() -> set[str]:
    return {one.paragraph for one in Recommendation.objects.listed()}


def test_a_report_brings_texts_states_positions_and_where_they_stand(bring, moderator):
    reading = report_reading(
        read_row("140.1", TEXTS[0], ["CHL", "CAN"]),
        read_row(
            "140.2", TEXTS[1], ["FRA"], position="supported", lead_in=SUPPORTS, as_read="Open libraries"
        ),
        pledges=[pledge()],
    )

    batch, account = bring(reading)

    assert (account.recommendations_new, account.recommenders_new, account.pledges_new) == (2, 3, 1)
    first, second = Recommendation.objects.order_by("number")
    assert [made.state.iso3 for made in first.recommenders.order_by("pk")] == ["CHL", "CAN"]
    assert (first.position, second.position, second.text_as_read) == (
        "pending",
        "supported",
        "Open libraries",
    )
    said = second.positions.get()
    assert (said.own_words, said.symbol, said.recorded_by) == (SUPPORTS, "A/HRC/9/7", moderator)
    assert first.appearances.get().states == "Chile; Canada"
    assert Review.objects.get().report_symbol == "A/HRC/9/7"
    assert batch.document.review == Review.objects.get()
    assert AuditEntry.objects.filter(verb="imported", by=moderator, thing_key=str(batch.pk)).count() == 1


def test_the_same_document_twice_adds_nothing(bring):
    reading = report_reading(read_row("140.1"), read_row("140.2", TEXTS[1], ["FRA"]), pledges=[pledge()])
    bring(reading)
    before = counts()

    batch, account = bring(reading)

    assert (batch, counts()) == (None, before)
    assert (account.recommendations_here, account.recommenders_existing) == (2, 2)


def test_the_same_report_in_another_file_adds_appearances_only(bring):
    bring(report_reading(read_row("140.1")))

    bring(report_reading(read_row("140.1", text=TEXTS[0] + " ")))

    assert (Recommendation.objects.count(), Appearance.objects.count(), Position.objects.count()) == (1, 2, 1)


def test_a_report_in_another_language_brings_its_texts(bring):
    bring(report_reading(read_row("140.1")))

    batch, _ = bring(report_reading(read_row("140.1", "Planter un arbre dans chaque cour"), language="fr"))

    one = Recommendation.objects.get()
    assert (one.text_en, one.text_fr) == (TEXTS[0], "Planter un arbre dans chaque cour")
    undo_import(batch, by=None)
    one.refresh_from_db()
    assert (one.text_en, one.text_fr) == (TEXTS[0], None)


def test_draft_numbers_stay_beside_the_final_ones(bring):
    bring(draft_reading(read_row("6.1", TEXTS[0]), read_row("6.2", TEXTS[1], ["FRA", "CAN"])))

    _, account = bring(
        report_reading(
            read_row("140.1", TEXTS[1].replace("alike", "as well"), ["FRA", "CAN"]),
            read_row("140.2", TEXTS[0], ["CHL", "VNM"]),
            read_row("140.3", TEXTS[2], ["DEU"]),
        )
    )

    pairs = {(one.draft_number, one.number) for one in Recommendation.objects.all()}
    assert pairs == {("6.2", "140.1"), ("6.1", "140.2"), ("", "140.3")}
    assert (account.recommendations_new, account.recommenders_new) == (1, 2)
    assert Recommendation.objects.get(number="140.2").appearances.count() == 2


def test_a_text_that_is_only_similar_waits_for_a_person(bring):
    bring(
        draft_reading(
            read_row("6.1", "Plant trees along all roads of the north and water them", ["CHL", "CAN"])
        )
    )
    final = report_reading(
        read_row("140.1", "Plant trees along some roads of the south and mend them", ["CHL", "FRA"])
    )
    known = Recommendation.objects.get()

    [target] = planned(final).undecided
    assert [one.pk for one, _how in target.offered] == [known.pk]
    with pytest.raises(WrongState):
        bring(final)

    assert bring(final, matches={"0": str(known.pk)})[1].recommendations_new == 0
    known.refresh_from_db()
    assert (known.draft_number, known.number) == ("6.1", "140.1")


def test_a_person_may_say_that_it_is_a_new_one(bring):
    bring(
        draft_reading(
            read_row("6.1", "Plant trees along all roads of the north and water them", ["CHL", "CAN"])
        )
    )
    final = report_reading(
        read_row("140.1", "Plant trees along some roads of the south and mend them", ["CHL", "FRA"])
    )

    bring(final, matches={"0": "new"})

    assert paragraphs() == {"6.1", "140.1"}


@pytest.mark.parametrize(
    ("text", "how"), [(TEXTS[0] + ".", "unsure"), (TEXTS[0].replace("schoolyard", "market place"), "new")]
)
def test_what_other_states_ask_is_the_same_only_in_the_same_words_and_by_a_person(bring, text, how):
    bring(draft_reading(read_row("6.1", TEXTS[0], ["CHL"])))

    plan = planned(report_reading(read_row("140.1", text, ["FRA"])))

    assert [target.how for target in plan.targets] == [how]


def test_another_text_under_a_number_that_is_given_is_for_a_person(bring):
    bring(report_reading(read_row("140.1", TEXTS[0])))
    other = report_reading(read_row("140.1", TEXTS[3], ["DEU"]))

    assert [target.how for target in planned(other).undecided] == ["taken"]
    with pytest.raises(WrongState):
        bring(other, matches={"0": "new"})


def test_a_second_draft_renumbers_the_first(bring):
    bring(draft_reading(read_row("6.1", TEXTS[0]), read_row("6.2", TEXTS[1]), read_row("6.3", TEXTS[2])))

    batch, _ = bring(
        draft_reading(
            read_row("6.1", TEXTS[3], ["DEU"]), read_row("6.2", TEXTS[0]), read_row("6.3", TEXTS[1])
        )
    )

    by_text = {one.text_en: one.draft_number for one in Recommendation.objects.all()}
    assert by_text == {TEXTS[0]: "6.2", TEXTS[1]: "6.3", TEXTS[2]: "", TEXTS[3]: "6.1"}
    undo_import(batch, by=None)
    by_text = {one.text_en: one.draft_number for one in Recommendation.objects.all()}
    assert by_text == {TEXTS[0]: "6.1", TEXTS[1]: "6.2", TEXTS[2]: "6.3"}


def test_a_number_that_stands_twice_is_kept_as_parts(bring):
    bring(report_reading(read_row("140.1", TEXTS[0]), read_row("140.1", TEXTS[1], ["FRA"], line=2)))

    assert paragraphs() == {"140.1 (a)", "140.1 (b)"}


def test_parts_of_the_draft_that_are_numbers_of_the_final_report_keep_their_draft_number(bring):
    bring(draft_reading(read_row("6.1", TEXTS[0], part="a"), read_row("6.1", TEXTS[1], ["FRA"], part="b")))

    bring(report_reading(read_row("140.1", TEXTS[0]), read_row("140.2", TEXTS[1], ["FRA"])))

    pairs = set(Recommendation.objects.values_list("draft_number", "number", "part"))
    assert pairs == {("6.1 (a)", "140.1", ""), ("6.1 (b)", "140.2", "")}


def test_rows_left_out_are_not_saved_and_accounted_for(bring):
    reading = report_reading(read_row("140.1"), read_row("140.2", TEXTS[1], ["FRA"]))

    batch, account = bring(reading, rows={"1": {"leave_out": True}})

    assert (paragraphs(), account.rows_refused, batch.rows_read) == ({"140.1"}, 1, 2)


def test_a_corrected_row_is_saved_as_corrected_and_the_document_as_printed(bring):
    reading = report_reading(
        read_row("140.1", states=[None], spellings=["Atlantis"], doubts=["Who is that?"])
    )
    with pytest.raises(WrongState):
        bring(reading)

    bring(reading, rows={"0": {"text": "Plant limes", "states": ["Viet Nam"], "position": "noted"}})

    one = Recommendation.objects.get()
    assert (one.text_en, one.position) == ("Plant limes", "noted")
    assert [made.state.iso3 for made in one.recommenders.all()] == ["VNM"]


def test_a_row_without_a_state_is_made_by_one_not_recorded(bring):
    bring(report_reading(read_row("140.1", states=[], spellings=[])))

    assert Recommender.objects.get().state.iso3 == "XXX"


def test_unclear_groups_stay_pending_unless_decided(bring):
    rows = [
        read_row("140.1", TEXTS[0], position="unclear", lead_in="Some are dealt with:"),
        read_row("140.2", TEXTS[1], ["FRA"], position="unclear", lead_in="Others are seen to:"),
    ]

    bring(report_reading(*rows), groups={"1": "noted"})

    assert list(Recommendation.objects.order_by("number").values_list("position", flat=True)) == [
        "pending",
        "noted",
    ]


@pytest.mark.parametrize(
    "missing", [{"state": None}, {"session": None}, {"stage": ""}], ids=["State", "session", "stage"]
)
def test_what_the_document_does_not_say_must_be_chosen(bring, missing):
    with pytest.raises(WrongState):
        bring(report_reading(**missing))
    assert Recommendation.objects.count() == 0

    bring(report_reading(**missing), state="MAR", session=4, stage="final")
    assert Recommendation.objects.count() == 1


def test_a_draft_that_comes_late_takes_no_answer_away(bring):
    bring(report_reading(read_row("140.1", position="supported", lead_in=SUPPORTS)))

    bring(draft_reading(read_row("6.1", position="noted")))

    one = Recommendation.objects.get()
    assert (one.position, one.positions.count(), one.draft_number) == ("supported", 1, "6.1")


def three(bring):
    return bring(report_reading(*(read_row(f"140.{n}", TEXTS[n], ["CHL"]) for n in (1, 2, 3))))


def test_an_addendum_answers_and_the_sum_comes_out(bring):
    three(bring)
    addendum = addendum_reading(
        Answer(["140.1"], "supported", own_words="Accepted.", paragraph="4"),
        Answer(["140.2"], "noted", qualifier="in-part", own_words="In part."),
    )

    plan = planned(addendum)
    assert (plan.received, plan.supported, plan.noted, plan.unanswered) == (3, 1, 1, 1)
    bring(addendum)

    answered = Recommendation.objects.get(number="140.2")
    entry = answered.positions.latest("pk")
    assert (answered.position, entry.qualifier, entry.own_words) == ("noted", "in-part", "In part.")
    assert Recommendation.objects.get(number="140.1").positions.latest("pk").paragraph == "4"
    assert Review.objects.get().addendum_symbol == "A/HRC/9/7/Add.1"


def test_numbers_that_are_unknown_or_answered_twice_are_listed_and_record_nothing(bring):
    three(bring)

    plan = planned(
        addendum_reading(
            Answer(["140.1", "140.9"], "supported"), Answer(["140.1"], "noted"), Answer(["140.2"], "unclear")
        )
    )

    assert (plan.unknown, plan.twice, plan.contradictory, plan.unclear) == (
        ["140.9"],
        ["140.1"],
        ["140.1"],
        ["140.2"],
    )
    assert plan.new == []


def test_an_answer_to_a_number_is_one_to_all_its_parts(bring):
    bring(
        report_reading(read_row("140.1", TEXTS[0], part="a"), read_row("140.1", TEXTS[1], ["FRA"], part="b"))
    )

    bring(addendum_reading(Answer(["140.1"], "supported")))

    assert set(Recommendation.objects.values_list("position", flat=True)) == {"supported"}


def test_answers_can_be_corrected_and_left_out(bring):
    three(bring)
    addendum = addendum_reading(Answer(["140.1"], "unclear"), Answer(["140.2"], "noted"))

    bring(
        addendum,
        answers={"0": {"numbers": ["140.1", "140.3"], "position": "supported"}, "1": {"leave_out": True}},
    )

    positions = dict(Recommendation.objects.values_list("number", "position"))
    assert positions == {"140.1": "supported", "140.2": "pending", "140.3": "supported"}


def test_the_same_addendum_twice_adds_nothing(bring):
    three(bring)
    addendum = addendum_reading(Answer(["140.1"], "supported"))
    bring(addendum)
    before = counts()

    batch, account = bring(addendum)

    assert (batch, account.positions_existing, counts()) == (None, 1, before)


def test_what_a_list_repeats_of_the_addendum_adds_nothing(bring):
    three(bring)
    bring(addendum_reading(Answer(["140.1"], "supported", qualifier="implemented")))
    source = "A/HRC/9/7/Add.1 - Para. 4"
    row = read_row("140.1", TEXTS[1], position="supported", position_source=source)

    _, account = bring(matrix_reading(row))

    assert account.positions_new == 0


def test_a_list_names_the_source_of_each_position(bring):
    three(bring)
    row = read_row(
        "140.1",
        TEXTS[1],
        position="noted",
        position_source="A/HRC/9/7/Add.1 - Para. 4",
        themes=["Environment"],
    )

    bring(matrix_reading(row))

    one = Recommendation.objects.get(number="140.1")
    entry = one.positions.latest("pk")
    assert (entry.value, entry.symbol, entry.paragraph) == ("noted", "A/HRC/9/7/Add.1", "4")
    assert [issue.code for issue in one.issues.all()] == ["environment"]


def test_an_addendum_without_the_report_is_not_saved(bring):
    with pytest.raises(WrongState):
        bring(addendum_reading(Answer(["140.1"], "supported")))


@pytest.mark.real_data
def test_a_whole_file_of_2025_comes_out_as_the_united_nations_count_it(bring, real_data, reference):
    """254 received, 217 supported, 37 noted: OHCHR's own figures."""
    folder = real_data / "slovenia-cycle-4"
    names = ("g2502644.pdf", "g2505828.pdf", "upr48-slovenia-thematic-list-of-recommendatio.docx")
    lists_loaded = Lists.load()

    for name in names:
        content = (folder / name).read_bytes()
        reading = read_document(content, file_name=name, lists=lists_loaded)
        _, account = bring(reading, session=48)
        assert account.rows_refused == 0

    listed = Recommendation.objects.listed()
    assert listed.count() == 254
    assert [listed.filter(position=value).count() for value in ("supported", "noted", "pending")] == [
        217,
        37,
        0,
    ]
    for batch in ImportBatch.objects.order_by("-pk"):
        undo_import(batch, by=None)
    assert counts() == [0] * len(MODELS)


@pytest.mark.real_data
def test_two_stages_of_a_draft_are_one_list(bring, real_data, reference):
    drafts = sorted((real_data / "drafts").glob("Estonia*.docx"), reverse=True)
    lists_loaded = Lists.load()

    accounts = [
        bring(
            read_document(path.read_bytes(), file_name=path.name, lists=lists_loaded),
            state="EST",
            session=52,
            stage="draft",
        )[1]
        for path in drafts
    ]

    assert [account.recommendations_new for account in accounts] == [275, 0]


def test_undoing_an_addendum_gives_back_the_positions_of_before(bring):
    three(bring)
    before = counts()
    batch, _ = bring(addendum_reading(Answer(["140.1", "140.2"], "supported")))

    assert undo_import(batch, by=None) == 2

    assert counts() == before
    assert set(Recommendation.objects.values_list("position", flat=True)) == {"pending"}
    assert Review.objects.get().addendum_symbol == ""


def test_undoing_a_report_leaves_nothing_of_it(bring):
    batch, _ = bring(report_reading(read_row("140.1"), pledges=[pledge()]))

    undo_import(batch, by=None)

    assert counts() == [0] * len(MODELS)


def test_undoing_a_final_report_gives_back_the_draft(bring):
    bring(draft_reading(read_row("6.1", TEXTS[0]), read_row("6.2", TEXTS[1], ["FRA"])))
    before = counts()
    batch, _ = bring(
        report_reading(
            read_row("140.1", TEXTS[0], ["CHL", "CAN"], position="supported"),
            read_row("140.2", TEXTS[2], ["DEU"]),
        )
    )

    undo_import(batch, by=None)

    assert counts() == before
    assert [
        (one.number, one.draft_number, one.position) for one in Recommendation.objects.order_by("pk")
    ] == [
        ("", "6.1", "pending"),
        ("", "6.2", "pending"),
    ]


def test_undoing_the_draft_leaves_the_final_report(bring):
    draft, _ = bring(draft_reading(read_row("6.1", TEXTS[0], ["CHL", "VNM"])))
    bring(report_reading(read_row("140.1", TEXTS[0], ["CHL"], position="supported")))

    undo_import(draft, by=None)

    one = Recommendation.objects.get()
    assert (one.number, one.draft_number, one.position) == ("140.1", "", "supported")
    assert [made.state.iso3 for made in one.recommenders.all()] == ["CHL"]


def test_undoing_a_report_leaves_what_was_answered_since(bring):
    batch, _ = three(bring)
    bring(addendum_reading(Answer(["140.1"], "supported")))
    record_position(Recommendation.objects.get(number="140.2"), by=None, value="noted", language="en")

    undo_import(batch, by=None)

    assert paragraphs() == {"140.1", "140.2"}
    assert Appearance.objects.count() == 2


def test_a_plan_takes_as_many_queries_for_thirty_rows_as_for_one(bring, django_assert_num_queries):
    bring(report_reading(*(read_row(f"140.{n}", f"{TEXTS[n % 4]} {n}") for n in range(1, 30))))
    states = Lists.load().states

    for count in (1, 30):
        rows = [read_row(f"140.{n}", f"{TEXTS[n % 4]} {n}") for n in range(1, count + 1)]
        with django_assert_num_queries(5):
            plan_document(Decided(report_reading(*rows), {}, states))


def test_saving_takes_a_fixed_number_of_queries(bring, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        bring(report_reading(*(read_row(f"140.{n}", f"{TEXTS[n % 4]} {n}") for n in range(1, 60))))


def test_the_account_of_a_batch_adds_up(bring):
    batch, _ = bring(report_reading(read_row("140.1"), pledges=[pledge(), pledge(line=91)]))

    assert (batch.rows_read, batch.repeats) == (3, 1)
    assert ImportBatch.objects.count() == 1
