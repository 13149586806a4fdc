"""Reports for tests: a draft with all sections and one key issue, in English and French."""

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from consultations.tests.factories import ConsultationFactory
from reports.actions import lay_out
from reports.actions.printing import keep_what_is_printed
from reports.models import KeyIssue, Proposal, Rendering, Report


class KeyIssueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyIssue

    consultation = factory.SubFactory(ConsultationFactory)
    position = 1
    title = "Working together"
    narrative = "States and civil society talk.\n\nThey cite A/HRC/RES/16/21 often."


class ProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Proposal

    key_issue = factory.SubFactory(KeyIssueFactory)
    number = 1
    text = "Consult civil society all through the cycle."


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    consultation = factory.SubFactory(ConsultationFactory)
    slug = factory.Sequence(lambda number: f"report-{number}")
    title = factory.Sequence(lambda number: f"Report {number}")
    languages = ["en", "fr"]

    class Params:
        published = factory.Trait(
            state=Report.State.PUBLISHED, published_at=factory.LazyFunction(timezone.now)
        )
        approved = factory.Trait(state=Report.State.APPROVED)

    @classmethod
    def _create(cls, model, *args, **fields):
        """Sections are written while it is a draft; then it takes the state that is asked for."""
        summary = fields.pop("summary", "A short summary.")
        end = {name: fields.pop(name) for name in ("state", "published_at") if name in fields}
        report = super()._create(model, *args, **fields)
        lay_out(report)
        report.sections.filter(kind="summary").update(text_en=summary)
        report.sections.filter(kind="conclusion").update(text_en="A short end.")
        if report.consultation:
            ProposalFactory(key_issue__consultation=report.consultation)
        if end.get("published_at"):
            keep_what_is_printed(report)
        Report.objects.filter(pk=report.pk).update(**end)
        report.refresh_from_db(fields=end)
        return report


class RenderingFactory(factory.django.DjangoModelFactory):
    """One that waits for a worker."""

    class Meta:
        model = Rendering

    report = factory.SubFactory(ReportFactory)
    language = "en"
    version = factory.Sequence(lambda number: number + 1)
    created_by = factory.SubFactory(UserFactory, moderator=True)
    seen_at = factory.LazyFunction(timezone.now)

    class Params:
        running = factory.Trait(
            state=Rendering.State.RUNNING, attempts=1, started_at=factory.LazyFunction(timezone.now)
        )
        failed = factory.Trait(
            state=Rendering.State.FAILED,
            failure=Rendering.Failure.DISK,
            attempts=1,
            finished_at=factory.LazyFunction(timezone.now),
        )
