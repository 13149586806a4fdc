"""The outcome report of the demonstration, made by the same actions as any other."""

import tomllib
from pathlib import Path

from accounts.models import User
from consultations.models import Consultation
from recommendations.models import Recommendation
from reports.actions import (
    compile_report,
    create_report,
    publish_report,
    write_key_issue,
    write_section,
)
from reports.actions.follow_up import keep_links, record_follow_up
from reports.chain import Links
from reports.models import Proposal, Report

TEXTS = Path(__file__).parent / "data" / "outcome_2021.toml"
ONWARD = Path(__file__).parent / "data" / "follow_up_2021.toml"
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
    publish_report(report, by=by)
    for language in LANGUAGES:
        compile_report(report, language, by=by)
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


def columns(field: str, texts: dict[str, str]) -> dict[str, str]:
    """{"title_en": …, "title_fr": …} from {"en": …, "fr": …}."""
    return {f"{field}_{language}": text.strip() for language, text in texts.items()}
