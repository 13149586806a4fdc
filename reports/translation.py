from modeltranslation.translator import TranslationOptions, register

from reports.models import KeyIssue, Proposal, Report, ReportSection


@register(KeyIssue)
class KeyIssueTranslation(TranslationOptions):
    fields = ("title", "narrative")


@register(Proposal)
class ProposalTranslation(TranslationOptions):
    fields = ("text",)


@register(Report)
class ReportTranslation(TranslationOptions):
    fields = ("title", "what_changed")


@register(ReportSection)
class ReportSectionTranslation(TranslationOptions):
    fields = ("text",)
