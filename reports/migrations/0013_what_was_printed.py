"""Reports that were published before have their prints kept: as their files say, else as the texts stand today.

What was deleted since it was printed is left out, as there is nothing that its number could lead to.
"""

from django.db import migrations
from modeltranslation.utils import build_localized_fieldname

PUBLIC = ["published", "superseded"]


def keep_what_was_printed(apps, schema_editor):
    Report = apps.get_model("reports", "Report")
    told = Report.objects.filter(sections__kind="key_issues", sections__switched_on=True, state__in=PUBLIC)
    for report in told.exclude(consultation=None):
        issues = issues_in_files(report)
        if issues:
            keep_issues_of_files(apps, report, issues)
        else:
            keep_issues_of_today(apps, report)


def issues_in_files(report):
    """{position: {"texts", "proposals": {number: {"key", "texts"}}}}, texts by column, from all languages."""
    done = report.renderings.filter(state="done").order_by("language", "-version").distinct("language")
    issues = {}
    for file in done:
        for section in file.facts["sections"]:
            for issue in section.get("key_issues", ()):
                add_issue(issues, issue, file.language)
    return issues


def add_issue(issues, issue, language):
    kept = issues.setdefault(issue["position"], {"texts": {}, "proposals": {}})
    add_words(kept["texts"], "title", issue["title"], language)
    add_words(kept["texts"], "narrative", issue["narrative"], language)
    for proposal in issue["proposals"]:
        printed = kept["proposals"].setdefault(proposal["number"], {"texts": {}})
        printed["key"] = proposal.get("key")
        add_words(printed["texts"], "text", proposal["text"], language)


def add_words(texts, field, written, language):
    """What a file says in its own language counts before what another borrows of it."""
    column = build_localized_fieldname(field, written["language"])
    if written["text"] and (written["language"] == language or column not in texts):
        texts[column] = written["text"]
        texts.setdefault(field, written["text"])


def keep_issues_of_files(apps, report, issues):
    KeyIssue, Proposal = apps.get_model("reports", "KeyIssue"), apps.get_model("reports", "Proposal")
    PrintedKeyIssue = apps.get_model("reports", "PrintedKeyIssue")
    PrintedProposal = apps.get_model("reports", "PrintedProposal")
    proposals = Proposal.objects.filter(key_issue__consultation=report.consultation)
    for position, issue in issues.items():
        sources = {}
        for number, printed in issue["proposals"].items():
            place = {"key_issue__position": position, "number": number}
            # Files made before facts had keys go by the numbers.
            asked = {"pk": printed["key"]} if printed["key"] else place
            if source := proposals.filter(**asked).select_related("key_issue").first():
                sources[number] = source
        key_issues = [source.key_issue for source in sources.values()] or list(
            KeyIssue.objects.filter(consultation=report.consultation, position=position)
        )
        if not key_issues:
            continue
        kept = PrintedKeyIssue.objects.create(
            report=report, key_issue=key_issues[0], position=position, **issue["texts"]
        )
        for number, source in sources.items():
            texts = issue["proposals"][number]["texts"]
            PrintedProposal.objects.create(key_issue=kept, proposal=source, number=number, **texts)


def keep_issues_of_today(apps, report):
    PrintedKeyIssue = apps.get_model("reports", "PrintedKeyIssue")
    PrintedProposal = apps.get_model("reports", "PrintedProposal")
    for issue in report.consultation.key_issues.order_by("position"):
        texts = columns(issue, "title", "narrative")
        kept = PrintedKeyIssue.objects.create(
            report=report, key_issue=issue, position=issue.position, **texts
        )
        for proposal in issue.proposals.order_by("number"):
            texts = columns(proposal, "text")
            PrintedProposal.objects.create(
                key_issue=kept, proposal=proposal, number=proposal.number, **texts
            )


def columns(row, *fields):
    """The texts of a row in all its columns: `title`, `title_en` …"""
    names = [field.name for field in row._meta.fields]
    return {name: getattr(row, name) for name in names if name.split("_")[0] in fields}


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_printed")]

    operations = [migrations.RunPython(keep_what_was_printed, migrations.RunPython.noop)]
