"""What a recommendations report is made of: what is tracked of a State, of a review or of a cycle."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.models import PositionValue
from reports import charts
from reports.sections.base import Section, own
from reports.tracked import Tracked
from surveys.suppression import Cell, percent

MOST_IN_A_CHART = 20


def series() -> list[tuple[str, dict]]:
    """The three official positions, what the State took on first; there is no fourth."""
    order = (PositionValue.SUPPORTED, PositionValue.NOTED, PositionValue.PENDING)
    return [(value.value, own(value.label)) for value in order]


def by_position(tracked: Tracked, name: str, title: str, head: str, *, sized: bool = True, note: str = ""):
    """How many have each value of a filter, told apart by position; the largest first, or in their order."""
    found = [
        (value, tracked.label(name, value), counts) for value, counts in tracked.by_position(name).items()
    ]
    order = list(tracked.names[name])
    if sized:
        found.sort(key=lambda row: (-sum(row[2].values()), order.index(row[0])))
    else:
        found.sort(key=lambda row: order.index(row[0]))
    if len(found) > MOST_IN_A_CHART:
        left = len(found) - MOST_IN_A_CHART
        note = " ".join(filter(None, [not_shown(left), note]))
    rows = found[:MOST_IN_A_CHART]
    return charts.stacked(f"by-{name}", own(title), (head, _("Total")), series(), rows, note=note)


def not_shown(left: int) -> str:
    return ngettext(
        "The largest are shown; %(count)s more is smaller.",
        "The largest are shown; %(count)s more are smaller.",
        left,
    ) % {"count": left}


class Positions(Section):
    """How many there are and what the State answered, altogether and review by review."""

    title = gettext_lazy("Positions")
    heading = gettext_lazy("What was asked and what was answered")
    template = "reports/sections/positions.html"

    def facts(self, section, material):
        tracked = material.tracked
        return {"figures": self.figures(tracked), "charts": self.charts(tracked)}

    def figures(self, tracked: Tracked) -> list[dict]:
        reviews = sum(1 for review in tracked.reviews if tracked.keys_of(review))
        told = [
            (tracked.count, ngettext("recommendation", "recommendations", tracked.count)),
            (tracked.made, ngettext("time made by a State", "times made by States", tracked.made)),
            (len(tracked.counts("recommender")), _("States that made them")),
            (reviews, ngettext("review", "reviews", reviews)),
        ]
        return [{"number": number, "words": words} for number, words in told]

    def charts(self, tracked: Tracked) -> list[dict]:
        counts = tracked.counts("position")
        rows = [
            {
                "code": value,
                "label": label,
                "count": counts.get(value, 0),
                "percent": percent(Cell(counts.get(value, 0)), tracked.count),
                "length": round(100 * counts.get(value, 0) / (tracked.count or 1)),
                "why": "",
            }
            for value, label in series()
        ]
        heads = (_("Position"), _("Number"))
        drawn = [charts.bars("positions", own(_("Positions of the State")), heads, rows)]
        if len(tracked.counts("session")) > 1:
            title, head = _("Positions by session"), _("Session")
            drawn.append(by_position(tracked, "session", title, head, sized=False))
        return drawn


class Themes(Section):
    """What the recommendations are about, and whom."""

    title = gettext_lazy("Themes and groups of persons")
    template = "reports/sections/charts.html"

    def facts(self, section, material):
        tracked, several = material.tracked, _("A recommendation with several of these counts for each.")
        wanted = [
            ("issue", _("Themes"), _("Theme")),
            ("persons", _("Groups of persons"), _("Group of persons")),
            ("goal", _("Sustainable Development Goals"), _("Goal")),
        ]
        return {
            "charts": [
                by_position(tracked, name, title, head, note=several)
                for name, title, head in wanted
                if tracked.counts(name)
            ]
        }


class RecommendingStates(Section):
    """Who made the recommendations: States, and the regional groups in which they sit."""

    title = gettext_lazy("States that made recommendations")
    template = "reports/sections/charts.html"

    def facts(self, section, material):
        tracked, several = material.tracked, _("What several States made together counts for each.")
        groups = by_position(tracked, "group", _("Regional groups"), _("Regional group"), note=several)
        states = by_position(
            tracked, "recommender", _("States that made recommendations"), _("State"), note=several
        )
        return {"charts": [groups, states]}


class ActionCategories(Section):
    """What kind of action is asked for, from minimal to specific."""

    title = gettext_lazy("Action categories")
    template = "reports/sections/charts.html"

    def facts(self, section, material):
        tracked = material.tracked
        counted = sum(tracked.counts("action").values())
        note = ""
        if left := tracked.count - counted:
            note = ngettext(
                "%(count)s recommendation has no category yet.",
                "%(count)s recommendations have no category yet.",
                left,
            ) % {"count": left}
        title, head = _("Action asked for, after UPR Info’s method"), _("Action category")
        return {"charts": [by_position(tracked, "action", title, head, sized=False, note=note)]}


class OwnWords(Section):
    """What the State said in its own words, with where it stands."""

    title = gettext_lazy("The State’s own words")
    template = "reports/sections/own_words.html"

    def facts(self, section, material):
        tracked = material.tracked
        said = tracked.own_words()
        reviews = [
            (review, [self.words(row, said[row.pk]) for row in rows if row.pk in said])
            for review, rows in tracked.rows()
        ]
        return {"reviews": [headed(tracked, review, "answers", told) for review, told in reviews if told]}

    def words(self, row, position) -> dict:
        source = position.symbol or (str(position.document) if position.document else "")
        return {
            "pk": row.pk,
            "name": row.name,
            "text": {"language": row.language, "text": row.text},
            "position": row.position,
            "position_name": row.position_name,
            "qualifier": position.get_qualifier_display(),
            "words": {"language": position.language or row.language, "text": position.own_words},
            "source": ", ".join(filter(None, [source, position.paragraph])),
        }


class FullList(Section):
    """Every recommendation with who made it and what the State answered, review by review."""

    title = gettext_lazy("All recommendations")
    template = "reports/sections/list.html"

    def facts(self, section, material):
        tracked = material.tracked
        return {
            "reviews": [
                headed(tracked, review, "recommendations", [self.row(row) for row in rows])
                for review, rows in tracked.rows()
            ]
        }

    def row(self, row) -> dict:
        return {
            "pk": row.pk,
            "name": row.name,
            "text": {"language": row.language, "text": row.text},
            "states": row.recommenders,
            "position": row.position,
            "position_name": row.position_name,
        }


def headed(tracked: Tracked, review, name: str, rows: list[dict]) -> dict:
    """Rows under the review that they belong to."""
    return {
        "state": tracked.label("state", review.state),
        "session": tracked.label("session", str(review.session)),
        name: rows,
    }
