"""The outcome report of the demonstration, made by the same actions as any other."""

import tomllib
from pathlib import Path

from accounts.models import User
from consultations.models import Consultation
from reports.actions import (
    compile_report,
    create_report,
    publish_report,
    write_key_issue,
    write_section,
)
from reports.models import Report

TEXTS = Path(__file__).parent / "data" / "outcome_2021.toml"
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
    publish_report(report, by=by)
    for language in LANGUAGES:
        compile_report(report, language, by=by)
    return report


def columns(field: str, texts: dict[str, str]) -> dict[str, str]:
    """{"title_en": …, "title_fr": …} from {"en": …, "fr": …}."""
    return {f"{field}_{language}": text.strip() for language, text in texts.items()}
