"""The reports of the demonstration, made by the same actions as any other."""

import tomllib
from pathlib import Path

from django.db.models import Count

from accounts.models import User
from consultations.actions.statements import mark_undelivered, save_statement
from consultations.models import Consultation, Event, Material, SpeakingRequest
from recommendations.actions import record_position
from recommendations.models import Recommendation
from reference.models import State
from reports.actions import (
    compile_report,
    create_report,
    make_report,
    publish_report,
    write_key_issue,
    write_section,
)
from reports.models import Report

TEXTS = Path(__file__).parent / "data" / "outcome_2021.toml"
OTHER_TEXTS = Path(__file__).parent / "data" / "other_reports.toml"
SLUG = "outcome-2021"
LANGUAGES = ["en", "fr", "es", "ar"]
# Kind of stakeholder, regions, space to engage, what to keep of the pandemic's measures.
CHARTS = ["Q1", "Q3", "Q13", "Q16"]


def seed_outcome_report(*, by: User, consultation: Consultation) -> Report:
    """Key issues, proposals and a published report; its files in four languages wait for a worker."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    for position, issue in enumerate(texts["key_issues"], start=1):
        write_key_issue(
            consultation,
            position=position,
            proposals=[columns("text", proposal) for proposal in issue["proposals"]],
            by=by,
            **columns("title", issue["title"]),
            **columns("narrative", issue["narrative"]),
        )
    report = create_report(
        consultation,
        kind="outcome",
        slug=SLUG,
        languages=LANGUAGES,
        by=by,
        **columns("title", texts["title"]),
    )
    for kind, written in texts["sections"].items():
        write_section(report, kind, by=by, **columns("text", written))
    write_section(report, "methodology", by=by, questions=CHARTS)
    show(report, by=by)
    return report


def seed_other_reports(*, by: User, event: Event) -> list[Report]:
    """A report of an event and one of what a State was asked, published; their files wait for a worker."""
    texts = tomllib.loads(OTHER_TEXTS.read_text(encoding="utf-8"))
    state = most_asked()
    answer_in_words(state, texts["answers"], by=by)
    leave_a_statement_unsaid(event, texts["statement"], by=by)
    for paper in texts["papers"]:
        Material.objects.create(consultation=event.consultation, event=event, **paper)
    reports = [
        make_report(event, kind="event", languages=LANGUAGES, by=by),
        make_report(state, kind="recommendations", languages=LANGUAGES, by=by),
    ]
    for report in reports:
        write_section(report, "summary", by=by, **columns("text", texts[report.kind]))
        show(report, by=by)
    return reports


def most_asked() -> State:
    """The State to which most recommendations were made."""
    states = State.objects.filter(reviews__recommendations__is_listed=True)
    return states.annotate(asked=Count("reviews__recommendations")).order_by("-asked", "iso3").first()


def answer_in_words(state: State, answers: list[dict], *, by: User) -> None:
    """Let the State answer some recommendations of its earliest review in words of its own."""
    asked = Recommendation.objects.listed().filter(review__state=state).order_by("review__session", "pk")
    for recommendation, answer in zip(asked, answers, strict=False):
        record_position(
            recommendation,
            by=by,
            value=answer["value"],
            qualifier=answer["qualifier"],
            language="en",
            own_words=answer["text"],
        )


def leave_a_statement_unsaid(event: Event, written: dict, *, by: User) -> None:
    """The first speaker has handed in what then could not be said."""
    request = SpeakingRequest.objects.seated().filter(sub_topic__event=event).earliest("asked_at")
    statement = save_statement(
        request,
        hand_in=True,
        at=event.registration_closes,
        may_be_published=True,
        text=written["text"].strip(),
        language=written["language"],
    )
    mark_undelivered(statement, is_undelivered=True, by=by)


def show(report: Report, *, by: User) -> None:
    publish_report(report, by=by)
    for language in report.languages:
        compile_report(report, language, by=by)


def columns(field: str, texts: dict[str, str]) -> dict[str, str]:
    """{"title_en": …, "title_fr": …} from {"en": …, "fr": …}."""
    return {f"{field}_{language}": text.strip() for language, text in texts.items()}
