from modeltranslation.translator import TranslationOptions, register

from reports.models import KeyIssue, PrintedKeyIssue, PrintedProposal, Proposal, Report, ReportSection


@register(KeyIssue)
class KeyIssueTranslation(TranslationOptions):
    fields = ("title", "narrative")


@register(Proposal)
class ProposalTranslation(TranslationOptions):
    fields = ("text",)


@register(PrintedKeyIssue)
class PrintedKeyIssueTranslation(TranslationOptions):
    fields = ("title", "narrative")


@register(PrintedProposal)
class PrintedProposalTranslation(TranslationOptions):
    fields = ("text",)


@register(Report)
class ReportTranslation(TranslationOptions):
    fields = ("title", "what_changed")


@register(ReportSection)
class ReportSectionTranslation(TranslationOptions):
    fields = ("text",)
