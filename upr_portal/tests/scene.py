"""The demo with people before its doors: who they are, and the things that doors are about."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.tests.factories import UserFactory
from conftest import sign_in
from consultations.actions.asking import ask_to_speak
from consultations.actions.consultations import add_sub_topic
from consultations.actions.registrations import register
from consultations.actions.statements import save_statement
from consultations.models import (
    AgendaItem,
    Consultation,
    Event,
    Material,
    Phase,
    Registration,
    Statement,
    SubTopic,
)
from recommendations.models import Recommendation
from reports import pdf
from reports.actions import compile_report, create_report, write_key_issue
from reports.actions.comments import comment_on
from reports.actions.sharing import share
from reports.management.commands.seed_demo import seed
from reports.models import Comment, Proposal, Rendering, Report
from surveys.actions import export_answers
from surveys.actions.participation import hash_of
from surveys.documents import Document
from surveys.exports import make_export
from surveys.models import Invitation, InvitationLink, Question, Section, Survey


class Scene:
    """Made inside a transaction that the fixture rolls back."""

    def __init__(self):
        seed(timezone.localdate())
        self.people = {
            "person": UserFactory(),
            "owner": UserFactory(),
            "officer": UserFactory(safeguarding_officer=True),
            "moderator": UserFactory(moderator=True),
            "new moderator": UserFactory(staff=True, second_factor=False),
        }
        self.cookies = {role: sign_in(person).cookies for role, person in self.people.items()}
        self.event = Event.objects.get(consultation__slug="from-recommendations-to-change")
        self.things = self.make_things()

    def client(self, role: str) -> Client:
        """A browser of a stranger or of one of the people, who has shown a second factor if there is one."""
        client = Client()
        for name, cookie in self.cookies.get(role, {}).items():
            client.cookies[name] = cookie.value
        return client

    def make_things(self) -> dict[str, dict]:
        """What the table calls a thing → the words of its address."""
        event = {"slug": self.event.consultation.slug, "event": self.event.slug}
        asked, other = SubTopic.objects.filter(event=self.event).order_by("pk")[2:4]
        request = self.owners_request(asked)
        made, failed = self.made_file(), self.failed_rendering()
        draft = self.draft_report()
        file = {"slug": "outcome-2021", "language": "en", "suffix": "pdf"}
        reviewed = Recommendation.objects.first().review
        return {
            "-": {},
            "token": {"token": "not-a-token"},
            "open-consultation": {"slug": event["slug"]},
            "draft-consultation": {"slug": self.draft_consultation().slug},
            "open-event": event,
            "published-material": self.material(days=-1),
            "coming-material": self.material(days=1),
            "own-sub-topic": {**event, "sub_topic": other.pk},
            "drawn-sub-topic": {**event, "sub_topic": other.pk},
            "event-day": {**event, "day": self.event.days.first().pk},
            "event-item": {**event, "item": self.item_of_the_event().pk},
            "needs": {**event, "registration": self.who_needs_something().pk},
            "nhri": {**event, "registration": self.event.registrations.filter(stakeholder_kind="nhri")[0].pk},
            "code": {**event, "code": self.event.verification_codes.first().pk},
            "phase": {"slug": event["slug"], "phase": self.event.consultation.phases.last().pk},
            "draft-phase": {"slug": "draft", "phase": self.draft_phase().pk},
            "moderated-sub-topic": {**event, "sub_topic": self.moderated_sub_topic(other).pk},
            "own-request": {**event, "speaking_request": request.pk},
            "handed-in-statement": {**event, "pk": self.statement_for(request).pk},
            "past-event": {"slug": "strengthening-the-4th-cycle", "event": "dialogue"},
            "own-swap": {**event, "pk": 0},
            "recommendation": {"pk": Recommendation.objects.first().pk},
            "recommendation-id": {"id": Recommendation.objects.first().pk},
            "state": {"iso3": reviewed.state.iso3},
            "review-key": {"pk": reviewed.pk},
            "review": {"iso3": reviewed.state.iso3, "session": reviewed.session.number},
            "matrix": {"iso3": reviewed.state.iso3, "session": reviewed.session.number, "kind": "docx"},
            "row-of-a-file": {"key": 0},
            "import": {"pk": Recommendation.objects.first().batch_id},
            "filter": {"name": "state"},
            "csv": {"kind": "csv"},
            "open-survey": {"slug": "open-now"},
            "closed-survey": {"slug": "june-2021"},
            "draft-survey": {"slug": self.draft_survey().slug},
            "open-copy": {"slug": "open-now", "kind": "txt"},
            "closed-copy": {"slug": "june-2021", "kind": "txt"},
            "draft-copy": {"slug": "draft", "kind": "txt"},
            "personal-link": {"token": self.personal_link()},
            "export": self.made_export(self.people["moderator"]),
            "anothers-export": self.made_export(UserFactory(moderator=True)),
            "open-section": {"slug": "open-now", "position": 1},
            "closed-section": {"slug": "june-2021", "position": 1},
            **self.parts_of_surveys(),
            **self.proposals(),
            **self.material_of_the_past(),
            "published-report": {"slug": "outcome-2021"},
            "draft-report": {"slug": draft.slug},
            **self.shared(draft),
            "published-citation": {"slug": "outcome-2021", "kind": "bib"},
            "draft-citation": {"slug": draft.slug, "kind": "ris"},
            "published-section": {"slug": "outcome-2021", "section": "summary"},
            "draft-section": {"slug": draft.slug, "section": "summary"},
            "published-text": {"slug": "outcome-2021", "section": "summary", "language": "en"},
            "draft-text": {"slug": draft.slug, "section": "summary", "language": "en"},
            "report-comment": {"slug": draft.slug, "pk": self.comment_on(draft).pk},
            "failed-file": {"slug": "outcome-2021", "pk": failed.pk},
            "published-file": file,
            "published-version": {**file, "version": made.version},
            "draft-file": {"slug": draft.slug, "language": "en", "suffix": "pdf"},
            "published-table": {"slug": "outcome-2021", "name": "methodology-q1", "kind": "csv"},
            "draft-table": {"slug": draft.slug, "name": "methodology-q1", "kind": "csv"},
        }

    def owners_request(self, sub_topic: SubTopic):
        owner = self.people["owner"]
        registration = register(
            self.event,
            by=owner,
            name="Owner",
            email=owner.email,
            language="en",
            organisation_name="",
            stakeholder_kind="national_ngo",
            mode=Registration.Mode.ONLINE,
            access_needs="",
            is_under_18=False,
        )
        return ask_to_speak(
            registration,
            sub_topic,
            by=owner,
            language="en",
            public_name=Registration.PublicName.FULL,
            region=None,
            consents_to_listing=False,
        )

    def draft_phase(self) -> Phase:
        draft = Consultation.objects.get(slug="draft")
        today = timezone.localdate()
        return Phase.objects.create(consultation=draft, kind=Phase.Kind.REPORT, starts=today, ends=today)

    def item_of_the_event(self) -> AgendaItem:
        return AgendaItem.objects.filter(day__event=self.event, sub_topic=None).first()

    def who_needs_something(self) -> Registration:
        return self.event.registrations.standing().with_needs().first()

    def statement_for(self, request) -> Statement:
        said = {"text": "We ask for water.", "language": "en", "interpreters_may_read": True}
        said["document"] = Document("text/plain", b"We ask for water.", "We ask for water.")
        return save_statement(request, hand_in=True, by=self.people["owner"], **said)

    def moderated_sub_topic(self, like: SubTopic) -> SubTopic:
        return add_sub_topic(
            self.event,
            by=self.people["moderator"],
            title="Chosen by moderators",
            questions="Who?",
            allocation_rule=SubTopic.AllocationRule.MODERATED,
            requests_open=like.requests_open,
            requests_close=like.requests_close,
        )

    def draft_consultation(self) -> Consultation:
        return Consultation.objects.create(slug="draft", title="Draft", summary="Draft", languages=["en"])

    def material(self, days: int) -> dict:
        """A text of the open consultation, published so many days from now."""
        made = Material.objects.create(
            consultation=self.event.consultation,
            kind=Material.Kind.GUIDANCE,
            language="en",
            title=f"Guidance, {days}",
            text="Speak slowly.",
            published_at=timezone.now() + timedelta(days=days),
        )
        return {"slug": self.event.consultation.slug, "pk": made.pk}

    def draft_survey(self) -> Survey:
        survey = Survey.objects.get(slug="open-now")
        survey.pk, survey.slug, survey.state = None, "draft", Survey.State.DRAFT
        survey.save()
        section = Section.objects.create(survey=survey, position=1, title="Draft")
        Question.objects.create(section=section, position=1, code="Q1", kind="text", text="Draft?")
        return survey

    def personal_link(self) -> str:
        """The secret of a letter that asks somebody to answer the open survey."""
        survey, token = Survey.objects.get(slug="open-now"), "x" * 32
        invitation = Invitation.objects.create(survey=survey, email="asked@example.org", language="en")
        InvitationLink.objects.create(invitation=invitation, token_hash=hash_of(token))
        return token

    def made_export(self, by) -> dict:
        survey = Survey.objects.get(slug="june-2021")
        export = export_answers(survey, kind="csv", with_texts=False, by=by)
        make_export(str(export.pk))
        return {"slug": survey.slug, "key": export.pk}

    def parts_of_surveys(self) -> dict[str, dict]:
        """Questions, sections, languages and pages of trials, of the draft and of the open survey."""
        things = {}
        for state, slug in (("draft", "draft"), ("open", "open-now")):
            section = Section.objects.filter(survey__slug=slug).first()
            things[f"{state}-question"] = {"slug": slug, "code": "Q1"}
            things[f"{state}-part"] = {"slug": slug, "pk": section.pk}
            things[f"{state}-language"] = {"slug": slug, "language": "en"}
            things[f"{state}-trial"] = {"slug": slug, "language": "en", "position": 1}
        return things

    def proposals(self) -> dict[str, dict]:
        """A proposal that a published report prints, and one of a consultation without any."""
        past, coming = {"slug": "strengthening-the-4th-cycle"}, {"slug": self.event.consultation.slug}
        written = write_key_issue(
            self.event.consultation,
            position=1,
            proposals=[{"text_en": "Draft"}],
            by=self.people["moderator"],
            title_en="Draft",
        )
        told = Proposal.objects.get(
            key_issue__consultation__slug=past["slug"], key_issue__position=2, number=3
        )
        return {
            "told-issue": {**past, "position": 2},
            "draft-issue": {**coming, "position": 1},
            "told-proposal": {**past, "position": 2, "number": 3},
            "draft-proposal": {**coming, "position": 1, "number": 1},
            "told-proposal-key": {"pk": told.pk},
            "draft-proposal-key": {"pk": written.proposals.get().pk},
        }

    def material_of_the_past(self) -> dict[str, dict]:
        """A consultation with excerpts, one of its notes, an excerpt, a key issue and its row."""
        past = Consultation.objects.get(slug="strengthening-the-4th-cycle")
        excerpt, issue = past.excerpts.exclude(note=None).first(), past.key_issues.first()
        slug = {"slug": past.slug}
        return {
            "past-consultation": slug,
            "note-text": {**slug, "token": f"note-{excerpt.note_id}"},
            "excerpt": {**slug, "pk": excerpt.pk},
            "excerpt-language": {**slug, "pk": excerpt.pk, "language": "ru"},
            "key-issue": {**slug, "pk": issue.pk},
            "key-issue-row": {**slug, "row": f"issue-{issue.pk}"},
        }

    def draft_report(self) -> Report:
        return create_report(
            Consultation.objects.get(slug="strengthening-the-4th-cycle"),
            kind="outcome",
            slug="draft",
            languages=["en"],
            by=self.people["moderator"],
            title_en="Draft",
        )

    def shared(self, draft: Report) -> dict[str, dict]:
        """A link to a report that is not published; it has no file."""
        expires_at, by = timezone.now() + timedelta(days=1), self.people["moderator"]
        token = {"token": share(draft, for_whom="facilitators", expires_at=expires_at, by=by)}
        return {"shared-token": token, "shared-no-file": {**token, "language": "en", "suffix": "pdf"}}

    def comment_on(self, report: Report) -> Comment:
        return comment_on(report, text="Say who was asked.", language="en", by=self.people["moderator"])

    def made_file(self) -> Rendering:
        rendering = Rendering.objects.get(report__slug="outcome-2021", language="en")
        pdf.render(rendering.pk)
        rendering.refresh_from_db()
        return rendering

    def failed_rendering(self) -> Rendering:
        report = Report.objects.get(slug="outcome-2021")
        rendering = compile_report(report, "es", by=self.people["moderator"])
        rendering.move_to(Rendering.State.RUNNING)
        rendering.move_to(Rendering.State.FAILED, failure=Rendering.Failure.LOST, finished_at=timezone.now())
        return rendering
