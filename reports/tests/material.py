"""A consultation with a closed survey, statements and notes, for tests of excerpts and what they back."""

from django.utils import timezone

from accounts.models import Organisation, User
from accounts.tests.factories import UserFactory
from consultations.models import Note, SpeakingRequest, Statement, SubTopic
from consultations.tests.factories import PhaseFactory, RegistrationFactory, SubTopicFactory
from reference.models import RegionalGroup, State
from reports.actions.excerpts import select_excerpt
from reports.models import Excerpt, KeyIssue, Proposal
from reports.reading import Wanted, find_text, texts_of
from reports.tests.factories import KeyIssueFactory, ProposalFactory
from surveys.models import Answer, Question, Response, Survey
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory

KINDS = [kind for kind in Organisation.Kind.values if kind != "other"]


class Room:
    """`Q1` asks for the kind of stakeholder, `Q2` for States, `Q3` and `Q4` for words."""

    def __init__(self, by: User, answers_may_be_quoted: bool = False):
        self.by = by
        self.survey = SurveyFactory(closed=True, answers_may_be_quoted=answers_may_be_quoted)
        section = SectionFactory(survey=self.survey)
        self.kind, self.states, self.words, self.others = (
            QuestionFactory(section=section, code=code, kind=kind, codes=codes)
            for code, kind, codes in [
                ("Q1", "single", KINDS),
                ("Q2", "states", None),
                ("Q3", "text", None),
                ("Q4", "text", None),
            ]
        )
        self.sub_topic: SubTopic = SubTopicFactory()
        self.consultation = self.sub_topic.event.consultation
        PhaseFactory(consultation=self.consultation, kind="survey", survey=self.survey)

    def answer(
        self,
        people: int,
        *,
        kind="",
        region="",
        text="We need time.",
        question=None,
        behind=None,
        language="en",
    ) -> list[Answer]:
        """So many people write a text; with `behind`, an excerpt of each is put there."""
        answers = [self.sheet(kind, region, text, question or self.words, language) for _ in range(people)]
        if behind:
            behind.excerpts.add(*(self.taken(answer) for answer in answers))
        return answers

    def sheet(self, kind: str, region: str, text: str, question: Question, language: str) -> Answer:
        response = Response.objects.create(survey=self.survey, language=language)
        answers = {self.kind: {"choices": [kind]} if kind else None}
        if region:
            state = State.objects.filter(regional_group__code=region).first()
            answers[self.states] = {"choices": [state.iso3]}
        for asked, value in answers.items():
            if value:
                Answer.objects.create(response=response, question=asked, value=value, language=language)
        return Answer.objects.create(
            response=response, question=question, value={"text": text}, language=language
        )

    def taken(self, answer: Answer) -> Excerpt:
        return Excerpt.objects.create(
            consultation=self.consultation,
            answer=answer,
            part="text",
            text=answer.value["text"],
            language=answer.language,
            selected_by=self.by,
        )

    def statement(self, text: str, *, public_name="full", undelivered=True, **fields) -> Statement:
        registration = RegistrationFactory(
            event=self.sub_topic.event,
            consents_to_listing=True,
            public_name=public_name,
            region=RegionalGroup.objects.first(),
        )
        asked = SpeakingRequest.objects.create(
            registration=registration,
            sub_topic=self.sub_topic,
            is_pending=True,
            language="en",
            asked_at=timezone.now(),
        )
        now = timezone.now()
        said = {
            "text": text,
            "language": "en",
            "saved_at": now,
            "handed_in_at": now,
            "may_be_published": True,
        }
        if undelivered:
            said["undelivered_at"] = now
        return Statement.objects.create(request=asked, **(said | fields))

    def note(self, text: str, **fields) -> Note:
        now = timezone.now()
        said = {"language": "en", "kept_at": now, "handed_in_at": now, "author": UserFactory()}
        return Note.objects.create(sub_topic=self.sub_topic, text=text, **(said | fields))

    def excerpt(self, source: Statement | Note, passage: str) -> Excerpt:
        text = find_text(self.consultation, f"{source._meta.model_name}-{source.pk}")
        return select_excerpt(self.consultation, text, passage, by=self.by)

    def key_issue(self, **texts) -> KeyIssue:
        position = self.consultation.key_issues.count() + 1
        return KeyIssueFactory(consultation=self.consultation, position=position, **texts)

    def proposal(self, issue: KeyIssue | None = None, **texts) -> Proposal:
        issue = issue or self.consultation.key_issues.first() or self.key_issue()
        return ProposalFactory(key_issue=issue, number=issue.proposals.count() + 1, **texts)

    def texts(self, **wanted) -> list[str]:
        found = texts_of(self.consultation, Wanted(**wanted))
        return sorted(text.text for text in found[0 : found.count()])

    def set_state(self, state: str) -> None:
        Survey.objects.filter(pk=self.survey.pk).update(state=state)
