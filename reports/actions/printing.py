"""When a report is published, what it prints of key issues and proposals is kept beside it."""

from django.db.models import Model
from django.utils.translation import override
from modeltranslation.utils import build_localized_fieldname

from reports.material import Material, UnknownFigure
from reports.models import KeyIssue, PrintedKeyIssue, PrintedProposal, Proposal, Report
from upr_portal.languages import OWN_NAMES


def hold_key_issues(report: Report) -> None:
    """Nobody writes in what is to be printed until the transaction is over; the consultation is held."""
    if report.consultation_id:
        of_consultation = Proposal.objects.filter(key_issue__consultation=report.consultation_id)
        for rows in (KeyIssue.objects.filter(consultation=report.consultation_id), of_consultation):
            list(rows.select_for_update(of=["self"]).order_by("pk").values_list("pk"))


def keep_what_is_printed(report: Report) -> None:
    """Rows of the key issues and proposals as they stand, if the report prints them.

    Call it in the transaction that publishes the report, before the step: after it nothing is added.
    """
    if not report.sections.filter(kind="key_issues", switched_on=True).exists():
        return
    materials = {language: Material(report) for language in OWN_NAMES}
    for issue in report.consultation.key_issues.order_by("position").prefetch_related("proposals"):
        printed = PrintedKeyIssue.objects.create(
            report=report,
            key_issue=issue,
            position=issue.position,
            **words_of(issue, "title", materials),
            **words_of(issue, "narrative", materials),
        )
        for proposal in issue.proposals.all():
            words = words_of(proposal, "text", materials)
            PrintedProposal.objects.create(
                key_issue=printed, proposal=proposal, number=proposal.number, **words
            )


def words_of(row: Model, field: str, materials: dict[str, Material]) -> dict[str, str]:
    """Its texts by column, with the figures of this moment in the words of each language."""
    columns = {language: build_localized_fieldname(field, language) for language in materials}
    return {
        column: filled(text, materials[language], language)
        for language, column in columns.items()
        if (text := getattr(row, column))
    }


def filled(text: str, material: Material, language: str) -> str:
    """A figure that does not exist stays as it was typed: only the demonstration publishes unchecked."""
    with override(language):
        try:
            return material.filled(text)
        except UnknownFigure:
            return text
