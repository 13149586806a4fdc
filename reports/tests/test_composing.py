"""Moderators put a report together: several at once, and nothing that somebody typed is lost."""

from datetime import date

import pytest
from django.urls import reverse

from consultations.models import Phase
from consultations.tests.factories import ConsultationFactory
from reports.actions import composing as actions
from reports.material import Material
from reports.models import Rendering, Report, SectionText
from reports.tests.factories import ReportFactory
from reports.texts import Condition, states_of_texts
from surveys.demo import seed_2021_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def report() -> Report:
    return ReportFactory()


@pytest.fixture
def asked(reference, moderator) -> Report:
    """A draft on the 123 generated answers of 2021."""
    consultation = ConsultationFactory(closed=True)
    days = {"starts": date(2021, 6, 1), "ends": date(2021, 6, 30)}
    survey = seed_2021_survey(by=moderator)
    Phase.objects.create(consultation=consultation, kind=Phase.Kind.SURVEY, survey=survey, **days)
    return ReportFactory(consultation=consultation)


def page_of(report, name="compose", *words) -> str:
    return reverse(f"reports:{name}", args=[report.slug, *words])


def kinds(report) -> list[str]:
    return list(report.sections.order_by("position").values_list("kind", flat=True))


def press(desk, report, **button):
    return desk.post(page_of(report, "arrange_sections"), {"seen": actions.order_of(report), **button})


def typed(report, kind, **texts) -> dict[str, str]:
    """The form of a section as it is sent from a page that was opened now."""
    section = report.sections.get(kind=kind)
    return {"seen": actions.print_of_section(section), "text_en": section.text_en or "", **texts}


def conditions(report, kind) -> dict[str, str]:
    section = report.sections.get(kind=kind)
    return {text.language: text.condition for text in states_of_texts(report, [section])[kind]}


def test_sections_are_moved_switched_removed_and_added_with_buttons(report, desk):
    press(desk, report, up="methodology")
    press(desk, report, down="summary")
    press(desk, report, off="conclusion")
    assert kinds(report)[:3] == ["methodology", "key_issues", "summary"]
    assert not report.sections.get(kind="conclusion").switched_on
    press(desk, report, on="conclusion")
    assert report.sections.get(kind="conclusion").switched_on

    assert desk.get(page_of(report, "remove_section", "summary")).status_code == 200
    desk.post(page_of(report, "remove_section", "summary"), typed(report, "summary"))
    assert "summary" not in kinds(report)
    press(desk, report, add="summary")

    assert kinds(report)[-1] == "summary"
    assert report.sections.get(kind="summary").text_en == "A short summary.", "its texts come back"
    assert press(desk, report, add="list").status_code == 409, "a kind that this report cannot have"


def test_who_presses_on_an_old_page_is_shown_how_it_is_now(report, desk, moderator):
    seen = actions.order_of(report)
    actions.move_section(report, "summary", step=1, seen=seen, by=moderator)

    answer = desk.post(page_of(report, "arrange_sections"), {"seen": seen, "down": "summary"})

    assert answer.status_code == 409 and "Somebody else changed the sections." in answer.text
    assert kinds(report)[:2] == ["methodology", "summary"]


def test_two_who_write_a_section_at_once_see_both_texts(report, desk, moderator):
    mine = typed(report, "summary", text_en="Mine.", text_fr="")
    actions.write_section(report, "summary", text_en="Theirs.", by=moderator)

    answer = desk.post(page_of(report, "compose_section", "summary"), mine)

    assert answer.status_code == 409
    assert "<mark>Mine</mark>." in answer.text and "<mark>Theirs</mark>." in answer.text
    assert report.sections.get(kind="summary").text_en == "Theirs."
    again = mine | {"seen": answer.context["form"].data["seen"]}
    assert desk.post(page_of(report, "compose_section", "summary"), again).status_code == 302
    assert report.sections.get(kind="summary").text_en == "Mine."
    told = report.section_texts.order_by("pk").values_list("text", flat=True)
    assert list(told) == ["A short summary.", "Theirs.", "Mine."], "what was overwritten is remembered"


def test_what_only_the_other_wrote_stands_in_the_form_and_is_not_overwritten(report, desk, moderator):
    mine = typed(report, "summary", text_en="A short summary.", text_fr="Le mien.")
    actions.write_section(report, "summary", text_en="Theirs.", by=moderator)
    address = page_of(report, "compose_section", "summary")

    answer = desk.post(address, mine)

    form, meeting = answer.context["form"], answer.context["meeting"]
    assert answer.status_code == 409 and (meeting.conflicts, meeting.taken_over) == ([], ["English"])
    assert (form["text_en"].value(), form["text_fr"].value()) == ("Theirs.", "Le mien.")
    desk.post(address, {name: form[name].value() for name in ("seen", "text_en", "text_fr")})
    section = report.sections.get(kind="summary")
    assert (section.text_en, section.text_fr) == ("Theirs.", "Le mien.")


