"""Writing a plan of a numbered document: a fixed number of statements for every thousand rows."""

from collections.abc import Iterator

from modeltranslation.utils import build_localized_fieldname

from recommendations.action_verbs import proposed_category
from recommendations.actions.given import as_json, give
from recommendations.actions.known import rank
from recommendations.actions.numbered import NumberedPlan, Target, fingerprint, links_named
from recommendations.actions.saving import AT_ONCE
from recommendations.models import (
    ActionCategory,
    Appearance,
    Document,
    ImportBatch,
    ImportedRow,
    Pledge,
    Position,
    PositionValue,
    Recommendation,
    Recommender,
    Review,
)
from reference.models import State, UprSession

ONLY_NOTED = {"in-part", "in-principle", "no-answer"}


def save_document(planned: NumberedPlan, batch: ImportBatch) -> None:
    """Write all that is new, and for every row that it stands in this document. Needs a transaction."""
    add_reviews(planned)
    renumber(planned)
    save_new(planned, batch)
    save_texts(planned)
    save_terms(planned)
    save_recommenders(planned, batch)
    save_appearances(planned, batch)
    save_positions(planned, batch)
    save_pledges(planned, batch)


def add_reviews(planned: NumberedPlan) -> None:
    wanted = {target.review for target in planned.targets}
    if planned.pledges:
        wanted.add((planned.decided.state, planned.decided.session or 0))
    missing = sorted(wanted - planned.here.reviews.keys())
    if not missing:
        return
    states = State.objects.in_bulk({state for state, _ in missing}, field_name="iso3")
    sessions = UprSession.objects.in_bulk({number for _, number in missing}, field_name="number")
    new = [Review(state=states[state], session=sessions[number]) for state, number in missing]
    Review.objects.bulk_create(new)
    planned.here.reviews |= dict(zip(missing, new, strict=True))


def numbers_of(target: Target, planned: NumberedPlan) -> dict[str, str]:
    """The number that the row brings, in the field of its edition."""
    is_draft = planned.decided.stage == Document.Stage.DRAFT
    return {"draft_number" if is_draft else "number": target.row.read.number, "part": target.row.part}


def renumber(planned: NumberedPlan) -> None:
    """Those that are here get the numbers of this edition; numbers of an older draft that are needed for
    others go first. Appearances keep what each document printed."""
    moved = {target.known.pk: target for target in planned.targets if target.known and target.row.read.number}
    rows = Recommendation.objects.in_bulk(moved)
    changed = [row for pk, row in rows.items() if apply_numbers(row, numbers_of(moved[pk], planned))]
    if planned.decided.stage == Document.Stage.DRAFT:
        unchanged = rows.keys() - {row.pk for row in changed}
        forget_old_draft_numbers(planned, keeping=unchanged)
    Recommendation.objects.bulk_update(changed, ["number", "draft_number", "part"], batch_size=AT_ONCE)


def forget_old_draft_numbers(planned: NumberedPlan, *, keeping: set[int]) -> None:
    for key, review in planned.here.reviews.items():
        given = [target.row.read.number for target in planned.targets if target.review == key]
        old = Recommendation.objects.filter(review=review, draft_number__in=given).exclude(pk__in=keeping)
        old.filter(number="").update(draft_number="", part="")
        old.update(draft_number="")


def apply_numbers(row: Recommendation, numbers: dict[str, str]) -> bool:
    """Set what the edition says. A draft number whose part the final report no longer has keeps it inside."""
    before = (row.number, row.draft_number, row.part)
    if "number" in numbers:
        if row.draft_number and row.part and row.part != numbers["part"]:
            row.draft_number = f"{row.draft_number} ({row.part})"
        row.number, row.part = numbers["number"], numbers["part"]
    else:
        row.draft_number = numbers["draft_number"]
        row.part = row.part if row.number else numbers["part"]
    return (row.number, row.draft_number, row.part) != before


def number_inside(draft: Appearance, part: str) -> str:
    """A draft's number beside a final part: with its own part inside, where the two differ."""
    return f"{draft.number} ({draft.part})" if draft.part and draft.part != part else draft.number


def save_new(planned: NumberedPlan, batch: ImportBatch) -> None:
    new = [target for target in planned.targets if target.known is None]
    rows = [new_row(target, planned, batch) for target in new]
    Recommendation.objects.bulk_create(rows, batch_size=AT_ONCE)
    planned.made = {id(target): row.pk for target, row in zip(new, rows, strict=True)}


def new_row(target: Target, planned: NumberedPlan, batch: ImportBatch) -> Recommendation:
    language = planned.decided.language
    category, is_confirmed = category_of(target, language)
    numbers = (
        numbers_of(target, planned) if target.row.read.number else {"fingerprint": fingerprint(target.text)}
    )
    return Recommendation(
        review=planned.here.reviews[target.review],
        original_language=language,
        text_as_read=target.row.read.as_read,
        position=target.row.official_position,
        action_category=category,
        is_action_confirmed=is_confirmed,
        batch=batch,
        **{build_localized_fieldname("text", language): target.text},
        **numbers,
    )


def category_of(target: Target, language: str) -> tuple[str, bool]:
    """The source's own category, else the one that the verb proposes."""
    given = target.row.read.action_category
    if given in ActionCategory.values:
        return given, True
    proposal = proposed_category(target.text, language)
    return (proposal.category if proposal else ""), False


