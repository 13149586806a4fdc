"""A review's recommendations as rows of OHCHR's thematic list, ready to be written."""

from collections.abc import Callable

from django.db.models import Prefetch

from recommendations.documents.lists import UNNAMED
from recommendations.documents.matrix_writing import Matrix
from recommendations.documents.readings import ReadRow
from recommendations.models import Position, Recommendation, Review
from reference.models import NOT_RECORDED, Goal, PersonsGroup, Target, Theme

OHCHR = "ohchr"
CODED = ("ohchr-letters", "ohchr-numbers")


def matrix_of(review: Review, *, assessment: Callable[[Recommendation], str] = lambda _row: "") -> Matrix:
    """The listed recommendations in the order of their numbers; `assessment` fills the last column.

    OHCHR publishes its lists in English: the English text is taken where there is one. A fixed number of
    queries.
    """
    recommendations = sorted(
        Recommendation.objects.filter(review=review)
        .listed()
        .select_related("review")
        .prefetch_related(
            "recommenders__state",
            Prefetch("issues", Theme.objects.select_related("vocabulary").order_by("pk")),
            Prefetch("persons", PersonsGroup.objects.order_by("pk")),
            Prefetch("goals", Goal.objects.order_by("number")),
            Prefetch("targets", Target.objects.order_by("pk")),
            Prefetch("positions", Position.objects.select_related("document")),
        ),
        key=place_of,
    )
    matrix = Matrix(
        state=review.state.name_in("en"),
        cycle=review.session.cycle.number,
        session=review.session.number,
        goals={str(number): name or "" for number, name in Goal.objects.values_list("number", "name_en")},
    )
    for line, recommendation in enumerate(recommendations, start=1):
        row, language = row_of(recommendation, line)
        row.assessment = assessment(recommendation)
        matrix.rows.append(row)
        matrix.languages.append(language)
    return matrix


def place_of(recommendation: Recommendation) -> tuple:
    """140.9 before 140.10; what has no number comes last."""
    number = recommendation.number or recommendation.draft_number
    digits = [int(part) if part.isdigit() else 0 for part in number.split(".")]
    return (not number, digits, recommendation.part, recommendation.pk)


def row_of(recommendation: Recommendation, line: int) -> tuple[ReadRow, str]:
    text, language = recommendation.text_for("en")
    states = [made.state for made in recommendation.recommenders.all()]
    row = ReadRow(
        number=recommendation.number or recommendation.draft_number,
        part=recommendation.part,
        text=text,
        states=[None if state.iso3 == NOT_RECORDED else state.iso3 for state in states],
        spellings=[UNNAMED if state.iso3 == NOT_RECORDED else state.name_in(language) for state in states],
        position=recommendation.position,
        position_source=source_of(recommendation),
        themes=themes_of(recommendation),
        persons=[persons.name_en or "" for persons in recommendation.persons.all()],
        goals=[str(goal.number) for goal in recommendation.goals.all()]
        + [target.code for target in recommendation.targets.all()],
        line=line,
    )
    return row, language


def themes_of(recommendation: Recommendation) -> list[str]:
    """OHCHR's themes as its lists print them, with their codes; where it has none, what there is."""
    themes = list(recommendation.issues.all())
    ours = [theme for theme in themes if theme.vocabulary.code.startswith(OHCHR)] or themes
    return [
        f"{theme.code} {theme.name_en}" if theme.vocabulary.code in CODED else theme.name_en or ""
        for theme in ours
    ]


def source_of(recommendation: Recommendation) -> str:
    """Where the position in force was read: "A/HRC/59/15/Add.1 - Para.3"."""
    entries = [entry for entry in recommendation.positions.all() if entry.value == recommendation.position]
    if not entries:
        return ""
    symbol = entries[-1].symbol or (entries[-1].document.symbol if entries[-1].document else "")
    paragraph = f"Para.{entries[-1].paragraph}" if entries[-1].paragraph else ""
    return " - ".join(filter(None, [symbol, paragraph]))