def test_of_two_texts_that_of_the_other_can_be_chosen(report, desk, moderator):
    mine = typed(report, "summary", text_en="Mine.", text_fr="Le mien.")
    actions.write_section(report, "summary", text_en="Theirs.", by=moderator)
    address = page_of(report, "compose_section", "summary")
    meeting = desk.post(address, mine)

    seen = meeting.context["form"].data["seen"]
    assert 'name="theirs" value="text_en" form="texts"' in meeting.text
    assert desk.post(address, mine | {"seen": seen, "theirs": ["text_en"]}).status_code == 302

    section = report.sections.get(kind="summary")
    assert (section.text_en, section.text_fr) == ("Theirs.", "Le mien.")


def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing(report, desk, moderator):
    actions.write_section(report, "summary", text_en="Theirs.", by=moderator)

    answer = desk.post(page_of(report, "compose_section", "summary"), {"seen": "", "text_en": "Mine."})

    assert answer.status_code == 409 and len(answer.context["meeting"].conflicts) == 1
    assert report.sections.get(kind="summary").text_en == "Theirs."


def test_a_text_that_comes_too_late_still_stands_on_the_page(report, desk, client, moderator):
    mine = typed(report, "summary", text_en="Mine.")
    address = page_of(report, "compose_section", "summary")

    signed_out = client.post(address, mine)
    assert signed_out.status_code == 403 and "Mine." in signed_out.text
    assert report.title not in signed_out.text and "short summary" not in signed_out.text
    actions.remove_section(report, "summary", seen=mine["seen"], by=moderator)
    removed = desk.post(address, mine)
    assert removed.status_code == 409 and "Mine." in removed.text
    Report.objects.filter(pk=report.pk).update(state=Report.State.APPROVED)
    approved = desk.post(address, mine)
    assert approved.status_code == 409 and "approved or published meanwhile" in approved.text


def test_two_who_write_the_title_at_once_see_both(report, desk, moderator):
    seen = actions.print_of_head(report)
    mine = {"seen": seen, "title_en": "Mine", "languages": ["ar", "en"], "source": "en"}
    actions.write_head(report, seen=seen, title_en="Theirs", languages=["en", "fr"], by=moderator)

    answer = desk.post(page_of(report), mine)

    assert answer.status_code == 409 and "Theirs" in answer.text and "Mine" in answer.text
    mine["seen"] = answer.context["form"].data["seen"]
    assert desk.post(page_of(report), mine).status_code == 302
    report.refresh_from_db()
    assert (report.title_en, report.languages) == ("Mine", ["en", "ar"])


def test_a_text_is_stale_once_the_source_is_written_after_it(report, moderator):
    assert conditions(report, "summary") == {"en": Condition.THERE, "fr": Condition.MISSING}
    assert conditions(report, "questions") == {"en": Condition.UNUSED, "fr": Condition.UNUSED}

    actions.write_section(report, "summary", text_en="New.", text_fr="Neuf.", by=moderator)
    assert conditions(report, "summary") == {"en": Condition.THERE, "fr": Condition.THERE}
    actions.write_section(report, "summary", text_en="Newer.", text_fr="Neuf.", by=moderator)
    assert conditions(report, "summary") == {"en": Condition.THERE, "fr": Condition.STALE}
    actions.write_section(report, "summary", text_fr="Plus neuf.", by=moderator)

    assert conditions(report, "summary") == {"en": Condition.THERE, "fr": Condition.THERE}
    last = SectionText.objects.filter(language="fr").latest().get()
    assert (last.text, last.written_by) == ("Plus neuf.", moderator)


def test_a_stale_text_that_was_compared_with_the_source_still_fits(report, desk, moderator):
    actions.write_section(report, "summary", text_en="New.", text_fr="Neuf.", by=moderator)
    sent = typed(report, "summary", text_en="News.", text_fr="Neuf.")
    desk.post(page_of(report, "compose_section", "summary"), sent)
    assert conditions(report, "summary")["fr"] == Condition.STALE

    sent = typed(report, "summary", text_fr="Neuf.", still_fit=["fr"])
    desk.post(page_of(report, "compose_section", "summary"), sent)

    assert conditions(report, "summary")["fr"] == Condition.THERE


UNKNOWN = {
    "[[share Q99 yes]]": "The survey has no question Q99.",
    "[[share Q16 mistyped]]": "Q16 has no answer “mistyped”.",
    "[[share Q2 women children]]": "so write one answer only",
    "[[everybody]]": "is not a figure",
    "[[respones]]": "Do you mean",
}


