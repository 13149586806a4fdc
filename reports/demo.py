"""The reports of the demonstration and what they rest on, made by the same actions as any other."""

import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.db.models import Count

from accounts.models import User
from consultations.actions.notes import keep_note
from consultations.actions.statements import mark_undelivered, save_statement
from consultations.models import Consultation, Event, Material, Note, SpeakingRequest, Statement
from recommendations.actions import record_position
from recommendations.models import Recommendation
from reference.models import State
from reports.actions import (
    compile_report,
    create_report,
    make_report,
    write_key_issue,
)
from reports.actions.composing import write_section
from reports.actions.excerpts import keep_codes, keep_excerpt, select_excerpt, translate_excerpt
from reports.actions.follow_up import keep_links, record_follow_up
from reports.actions.key_issues import put_behind
from reports.actions.publishing import approve, ask_for_review, make_public
from reports.chain import Links
from reports.models import ConsentLevel, KeyIssue, Proposal, Report
from reports.reading import Text, Wanted, find_text, texts_of
from surveys.models import Question

DATA = Path(__file__).parent / "data"
TEXTS = DATA / "outcome_2021.toml"
EXCERPTS = DATA / "excerpts_2021.toml"
OTHER_TEXTS = DATA / "other_reports.toml"
ONWARD = DATA / "follow_up_2021.toml"
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
    lead_onward(consultation, by=by)
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


def lead_onward(consultation: Consultation, *, by: User) -> None:
    """Link the proposals to recommendations that there are, and record what became of them."""
    onward = tomllib.loads(ONWARD.read_text(encoding="utf-8"))
    for proposal in Proposal.objects.filter(key_issue__consultation=consultation).with_place():
        told = onward[str(proposal)]
        found = Recommendation.objects.listed().filter(issues__code=told.get("theme", "")).order_by("pk")
        wanted = Links(
            frozenset(found.values_list("pk", flat=True)[: told.get("recommendations", 0)]),
            frozenset(told["kinds"]),
            frozenset(told.get("states", [])),
            frozenset(told["targets"]),
        )
        keep_links(proposal, by=by, wanted=wanted, seen=Links())
        for entry in told.get("entries", []):
            record_follow_up(proposal, by=by, **{"narrative": "", "evidence": [], **entry})


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
    ask_for_review(report, by=by)
    approve(report, by=by)
    make_public(report, by=by)
    for language in report.languages:
        compile_report(report, language, by=by)


def columns(field: str, texts: dict[str, str]) -> dict[str, str]:
    """{"title_en": …, "title_fr": …} from {"en": …, "fr": …}."""
    return {f"{field}_{language}": text.strip() for language, text in texts.items()}


def seed_excerpts(*, by: User, consultation: Consultation) -> None:
    """Excerpts of answers, notes and a statement, put behind the rows that `seed_outcome_report` wrote."""
    plan = tomllib.loads(EXCERPTS.read_text(encoding="utf-8"))
    wanted = [*plan["answers"], *plan["notes"], *plan["statements"]]
    names = sorted({one["code"] for one in wanted})
    keep_codes(consultation, names={}, dropped=[], added=names, by=by)
    for one in plan["answers"]:
        question = Question.objects.get(survey__phases__consultation=consultation, code=one["question"])
        texts = texts_of(consultation, Wanted(question=question))
        chosen = varied(texts[0 : texts.count()])[: one["most"]]
        take(consultation, [(text, text.text) for text in chosen], one, by=by)
    for one in plan["notes"]:
        take(
            consultation,
            [(as_text(consultation, note_of(consultation, one, by)), one["passage"])],
            one,
            by=by,
        )
    for one in plan["statements"]:
        statement = statement_of(consultation, one, by)
        take(consultation, [(as_text(consultation, statement), one["passage"])], one, by=by)
    for one in plan["translations"]:
        if excerpt := consultation.excerpts.filter(text=one["of"]).order_by("pk").first():
            for language, text in one["texts"].items():
                translate_excerpt(excerpt, language, text=text, version=0, by=by)


def varied(texts: list[Text]) -> list[Text]:
    """One of each wording, then another of each, so that the same words are taken each time."""
    met: Counter[str] = Counter()
    places = []
    for text in texts:
        met[text.text] += 1
        places.append((met[text.text], text.text))
    return [text for _place, text in sorted(zip(places, texts, strict=True), key=lambda pair: pair[0])]


def take(consultation: Consultation, passages: list[tuple[Text, str]], one: dict, *, by: User) -> None:
    """Make excerpts of these passages, file them under the code of `one` and put them behind its row."""
    code = consultation.codes.get(name=one["code"])
    taken = [select_excerpt(consultation, text, passage, by=by) for text, passage in passages]
    for excerpt in taken:
        level = max(ConsentLevel.ANONYMOUS, excerpt.allowed_level, key=list(ConsentLevel).index)
        keep_excerpt(excerpt, version=1, redacted="", consent_level=level, codes=[code], by=by)
    put_behind(row_at(consultation, one["behind"]), add=taken, remove=[], by=by)


def row_at(consultation: Consultation, number: str) -> KeyIssue | Proposal:
    """ "2" is a key issue, "2.3" its third proposal."""
    position, _dot, proposal = number.partition(".")
    issue = consultation.key_issues.get(position=position)
    return issue.proposals.get(number=proposal) if proposal else issue


def as_text(consultation: Consultation, source: Note | Statement) -> Text:
    return find_text(consultation, f"{source._meta.model_name}-{source.pk}")


def sub_topic_of(consultation: Consultation, one: dict):
    return consultation.events.get().sub_topics.order_by("pk")[one["sub_topic"]]


def note_of(consultation: Consultation, one: dict, by: User) -> Note:
    sub_topic = sub_topic_of(consultation, one)
    return keep_note(sub_topic, by=by, language=one["language"], text=one["text"], version=0, hand_in=True)


def statement_of(consultation: Consultation, one: dict, by: User) -> Statement:
    """Handed in the day before by the last who had a seat, and not delivered."""
    request = sub_topic_of(consultation, one).requests.seated().last()
    said = {name: one[name] for name in ("text", "language")} | {"may_be_published": True}
    before = request.sub_topic.begins - timedelta(days=1)
    statement = save_statement(
        request, hand_in=True, at=before, interpreters_may_read=True, moderator_may_read=False, **said
    )
    mark_undelivered(statement, is_undelivered=True, by=by)
    return statement