def save_texts(planned: NumberedPlan) -> None:
    """A document in another language brings the text of that language to those that are here."""
    column = build_localized_fieldname("text", planned.decided.language)
    lacking = {target.known.pk: target.text for target in planned.targets if lacks_text(target)}
    rows = list(Recommendation.objects.filter(pk__in=lacking))
    for row in rows:
        setattr(row, column, lacking[row.pk])
    Recommendation.objects.bulk_update(rows, [column], batch_size=AT_ONCE)


def lacks_text(target: Target) -> bool:
    return target.known is not None and not target.known.has_text


def save_terms(planned: NumberedPlan) -> None:
    """Themes, persons and Goals that the document names and our lists know."""
    named = {planned.key(target): links_named(target, planned.terms) for target in planned.targets}
    planned.given = give({pk: links for pk, links in named.items() if links}, at_once=AT_ONCE)


def save_recommenders(planned: NumberedPlan, batch: ImportBatch) -> None:
    states = dict(State.objects.values_list("iso3", "pk"))
    made = {
        (planned.key(target), iso3): Recommender(
            recommendation_id=planned.key(target), state_id=states[iso3], spelling=spelling[:200]
        )
        for target, iso3, spelling, _row in recommenders_of(planned)
        if not (target.known and iso3 in target.known.recommenders)
    }
    Recommender.objects.bulk_create(made.values(), batch_size=AT_ONCE)
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                batch=batch,
                line=row.read.line,
                recommender_id=made[planned.key(target), iso3].pk
                if (planned.key(target), iso3) in made
                else target.known.recommenders[iso3],
            )
            for target, iso3, _spelling, row in recommenders_of(planned)
        ),
        batch_size=AT_ONCE,
    )


def recommenders_of(planned: NumberedPlan) -> Iterator[tuple]:
    """Every State of every target: (target, ISO code, spelling, row)."""
    for target in planned.targets:
        for iso3, (spelling, row) in target.recommenders.items():
            yield target, iso3, spelling, row


def save_appearances(planned: NumberedPlan, batch: ImportBatch) -> None:
    Appearance.objects.bulk_create(
        (
            Appearance(
                recommendation_id=planned.key(target),
                document_id=batch.document_id,
                batch=batch,
                line=row.read.line,
                number=row.read.number[:20],
                part=row.part,
                text=row.text,
                language=planned.decided.language,
                states="; ".join(row.spellings),
                lead_in=row.read.lead_in,
                brought=as_json(planned.given.get(planned.key(target), {})) if row is target.row else {},
            )
            for target in planned.targets
            for row in target.rows
        ),
        batch_size=AT_ONCE,
    )


def save_positions(planned: NumberedPlan, batch: ImportBatch) -> None:
    """Each position with its source; the recommendation repeats the latest."""
    entries = [
        new_position(target, planned, batch) for target in planned.targets if brings_position(target, planned)
    ]
    Position.objects.bulk_create(entries, batch_size=AT_ONCE)
    for value in PositionValue.values:
        here = [entry.recommendation_id for entry in entries if entry.value == value]
        Recommendation.objects.filter(pk__in=here).exclude(position=value).update(position=value)


def qualifier_of(target: Target) -> str:
    """What the State said beyond the value, unless a person decided on another value."""
    row = target.row
    is_other = row.read.qualifier in ONLY_NOTED and row.official_position != PositionValue.NOTED
    return "" if is_other else row.read.qualifier


def brings_position(target: Target, planned: NumberedPlan) -> bool:
    if target.known is None:
        return True
    decided = planned.decided
    return target.known.takes(
        target.row.official_position,
        qualifier_of(target),
        symbol=source_of(target, planned)[0],
        rank=rank(decided.reading.family, decided.stage),
    )


def source_of(target: Target, planned: NumberedPlan) -> tuple[str, str]:
    """Symbol and paragraph: those that the document names as the source of the position, else its own."""
    symbol, _dash, paragraph = target.row.read.position_source.partition(" - ")
    if symbol:
        return symbol.strip()[:60], paragraph.removeprefix("Para.").strip()[:30]
    return planned.decided.symbol, ""


def new_position(target: Target, planned: NumberedPlan, batch: ImportBatch) -> Position:
    symbol, paragraph = source_of(target, planned)
    return Position(
        recommendation_id=planned.key(target),
        value=target.row.official_position,
        qualifier=qualifier_of(target),
        own_words=target.row.read.own_words or target.row.read.lead_in,
        symbol=symbol,
        paragraph=paragraph,
        language=planned.decided.language,
        document_id=batch.document_id,
        recorded_at=batch.imported_at,
        recorded_by=batch.imported_by,
        batch=batch,
    )


def save_pledges(planned: NumberedPlan, batch: ImportBatch) -> None:
    decided = planned.decided
    rows = [
        Pledge(
            review=planned.here.reviews[decided.state, decided.session],
            number=pledge.number[:20],
            original_language=decided.language,
            fingerprint=fingerprint(pledge.text),
            **{build_localized_fieldname("text", decided.language): pledge.text},
        )
        for pledge in planned.pledges
    ]
    Pledge.objects.bulk_create(rows, batch_size=AT_ONCE)
    stand_here = [(pledge, row.pk) for pledge, row in zip(planned.pledges, rows, strict=True)]
    ImportedRow.objects.bulk_create(
        ImportedRow(batch=batch, line=pledge.line, pledge_id=pk)
        for pledge, pk in [*stand_here, *planned.pledges_here]
    )
