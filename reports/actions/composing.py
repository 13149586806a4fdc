"""Moderators put a report together: its titles and languages, its sections and their texts.

Each step locks the report first, so two of them come one after the other. Who writes says what was seen;
where something else stands now, nothing is overwritten.
"""

import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from accounts.audit import record
from accounts.models import User
from reports.actions import lock_to_write
from reports.actions.excerpts import KeptElsewhere
from reports.models import Report, ReportSection, SectionText
from reports.sections import REPORT_KINDS
from surveys.outline import fingerprint, tidy
from upr_portal.languages import OWN_NAMES
from upr_portal.states import WrongState

TEXT_COLUMNS = {build_localized_fieldname("text", language): language for language in OWN_NAMES}
TITLE_COLUMNS = {build_localized_fieldname("title", language): language for language in OWN_NAMES}


def order_of(report: Report) -> str:
    """A fingerprint of which sections there are, in which order, and which are switched on."""
    rows = report.sections.order_by("position").values_list("pk", "kind", "switched_on")
    return fingerprint(json.dumps(list(rows)))


def prints_of_section(section: ReportSection) -> dict[str, str]:
    """Fingerprints of its texts, each by its column, and of the questions shown as charts."""
    texts = {column: fingerprint(tidy(getattr(section, column))) for column in TEXT_COLUMNS}
    return {**texts, "questions": fingerprint(json.dumps(section.questions))}


def prints_of_head(report: Report) -> dict[str, str]:
    """Fingerprints of the titles, each by its column, and of the languages."""
    titles = {column: fingerprint(tidy(getattr(report, column))) for column in TITLE_COLUMNS}
    return {**titles, "languages": fingerprint(json.dumps(report.languages))}


def in_one(prints: dict[str, str]) -> str:
    """As a page carries them: who writes later can tell what was changed meanwhile, and what was not."""
    return ".".join(prints.values())


def print_of_section(section: ReportSection) -> str:
    return in_one(prints_of_section(section))


def print_of_head(report: Report) -> str:
    return in_one(prints_of_head(report))


def lock(report: Report, seen: str | None = None) -> Report:
    """The report as it stands, which nobody else changes meanwhile.

    WrongState where it may no longer be written, or where the order is not the one that was `seen`.
    """
    standing = lock_to_write(report)
    if seen is not None and order_of(standing) != seen:
        raise WrongState(f"{report!r} has its sections in another order")
    return standing


@transaction.atomic
def write_head(report: Report, *, seen: str, languages: list[str], by: User, **titles: str) -> Report:
    """Set titles (`title_en=` …) and languages, the source first.

    KeptElsewhere if others stand there than were `seen`.
    """
    standing = lock(report)
    if print_of_head(standing) != seen:
        raise KeptElsewhere(standing)
    for column, title in titles.items():
        setattr(standing, column, title)
    standing.languages = languages
    standing.save()
    record(by, "wrote", standing, changed=sorted([*titles, "languages"]))
    return standing


@transaction.atomic
def write_section(
    report: Report, kind: str, *, by: User, seen: str | None = None, still_fit: Iterable[str] = (), **changes
) -> ReportSection:
    """Set the texts (`text_en=` …) or the charted `questions` of one section.

    `still_fit` are languages whose text was looked at and stays, though the source has changed.
    KeptElsewhere if something else stands there than was `seen`; WrongState where the section is gone.
    """
    lock(report)
    section = report.sections.filter(kind=kind).first()
    if section is None:
        raise WrongState(f"{report!r} has no {kind} any more")
    if seen is not None and print_of_section(section) != seen:
        raise KeptElsewhere(section)
    changed = [field for field, value in changes.items() if (getattr(section, field) or "") != value]
    written = {column: changes[column] for column in changed if column in TEXT_COLUMNS}
    looked_at = [column for column, language in TEXT_COLUMNS.items() if language in still_fit]
    remember(section, {column: getattr(section, column) or "" for column in looked_at} | written, by)
    for field in changed:
        setattr(section, field, changes[field])
    section.save()
    record(by, "wrote", section, changed=sorted(changed))
    return section


def take_up(report: Report, earlier: SectionText, *, seen: str, by: User) -> ReportSection:
    """Write an earlier text anew, in its language; what stands there is remembered. As `write_section`."""
    column = build_localized_fieldname("text", earlier.language)
    return write_section(report, earlier.kind, by=by, seen=seen, **{column: earlier.text})