def test_a_figure_that_is_not_there_is_refused_and_what_was_typed_stays(asked, desk):
    for figure, said in UNKNOWN.items():
        sent = typed(asked, "summary", text_en=f"Of all, {figure} agree.", text_fr="Tous.")

        answer = desk.post(page_of(asked, "compose_section", "summary"), sent)

        assert answer.status_code == 422
        assert said in answer.text and f"Of all, {figure} agree." in answer.text and "Tous." in answer.text
    assert asked.sections.get(kind="summary").text_en == "A short summary."


def test_what_is_needed_before_approving_is_not_called_optional_and_each_word_is_explained(report, desk):
    needed = desk.get(page_of(report, "compose_section", "conclusion")).text
    free = desk.get(page_of(report, "compose_section", "questions")).text
    composer = desk.get(page_of(report)).text

    assert "Needed before the report can be approved." in needed
    assert "(optional)" not in needed and "(optional)" in free
    assert "May stay empty in all languages." in free and "Needed before" not in free
    assert "A text must be written, or the section switched off" in composer
    assert "The source was written after it" not in composer, "of what does not occur nothing is said"


def test_titles_are_asked_for_in_the_languages_of_the_report_alone(report, desk):
    Report.objects.filter(pk=report.pk).update(title_es="Un informe", languages=["en"])

    page = desk.get(page_of(report))
    assert [field.name for field in page.context["form"].text_fields()] == ["title_en"]
    sent = {"seen": page.context["form"]["seen"].value(), "languages": ["en", "es", "ar"], "source": "en"}
    kept = desk.post(page_of(report), sent, follow=True)

    assert "Now write the title in: العربية." in kept.text
    asked = [field.name for field in kept.context["form"].text_fields()]
    assert asked == ["title_en", "title_es", "title_ar"]
    assert Report.objects.get().title_es == "Un informe", "what was there comes back"


def test_the_figures_that_can_be_written_stand_beside_with_their_values(asked, desk):
    page = desk.get(page_of(asked, "compose_section", "methodology"))

    assert "[[responses]]" in page.text and "[[share Q16 all]]" in page.text
    assert f"<b>{Material(asked).filled('[[responses]]')}</b>" in page.text
    shown = {figure.share: figure.shared for figures in page.context["figures"] for figure in figures.rows}
    assert shown["[[share Q16 all]]"] == Material(asked).filled("[[share Q16 all]]")
    sent = typed(asked, "methodology", text_en="[[share Q16 all some]]", questions=["Q16", "Q1"])
    assert desk.post(page_of(asked, "compose_section", "methodology"), sent).status_code == 302
    assert asked.sections.get(kind="methodology").questions == ["Q16", "Q1"]


def test_the_preview_marks_what_is_missing_and_leads_back_to_each_text(report, desk):
    page = desk.get(page_of(report, "preview"), {"language": "fr"})

    assert "A short summary." in page.text and "It is shown in: English." in page.text
    assert page_of(report, "compose_section", "summary") in page.text
    english = desk.get(page_of(report, "preview"), {"language": "en"})
    assert "It is shown in" not in english.text
    assert desk.get(page_of(report, "preview"), {"language": "zh-hans"}).status_code == 404


def test_one_figure_that_is_not_there_hides_one_section_of_the_preview(report, desk):
    report.sections.filter(kind="conclusion").update(text_en="[[responses]] people.")

    page = desk.get(page_of(report, "preview"))

    assert "This section cannot be shown" in page.text and "A short summary." in page.text


def test_a_draft_to_print_is_asked_for_from_the_preview(report, desk):
    answer = desk.post(f"{page_of(report, 'preview')}?language=fr")

    assert answer.url == f"{page_of(report, 'compile')}?watch=1"
    assert list(Rendering.objects.values_list("report", "language", "format")) == [(report.pk, "fr", "pdf")]


def test_a_new_report_leads_to_its_texts_and_they_are_written_first_in_the_language_at_hand(desk):
    consultation = ConsultationFactory()

    sent = {"about": f"consultation:{consultation.pk}", "languages": ["ar", "en"]}
    answer = desk.post(reverse("reports:make"), sent)

    made = Report.objects.get()
    assert answer.url == page_of(made) and made.languages == ["en", "ar"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_composer_asks_as_often_for_one_section_as_for_three(
    report, desk, moderator, django_assert_max_num_queries, rows
):
    report.sections.filter(position__gt=rows).delete()
    for section in report.sections.all():
        actions.write_section(report, section.kind, text_en="Words.", text_fr="Mots.", by=moderator)

    with django_assert_max_num_queries(9):
        assert desk.get(page_of(report)).status_code == 200