def remember(section: ReportSection, texts: dict[str, str], by: User) -> None:
    """Keep what is written now, by column; and what it takes the place of, where that was not kept."""
    now = timezone.now()
    written = [
        text_of(section, column, text=text, written_by=by, written_at=now) for column, text in texts.items()
    ]
    SectionText.objects.bulk_create([*unremembered(section, list(texts)), *written])


def unremembered(section: ReportSection, columns: list[str]) -> list[SectionText]:
    """Rows for those of its texts that were written in another way than here."""
    found = SectionText.objects.filter(report=section.report_id, kind=section.kind).latest()
    latest = {row.language: row.text for row in found}
    standing = {column: getattr(section, column) for column in columns}
    return [
        text_of(section, column, text=text)
        for column, text in standing.items()
        if text and latest.get(TEXT_COLUMNS[column]) != text
    ]


def text_of(section: ReportSection, column: str, **fields) -> SectionText:
    of_section = {"report_id": section.report_id, "kind": section.kind}
    return SectionText(**of_section, language=TEXT_COLUMNS[column], **fields)


def hand_on(report: Report, edition: Report) -> None:
    """Give an edition, whose texts are those of the report, the knowledge of who wrote them and when."""
    rows = list(report.section_texts.latest())
    for row in rows:
        row.pk, row.report = None, edition
    SectionText.objects.bulk_create(rows)


@transaction.atomic
def move_section(report: Report, kind: str, *, step: int, seen: str, by: User) -> ReportSection:
    """One place up (-1) or down (1). WrongState where the sections are not those `seen`."""
    standing = lock(report, seen)
    rows = list(standing.sections.order_by("position"))
    place = place_of(rows, kind)
    moved = rows.pop(place)
    rows.insert(max(place + step, 0), moved)
    for position, row in enumerate(rows, start=1):
        standing.sections.filter(pk=row.pk).update(position=position)
    record(by, "moved", moved)
    return moved


def place_of(rows: list[ReportSection], kind: str) -> int:
    place = next((place for place, row in enumerate(rows) if row.kind == kind), None)
    if place is None:
        raise WrongState(f"there is no section {kind}")
    return place


@transaction.atomic
def switch_section(report: Report, kind: str, *, on: bool, seen: str, by: User) -> ReportSection:
    """Show a section in the report, or leave it out and keep it. WrongState as `move_section`."""
    rows = list(lock(report, seen).sections.order_by("position"))
    section = rows[place_of(rows, kind)]
    section.switched_on = on
    section.save(update_fields=["switched_on"])
    record(by, "switched on" if on else "switched off", section)
    return section


@transaction.atomic
def add_section(report: Report, kind: str, *, seen: str, by: User) -> ReportSection:
    """Add a section of a kind that the report may have, at its end; with its texts, if it was there before.

    WrongState where it is there, where the kind is not one of the report's, and as `move_section`.
    """
    standing = lock(report, seen)
    if kind not in kinds_of(standing) or standing.sections.filter(kind=kind).exists():
        raise WrongState(f"{report!r} takes no {kind}")
    last = standing.sections.aggregate(last=Max("position"))["last"] or 0
    before = standing.section_texts.filter(kind=kind).latest()
    texts = {build_localized_fieldname("text", row.language): row.text for row in before}
    section = ReportSection.objects.create(report=standing, kind=kind, position=last + 1, **texts)
    record(by, "added", section)
    return section


def kinds_of(report: Report) -> list[str]:
    """The kinds of section that the report may have, in their order."""
    return REPORT_KINDS[report.kind].sections


@transaction.atomic
def remove_section(report: Report, kind: str, *, seen: str, by: User) -> None:
    """Take a section out; its texts are remembered. KeptElsewhere if it was written on meanwhile."""
    standing = lock(report)
    section = standing.sections.filter(kind=kind).first()
    if section is None:
        raise WrongState(f"{report!r} has no {kind} any more")
    if print_of_section(section) != seen:
        raise KeptElsewhere(section)
    SectionText.objects.bulk_create(unremembered(section, list(TEXT_COLUMNS)))
    record(by, "removed", section, kind=kind)
    section.delete()
